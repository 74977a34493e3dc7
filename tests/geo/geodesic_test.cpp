#include "geo/geodesic.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace cityweave::geo;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

} // namespace

TEST_CASE("known lengths on WGS 84") {
    // A quarter meridian and a quarter equator, from the ellipsoid's defining constants.
    CHECK(distance(at(0, 0), at(0, 90)).value() == Approx(10001965.7293).margin(1e-3));
    CHECK(distance(at(0, 0), at(90, 0)).value() == Approx(10018754.1714).margin(1e-3));
    // The longest shortest way: from pole to pole.
    CHECK(distance(at(10, 90), at(-50, -90)).value() == Approx(20003931.4586).margin(1e-3));
    CHECK(distance(at(180, 12), at(-180, 12)).value() == 0);
    // Wellington to Salamanca, the worked example of GeographicLib's documentation.
    const auto way = geodesic(at(174.81, -41.32), at(-5.50, 40.96));
    CHECK(way.length.value() == Approx(19959679.26735).margin(1e-4));
    CHECK(way.azimuth_from.value() == Approx(161.06766998616).margin(1e-9));
    CHECK(way.azimuth_to.value() == Approx(18.825195123248).margin(1e-9));
}

TEST_CASE("azimuths are compass directions") {
    CHECK(geodesic(at(0, 0), at(0, 1)).azimuth_from == Degrees(0));
    CHECK(geodesic(at(0, 0), at(1, 0)).azimuth_from == Degrees(90));
    CHECK(geodesic(at(0, 0), at(-1, 0)).azimuth_from == Degrees(270));
    CHECK(geodesic(at(0, 1), at(0, 0)).azimuth_from == Degrees(180));
}

TEST_CASE("going the way that was measured arrives, and the way back is as long") {
    const unsigned seed = 4711;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    for (int i = 0; i < 2000; ++i) {
        const auto a = at(lon(random), lat(random));
        const auto b = at(lon(random), lat(random));
        const auto way = geodesic(a, b);
        CAPTURE(a.lon(), a.lat(), b.lon(), b.lat());
        CHECK(distance(destination(a, way.azimuth_from, way.length), b).value() < 1e-6);
        CHECK(std::abs((distance(b, a) - way.length).value()) < 1e-8);
        CHECK(way.azimuth_from.value() >= 0);
        CHECK(way.azimuth_from.value() < 360);
        CHECK(way.azimuth_to.value() >= 0);
        CHECK(way.azimuth_to.value() < 360);
    }
}

TEST_CASE("a destination past the antimeridian comes out on its other side") {
    const auto east = destination(at(179.9, 0), Degrees(90), Metres(50'000));
    CHECK(east.lon() < -179);
    CHECK_THROWS_AS(destination(at(0, 0), Degrees(0), Metres(INFINITY)), cityweave::base::AssertionError);
}
