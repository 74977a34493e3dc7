#include "tests/tiles/shapes.hpp"
#include "tiles/segment_crossings.hpp"
#include "tiles/simplify.hpp"
#include "tiles/tile_point.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;
namespace base = cityweave::base;

namespace {

const base::Jobs one = base::Jobs::from_request(1);

/// A wavy line from (0.2, y) to (0.8, y).
Arc wavy(std::mt19937& random, double y, double amplitude) {
    std::uniform_real_distribution<double> offset(-amplitude, amplitude);
    Arc arc{world(0.2, y)};
    for (int i = 1; i < 300; ++i) arc.push_back(world(0.2 + 0.002 * i, y + offset(random)));
    arc.push_back(world(0.8, y));
    return arc;
}

bool on_grid(const geo::WorldPoint& p, int zoom) {
    const double x = std::ldexp(p.x() * 4096, zoom);
    const double y = std::ldexp(p.y() * 4096, zoom);
    return x == std::floor(x) && y == std::floor(y);
}

double distance(const geo::WorldPoint& p, const Arc& arc) {
    double least = 1;
    for (std::size_t i = 1; i < arc.size(); ++i) {
        const double dx = arc[i].x() - arc[i - 1].x();
        const double dy = arc[i].y() - arc[i - 1].y();
        const double along = std::clamp(((p.x() - arc[i - 1].x()) * dx + (p.y() - arc[i - 1].y()) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
        least = std::min(least, std::hypot(p.x() - arc[i - 1].x() - along * dx, p.y() - arc[i - 1].y() - along * dy));
    }
    return least;
}

std::vector<GridSegment> segments_of(const std::vector<Arc>& arcs, int zoom) {
    std::vector<GridSegment> segments;
    const auto grid = [&](const geo::WorldPoint& p) {
        return GridPoint{.x = to_zoom_grid(p.x(), zoom, 4096), .y = to_zoom_grid(p.y(), zoom, 4096)};
    };
    for (const auto& arc : arcs) {
        for (std::size_t i = 1; i < arc.size(); ++i) segments.push_back({grid(arc[i - 1]), grid(arc[i])});
    }
    return segments;
}

} // namespace

TEST_CASE("simplify: points lie on the grid, ends stay ends, nothing moves farther than allowed", "[simplify][property]") {
    const unsigned seed = GENERATE(1u, 2u, 3u);
    const int zoom = GENERATE(0, 2, 4);
    CAPTURE(seed, zoom);
    std::mt19937 random(seed);
    const std::vector<Arc> arcs{wavy(random, 0.5, 0.0005)};
    const auto simple = simplify_arcs(arcs, {}, {.zoom = zoom, .tolerance = 2}, one);
    REQUIRE(simple.size() == 1);
    CHECK(simple[0].size() < arcs[0].size());
    for (const auto& p : simple[0]) REQUIRE(on_grid(p, zoom));
    const double unit = std::ldexp(1.0 / 4096, -zoom);
    CHECK(std::abs(simple[0].front().x() - arcs[0].front().x()) <= unit / 2);
    CHECK(std::abs(simple[0].back().x() - arcs[0].back().x()) <= unit / 2);
    for (const auto& p : arcs[0]) REQUIRE(distance(p, simple[0]) <= 3 * unit);
}

TEST_CASE("simplify: again changes nothing", "[simplify][property]") {
    std::mt19937 random(4);
    // From points on the grid: rounding is not to blame then.
    const auto arcs = simplify_arcs({wavy(random, 0.5, 0.0005)}, {}, {.zoom = 3, .tolerance = 0}, one);
    const auto once = simplify_arcs(arcs, {}, {.zoom = 3}, one);
    CHECK(once[0].size() < arcs[0].size());
    CHECK((simplify_arcs(once, {}, {.zoom = 3}, one) == once));
}

TEST_CASE("simplify: lines that do not cross do not cross afterwards", "[simplify][property]") {
    const unsigned seed = GENERATE(range(1u, 6u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    // Five lines closer to each other than the tolerance.
    std::vector<Arc> arcs;
    for (int i = 0; i < 5; ++i) arcs.push_back(wavy(random, 0.5 + 0.001 * i, 0.00049));
    const auto simple = simplify_arcs(arcs, {}, {.zoom = 1, .tolerance = 20}, one);
    const auto crossed = crossed_segments(segments_of(simple, 1));
    CHECK(std::count(crossed.begin(), crossed.end(), 1) == 0);
}

TEST_CASE("simplify: an islet keeps an area as long as the grid can show one", "[simplify]") {
    std::mt19937 random(1);
    auto islet = star(random, {world(0.3, 0.3), 0.0004, 0.0006, 30});
    islet.push_back(islet.front());
    const std::vector<Arc> arcs{islet};
    const std::vector<ArcRing> rings{{{0, true}}};
    const auto area = [&](int zoom) {
        return doubled_area(ring_points(simplify_arcs(arcs, rings, {.zoom = zoom, .tolerance = 50}, one), rings[0]));
    };
    CHECK(std::abs(area(0)) > 0); // two points of the grid across
    CHECK(std::abs(area(4)) > 0);
    const std::vector<Arc> speck{{world(0.30001, 0.30001), world(0.30002, 0.30001), world(0.30002, 0.30002), world(0.30001, 0.30001)}};
    const auto collapsed = simplify_arcs(speck, rings, {.zoom = 0}, one);
    REQUIRE(collapsed[0].size() == 2);
    CHECK(collapsed[0][0] == collapsed[0][1]);
}

TEST_CASE("simplify: arcs that met in a node meet there still", "[simplify]") {
    const std::vector<Arc> arcs{
        {world(0.1, 0.1), world(0.31234, 0.31234)}, {world(0.31234, 0.31234), world(0.5, 0.1)}, {world(0.5, 0.5), world(0.31234, 0.31234)}};
    const auto simple = simplify_arcs(arcs, {}, {.zoom = 2}, one);
    CHECK(simple[0].back() == simple[1].front());
    CHECK(simple[0].back() == simple[2].back());
}

TEST_CASE("simplify: the same for any number of jobs", "[simplify]") {
    std::mt19937 random(9);
    std::vector<Arc> arcs;
    for (int i = 0; i < 20; ++i) arcs.push_back(wavy(random, 0.2 + 0.03 * i, 0.001));
    CHECK(simplify_arcs(arcs, {}, {.zoom = 3}, one) == simplify_arcs(arcs, {}, {.zoom = 3}, base::Jobs::from_request(4)));
}

TEST_CASE("simplify: a loop an arc makes over itself is cut off, a spike goes", "[simplify]") {
    const std::vector<Arc> loop{{world(0.1, 0.5), world(0.3, 0.5), world(0.3, 0.4), world(0.2, 0.4), world(0.2, 0.6), world(0.5, 0.6)}};
    const auto simple = simplify_arcs(loop, {}, {.zoom = 4, .tolerance = 0}, one);
    const auto crossed = crossed_segments(segments_of(simple, 4));
    CHECK(std::count(crossed.begin(), crossed.end(), 1) == 0);
    CHECK(simple[0].size() == 4);
    const std::vector<Arc> spike{{world(0.125, 0.5), world(0.25, 0.5), world(0.25, 0.25), world(0.25, 0.5), world(0.5, 0.5)}};
    CHECK(simplify_arcs(spike, {}, {.zoom = 4, .tolerance = 0}, one)[0] == Arc{world(0.125, 0.5), world(0.25, 0.5), world(0.5, 0.5)});
}

TEST_CASE("smoothed: a staircase becomes a slope, ends stay", "[simplify]") {
    Arc stairs;
    for (int i = 0; i < 20; ++i) {
        stairs.push_back(world(0.1 + 0.01 * i, 0.1 + 0.01 * i));
        stairs.push_back(world(0.1 + 0.01 * (i + 1), 0.1 + 0.01 * i));
    }
    const Arc slope = smoothed(stairs, 0.01);
    CHECK(slope.front() == stairs.front());
    CHECK(slope.back() == stairs.back());
    for (const auto& p : slope) CHECK(std::abs((p.x() - 0.1) - (p.y() - 0.1)) <= 0.0101);
    CHECK(slope.size() < stairs.size());
    Arc closed = {world(0.1, 0.1), world(0.2, 0.1), world(0.2, 0.2), world(0.1, 0.2), world(0.1, 0.1)};
    CHECK(smoothed(closed, 0.001).front() == smoothed(closed, 0.001).back());
}
