#include "cli/options.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::cli;

namespace {

std::variant<Invocation, Instead> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "cityweave");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

template <class Options>
Options command(const std::vector<const char*>& arguments) {
    const auto parsed = parse(arguments);
    REQUIRE(std::holds_alternative<Invocation>(parsed));
    const auto& chosen = std::get<Invocation>(parsed).command;
    REQUIRE(std::holds_alternative<Options>(chosen));
    return std::get<Options>(chosen);
}

Instead instead(const std::vector<const char*>& arguments) {
    const auto parsed = parse(arguments);
    REQUIRE(std::holds_alternative<Instead>(parsed));
    return std::get<Instead>(parsed);
}

} // namespace

TEST_CASE("build takes several inputs and its options") {
    const auto build = command<BuildOptions>(
        {"build", "a.txt", "b.csv", "-o", "out", "--programme", "p.json", "--sheets", "png,svg", "--max-page-bytes", "1MB"});
    CHECK(build.read.inputs == std::vector<std::string>{"a.txt", "b.csv"});
    CHECK(build.output == "out");
    CHECK(build.read.programme == "p.json");
    CHECK(build.sheets == std::vector<std::string>{"png", "svg"});
    CHECK(build.read.max_page_bytes == std::size_t{1} << 20);
}

TEST_CASE("common options stand before or behind the command") {
    for (const auto& arguments : {std::vector<const char*>{"--jobs", "2", "networks", "a.gpkg"}, {"networks", "a.gpkg", "--jobs", "2"}}) {
        const auto parsed = parse(arguments);
        REQUIRE(std::holds_alternative<Invocation>(parsed));
        CHECK(std::get<Invocation>(parsed).common.jobs == 2);
    }
}

TEST_CASE("near and nearest are told apart, filters repeat") {
    const auto near =
        command<FindOptions>({"near", "a.gpkg", "Kuopio", "--radius", "300km", "--cluster", "x", "--cluster", "y", "--format", "geojson"});
    CHECK(near.count == 0);
    CHECK(near.radius == "300km");
    CHECK(near.clusters.size() == 2);
    CHECK(near.format == TableFormat::geojson);
    const auto nearest = command<FindOptions>({"nearest", "a.gpkg", "--at", "27.6,62.9", "-k", "3"});
    CHECK(nearest.count == 3);
    CHECK(nearest.at == "27.6,62.9");
}

TEST_CASE("ingest replaces unless told to add; remove takes a network or a city") {
    CHECK_FALSE(command<IngestOptions>({"ingest", "a.txt", "-o", "a.gpkg"}).add);
    CHECK(command<IngestOptions>({"ingest", "a.txt", "-o", "a.gpkg", "--add"}).add);
    const auto remove = command<RemoveOptions>({"remove", "a.gpkg", "Wiedeń", "--kind", "place"});
    CHECK(remove.atlas == "a.gpkg");
    CHECK(remove.what == "Wiedeń");
    CHECK(remove.kind == "place");
    CHECK(command<RemoveOptions>({"remove", "a.gpkg", "puma"}).kind.empty());
    CHECK(instead({"remove", "a.gpkg"}).code == 2);
    CHECK(instead({"remove", "a.gpkg", "puma", "--kind", "cluster"}).code == 2);
    CHECK_THAT(instead({"remove", "--help"}).text, Catch::StartsWith("Example: cityweave remove"));
    CHECK_THAT(instead({"ingest", "--help"}).text, Catch::Contains("ingest more.csv -o atlas.gpkg --add"));
}

TEST_CASE("help comes with an example first and exits 0; wrong usage exits 2") {
    const auto help = instead({"build", "--help"});
    CHECK(help.code == 0);
    CHECK_THAT(help.text, Catch::StartsWith("Example: cityweave build"));
    CHECK(instead({"--version"}).code == 0);
    CHECK(instead({}).code == 2);
    CHECK(instead({"frobnicate"}).code == 2);
    CHECK(instead({"build", "a.txt"}).code == 2);
    CHECK(instead({"near", "a.gpkg", "Kuopio"}).code == 2);
    CHECK(instead({"build", "a", "-o", "b", "--jobs", "0"}).code == 2);
    CHECK_THAT(instead({"build", "a", "-o", "b", "--sheets", "gif"}).text, Catch::Contains("--sheets"));
}
