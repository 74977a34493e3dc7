#include "tests/tiles/shapes.hpp"
#include "tiles/arcs.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;

TEST_CASE("arcs: a ring is its arcs one after the other, shared ends once", "[arcs]") {
    const std::vector<Arc> arcs{{world(0.1, 0.1), world(0.2, 0.1)}, {world(0.1, 0.1), world(0.1, 0.2), world(0.2, 0.1)}};
    CHECK(ring_points(arcs, {{0, true}, {1, false}}) == geo::Ring<geo::WorldPoint>{world(0.1, 0.1), world(0.2, 0.1), world(0.1, 0.2)});
}

TEST_CASE("arcs: beyond the antimeridian an arc goes on, and the ring begins in the world", "[arcs]") {
    // From 0.9 over the antimeridian to 0.1, whose arc starts there, and back.
    const std::vector<Arc> arcs{{world(0.9, 0.4), world(1.1, 0.4)}, {world(0.1, 0.4), world(0.1, 0.5), world(-0.1, 0.5), world(-0.1, 0.4)}};
    const auto ring = ring_points(arcs, {{0, true}, {1, true}});
    REQUIRE(ring.size() == 4);
    CHECK(ring[1].x() == Approx(1.1).margin(1e-12));
    CHECK(ring[2].x() == Approx(1.1).margin(1e-12));
    CHECK(ring[3].x() == Approx(0.9).margin(1e-12));
    CHECK(std::abs(doubled_area(ring)) == Approx(2 * 0.2 * 0.1).margin(1e-12));
}

TEST_CASE("arcs: a ring round a pole closes along the edge of the world", "[arcs]") {
    const std::vector<Arc> arcs{{world(0, 0.9), world(0.5, 0.95), world(1, 0.9)}};
    const auto ring = ring_points(arcs, {{0, true}});
    CHECK(std::abs(doubled_area(ring)) == Approx(2 * 0.075).margin(1e-12));
    CHECK(contains(ring, world(0.3, 0.99)));
}

TEST_CASE("arcs: a split arc leaves every ring as it was, whichever way it walks", "[arcs]") {
    ArcTopology topology{
        .arcs = {{world(0, 0), world(0.1, 0), world(0.2, 0)}, {world(0.2, 0), world(0.2, 0.2), world(0, 0)}},
        .features = {{.polygons = {{.exterior = {{0, true}, {1, true}}}}}, {.polygons = {{.exterior = {{1, false}, {0, false}}}}}}};
    std::vector<geo::Ring<geo::WorldPoint>> before;
    for (const auto& feature : topology.features) before.push_back(ring_points(topology.arcs, feature.polygons[0].exterior));
    CHECK(split_arc(topology, 0, 1) == 2);
    CHECK(topology.arcs[0].size() == 2);
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(ring_points(topology.arcs, topology.features[i].polygons[0].exterior) == before[i]);
    CHECK_THROWS_AS(split_arc(topology, 0, 0), cityweave::base::AssertionError);
}
