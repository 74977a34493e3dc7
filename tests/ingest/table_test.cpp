#include "ingest/table.hpp"

#include "ingest/csv.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

ExtractOptions options() {
    ExtractOptions made;
    made.knowledge.country = [](std::string_view text) -> std::optional<std::string> {
        if (text == "FI" || text == "Suomi" || text == "Finland") return "FI";
        if (text == "FR" || text == "France") return "FR";
        return std::nullopt;
    };
    return made;
}

Extract read(std::string_view text, std::string_view mapping = "") {
    static const auto knowledge = options();
    auto extract = read_table(text, "t.csv", mapping, knowledge);
    REQUIRE(extract);
    return std::move(extract).value();
}

std::vector<std::vector<std::string>> records(std::string_view text, char separator) {
    CsvReader reader(text, separator);
    std::vector<std::vector<std::string>> all;
    std::vector<std::string_view> fields;
    while (reader.next(fields)) all.emplace_back(fields.begin(), fields.end());
    return all;
}

} // namespace

TEST_CASE("CSV: quotes, line breaks in fields, all line ends, empty fields") {
    const auto all = records("a,\"b \"\"x\"\"\",\r\n\"two\nlines\",,c\r\rd,e,f", ',');
    REQUIRE(all.size() == 3);
    CHECK(all[0] == std::vector<std::string>{"a", "b \"x\"", ""});
    CHECK(all[1] == std::vector<std::string>{"two\nlines", "", "c"});
    CHECK(all[2] == std::vector<std::string>{"d", "e", "f"});
}

TEST_CASE("CSV: many doubled quotes in one record stay apart") {
    std::string line;
    for (int i = 0; i < 200; ++i) line += (i == 0 ? "" : ",") + std::string("\"") + std::to_string(i) + "\"\"\"";
    const auto all = records(line, ',');
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].size() == 200);
    for (std::size_t i = 0; i < 200; ++i) CHECK(all[0][i] == std::to_string(i) + "\"");
}

TEST_CASE("CSV: the separator is the one the header is written with") {
    CHECK(separator_of("network;partner;country") == ';');
    CHECK(separator_of("network\tpartner") == '\t');
    CHECK(separator_of("\"a;b;c\",d") == ',');
    CHECK(separator_of("wkt") == ',');
}

TEST_CASE("a table gives mentions with lines, roles, countries and positions") {
    const auto extract = read("Network;Cluster;Role;Partner;Country;lon;lat\r\n"
                              "PUMA;Urban planning;lead;Kuopio;Suomi;27,67703;62,89238\r\n"
                              "PUMA;Urban planning;;\"Saint-Quentin\";France;;\r\n");
    REQUIRE(extract.mentions.size() == 2);
    CHECK(extract.mentions[0].role == atlas::Role::lead);
    CHECK(extract.mentions[0].country == "FI");
    CHECK(extract.mentions[0].line == 2);
    REQUIRE(extract.mentions[0].position);
    CHECK(extract.mentions[0].position->lon() == Approx(27.67703));
    CHECK(extract.mentions[1].partner == "Saint-Quentin");
    CHECK_FALSE(extract.mentions[1].position);
    CHECK(extract.report.total() == 0);
}

TEST_CASE("columns can be given by the user") {
    const auto extract = read("Netz,Ort\nPUMA,Kuopio\n", "network=Netz, partner=Ort");
    REQUIRE(extract.mentions.size() == 1);
    CHECK(extract.mentions[0].partner == "Kuopio");
    const auto knowledge = options();
    CHECK(read_table("Netz,Ort\nx,y\n", "t", "network=Nett", knowledge).problem().code == "table-column");
    CHECK(read_table("Netz,Ort\nx,y\n", "t", "netwrk=Netz", knowledge).problem().code == "table-column");
    CHECK(read_table("a,b\nx,y\n", "t", "", knowledge).problem().code == "table-column");
    CHECK(read_table("\n\n", "t", "", knowledge).problem().code == "table-empty");
}

TEST_CASE("bad rows are counted with their line, and the rest is read") {
    const auto extract = read("network,partner,role,country,lon,lat\n"
                              ",Kuopio,,,,\n"
                              "A,Kuopio,boss,Narnia,,\n"
                              "A,Lahti,,,190,10\n"
                              "A,Oulu,,,x,10\n");
    CHECK(extract.mentions.size() == 3);
    CHECK(extract.report.count("table-row") == 1);
    CHECK(extract.report.count("table-role") == 1);
    CHECK(extract.report.count("country-unknown") == 1);
    CHECK(extract.report.count("coordinate-range") == 1);
    CHECK(extract.report.count("coordinate-number") == 1);
    CHECK(extract.report.problems().front().line == 2);
}

TEST_CASE("a table of bare points gives points") {
    const auto extract = read("wkt,name\nPOINT (25.748151 61.92411),Suomi\n\"SRID=4326;POINT(1 2)\",\nPOINT (x),\n");
    REQUIRE(extract.points.size() == 2);
    CHECK(extract.points[0].label == "Suomi");
    CHECK(extract.points[0].line == 2);
    CHECK(extract.report.total() == 1);
    CHECK(extract.report.problems().front().line == 4);
}

TEST_CASE("an open quote is reported where it began") {
    const auto extract = read("network,partner\nA,Kuopio\nB,\"Lahti\n");
    CHECK(extract.mentions.size() == 1);
    REQUIRE(extract.report.count("table-quote") == 1);
    CHECK(extract.report.problems().front().line == 3);
}
