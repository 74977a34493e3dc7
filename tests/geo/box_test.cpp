#include "geo/box.hpp"
#include "geo/mercator.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::geo;

TEST_CASE("an empty box contains nothing and grows from its first point, west and south of the origin too") {
    Box<WorldPoint> box;
    CHECK(box.empty());
    CHECK(box.width() == 0);
    CHECK_FALSE(box.contains(WorldPoint::at({.x = 0, .y = 0})));
    CHECK_FALSE(box.intersects(box));
    CHECK(box.grown(1).empty());
    box.expand(WorldPoint::at({.x = -2, .y = -3}));
    CHECK(box.max_x() == -2);
    CHECK(box.grown(1).contains(WorldPoint::at({.x = -1, .y = -2})));
    CHECK(box.grown(-1).empty());
}
