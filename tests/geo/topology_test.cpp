#include "geo/topology.hpp"

#include "base/assertion.hpp"
#include "geo/map_point.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace cityweave::geo;

namespace {

MapPoint at(double x, double y) {
    return MapPoint::at({.x = x, .y = y});
}
Ring<MapPoint> square(double x, double y, double side) {
    return {at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)};
}
using Area = MultiPolygon<MapPoint>;

/// Twice the signed area of a ring, positive if counter-clockwise with y up.
double doubled_area(const Ring<MapPoint>& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const MapPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += a.x() * b.y() - a.y() * b.x();
    }
    return sum;
}
double size_of(const Area& area) {
    double sum = 0;
    for (const auto& polygon : area.polygons) {
        sum += doubled_area(polygon.exterior) / 2;
        for (const auto& interior : polygon.interiors) sum += doubled_area(interior) / 2;
    }
    return sum;
}

} // namespace

TEST_CASE("what is wrong with an area is said, with the place (06-103r4 §6.1.11)") {
    CHECK_FALSE(invalidity(Area{}));
    CHECK_FALSE(invalidity(Area{{{.exterior = square(0, 0, 9), .interiors = {square(1, 1, 2)}}}}));
    const auto bow_tie = invalidity(Area{{{.exterior = {at(0, 0), at(4, 4), at(4, 0), at(0, 4)}, .interiors = {}}}});
    REQUIRE(bow_tie);
    CHECK(bow_tie->reason == "Self-intersection");
    CHECK(bow_tie->where == at(2, 2));
    CHECK(invalidity(Area{{{.exterior = square(0, 0, 9), .interiors = {square(20, 20, 2)}}}}));
    CHECK(invalidity(Area{{{.exterior = square(0, 0, 9), .interiors = {}}, {.exterior = square(5, 5, 9), .interiors = {}}}}));
    CHECK(invalidity(Area{{{.exterior = {at(0, 0), at(1, 1)}, .interiors = {}}}}));
    CHECK_THROWS_AS(invalidity(Area{{{.exterior = {at(0, 0), at(NAN, 1), at(1, 0)}, .interiors = {}}}}), cityweave::base::AssertionError);
}

TEST_CASE("pieces that overlap or share an edge become one") {
    const Area pieces{{{.exterior = square(0, 0, 10), .interiors = {square(2, 2, 3)}},
                       {.exterior = square(8, 0, 10), .interiors = {}},
                       {.exterior = square(18, 0, 2), .interiors = {}},
                       {.exterior = square(50, 50, 1), .interiors = {}}}};
    const auto whole = united(pieces, 0.001);
    CHECK(whole.polygons.size() == 2);
    CHECK_FALSE(invalidity(whole));
    CHECK(size_of(whole) == Approx(18 * 10 - 9 + 4 + 1).margin(1e-9));
    for (const auto& polygon : whole.polygons) CHECK(doubled_area(polygon.exterior) > 0);
    auto reordered = pieces;
    std::reverse(reordered.polygons.begin(), reordered.polygons.end());
    CHECK(united(reordered, 0.001) == whole);
    CHECK(united(whole, 0.001) == whole);
}

TEST_CASE("a crossing ring becomes its loops, a degenerate one nothing") {
    const auto loops = united(Area{{{.exterior = {at(0, 0), at(4, 4), at(4, 0), at(0, 4)}, .interiors = {}}}}, 0);
    CHECK(loops.polygons.size() == 2);
    CHECK(size_of(loops) == Approx(8));
    CHECK(united(Area{{{.exterior = {at(0, 0), at(4, 4)}, .interiors = {}}}}, 0).polygons.empty());
    CHECK(united(Area{{{.exterior = {at(0, 0), at(4, 4), at(2, 2)}, .interiors = {}}}}, 0).polygons.empty());
    CHECK(united(Area{}, 0).polygons.empty());
    CHECK(united(Area{{{.exterior = square(0, 0, 0.2), .interiors = {}}}}, 1).polygons.empty());
}

TEST_CASE("random tangles unite to valid areas on the grid, no larger than their box") {
    const unsigned seed = 71;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> number(0, 100);
    for (int round = 0; round < 60; ++round) {
        Area tangle;
        for (int p = 0; p < 6; ++p) {
            auto& polygon = tangle.polygons.emplace_back();
            for (int i = 0; i < 12; ++i) polygon.exterior.push_back(at(number(random), number(random)));
        }
        const auto whole = united(tangle, 0.5);
        CHECK_FALSE(invalidity(whole));
        CHECK(size_of(whole) > 0);
        CHECK(size_of(whole) <= 100.5 * 100.5);
        for (const auto& polygon : whole.polygons)
            for (const MapPoint p : polygon.exterior)
                CHECK(std::abs(std::remainder(p.x(), 0.5)) + std::abs(std::remainder(p.y(), 0.5)) < 1e-9);
    }
}
