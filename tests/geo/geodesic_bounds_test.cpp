#include "geo/geodesic_bounds.hpp"

#include "geo/geodesic.hpp"
#include "geo/point_tree.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace cityweave::geo;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

struct Pair {
    LonLat from;
    LonLat to;
};

/// Pairs at every distance from 0.1 mm to the antipode, in every direction, with equator and poles among them.
std::vector<Pair> pairs(std::mt19937& random) {
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90), turn(0, 360), exponent(-4, 7.301), near(-1, 1);
    std::vector<Pair> result;
    for (int i = 0; i < 50'000; ++i) {
        const LonLat from = at(lon(random), i % 10 == 0 ? 0 : i % 10 == 1 ? 90 : lat(random));
        const double azimuth = i % 7 == 0 ? 90 : i % 7 == 1 ? 0 : turn(random);
        result.push_back({from, destination(from, Degrees(azimuth), Metres(std::pow(10, exponent(random))))});
        const LonLat antipode = LonLat::wrapped({.lon = from.lon() + 180, .lat = -from.lat()});
        result.push_back({from, LonLat::wrapped({.lon = antipode.lon() + near(random), .lat = antipode.lat() + near(random)})});
    }
    return result;
}

} // namespace

TEST_CASE("the geodesic lies between the bounds of its chord, at every distance and in every direction") {
    const unsigned seed = 1889;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (const auto& [from, to] : pairs(random)) {
        const Metres length = distance(from, to);
        const Metres straight = chord(earth_centred(from), earth_centred(to));
        const auto [shortest, longest] = geodesic_range(straight);
        CAPTURE(from.lon(), from.lat(), to.lon(), to.lat(), length.value(), straight.value());
        REQUIRE(shortest <= length);
        REQUIRE(length <= longest);
        REQUIRE(length <= longest_geodesic);
        const auto [least, greatest] = geodesic_range(earth_centred(from), earth_centred(to));
        REQUIRE(least <= length);
        REQUIRE(length <= greatest);
        if (straight.value() < 1e6) REQUIRE((greatest - least).value() < 5e-24 * std::pow(straight.value(), 4) + 5e-6);
        if (straight.value() < 3e6) REQUIRE((longest - shortest).value() < 2.3e-17 * std::pow(straight.value(), 3) + 5e-6);
    }
}

TEST_CASE("reach and sure chord hold for radii just at, below and above the geodesic") {
    const unsigned seed = 1921;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (const auto& [from, to] : pairs(random)) {
        const Metres length = distance(from, to);
        const auto a = earth_centred(from), b = earth_centred(to);
        const Metres straight = chord(a, b);
        CAPTURE(from.lon(), from.lat(), to.lon(), to.lat(), length.value());
        REQUIRE(straight <= reach_of(length) + rounding_slack);
        REQUIRE_FALSE(is_beyond_by_angle(a, b, length));
        for (const double shorter : {1e-3, 1.0, 1e5}) {
            const Metres radius = length - Metres(shorter);
            if (radius >= Metres(0)) REQUIRE(straight > sure_chord(radius) - rounding_slack);
        }
    }
}

TEST_CASE("equatorial antipodes: the geodesic goes over a pole, and only the angle tells of their neighbours") {
    const auto a = earth_centred(at(0, 0)), b = earth_centred(at(180, 0));
    CHECK(chord(a, b).value() == Approx(2 * 6378137.0).epsilon(1e-15));
    CHECK(distance(at(0, 0), at(180, 0)) <= longest_geodesic);
    CHECK(sure_chord(longest_geodesic) >= chord(a, b));
    // 19,000 km along the equator: far beyond 18,800 km by angle, not by chord.
    const auto c = earth_centred(at(170.68, 0));
    CHECK(is_beyond_by_angle(a, c, Metres(18.8e6)));
    CHECK(chord(a, c) < reach_of(Metres(18.97e6)));
}

TEST_CASE("the smallest and greatest radii of curvature are met: bounds are no wider than they must be") {
    // On the equator the meridian bends with the least radius; at a pole everything bends with the greatest.
    const Metres equator = distance(at(0, -0.5), at(0, 0.5));
    const auto [equator_shortest, equator_longest] = geodesic_range(chord(earth_centred(at(0, -0.5)), earth_centred(at(0, 0.5))));
    CHECK((equator_longest - equator).value() < 1e-4);
    const Metres pole = distance(at(0, 89.5), at(180, 89.5));
    const auto [pole_shortest, pole_longest] = geodesic_range(chord(earth_centred(at(0, 89.5)), earth_centred(at(180, 89.5))));
    CHECK((pole - pole_shortest).value() < 1e-4);
}

TEST_CASE("chords in float32 are as near the true ones as their slack says") {
    const unsigned seed = 32;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (const auto& [from, to] : pairs(random)) {
        const auto a = earth_centred(from), b = earth_centred(to);
        Leaf leaf{};
        const Point32 there = point32(b);
        for (std::size_t d = 0; d < 3; ++d) leaf.at[d].fill(there[d]);
        std::array<float, leaf_size> squared{};
        squared_chords(leaf, point32(a), squared);
        const double straight = chord(a, b).value();
        CAPTURE(from.lon(), from.lat(), to.lon(), to.lat(), straight);
        REQUIRE(std::abs(std::sqrt(double{squared[0]}) - straight) <= slack32(straight));
    }
}
