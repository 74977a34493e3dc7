#include "ingest/layouts/points.hpp"
#include "tests/ingest/extraction.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::ingest;
using namespace cityweave::ingest::testing;

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
    CHECK(extract_text("Point (3 partners) of the agenda").report.total() == 0);
    CHECK(extract_text("Longitude: 18°75′\nLatitude: 46°\n").report.count("point-refused") == 1);
}

TEST_CASE("lines and areas in WKT are no places, and are told, not lost", "[points]") {
    const auto lines = extract_text("x\nLINESTRING (25.3 42.8, 26 43)\nPOLYGON ((0 0, 1 0, 1 1, 0 0))\nPOINT EMPTY\n");
    CHECK(lines.points.empty());
    REQUIRE(lines.report.count("point-refused") == 2);
    CHECK(lines.report.problems()[0].line == 2);
    CHECK(lines.report.problems()[0].found == "LINESTRING ");
}

TEST_CASE("both coordinates on one line, or under their label", "[points]") {
    for (const char* page : {"N 46°57'53\" E 18°56'23\"", "46° 57′ 53″ N, 18° 56′ 23″ E", "Coordinates: 46.96472, 18.93972",
                             "Coordinates\n46.96472, 18.93972", "Lat: 46.96472, Lon: 18.93972", "Breite: 46,96472\nLänge: 18,93972",
                             "geo:46.96472,18.93972", "Longitude\n18°56′23″ E\nLatitude\n46°57′53″ N"}) {
        CAPTURE(page);
        const auto extract = extract_text(page);
        REQUIRE(extract.points.size() == 1);
        CHECK(extract.points[0].position.lon() == Approx(18.93972).margin(1e-5));
        CHECK(extract.points[0].position.lat() == Approx(46.96472).margin(1e-5));
    }
    CHECK(extract_text("46.96, 18.94\n12, 15\nBetween 20° and 30° in summer\nN 46\n").points.empty());
}
