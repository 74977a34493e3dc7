#include "geo/lonlat.hpp"
#include "geo/mercator.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <random>

using namespace cityweave::geo;

TEST_CASE("longitude and latitude are checked by name") {
    CHECK(LonLat::from_degrees({.lon = -180, .lat = 90}));
    CHECK_FALSE(LonLat::from_degrees({.lon = 180.001, .lat = 0}));
    CHECK_FALSE(LonLat::from_degrees({.lon = 0, .lat = -90.5}));
    CHECK_FALSE(LonLat::from_degrees({.lon = std::numeric_limits<double>::quiet_NaN(), .lat = 0}));
    CHECK(LonLat::wrapped({.lon = 190, .lat = 91}) == *LonLat::from_degrees({.lon = -170, .lat = 90}));
}

TEST_CASE("micro-degrees round half away from zero") {
    const auto micro = to_micro_degrees(*LonLat::from_degrees({.lon = 25.748151, .lat = -61.92411}));
    CHECK(micro.lon == 25748151);
    CHECK(micro.lat == -61924110);
}

TEST_CASE("Web Mercator: known positions and round trip") {
    const auto origin = to_world(*LonLat::from_degrees({.lon = 0, .lat = 0}));
    CHECK(origin.x() == 0.5);
    CHECK(origin.y() == Approx(0.5).margin(1e-15));
    CHECK(to_world(*LonLat::from_degrees({.lon = -180, .lat = 90})) == WorldPoint::at({.x = 0, .y = 0}));
    const unsigned seed = 20231;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-85, 85);
    for (int i = 0; i < 1000; ++i) {
        const auto p = *LonLat::from_degrees({.lon = lon(random), .lat = lat(random)});
        const auto q = to_lonlat(to_world(p));
        CHECK(std::abs(p.lon() - q.lon()) < 1e-11);
        CHECK(std::abs(p.lat() - q.lat()) < 1e-11);
    }
}
