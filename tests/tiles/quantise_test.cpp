#include "tests/tiles/shapes.hpp"
#include "tiles/quantise.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;
using Multi = geo::MultiPolygon<geo::WorldPoint>;

namespace {

/// A world point at this place of the grid of tile 0/0/0.
geo::WorldPoint at(double x, double y) {
    return world(x / 4096, y / 4096);
}
TilePoint point(int x, int y) {
    return TilePoint::at({.x = x, .y = y});
}
std::optional<TileGeometry> quantised(const geo::Geometry<geo::WorldPoint>& geometry) {
    return quantise(geometry, tile(0, 0, 0));
}
const geo::Ring<TilePoint>& exterior(const std::optional<TileGeometry>& geometry) {
    return std::get<geo::MultiPolygon<TilePoint>>(geometry.value()).polygons.at(0).exterior;
}

} // namespace

TEST_CASE("tile points: world and back is exact, at every zoom", "[tile_point][property]") {
    const unsigned seed = GENERATE(1u, 2u);
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> position(-80, 4176);
    for (int zoom = 0; zoom <= geo::max_zoom; ++zoom) {
        const auto last = geo::tiles_across(zoom) - 1;
        for (const auto& id : {tile(zoom, 0, last), tile(zoom, last, 0), tile(zoom, last / 2, last / 3)}) {
            const auto p = point(position(random), position(random));
            REQUIRE(to_tile(to_world(p, id), id) == p);
        }
    }
}

TEST_CASE("tile points: neighbours agree about a point near their edge", "[tile_point][property]") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> offset(-0.01, 0.01);
    for (int i = 0; i < 2000; ++i) {
        const auto p = world(0.5 + offset(random), 0.3);
        const auto west = to_tile(p, tile(5, 15, 9));
        const auto east = to_tile(p, tile(5, 16, 9));
        REQUIRE(west.x() - 4096 == east.x());
        REQUIRE(west.y() == east.y());
    }
}

TEST_CASE("tile points: half rounds upwards on both sides of zero, far away is held", "[tile_point]") {
    CHECK(to_tile(at(0.5, -0.5), tile(0, 0, 0)) == point(1, 0));
    CHECK(to_tile(world(1e300, -1e300), tile(0, 0, 0)) == point(INT32_MAX, INT32_MIN));
    CHECK_THROWS_AS(to_tile(world(NAN, 0), tile(0, 0, 0)), cityweave::base::AssertionError);
}

TEST_CASE("quantise: repeated points of a line go, and a line of one point with them (MVT 2.1 §4.3.4.3)", "[quantise]") {
    const auto line = [](std::vector<geo::WorldPoint> points) { return geo::MultiLine<geo::WorldPoint>{{std::move(points)}}; };
    CHECK(quantised(line({at(1, 1), at(1.2, 0.9), at(5, 5)})) == TileGeometry(geo::MultiLine<TilePoint>{{{point(1, 1), point(5, 5)}}}));
    CHECK_FALSE(quantised(line({at(1, 1), at(1.2, 0.9)})).has_value());
}

TEST_CASE("quantise: points all stay", "[quantise]") {
    CHECK(quantised(geo::MultiPoint<geo::WorldPoint>{at(1, 1), at(1.2, 1)}) ==
          TileGeometry(geo::MultiPoint<TilePoint>{point(1, 1), point(1, 1)}));
    CHECK_FALSE(quantised(geo::MultiPoint<geo::WorldPoint>{}).has_value());
}

TEST_CASE("quantise: exteriors have positive area, interiors negative (MVT 2.1 §4.3.4.4)", "[quantise]") {
    const geo::Ring<geo::WorldPoint> outer{at(0, 0), at(0, 100), at(100, 100), at(100, 0)};
    const geo::Ring<geo::WorldPoint> inner{at(10, 10), at(20, 10), at(20, 20), at(10, 20)};
    const auto result = quantised(Multi{{{.exterior = outer, .interiors = {inner}}}});
    const auto& polygon = std::get<geo::MultiPolygon<TilePoint>>(result.value()).polygons.at(0);
    CHECK(doubled_area(polygon.exterior) == 20000);
    REQUIRE(polygon.interiors.size() == 1);
    CHECK(doubled_area(polygon.interiors[0]) == -200);
}

TEST_CASE("quantise: only what has no area is dropped", "[quantise]") {
    const geo::Ring<geo::WorldPoint> small{at(0.4, 0.4), at(1.6, 0.4), at(1.6, 1.6)};
    const geo::Ring<geo::WorldPoint> tiny{at(5.1, 5.1), at(5.4, 5.1), at(5.4, 5.4)};
    const auto result = quantised(Multi{{{.exterior = small}, {.exterior = tiny}}});
    CHECK(std::get<geo::MultiPolygon<TilePoint>>(result.value()).polygons.size() == 1);
    CHECK_FALSE(quantised(Multi{{{.exterior = tiny}}}).has_value());
}

TEST_CASE("quantise: a collapsed exterior takes its interiors along", "[quantise]") {
    const geo::Ring<geo::WorldPoint> flat{at(0, 0), at(100, 0.1), at(0, 0.2)};
    const geo::Ring<geo::WorldPoint> inner{at(10, 10), at(20, 10), at(20, 20)};
    CHECK_FALSE(quantised(Multi{{{.exterior = flat, .interiors = {inner}}}}).has_value());
}

TEST_CASE("quantise: spikes go, across the seam too", "[quantise]") {
    const std::vector<TilePoint> square{point(0, 0), point(100, 0), point(100, 100), point(0, 100)};
    CHECK(exterior(quantised(Multi{{{.exterior = {at(0, 0), at(100, 0), at(150, 0.3), at(100, 0.1), at(100, 100), at(0, 100)}}}})) ==
          square);
    const auto seam = exterior(quantised(Multi{{{.exterior = {at(-50, 0), at(0, 0), at(100, 0), at(100, 100), at(0, 100), at(0, 0)}}}}));
    CHECK(seam.size() == 4);
    CHECK(doubled_area(seam) == 20000);
}
