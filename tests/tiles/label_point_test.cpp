#include "tests/tiles/shapes.hpp"
#include "tiles/label_point.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;
using Polygon = geo::Polygon<geo::WorldPoint>;

TEST_CASE("label point: the middle of a square, the thick end of an L", "[label_point]") {
    const auto middle = label_point({.exterior = {world(0.2, 0.2), world(0.4, 0.2), world(0.4, 0.4), world(0.2, 0.4)}}, 1e-4);
    CHECK(middle.x() == Approx(0.3).margin(2e-4));
    CHECK(middle.y() == Approx(0.3).margin(2e-4));
    const Polygon l{.exterior = {world(0, 0), world(0.02, 0), world(0.02, 0.3), world(0.3, 0.3), world(0.3, 0.5), world(0, 0.5)}};
    CHECK(label_point(l, 1e-4).y() == Approx(0.4).margin(1e-3));
}

TEST_CASE("label point: inside, away from interior rings, and as deep as any point tried", "[label_point][property]") {
    const unsigned seed = GENERATE(range(1u, 10u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const Polygon polygon = holed_star(random);
    const auto found = label_point(polygon, 1e-3);
    CHECK(contains(polygon, found));
    const auto depth = [&](const geo::WorldPoint& p) {
        double least = 1;
        for (const auto& q : polygon.exterior) least = std::min(least, std::hypot(p.x() - q.x(), p.y() - q.y()));
        for (const auto& q : polygon.interiors[0]) least = std::min(least, std::hypot(p.x() - q.x(), p.y() - q.y()));
        return least;
    };
    CHECK(depth(found) > 0.01);
}

TEST_CASE("globe share: the northern hemisphere is half, whatever Mercator makes of it", "[label_point]") {
    const Polygon north{.exterior = {world(0, 0), world(1, 0), world(1, 0.5), world(0, 0.5)}};
    // Up to 85.05°, so a little less; a hemisphere of the unit sphere in heights 0…1 over one turn.
    CHECK(globe_share(north) == Approx(0.5).margin(0.01));
    const Polygon low{.exterior = {world(0.5, 0.45), world(0.6, 0.45), world(0.6, 0.5), world(0.5, 0.5)}};
    const Polygon high{.exterior = {world(0.5, 0.05), world(0.6, 0.05), world(0.6, 0.1), world(0.5, 0.1)}};
    CHECK(globe_share(low) > 10 * globe_share(high));
}
