#include "cli/csv_writer.hpp"

#include "ingest/csv.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;

TEST_CASE("CSV lines quote what needs it, and our reader reads them back") {
    const std::vector<std::string> fields{"plain", "a,b", "say \"x\"", "two\nlines", "", "é"};
    const auto line = cli::csv_line(fields);
    CHECK(line == "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,é\n");
    ingest::CsvReader reader(line);
    std::vector<std::string_view> read;
    REQUIRE(reader.next(read));
    CHECK(std::vector<std::string>(read.begin(), read.end()) == fields);
}
