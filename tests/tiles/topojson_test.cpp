#include "tests/tiles/shapes.hpp"
#include "tiles/topojson.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;

namespace {

std::string topology(const std::string& geometries, const std::string& arcs, const std::string& more = "") {
    return R"({"type":"Topology","objects":{"countries":{"type":"GeometryCollection","geometries":[)" + geometries + "]}},\"arcs\":[" +
           arcs + "]" + more + "}";
}

std::string code_of_problem(const std::string& text) {
    const auto result = read_topojson(text, "countries");
    return result ? "" : result.problem().code;
}

} // namespace

TEST_CASE("topojson: names, ids and arcs of polygons and lines", "[topojson]") {
    const auto result = read_topojson(
        topology(
            R"({"type":"Polygon","id":"246","properties":{"name":"Finland"},"arcs":[[0,-2]]},{"type":"MultiLineString","arcs":[[0],[1]]},{"type":null})",
            "[[0,0],[90,0]],[[0,0],[0,45],[90,0]]"),
        "countries");
    REQUIRE(result);
    REQUIRE(result->features.size() == 3);
    CHECK(result->features[0].id == "246");
    CHECK(result->features[0].name == "Finland");
    CHECK(result->features[0].polygons.at(0).exterior == ArcRing{{0, true}, {1, false}});
    CHECK(result->features[1].lines == std::vector<ArcRing>{{{0, true}}, {{1, true}}});
    CHECK(result->arcs[0] == Arc{world(0.5, 0.5), world(0.75, 0.5)});
}

TEST_CASE("topojson: quantised arcs are differences, scaled and moved (§2.1.2)", "[topojson]") {
    const auto result = read_topojson(
        topology(R"({"type":"LineString","arcs":[0]})", "[[10,0],[80,0],[-45,0]]", R"(,"transform":{"scale":[1,1],"translate":[-10,0]})"),
        "countries");
    REQUIRE(result);
    CHECK(result->arcs[0] == Arc{world(0.5, 0.5), world(0.5 + 80 / 360.0, 0.5), world(0.5 + 35 / 360.0, 0.5)});
}

TEST_CASE("topojson: an arc over the antimeridian goes on beyond the world", "[topojson]") {
    const auto result = read_topojson(topology(R"({"type":"LineString","arcs":[0]})", "[[170,0],[-170,0]]"), "countries");
    REQUIRE(result);
    CHECK(result->arcs[0][1].x() == Approx(1 + 10 / 360.0).margin(1e-12));
}

TEST_CASE("topojson: arcs nobody uses are not even read", "[topojson]") {
    const auto result = read_topojson(topology(R"({"type":"LineString","arcs":[0]})", R"([[0,0],[1,1]],"nonsense")"), "countries");
    REQUIRE(result);
    CHECK(result->arcs[1].empty());
}

TEST_CASE("topojson: what is malformed is a Problem", "[topojson]") {
    const std::string line = R"({"type":"LineString","arcs":[0]})";
    CHECK(code_of_problem("{") == "json-syntax");
    CHECK(code_of_problem("{}") == "topojson");
    CHECK(code_of_problem(topology(line, "[[0,0]]")) == "topojson");
    CHECK(code_of_problem(topology(line, "[[0,0],[200,0]]")) == "topojson");
    CHECK(code_of_problem(topology(line, R"([[0,0],["x",0]])")) == "topojson");
    CHECK(code_of_problem(topology(R"({"type":"LineString","arcs":[1]})", "[[0,0],[1,0]]")) == "topojson");
    CHECK(code_of_problem(topology(R"({"type":"LineString","arcs":[-2]})", "[[0,0],[1,0]]")) == "topojson");
    CHECK(code_of_problem(topology(R"({"type":"LineString","arcs":[0.5]})", "[[0,0],[1,0]]")) == "topojson");
    CHECK_FALSE(read_topojson(topology(line, "[[0,0],[1,0]]"), "lakes").has_value());
}
