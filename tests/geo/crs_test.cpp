#include "geo/crs.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <thread>

using namespace cityweave::geo;
using cityweave::base::ConfigError;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

Transform transform_to(const char* crs) {
    return Transform(Crs::from_text(crs));
}

void check_near(std::optional<MapPoint> p, double x, double y, double tolerance) {
    REQUIRE(p);
    CHECK(std::abs(p->x() - x) < tolerance);
    CHECK(std::abs(p->y() - y) < tolerance);
}

} // namespace

TEST_CASE("EPSG:3035 has x east and y north, though its own axes are northing, easting") {
    const auto laea = transform_to(" EPSG:3035 ");
    CHECK(laea.crs().text() == "EPSG:3035");
    CHECK(laea.crs().title() == "ETRS89-extended / LAEA Europe");
    // The projection's centre, by its definition (10°E 52°N; false easting 4321000, false northing 3210000).
    check_near(laea.to_map(at(10, 52)), 4321000, 3210000, 1e-6);
    // Worked example of EPSG Guidance Note 7-2 for LAEA: 50°N 5°E is 3962799.45 E, 2999718.85 N.
    check_near(laea.to_map(at(5, 50)), 3962799.45, 2999718.85, 0.006);
}

TEST_CASE("every order, direction and unit of axes becomes metres east and north") {
    const auto east_of_and_north_of = [](const char* crs, LonLat from) {
        CAPTURE(crs);
        const auto transform = transform_to(crs);
        const auto here = transform.to_map(from);
        const auto east = transform.to_map(at(from.lon() + 0.01, from.lat()));
        const auto north = transform.to_map(at(from.lon(), from.lat() + 0.01));
        REQUIRE((here && east && north));
        const double one_east = 1113.2 * std::cos(from.lat() * 3.14159265 / 180);
        CHECK(east->x() - here->x() == Approx(one_east).epsilon(0.02));
        CHECK(north->y() - here->y() == Approx(1113.2).epsilon(0.02));
    };
    east_of_and_north_of("EPSG:32633", at(15, 50));                   // easting, northing
    east_of_and_north_of("EPSG:31468", at(12, 50));                   // northing first
    east_of_and_north_of("EPSG:2048", at(19, -33));                   // south-oriented: westing, southing
    east_of_and_north_of("EPSG:5513", at(24.5, 49.5));                // Krovak: southing, westing
    east_of_and_north_of("EPSG:2263", at(-74, 40.6));                 // US survey feet
    east_of_and_north_of("+proj=utm +zone=33 +units=km", at(15, 50)); // kilometres, PROJ string without +type=crs
    east_of_and_north_of("EPSG:3035+5773", at(10, 52));               // compound: its horizontal part
}

TEST_CASE("a polar CRS keeps the axes of its authority, easting first") {
    // EPSG:3413: the meridian 45° W points down.
    const auto polar = transform_to("EPSG:3413").to_map(at(-45, 80));
    REQUIRE(polar);
    CHECK(std::abs(polar->x()) < 1e-6);
    CHECK(polar->y() < -1'000'000);
    // EPSG:32661 lists its northing first; the pole has equal coordinates, the meridian 90° E lies east of it.
    const auto ups = transform_to("EPSG:32661").to_map(at(90, 80));
    REQUIRE(ups);
    CHECK(ups->x() > 3'000'000);
    CHECK(std::abs(ups->y() - 2'000'000) < 1e-3);
}

TEST_CASE("round trip over Europe in several CRSs") {
    const unsigned seed = 99;
    CAPTURE(seed);
    for (const char* crs : {"EPSG:3035", "EPSG:3034", "EPSG:3857", "ESRI:54009", "+proj=laea +lat_0=40 +lon_0=-100"}) {
        CAPTURE(crs);
        const auto transform = transform_to(crs);
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> lon(-25, 45), lat(30, 72);
        for (int i = 0; i < 200; ++i) {
            const auto p = at(lon(random), lat(random));
            const auto there = transform.to_map(p);
            REQUIRE(there);
            const auto back = transform.to_lonlat(*there);
            REQUIRE(back);
            CHECK(std::abs(back->lon() - p.lon()) < 2e-8); // the series for authalic latitude ends at 1.3 mm
            CHECK(std::abs(back->lat() - p.lat()) < 2e-8);
        }
    }
}

TEST_CASE("no value where the projection has none") {
    const auto laea = transform_to("+proj=laea +lat_0=52 +lon_0=10 +R=6371000");
    CHECK_FALSE(laea.to_map(at(-170, -52)));
    CHECK(laea.to_map(at(10, 52))); // an earlier failure leaves no trace
    CHECK_FALSE(laea.to_lonlat(MapPoint::at({.x = 1e9, .y = 0})));
    CHECK_FALSE(laea.to_lonlat(MapPoint::at({.x = NAN, .y = 0})));
}

TEST_CASE("many at once equal one by one, failures included") {
    const auto laea = transform_to("+proj=laea +lat_0=52 +lon_0=10 +R=6371000");
    const std::vector<LonLat> points{at(5, 50), at(-170, -52), at(27.7, 62.9), at(-61.5, 16.2), at(180, 0)};
    const auto batch = laea.to_map(points);
    REQUIRE(batch.size() == points.size());
    std::vector<MapPoint> mapped;
    for (std::size_t i = 0; i < points.size(); ++i) {
        CHECK(batch[i] == laea.to_map(points[i]));
        if (batch[i]) mapped.push_back(*batch[i]);
    }
    CHECK(mapped.size() == 4);
    const auto back = laea.to_lonlat(mapped);
    for (std::size_t i = 0; i < mapped.size(); ++i) CHECK(back[i] == laea.to_lonlat(mapped[i]));
    CHECK(laea.to_map(std::vector<LonLat>{}).empty());
}

TEST_CASE("what is no projected CRS is refused by its name") {
    for (const char* bad : {"", "  ", "EPSG:999999", "EPSG:4326", "OGC:CRS84", "EPSG:4978", "EPSG:5773", "Kuopio", "+proj=nonsense",
                            "+proj=longlat +datum=WGS84", "+proj=pipeline +step +proj=axisswap +order=2,1", "PROJCS[", "EPSG:3035\n; rm"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(Crs::from_text(bad), ConfigError);
    }
    CHECK_THROWS_WITH(Crs::from_text("EPSG:4326"), Catch::Contains("EPSG:4326") && Catch::Contains("not a projected CRS"));
    CHECK_THROWS_WITH(Crs::from_text("EPSG:999999"), Catch::Contains("EPSG:999999") && Catch::Contains("unknown"));
}

TEST_CASE("copies work at the same time in other threads") {
    const auto original = transform_to("EPSG:3035");
    const auto expected = original.to_map(at(25.7, 61.9));
    std::vector<std::thread> threads;
    std::vector<int> wrong(4);
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t, mine = original] {
            for (int i = 0; i < 500; ++i)
                if (mine.to_map(at(25.7, 61.9)) != expected) ++wrong[t];
        });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(4, 0));
}
