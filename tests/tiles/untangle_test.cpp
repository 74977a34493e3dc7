#include "tests/tiles/shapes.hpp"
#include "tiles/segment_crossings.hpp"
#include "tiles/untangle.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace cityweave::tiles;
namespace geo = cityweave::geo;
using Polygon = geo::Polygon<TilePoint>;

namespace {

geo::Ring<TilePoint> ring(std::initializer_list<std::pair<int, int>> points) {
    geo::Ring<TilePoint> result;
    for (const auto& [x, y] : points) result.push_back(TilePoint::at({.x = x, .y = y}));
    return result;
}

std::int64_t doubled(const std::vector<Polygon>& polygons) {
    std::int64_t sum = 0;
    for (const auto& polygon : polygons) {
        sum += doubled_area(polygon.exterior);
        for (const auto& hole : polygon.interiors) sum += doubled_area(hole);
    }
    return sum;
}

/// Each ring passes each point once, and no two segments meet but in ends.
bool is_simple(const Polygon& polygon) {
    std::vector<GridSegment> segments;
    bool simple = true;
    const auto look = [&](const geo::Ring<TilePoint>& r) {
        simple = simple && std::set(r.begin(), r.end()).size() == r.size();
        for (std::size_t i = 0; i < r.size(); ++i) {
            const auto& next = r[(i + 1) % r.size()];
            segments.push_back({GridPoint{r[i].x(), r[i].y()}, GridPoint{next.x(), next.y()}});
        }
    };
    look(polygon.exterior);
    for (const auto& hole : polygon.interiors) look(hole);
    return simple && meetings(segments)->empty();
}

} // namespace

TEST_CASE("untangle: what is valid comes back as it is", "[untangle]") {
    const Polygon square{.exterior = ring({{0, 0}, {9, 0}, {9, 9}, {0, 9}}), .interiors = {ring({{2, 2}, {2, 4}, {4, 4}})}};
    CHECK(untangled(square) == std::vector<Polygon>{square});
}

TEST_CASE("untangle: two areas that touch in a point are two polygons (MVT 2.1 §4.3.4.4)", "[untangle]") {
    const auto parts = untangled({.exterior = ring({{0, 0}, {5, 5}, {10, 0}, {10, 10}, {5, 5}, {0, 10}})});
    REQUIRE(parts.size() == 2);
    CHECK(doubled(parts) == 100);
    for (const auto& part : parts) CHECK(is_simple(part));
}

TEST_CASE("untangle: an area that meets itself round a bay has an interior ring (MVT 2.1 §4.3.4.4)", "[untangle]") {
    // The bay's mouth at (5, 0) has closed.
    const auto parts = untangled({.exterior = ring({{0, 0}, {5, 0}, {3, 5}, {7, 5}, {5, 0}, {10, 0}, {10, 10}, {0, 10}})});
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].interiors.size() == 1);
    CHECK(doubled(parts) == 200 - 20);
    CHECK(is_simple(parts[0]));
}

TEST_CASE("untangle: a corner on another segment takes the ring apart there", "[untangle]") {
    const auto parts = untangled({.exterior = ring({{0, 0}, {10, 0}, {10, 10}, {5, 0}, {0, 10}})});
    REQUIRE(parts.size() == 2);
    CHECK(doubled(parts) == 100);
    for (const auto& part : parts) CHECK(is_simple(part));
}

TEST_CASE("untangle: a strip walked both ways goes", "[untangle]") {
    const auto parts = untangled({.exterior = ring({{0, 0}, {4, 0}, {4, 4}, {2, 4}, {2, 8}, {2, 4}, {0, 4}})});
    REQUIRE(parts.size() == 1);
    CHECK(doubled(parts) == 32);
    CHECK(is_simple(parts[0]));
}

TEST_CASE("untangle: rings that cross come apart", "[untangle]") {
    const auto parts =
        untangled({.exterior = ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}), .interiors = {ring({{5, 5}, {5, 8}, {14, 8}, {14, 5}})}});
    REQUIRE_FALSE(parts.empty());
    for (const auto& part : parts) {
        CHECK(is_simple(part));
        CHECK(doubled_area(part.exterior) > 0);
    }
}

TEST_CASE("untangle: any tangle ends in simple rings or comes back unchanged, again and again the same", "[untangle][property]") {
    const unsigned seed = GENERATE(range(1u, 40u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> place(0, 12);
    Polygon tangle;
    for (int i = 0; i < 12; ++i) tangle.exterior.push_back(TilePoint::at({.x = place(random), .y = place(random)}));
    const auto parts = untangled(tangle);
    CHECK(parts == untangled(tangle));
    if (parts == std::vector<Polygon>{tangle}) return;
    for (const auto& part : parts) CHECK(std::set(part.exterior.begin(), part.exterior.end()).size() == part.exterior.size());
}
