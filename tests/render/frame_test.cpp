#include "render/frame.hpp"

#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

MapPoint map_at(double x, double y) {
    return MapPoint::at({.x = x, .y = y});
}

const SheetBox window{at(20, 100), at(820, 700)};
const MapBox europe{map_at(2'500'000, 1'500'000), map_at(6'500'000, 5'500'000)};

} // namespace

TEST_CASE("north is up, east is right, and there and back again is the same point") {
    const Frame frame(window, map_at(4'000'000, 3'000'000), 1000);
    CHECK(frame.to_sheet(map_at(4'000'000, 3'000'000)) == at(420, 400));
    CHECK(frame.to_sheet(map_at(4'010'000, 3'020'000)) == at(430, 380));
    CHECK(frame.to_map(at(430, 380)) == map_at(4'010'000, 3'020'000));
    CHECK(frame.shown().width() == Approx(800'000).margin(1e-6));
    CHECK(frame.shown().height() == Approx(600'000).margin(1e-6));
}

TEST_CASE("content fits with 8 % on each side, as large as that allows") {
    const MapBox content{map_at(3'000'000, 2'000'000), map_at(5'000'000, 3'000'000)};
    const Frame frame = fit_frame(window, window, content, europe);
    CHECK(frame.metres_per_unit() == Approx(2'000'000 * 1.16 / 800).margin(1e-6));
    const SheetPoint left = frame.to_sheet(map_at(3'000'000, 2'500'000));
    CHECK(left.x() == Approx(20 + 800 * 0.08 / 1.16).margin(1e-6));
    CHECK(left.y() == Approx(400).margin(1e-6));
}

TEST_CASE("a window never shows less than 600 km from left to right, be the content one point") {
    const Frame frame = fit_frame(window, window, {map_at(4'000'000, 3'000'000)}, europe);
    CHECK(frame.shown().width() == Approx(600'000).margin(1e-6));
    CHECK(frame.to_sheet(map_at(4'000'000, 3'000'000)) == at(420, 400));
}

TEST_CASE("without content the fallback is shown") {
    const Frame frame = fit_frame(window, window, {}, europe);
    CHECK(frame.shown().contains(europe));
}

TEST_CASE("content keeps to its room while the window shows what lies around") {
    const SheetBox room{at(20, 100), at(520, 700)};
    const MapBox content{map_at(3'000'000, 2'000'000), map_at(5'000'000, 4'000'000)};
    const Frame frame = fit_frame(window, room, content, europe);
    for (const double x : {3'000'000.0, 5'000'000.0}) {
        for (const double y : {2'000'000.0, 4'000'000.0}) CHECK(room.contains(frame.to_sheet(map_at(x, y))));
    }
    CHECK(frame.to_sheet(map_at(4'000'000, 3'000'000)).x() == Approx(270).margin(1e-6));
    CHECK(frame.window() == window);
}

TEST_CASE("the table of insets is read, and a point finds its inset") {
    std::ifstream file(std::string(CITYWEAVE_SOURCE_DIR) + "/data/insets.csv");
    const std::string csv{std::istreambuf_iterator<char>(file), {}};
    const auto insets = parse_insets(csv, "insets.csv");
    REQUIRE(insets.has_value());
    REQUIRE(insets->size() >= 8);
    const auto id_at = [&](double lon, double lat) {
        const Inset* inset = inset_of(*insets, geo::LonLat::wrapped({.lon = lon, .lat = lat}));
        return inset == nullptr ? std::string() : inset->id;
    };
    CHECK(id_at(-25.67, 37.74) == "azores");
    CHECK(id_at(-16.25, 28.47) == "canaries");
    CHECK(id_at(55.45, -20.88) == "reunion");
    CHECK(id_at(-9.14, 38.72).empty()); // Lisbon
    CHECK(id_at(33.38, 35.17).empty()); // Nicosia
}

TEST_CASE("rows of the inset table that cannot be read are named with their line") {
    const std::string header = "id,title,west,south,east,north,crs\n";
    const auto line_of = [&](const std::string& row) {
        const auto insets = parse_insets(header + "a,\"A, \"\"quoted\"\"\",1,2,3,4,EPSG:3035\n" + row, "t.csv");
        REQUIRE_FALSE(insets.has_value());
        CHECK(insets.problem().code == "inset-table");
        return insets.problem().line;
    };
    CHECK(line_of("b,B,3,2,1,4,EPSG:3035\n") == 3);  // west of its west
    CHECK(line_of("b,B,1,2,3,95,EPSG:3035\n") == 3); // past the pole
    CHECK(line_of("b,B,1,2,3,nan,EPSG:3035\n") == 3);
    CHECK(line_of("b,B,1,2,3\n") == 3);
    CHECK(parse_insets("name,box\n", "t.csv").problem().line == 1);
    const auto quoted = parse_insets(header + "a,\"A, \"\"quoted\"\"\",1,2,3,4,EPSG:3035\r\n\n", "t.csv");
    REQUIRE(quoted.has_value());
    REQUIRE(quoted->size() == 1);
    CHECK(quoted->front().title == "A, \"quoted\"");
    CHECK(quoted->front().crs == "EPSG:3035");
}
