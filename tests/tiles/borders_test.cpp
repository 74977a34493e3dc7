#include "tests/tiles/shapes.hpp"
#include "tiles/borders.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace base = cityweave::base;
namespace geo = cityweave::geo;

namespace {

/// Four countries in a row, each one column wide and shared borders once; the last has an island in the east:
///
///     +---+---+---+---+   +-+
///     | A | B | C | D |   |D|
///     +---+---+---+---+   +-+
ArcTopology four_in_a_row() {
    const auto x = [](int column) { return 0.5 + 0.01 * column; };
    const double north = 0.40;
    const double south = 0.42;
    ArcTopology t;
    for (int i = 0; i <= 4; ++i) t.arcs.push_back({world(x(i), north), world(x(i), 0.41), world(x(i), south)}); // 0…4: down, at column i
    for (int i = 0; i < 4; ++i) t.arcs.push_back({world(x(i), north), world(x(i + 1), north)});                 // 5…8: along the north
    for (int i = 0; i < 4; ++i) t.arcs.push_back({world(x(i), south), world(x(i + 1), south)});                 // 9…12: along the south
    t.arcs.push_back({world(x(6), north), world(x(7), north), world(x(7), south), world(x(6), north)});         // 13: the island
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::string name(1, static_cast<char>('A' + i));
        t.features.push_back(
            {.id = name + name, .name = name, .polygons = {{.exterior = {{5 + i, true}, {1 + i, true}, {9 + i, false}, {i, false}}}}});
    }
    t.features[3].polygons.push_back({.exterior = {{13, true}}});
    return t;
}

base::Result<BorderMap> made(std::vector<BorderRule> rules) {
    for (auto& rule : rules) rule.source = "test";
    return make_border_map(four_in_a_row(), rules, [](const ArcFeature& feature) { return feature.id; });
}

geo::LonLat at(double x, double y) {
    return geo::to_lonlat(world(x, y));
}

std::vector<std::string> pairs(const BorderMap& map) {
    std::vector<std::string> result;
    for (const auto& border : map.borders)
        result.push_back(std::min(border.left, border.right) + "|" + std::max(border.left, border.right) + (border.disputed ? "!" : ""));
    std::sort(result.begin(), result.end());
    return result;
}

double area_of(const BorderMap& map, const std::string& code) {
    double sum = 0;
    for (const auto& country : map.countries) {
        if (country.iso_a2 != code) continue;
        for (const auto& polygon : country.polygons) {
            sum += doubled_area(ring_points(map.arcs, polygon.exterior)) / 2;
            for (const auto& ring : polygon.interiors) sum += doubled_area(ring_points(map.arcs, ring)) / 2;
        }
    }
    return sum;
}

using Pairs = std::vector<std::string>;
constexpr double cell = 0.01 * 0.02;

} // namespace

TEST_CASE("borders: without rules, each shared arc is a border and coasts are none", "[borders]") {
    const auto map = made({});
    REQUIRE(map);
    CHECK(pairs(*map) == Pairs{"AA|BB", "BB|CC", "CC|DD"});
    CHECK(area_of(*map, "AA") == Approx(cell).margin(1e-12));
    CHECK(area_of(*map, "DD") == Approx(cell * 1.5).margin(1e-12));
}

TEST_CASE("borders: joined countries lose the arc between them and become one ring", "[borders]") {
    const auto map = made({{.action = BorderAction::is, .feature = "C", .other = "BB"}});
    REQUIRE(map);
    CHECK(pairs(*map) == Pairs{"AA|BB", "BB|DD"});
    CHECK(area_of(*map, "BB") == Approx(2 * cell).margin(1e-12));
    CHECK(map->countries[1].polygons.size() == 1);
}

TEST_CASE("borders: countries joined round another make it an enclave", "[borders]") {
    // A ring of squares round a hole, of two halves.
    ArcTopology t;
    t.arcs = {{world(0.1, 0.1), world(0.3, 0.1)}, {world(0.3, 0.1), world(0.4, 0.1), world(0.4, 0.4), world(0.1, 0.4), world(0.1, 0.1)},
              {world(0.3, 0.1), world(0.3, 0.2)}, {world(0.3, 0.2), world(0.2, 0.2), world(0.2, 0.3)},
              {world(0.2, 0.3), world(0.1, 0.1)}, {world(0.3, 0.2), world(0.3, 0.3), world(0.2, 0.3)}};
    t.features = {{.id = "AA", .polygons = {{.exterior = {{0, true}, {2, true}, {3, true}, {4, true}}}}},
                  {.id = "BB", .polygons = {{.exterior = {{1, true}, {4, false}, {5, false}, {2, false}}}}}};
    const auto apart = make_border_map(t, {}, [](const ArcFeature& f) { return f.id; });
    REQUIRE(apart);
    CHECK(apart->borders.size() == 2);
    const auto joined = make_border_map(t, {}, [](const ArcFeature&) { return std::string("AA"); });
    REQUIRE(joined);
    REQUIRE(joined->countries.size() == 1);
    REQUIRE(joined->countries[0].polygons.size() == 1);
    CHECK(joined->countries[0].polygons[0].interiors.size() == 1);
    CHECK(joined->borders.empty());
    CHECK(area_of(*joined, "AA") == Approx(0.09 - 0.01).margin(1e-12));
}

TEST_CASE("borders: a part inside a box moves, the rest stays", "[borders]") {
    const auto map = made({{.action = BorderAction::part, .feature = "D", .other = "EE", .where = {at(0.555, 0.43), at(0.58, 0.39)}}});
    REQUIRE(map);
    CHECK(area_of(*map, "DD") == Approx(cell).margin(1e-12));
    CHECK(area_of(*map, "EE") == Approx(cell * 0.5).margin(1e-12));
}

TEST_CASE("borders: a line cuts off the smaller piece, and is a border then", "[borders]") {
    // From the middle of the border A|B to the middle of A's west coast, then A's northern half is not larger.
    const auto map =
        made({{.action = BorderAction::cut, .feature = "B", .other = "AA", .where = {at(0.51, 0.41), at(0.515, 0.405), at(0.52, 0.4)}}});
    REQUIRE(map);
    CHECK(area_of(*map, "AA") + area_of(*map, "BB") == Approx(2 * cell).margin(1e-12));
    CHECK(area_of(*map, "BB") == Approx(cell * 0.75).margin(1e-9));
    CHECK(pairs(*map) == Pairs{"AA|BB", "AA|BB", "BB|CC", "CC|DD"});
}

TEST_CASE("borders: disputed all along, or inside a box only", "[borders]") {
    const auto whole = made({{.action = BorderAction::disputed, .feature = "BB", .other = "AA"}});
    REQUIRE(whole);
    CHECK(pairs(*whole) == Pairs{"AA|BB!", "BB|CC", "CC|DD"});
    const auto half =
        made({{.action = BorderAction::disputed, .feature = "AA", .other = "BB", .where = {at(0.505, 0.425), at(0.515, 0.409)}}});
    REQUIRE(half);
    CHECK(pairs(*half) == Pairs{"AA|BB", "AA|BB!", "BB|CC", "CC|DD"});
}

TEST_CASE("borders: a dropped feature leaves coasts", "[borders]") {
    const auto map = made({{.action = BorderAction::drop, .feature = "B"}});
    REQUIRE(map);
    CHECK(pairs(*map) == Pairs{"CC|DD"});
}

TEST_CASE("borders: a rule that finds nothing is a Problem, as is a feature without a country", "[borders]") {
    CHECK(made({{.action = BorderAction::is, .feature = "Atlantis", .other = "AT", .line = 7}}).problem().line == 7);
    CHECK_FALSE(made({{.action = BorderAction::part, .feature = "A", .other = "EE", .where = {at(0, 0.9), at(0.1, 0.8)}}}).has_value());
    CHECK_FALSE(made({{.action = BorderAction::disputed, .feature = "AA", .other = "CC"}}).has_value());
    const auto nameless = make_border_map(four_in_a_row(), {}, [](const ArcFeature& f) { return f.name == "A" ? "" : f.id; });
    CHECK(nameless.problem().code == "border-rule");
}

TEST_CASE("borders: two countries on one side of an arc are a Problem", "[borders]") {
    auto t = four_in_a_row();
    t.features[1].polygons = t.features[0].polygons;
    const auto map = make_border_map(t, {}, [](const ArcFeature& f) { return f.id; });
    REQUIRE_FALSE(map.has_value());
    CHECK(map.problem().code == "border-topology");
}

TEST_CASE("borders: arcs walked out and back, and closed ones without area, disappear", "[borders]") {
    auto t = four_in_a_row();
    t.arcs.push_back({world(0.51, 0.42), world(0.51, 0.425)});               // 14: a spike
    t.arcs.push_back({world(0.5, 0.4), world(0.499, 0.4), world(0.5, 0.4)}); // 15: a loop without area
    auto& ring = t.features[0].polygons[0].exterior;
    ring.insert(ring.begin() + 2, {{14, true}, {14, false}});
    ring.push_back({15, true});
    const auto map = make_border_map(t, {}, [](const ArcFeature& f) { return f.id; });
    REQUIRE(map);
    CHECK(area_of(*map, "AA") == Approx(cell).margin(1e-12));
    CHECK(map->countries[0].polygons[0].exterior.size() == 4);
}
