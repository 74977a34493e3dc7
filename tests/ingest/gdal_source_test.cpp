#include "ingest/gdal_source.hpp"

#include "base/error.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

const test::TemporaryFolder& folder() {
    static const test::TemporaryFolder made;
    return made;
}

std::filesystem::path written(const char* name, std::string_view text) {
    const auto path = folder().path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

Extract read(const std::filesystem::path& path) {
    static const ExtractOptions options{.knowledge = {.country = [](std::string_view text) { return std::optional(std::string(text)); }}};
    Extract extract;
    ExtractSink sink(extract);
    const auto refused = read_gis_file(path, "", options, sink);
    CAPTURE(path.string());
    REQUIRE_FALSE(refused);
    return extract;
}

std::string features(std::string_view list, std::string_view crs = "") {
    return R"({"type":"FeatureCollection",)" + std::string(crs) + R"("features":[)" + std::string(list) + "]}";
}

std::string feature(std::string_view properties, std::string_view geometry) {
    return R"({"type":"Feature","properties":{)" + std::string(properties) + R"(},"geometry":)" + std::string(geometry) + "}";
}

std::string point(std::string_view coordinates) {
    return R"({"type":"Point","coordinates":[)" + std::string(coordinates) + "]}";
}

constexpr const char* laea = R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3035"}},)";

} // namespace

TEST_CASE("GIS files: partners with positions, in any reference system", "[gdal]") {
    const auto row = R"("network":"PUMA","partner":"Kuopio","country":"FI","role":"lead")";
    const auto plain = read(written("a.geojson", features(feature(row, point("27.677,62.892")))));
    REQUIRE(plain.mentions.size() == 1);
    CHECK(plain.mentions[0].position->lon() == 27.677);
    // The projection's own centre: 10° E, 52° N (EPSG guidance note 7-2, LAEA).
    const auto projected = read(written("b.json", features(feature(row, point("4321000,3210000")), laea)));
    REQUIRE(projected.mentions.size() == 1);
    CHECK(projected.mentions[0].position->lon() == Approx(10).margin(1e-9));
    CHECK(projected.mentions[0].position->lat() == Approx(52).margin(1e-9));
}

TEST_CASE("GIS files: bare points, lines and areas; KML and GPX", "[gdal]") {
    const auto area = R"({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]})";
    const auto mixed = read(written("c.geojson", features(feature(R"("name":"here")", point("1,2")) + "," + feature("", area))));
    REQUIRE(mixed.points.size() == 2);
    CHECK(mixed.points[0].label == "here");
    const auto kml = read(written(
        "d.kml", "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>x</name><Point><coordinates>25,61</coordinates>"
                 "</Point></Placemark></Document></kml>"));
    REQUIRE(kml.points.size() == 1);
    CHECK(kml.points[0].label == "x");
    const auto gpx = read(written("e.gpx", "<gpx version=\"1.1\" creator=\"x\" xmlns=\"http://www.topografix.com/GPX/1/1\"><wpt lat=\"61\" "
                                           "lon=\"25\"><name>y</name></wpt></gpx>"));
    REQUIRE(gpx.points.size() == 1);
}

TEST_CASE("GIS files: what has no position is told with its feature, not dropped", "[gdal]") {
    const auto bad =
        read(written("f.geojson", features(feature(R"("name":"a")", "null") + "," + feature(R"("name":"b")", point("385000,6672000")) +
                                           "," + feature(R"("name":"c")", point("1,2")))));
    CHECK(bad.points.size() == 1);
    CHECK(bad.report.count("feature-position") == 1);
    CHECK(bad.report.count("coordinate-range") == 1);
    // A partner needs none: its town is found by name.
    const auto partner = read(written("g.geojson", features(feature(R"("network":"A","partner":"Kuopio")", "null"))));
    CHECK(partner.mentions.size() == 1);
    CHECK(partner.report.total() == 0);
}

TEST_CASE("GIS files are known by their content, and broken ones refused with their name", "[gdal]") {
    CHECK(is_gis_file(written("points.data", features(feature("", point("1,2"))))));
    CHECK_FALSE(is_gis_file(written("page.data", "Lead partner: Kuopio (FI)\n")));
    CHECK_FALSE(is_gis_file(folder().path() / "missing"));
    static const ExtractOptions options{};
    Extract extract;
    ExtractSink sink(extract);
    CHECK_THROWS_AS(read_gis_file(written("cut.geojson", "{\"type\":\"FeatureColl"), "", options, sink), base::IoError);
    CHECK_THROWS_AS(read_gis_file("PG:host=nowhere", "", options, sink), base::IoError);
    CHECK(file_name_of("a/b.gdb/") == "b.gdb");
}
