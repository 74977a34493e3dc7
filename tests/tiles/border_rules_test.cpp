#include "base/mapped_file.hpp"
#include "tiles/border_rules.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace cityweave::tiles;

namespace {

const std::string header = "rule,feature,other,where,source,why\n";

cityweave::base::Problem problem_of(const std::string& rows) {
    const auto result = read_border_rules(header + rows, "b.csv");
    REQUIRE_FALSE(result.has_value());
    return result.problem();
}

} // namespace

TEST_CASE("border rules: one of each", "[border_rules]") {
    const auto rules = read_border_rules(header + "is,N. Cyprus,CY,,S/RES/541,why\r\n"
                                                  "part,Russia,UA,32 44 36.8 46.3,\"A/RES/68/262, and later\",\"two\nlines\"\n"
                                                  "cut,Israel,SY,\"35.6 33.3, 35.7 32.7\",s,\n"
                                                  "drop,Reef,,,s,\"\"\"quoted\"\"\"\n"
                                                  "disputed,RS,XK,,s,\n",
                                         "b.csv");
    REQUIRE(rules);
    REQUIRE(rules->size() == 5);
    CHECK((*rules)[0].action == BorderAction::is);
    CHECK((*rules)[0].feature == "N. Cyprus");
    CHECK((*rules)[1].where.size() == 2);
    CHECK((*rules)[1].source == "A/RES/68/262, and later");
    CHECK((*rules)[2].line == 5);
    CHECK((*rules)[2].where.back().lat() == 32.7);
    CHECK((*rules)[3].other.empty());
    CHECK((*rules)[4].action == BorderAction::disputed);
}

TEST_CASE("border rules: what cannot be read is told with its line", "[border_rules]") {
    CHECK(problem_of("is,A,BB,,s,\nmove,A,BB,,s,\n").line == 3);
    CHECK(problem_of("is,A,BB,,s,\nmove,A,BB,,s,\n").source == "b.csv");
    CHECK(problem_of("is,A,BB,,,\n").expected == "a source for every correction");
    CHECK(problem_of("is,A,Belgium,,s,\n").found == "Belgium");
    CHECK(problem_of("part,A,BB,,s,\n").code == "border-rule");
    CHECK(problem_of("part,A,BB,3 0 1 2,s,\n").code == "border-rule");
    CHECK(problem_of("part,A,BB,0 0 1 x,s,\n").code == "border-rule");
    CHECK(problem_of("part,A,BB,0 0 1 95,s,\n").code == "border-rule");
    CHECK(problem_of("disputed,Serbia,XK,,s,\n").found == "Serbia");
    CHECK(problem_of("is,A\n").found == "2 fields");
    CHECK_FALSE(read_border_rules("rule,feature\n", "b.csv").has_value());
    CHECK_FALSE(read_border_rules("", "b.csv").has_value());
}

TEST_CASE("border rules: the project's own table reads, and each row has its source", "[border_rules]") {
    const auto file = cityweave::base::MappedFile::open(std::filesystem::path(CITYWEAVE_SOURCE_DIR) / "data/boundaries.csv");
    const auto rules = read_border_rules(file.text(), "data/boundaries.csv");
    REQUIRE(rules);
    CHECK(rules->size() > 30);
    for (const auto& rule : *rules) CHECK(rule.source.size() > 5);
}
