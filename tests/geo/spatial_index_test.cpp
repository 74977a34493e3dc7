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

/// The same points in the same order, and distances to the quarter of a millimetre that the index promises.
bool same(const std::vector<SpatialIndex::Hit>& found, const std::vector<SpatialIndex::Hit>& expected) {
    return std::equal(found.begin(), found.end(), expected.begin(), expected.end(), [](const auto& a, const auto& b) {
        return a.point == b.point && std::abs((a.distance - b.distance).value()) <= 0.25e-3;
    });
}

std::vector<std::uint32_t> numbers_of(const std::vector<SpatialIndex::Hit>& hits) {
    std::vector<std::uint32_t> numbers;
    for (const auto& hit : hits) numbers.push_back(hit.point);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// Whether nearest() and nearest_numbers() both give the first k of these.
bool are_nearest(const SpatialIndex& index, LonLat centre, std::size_t k, const std::vector<SpatialIndex::Hit>& all) {
    const std::vector<SpatialIndex::Hit> expected(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(k, all.size())));
    std::vector<std::uint32_t> numbers;
    index.nearest_numbers(centre, k, numbers);
    return same(index.nearest(centre, k), expected) && std::equal(numbers.begin(), numbers.end(), expected.begin(), expected.end(),
                                                                  [](auto number, const auto& hit) { return number == hit.point; });
}

std::vector<std::uint32_t> numbers_within(const SpatialIndex& index, LonLat centre, double radius, SearchEffort* effort = nullptr) {
    std::vector<std::uint32_t> numbers;
    index.numbers_within(centre, Metres(radius), numbers, effort);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// Half of them in clusters, from towns to metres, half anywhere; a tenth stand twice.
std::vector<LonLat> clustered_points(std::mt19937& random, std::size_t count) {
    std::uniform_real_distribution<double> lon(-180, 180), z(-1, 1), exponent(-5, 1), offset(-1, 1);
    std::vector<LonLat> points;
    while (points.size() < count) {
        const LonLat centre = at(lon(random), std::asin(z(random)) * 180 / 3.14159265358979);
        const double spread = std::pow(10, exponent(random));
        points.push_back(centre);
        for (int i = 0; i < 9; ++i)
            points.push_back(
                LonLat::wrapped({.lon = centre.lon() + spread * offset(random), .lat = centre.lat() + spread * offset(random)}));
        for (int i = 0; i < 8; ++i) points.push_back(at(lon(random), std::asin(z(random)) * 180 / 3.14159265358979));
        points.push_back(centre);
    }
    points.resize(count, at(0, 0));
    return points;
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
            CHECK(same(index.within(centre, Metres(radius)), expected));
            CHECK(numbers_within(index, centre, radius) == numbers_of(expected));
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
            CHECK(are_nearest(index, centre, k, scan(points, centre)));
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
        CHECK(same(index.within(centre, kilometres(30'000), every_seventh), expected));
        expected.resize(10, {0, Metres(0)});
        CHECK(same(index.nearest(centre, 10, every_seventh), expected));
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

TEST_CASE("trees of every height: equal to a scan") {
    const unsigned seed = 77;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> degrees(-180, 180), exponent(0, 7);
    for (const std::size_t count : {1UL, 31UL, 32UL, 33UL, 511UL, 512UL, 513UL, 545UL, 8191UL, 8193UL, 12'000UL}) {
        const auto points = clustered_points(random, count);
        const SpatialIndex index(points);
        for (int question = 0; question < 12; ++question) {
            const LonLat centre = question % 3 == 0 ? at(degrees(random), degrees(random) / 2) : points[random() % count];
            const auto all = scan(points, centre);
            const double radius = question % 2 == 0 ? all[random() % count].distance.value() : std::pow(10, exponent(random));
            CAPTURE(count, centre.lon(), centre.lat(), radius);
            auto expected = all;
            std::erase_if(expected, [&](const auto& hit) { return hit.distance.value() > radius; });
            CHECK(same(index.within(centre, Metres(radius)), expected));
            CHECK(numbers_within(index, centre, radius) == numbers_of(expected));
            for (const std::size_t k : {std::size_t{1}, std::size_t{10}, count / 2 + 1}) CHECK(are_nearest(index, centre, k, all));
            const LonLat corner = points[random() % count];
            const LonLatBox box{at(centre.lon(), std::min(centre.lat(), corner.lat())),
                                at(corner.lon(), std::max(centre.lat(), corner.lat()))};
            std::vector<std::uint32_t> boxed;
            for (std::uint32_t i = 0; i < count; ++i)
                if (contains(box, points[i])) boxed.push_back(i);
            CHECK(index.inside(box) == boxed);
        }
    }
}

TEST_CASE("antipodes, and radii beyond a quarter of the globe") {
    const unsigned seed = 40;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90), near(-2, 2);
    for (int i = 0; i < 20; ++i) {
        const LonLat centre = at(lon(random), i == 0 ? 90 : i == 1 ? 0 : lat(random));
        std::vector<LonLat> points{LonLat::wrapped({.lon = centre.lon() + 180, .lat = -centre.lat()})};
        for (int j = 0; j < 300; ++j)
            points.push_back(LonLat::wrapped({.lon = points[0].lon() + near(random), .lat = points[0].lat() + near(random)}));
        const SpatialIndex index(points);
        const auto all = scan(points, centre);
        CHECK(are_nearest(index, centre, 30, all));
        for (const std::size_t last : {0UL, 7UL, 150UL, 299UL}) {
            const double radius = all[last].distance.value();
            CAPTURE(centre.lon(), centre.lat(), radius);
            auto expected = all;
            std::erase_if(expected, [&](const auto& hit) { return hit.distance.value() > radius; });
            CHECK(same(index.within(centre, Metres(radius)), expected));
        }
    }
}

TEST_CASE("duplicates: all are found, in the order of their numbers, without a geodesic") {
    const std::vector<LonLat> points(1000, at(25.75, 61.92));
    const SpatialIndex index(points);
    SearchEffort effort;
    CHECK(numbers_within(index, at(25.75, 61.92), 0, &effort).size() == 1000);
    CHECK(effort.geodesics == 0);
    const auto nearest = index.nearest(at(25.75, 61.92), 3);
    CHECK(nearest == std::vector<SpatialIndex::Hit>{{0, Metres(0)}, {1, Metres(0)}, {2, Metres(0)}});
    CHECK(index.nearest(at(25.7, 61.9), 3)[2].point == 2);
}

TEST_CASE("points a millimetre apart are ranked by their exact distance") {
    const unsigned seed = 1;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<LonLat> points;
    std::uniform_real_distribution<double> near(-2e-9, 2e-9);
    for (int i = 0; i < 300; ++i) points.push_back(at(25.75 + near(random), 61.92 + near(random)));
    const SpatialIndex index(points);
    for (const LonLat centre : {at(25.75, 61.92), at(25.9, 61.9), at(27, 62)}) {
        const auto all = scan(points, centre);
        CHECK(are_nearest(index, centre, 40, all));
        CHECK(same(index.within(centre, all[100].distance), {all.begin(), all.begin() + 101}));
    }
}

TEST_CASE("numbers given are the numbers told") {
    const std::vector<LonLat> points{at(1, 1), at(2, 2), at(3, 3)};
    const std::vector<std::uint32_t> numbers{70, 7, 700};
    const SpatialIndex index(points, numbers, cityweave::base::Jobs::from_request(1));
    CHECK(index.nearest(at(2, 2), 1)[0].point == 7);
    CHECK(numbers_within(index, at(2, 2), 1e6) == std::vector<std::uint32_t>{7, 70, 700});
    CHECK(index.inside({at(0, 0), at(1.5, 1.5)}) == std::vector<std::uint32_t>{70});
}

TEST_CASE("the same index for any number of threads, in at most 40 bytes a point") {
    const unsigned seed = 8;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto points = clustered_points(random, 70'001);
    const SpatialIndex one(points);
    CHECK(one.bytes().size() <= 40 * points.size());
    for (const unsigned threads : {2U, 3U, 8U}) {
        const SpatialIndex many(points, cityweave::base::Jobs::from_request(threads));
        CHECK(std::equal(one.bytes().begin(), one.bytes().end(), many.bytes().begin(), many.bytes().end()));
    }
}

TEST_CASE("what an answer costs: few points are looked at, hardly any geodesic is computed") {
    const unsigned seed = 5;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), z(-1, 1);
    std::vector<LonLat> points;
    for (int i = 0; i < 100'000; ++i) points.push_back(at(lon(random), std::asin(z(random)) * 180 / 3.14159265358979));
    const SpatialIndex index(points);
    SearchEffort effort;
    std::size_t hits = 0;
    for (int i = 0; i < 100; ++i) hits += numbers_within(index, points[random() % points.size()], 4e6, &effort).size();
    CHECK(hits > 200'000);
    CHECK(effort.points < hits / 2);
    CHECK(effort.geodesics < hits / 1000);
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
