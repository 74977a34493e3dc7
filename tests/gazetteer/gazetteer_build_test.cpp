#include "base/compiled_file.hpp"
#include "gazetteer/gazetteer.hpp"
#include "gazetteer/gazetteer_build.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;

namespace {

std::string row(std::string_view id, std::string_view name, std::string_view alternates, std::string_view country,
                std::string_view population) {
    std::string text;
    text.append(id).append("\t").append(name).append("\t").append(name).append("\t").append(alternates);
    text.append("\t60.5\t22.25\tP\tPPL\t")
        .append(country)
        .append("\t\t02\t\t\t\t")
        .append(population)
        .append("\t\t1\tEurope/X\t2020-01-01\n");
    return text;
}

const std::string table =
    row("5", "Åbo", "Turku,TKU,トゥルク,Αμπο", "FI", "100") + row("3", "Abo", "", "US", "5000") + row("4", "Other", "", "FI", "7");

gazetteer::BuildTables small_tables() {
    gazetteer::BuildTables tables;
    tables.words = {{"Kaupunki", "municipal"}};
    tables.extra_names = {{4, "Altera"}};
    tables.seats = {{4, "Otherland"}};
    return tables;
}

} // namespace

TEST_CASE("gazetteer build: what goes in can be looked up", "[gazetteer_build]") {
    base::Report report;
    const auto payload = gazetteer::compile_gazetteer(table, small_tables(), base::Jobs::from_request(2), report);
    CHECK(report.total() == 0);
    const test::TemporaryFolder folder;
    base::write_compiled_file(folder.path() / "g.cwg", gazetteer::gazetteer_format, "edition of a test", payload);
    const auto g = gazetteer::Gazetteer::open(folder.path() / "g.cwg");
    CHECK(g.edition() == "edition of a test");
    CHECK(g.size() == 3);
    REQUIRE(g.named("abo").size() == 2);
    CHECK(g.record(g.named("abo")[0].index).geonameid == 3); // more people
    CHECK(g.named("turku").size() == 1);
    CHECK(g.named("tku").empty()); // an airport
    CHECK(g.named("ampo").size() == 1);
    CHECK(g.named("altera").size() == 1);
    CHECK(g.values(gazetteer::Section::words, "kaupunki") == std::vector<std::string_view>{"municipal"});
    REQUIRE(g.named("otherland").size() == 1);
    CHECK(g.named("otherland")[0].kind == gazetteer::NameKind::area);
    CHECK(g.names(4) == std::vector<std::string>{"Altera"}); // an area's name is not the town's
    CHECK(g.countries() == std::vector<std::string>{"FI", "US"});
    CHECK(g.place(5)->admin1 == "02");
}

TEST_CASE("gazetteer build: the same bytes for any number of jobs", "[gazetteer_build]") {
    base::Report report;
    const auto one = gazetteer::compile_gazetteer(table, small_tables(), base::Jobs::from_request(1), report);
    const auto four = gazetteer::compile_gazetteer(table, small_tables(), base::Jobs::from_request(4), report);
    CHECK(one == four);
}

TEST_CASE("gazetteer build: rows that are none are counted and left out", "[gazetteer_build]") {
    base::Report report;
    const auto text = std::string("not a row\n") + table + "9\tX\tX\t\t95.0\t22\tP\tPPL\tFI\t\t\t\t\t\t1\t\t\t\t\n";
    (void)gazetteer::compile_gazetteer(text, {}, base::Jobs::from_request(1), report);
    CHECK(report.count("gazetteer-row") == 2);
}
