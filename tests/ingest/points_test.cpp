#include "ingest/layouts/points.hpp"
#include "tests/ingest/extraction.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::ingest;
using namespace cityweave::ingest::testing;

TEST_CASE("angles as pages print them", "[points]") {
    CHECK(*angle_of("18.939722") == Approx(18.939722));
    CHECK(*angle_of("18°56′23″ E") == Approx(18.939722).margin(1e-5));
    CHECK(*angle_of("46° 57' 53\" N") == Approx(46.964722).margin(1e-5));
    CHECK(*angle_of("8°30′ W") == Approx(-8.5));
    CHECK(*angle_of("-0°30′") == Approx(-0.5));
    CHECK_FALSE(angle_of("East"));
    CHECK_FALSE(angle_of("12 partners"));
}

TEST_CASE("points of pages: WKT lines and labels", "[points]") {
    const auto wkt = extract_text("Country\nGeolocation\nPOINT (25.33417 42.87472)\ntext\n");
    REQUIRE(wkt.points.size() == 1);
    CHECK(wkt.points[0].position.lat() == 42.87472);
    CHECK(wkt.points[0].line == 3);
    CHECK(extract_text("SRID=4326;POINT(1 2)").points.size() == 1);
    CHECK(extract_text("MULTIPOINT ((1 2),(3 4))").points.size() == 2);
    const auto both = extract_text("POINT (18.939722 46.964722)\nLongitude\n18°56′23″ E\nLatitude\n46°57′53″ N\n");
    CHECK(both.points.size() == 1);
    CHECK(extract_text("Longitude\n18°56′23″ E\nLatitude\n46°57′53″ N\n").points.size() == 1);
    CHECK(extract_text("Longitude: 18.9\nLatitude: 46.9\n").points.size() == 1);
}

TEST_CASE("a wrong point is refused with its line, and prose is no point", "[points]") {
    const auto wrong = extract_text("x\n\nPOINT (25.3 142.8)\n");
    CHECK(wrong.points.empty());
    REQUIRE(wrong.report.count("point-refused") == 1);
    CHECK(wrong.report.problems()[0].line == 3);
    CHECK(extract_text("Point (a) of the agenda").report.total() == 0);
}
