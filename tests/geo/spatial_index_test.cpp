#include "geo/spatial_index.hpp"

#include "geo/geodesic.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

using namespace cityweave::geo;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

/// The answer by definition: every point measured.
std::vector<SpatialIndex::Hit> scan(const std::vector<LonLat>& points, LonLat centre, const SpatialIndex::Accept& accept = {}) {
    std::vector<SpatialIndex::Hit> hits;
    for (std::uint32_t i = 0; i < points.size(); ++i)
        if (!accept || accept(i)) hits.push_back({i, distance(centre, points[i])});
    std::sort(hits.begin(), hits.end(),
              [](const auto& a, const auto& b) { return std::tie(a.distance, a.point) < std::tie(b.distance, b.point); });
    return hits;
}

/// Points where special cases live, and some that are nowhere special.
std::vector<LonLat> awkward_points(std::mt19937& random) {
    std::vector<LonLat> points{at(0, 90),          at(123, 90),         at(0, -90),     at(180, 0),         at(-180, 0),
                               at(179.9999999, 5), at(-179.9999999, 5), at(0, 0),       at(0, 0),           at(0, 0),
                               at(180, -0.3),      at(90, 0),           at(-90, 1e-12), at(12, 89.9999999), at(-168, 89.9999999),
                               at(27.7, 62.9),     at(-152.3, -62.9)};
    std::uniform_real_distribution<double> lon(-180, 180), z(-1, 1), near(-0.01, 0.01);
    for (int i = 0; i < 150; ++i) points.push_back(at(lon(random), std::asin(z(random)) * 180 / 3.14159265358979));
    for (int i = 0; i < 60; ++i) points.push_back(at(25 + near(random), 61 + near(random)));
    return points;
}

} // namespace

TEST_CASE("within a radius: equal to a scan with the geodesic, everywhere") {
    const unsigned seed = 2004;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = awkward_points(random);
    const SpatialIndex index(points);
    REQUIRE(index.size() == points.size());
    for (const LonLat centre : points) {
        const auto all = scan(points, centre);
        // Radii that cut exactly at a point, a nanometre below it, and round numbers.
        std::vector<double> radii{0, 1e-9, 10'000, 1e6, 1.0e7, 1.9e7, 20'003'932, 1e9};
        for (int i = 0; i < 4; ++i) {
            const double exact = all[random() % all.size()].distance.value();
            radii.push_back(exact);
            radii.push_back(std::nextafter(exact, 0));
        }
        for (const double radius : radii) {
            CAPTURE(centre.lon(), centre.lat(), radius);
            auto expected = all;
            std::erase_if(expected, [&](const auto& hit) { return hit.distance.value() > radius; });
            CHECK(index.within(centre, Metres(radius)) == expected);
        }
    }
}

TEST_CASE("the k nearest: equal to a scan with the geodesic, everywhere") {
    const unsigned seed = 62;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = awkward_points(random);
    const SpatialIndex index(points);
    for (const LonLat centre : points)
        for (const std::size_t k : {std::size_t{1}, std::size_t{3}, std::size_t{10}, points.size() - 1, points.size() + 5}) {
            CAPTURE(centre.lon(), centre.lat(), k);
            auto expected = scan(points, centre);
            expected.resize(std::min(k, expected.size()), {0, Metres(0)});
            CHECK(index.nearest(centre, k) == expected);
        }
    CHECK(index.nearest(points[0], 0).empty());
}

TEST_CASE("only points that count are found, as many as asked for") {
    const unsigned seed = 3;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = awkward_points(random);
    const SpatialIndex index(points);
    const auto every_seventh = [](std::uint32_t point) { return point % 7 == 0; };
    for (const LonLat centre : {at(0, 90), at(180, 0), at(25, 61)}) {
        auto expected = scan(points, centre, every_seventh);
        CHECK(index.within(centre, kilometres(30'000), every_seventh) == expected);
        expected.resize(10, {0, Metres(0)});
        CHECK(index.nearest(centre, 10, every_seventh) == expected);
    }
}

TEST_CASE("a box: equal to a scan, across the antimeridian and at the poles") {
    const unsigned seed = 180;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = awkward_points(random);
    const SpatialIndex index(points);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    const auto check = [&](const LonLatBox& box) {
        CAPTURE(box.south_west.lon(), box.south_west.lat(), box.north_east.lon(), box.north_east.lat());
        std::vector<std::uint32_t> expected;
        for (std::uint32_t i = 0; i < points.size(); ++i)
            if (contains(box, points[i])) expected.push_back(i);
        CHECK(index.inside(box) == expected);
    };
    for (int i = 0; i < 500; ++i) {
        const double a = lat(random), b = lat(random);
        check({at(lon(random), std::min(a, b)), at(lon(random), std::max(a, b))});
    }
    check({at(-180, -90), at(180, 90)});
    check({at(180, -90), at(-180, 90)}); // the antimeridian alone
    check({at(0, 0), at(0, 0)});
    CHECK(index.inside({at(-180, -90), at(180, 90)}).size() == points.size());
    CHECK(index.inside({at(0, 10), at(10, 0)}).empty());
    CHECK(contains({at(170, -10), at(-170, 10)}, at(-180, 0)));
    CHECK_FALSE(contains({at(170, -10), at(-170, 10)}, at(0, 0)));
}

TEST_CASE("no points, and radii that are none") {
    const SpatialIndex nothing(std::vector<LonLat>{});
    CHECK(nothing.within(at(0, 0), Metres(1e9)).empty());
    CHECK(nothing.nearest(at(0, 0), 3).empty());
    CHECK(nothing.inside({at(-180, -90), at(180, 90)}).empty());
    const SpatialIndex one(std::vector<LonLat>{at(5, 5)});
    CHECK(one.within(at(5, 5), Metres(-1)).empty());
    CHECK(one.within(at(5, 5), Metres(std::numeric_limits<double>::quiet_NaN())).empty());
    CHECK(one.within(at(-175, -5), Metres(std::numeric_limits<double>::infinity())).size() == 1);
}

TEST_CASE("the bound the index stands on: no geodesic is shorter than its chord") {
    // Seen through the index: every neighbour a scan finds is found at its exact distance, at scales from 1 mm to 10 km.
    const unsigned seed = 1000;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90), turn(0, 360), exponent(-3, 4);
    for (int i = 0; i < 2000; ++i) {
        const LonLat a = at(lon(random), lat(random));
        const LonLat b = destination(a, Degrees(turn(random)), Metres(std::pow(10, exponent(random))));
        const SpatialIndex index(std::vector<LonLat>{b});
        CAPTURE(a.lon(), a.lat(), b.lon(), b.lat());
        CHECK(index.within(a, distance(a, b)).size() == 1);
    }
}

TEST_CASE("many threads may ask at once") {
    const unsigned seed = 9;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = awkward_points(random);
    const SpatialIndex index(points);
    const auto expected = index.nearest(at(25, 61), 20);
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) wrong[t] += index.nearest(at(25, 61), 20) == expected ? 0 : 1;
        });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(4, 0));
}
