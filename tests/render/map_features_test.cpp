#include "render/map_features.hpp"

#include "tests/render/memory_archive.hpp"

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "geo/geodesic.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::testing;

namespace {

MapPoint laea(double lon, double lat) {
    static const geo::Transform transform(geo::Crs::from_text("EPSG:3035"));
    return *transform.to_map(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
}

double distance(MapPoint a, MapPoint b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

WorldFeature place(std::uint64_t id, double lon, double lat) {
    return {.id = id,
            .properties = {{"id", id}, {"name", "place " + std::to_string(id)}, {"lon", lon}, {"lat", lat}},
            .geometry = geo::MultiPoint<geo::WorldPoint>{world_at(lon, lat)}};
}

WorldFeature membership(std::uint64_t id, std::uint64_t of_place, double lon, double lat) {
    return {.id = id,
            .properties = {{"network", std::string("n")}, {"place", of_place}},
            .geometry = geo::MultiPoint<geo::WorldPoint>{world_at(lon, lat)}};
}

WorldFeature line(std::optional<std::uint64_t> id, tiles::Properties properties, geo::Line<geo::WorldPoint> points) {
    return {.id = id, .properties = std::move(properties), .geometry = geo::MultiLine<geo::WorldPoint>{{std::move(points)}}};
}

/// A line from (lon, lat) to (lon2, lat2) through many vertices.
geo::Line<geo::WorldPoint> long_line(double lon, double lat, double lon2, double lat2, int count = 200) {
    geo::Line<geo::WorldPoint> points;
    for (int i = 0; i <= count; ++i) points.push_back(world_at(lon + (lon2 - lon) * i / count, lat + (lat2 - lat) * i / count));
    return points;
}

constexpr double kuopio_lon = 27.67703, kuopio_lat = 62.89238;
constexpr double madrid_lon = -3.70256, madrid_lat = 40.4165;

/// Two places, their memberships and the link between them.
class AtlasArchive : public MemoryArchive {
public:
    AtlasArchive() : MemoryArchive(0, 6) {
        add("places", {place(1, kuopio_lon, kuopio_lat), place(2, madrid_lon, madrid_lat)});
        add("memberships", {membership(11, 1, kuopio_lon, kuopio_lat), membership(12, 2, madrid_lon, madrid_lat)});
        add("links",
            {line(21, {{"from", std::uint64_t{1}}, {"to", std::uint64_t{2}}}, long_line(kuopio_lon, kuopio_lat, madrid_lon, madrid_lat))});
    }
};

FeatureSource::Frame europe(double metres_per_unit) {
    return {.crs = "EPSG:3035",
            .box = {MapPoint::at({.x = 2'400'000, .y = 1'300'000}), MapPoint::at({.x = 7'400'000, .y = 5'500'000})},
            .metres_per_unit = metres_per_unit};
}

} // namespace

TEST_CASE("places and memberships stand exactly, whatever the zoom") {
    const AtlasArchive archive;
    const FeatureSource source(archive, base::Jobs::from_request(2));
    for (const double metres_per_unit : {20'000.0, 3'000.0, 500.0}) {
        const MapFeatures features = source.features(europe(metres_per_unit));
        INFO(metres_per_unit << " metres a unit, zoom " << features.zoom);
        for (const char* name : {"places", "memberships"}) {
            const MapLayer* layer = features.find(name);
            REQUIRE(layer);
            REQUIRE(layer->features.size() == 2);
            std::vector<MapPoint> at;
            for (const MapFeature& feature : layer->features) at.push_back(std::get<geo::MultiPoint<MapPoint>>(feature.geometry).at(0));
            std::sort(at.begin(), at.end());
            CHECK(distance(at[0], laea(madrid_lon, madrid_lat)) < 0.01);
            CHECK(distance(at[1], laea(kuopio_lon, kuopio_lat)) < 0.01);
        }
    }
}

TEST_CASE("points of the whole world come from the lowest zoom, each once") {
    MemoryArchive archive(1, 2);
    // On the edge of four tiles, and in the buffers of others.
    archive.add("places", {place(1, 0, 0), place(2, 0.5, 0.5), place(3, -179.99, 10), place(4, 179.99, -10)});
    const FeatureSource source(archive, base::Jobs::from_request(1));
    const auto points = source.points("places");
    std::vector<std::uint64_t> ids;
    for (const PointFeature& point : points) ids.push_back(*point.id);
    std::sort(ids.begin(), ids.end());
    CHECK(ids == std::vector<std::uint64_t>{1, 2, 3, 4});
    for (const PointFeature& point : points) {
        CHECK(point.position.lon() == number_property(point.properties, "lon"));
        CHECK(point.position.lat() == number_property(point.properties, "lat"));
    }
    CHECK(source.points("nothing").empty());
}

TEST_CASE("coordinates among the properties count only where they fit the point drawn") {
    MemoryArchive archive(3, 3);
    archive.add("places",
                {{.id = 1, .properties = {{"lon", 100.0}, {"lat", 0.0}}, .geometry = geo::MultiPoint<geo::WorldPoint>{world_at(10, 50)}}});
    const FeatureSource source(archive, base::Jobs::from_request(1));
    CHECK(source.points("places").at(0).position.lon() == Approx(10).margin(0.02));
}

TEST_CASE("a link cut by many tiles is one line again, ending on its places") {
    const AtlasArchive archive;
    const FeatureSource source(archive, base::Jobs::from_request(2));
    const MapFeatures features = source.features(europe(200));
    CHECK(features.zoom == 6);
    const MapLayer* links = features.find("links");
    REQUIRE(links);
    REQUIRE(links->features.size() == 1);
    const auto& lines = std::get<geo::MultiLine<MapPoint>>(links->features[0].geometry).lines;
    REQUIRE(lines.size() == 1);
    CHECK(std::min(distance(lines[0].front(), laea(kuopio_lon, kuopio_lat)), distance(lines[0].back(), laea(kuopio_lon, kuopio_lat))) <
          0.01);
    CHECK(std::min(distance(lines[0].front(), laea(madrid_lon, madrid_lat)), distance(lines[0].back(), laea(madrid_lon, madrid_lat))) <
          0.01);
    double length = 0;
    for (std::size_t i = 1; i < lines[0].size(); ++i) length += distance(lines[0][i - 1], lines[0][i]);
    double told = 0;
    const auto original = long_line(kuopio_lon, kuopio_lat, madrid_lon, madrid_lat);
    for (std::size_t i = 1; i < original.size(); ++i) {
        const auto a = geo::to_lonlat(original[i - 1]);
        const auto b = geo::to_lonlat(original[i]);
        told += distance(laea(a.lon(), a.lat()), laea(b.lon(), b.lat()));
    }
    CHECK(length == Approx(told).margin(2'000)); // of 3,900 km
}

TEST_CASE("lines without ids join by their properties, closed ones too") {
    MemoryArchive archive(4, 4);
    geo::Line<geo::WorldPoint> ring;
    for (int i = 0; i <= 360; i += 4)
        ring.push_back(world_at(10 + 15 * std::cos(i * 3.14159265 / 180), 50 + 8 * std::sin(i * 3.14159265 / 180)));
    ring.back() = ring.front();
    archive.add("boundaries", {line({}, {{"disputed", false}}, ring), line({}, {{"disputed", true}}, long_line(0, 47, 25, 47))});
    const FeatureSource source(archive, base::Jobs::from_request(2));
    const MapFeatures features = source.features(europe(1'000));
    const MapLayer* boundaries = features.find("boundaries");
    REQUIRE(boundaries);
    REQUIRE(boundaries->features.size() == 2);
    for (const MapFeature& feature : boundaries->features) {
        const auto& lines = std::get<geo::MultiLine<MapPoint>>(feature.geometry).lines;
        INFO("disputed: " << std::get<bool>(*find_property(feature.properties, "disputed")));
        CHECK(lines.size() == 1);
    }
}

TEST_CASE("polygons come in pieces that overlap, so that no seam shows") {
    MemoryArchive archive(3, 3);
    const geo::Ring<geo::WorldPoint> square{world_at(-20, 30), world_at(50, 30), world_at(50, 70), world_at(-20, 70)};
    archive.add("countries", {{.id = 1,
                               .properties = {{"iso_a2", std::string("XX")}},
                               .geometry = geo::MultiPolygon<geo::WorldPoint>{{{.exterior = square, .interiors = {}}}}}});
    const FeatureSource source(archive, base::Jobs::from_request(2));
    const MapFeatures features = source.features(europe(3'000));
    const MapLayer* countries = features.find("countries");
    REQUIRE(countries);
    CHECK(countries->features.size() > 1);
    // Every point of the land lies in some piece: here, points close to the tiles' edges at 0° and 45° E.
    const auto inside = [](const geo::Ring<MapPoint>& ring, MapPoint p) {
        bool odd = false;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const bool crosses = (ring[i].y() > p.y()) != (ring[j].y() > p.y());
            if (crosses && p.x() < (ring[j].x() - ring[i].x()) * (p.y() - ring[i].y()) / (ring[j].y() - ring[i].y()) + ring[i].x())
                odd = !odd;
        }
        return odd;
    };
    for (const double lon : {-0.3, 0.0, 0.3, 44.8, 45.0}) {
        const MapPoint p = laea(lon, 48);
        const bool covered = std::any_of(countries->features.begin(), countries->features.end(), [&](const MapFeature& feature) {
            return inside(std::get<geo::MultiPolygon<MapPoint>>(feature.geometry).polygons.at(0).exterior, p);
        });
        INFO("longitude " << lon);
        CHECK(covered);
    }
}

TEST_CASE("the zoom follows the scale, within what the archive holds") {
    const AtlasArchive archive;
    const FeatureSource source(archive, base::Jobs::from_request(1));
    int before = -1;
    for (const double metres_per_unit : {1e7, 40'000.0, 10'000.0, 3'000.0, 1'000.0, 1.0}) {
        const int zoom = source.zoom_for(europe(metres_per_unit));
        CHECK(zoom >= before);
        if (zoom > 0 && zoom < 6) { // a tile point is finer than a quarter of a unit, and no finer than needed
            const double tile_point = 40'075'017 * std::cos(50 * 3.14159265 / 180) / (4096 * std::pow(2, zoom));
            CHECK(tile_point <= metres_per_unit / 4 * 1.1);
            CHECK(tile_point * 2 >= metres_per_unit / 4 * 0.9);
        }
        before = zoom;
    }
    CHECK(before == 6);
    CHECK(source.zoom_for(europe(1e7)) == 0);
}

TEST_CASE("a batch reads its common ground once") {
    const AtlasArchive archive;
    const FeatureSource source(archive, base::Jobs::from_request(2));
    const auto first = source.features(europe(3'000));
    const int reads = archive.reads;
    const auto second = source.features(europe(3'000));
    CHECK(archive.reads == reads);
    CHECK(first.layers.size() == second.layers.size());
}

TEST_CASE("what lies outside the frame stays outside") {
    const AtlasArchive archive;
    const FeatureSource source(archive, base::Jobs::from_request(1));
    FeatureSource::Frame frame = europe(1'000);
    const MapPoint madrid = laea(madrid_lon, madrid_lat);
    frame.box = geo::Box<MapPoint>{madrid}.grown(100'000);
    const MapFeatures features = source.features(frame);
    const MapLayer* places = features.find("places");
    REQUIRE(places);
    CHECK(places->features.size() == 1);
}

TEST_CASE("features are the same for any number of threads") {
    const AtlasArchive archive;
    const auto all = [&](unsigned threads) {
        std::vector<MapPoint> points;
        const FeatureSource source(archive, base::Jobs::from_request(threads));
        for (const auto& layer : source.features(europe(500)).layers) {
            for (const MapFeature& feature : layer->features) {
                points.push_back(MapPoint::at({.x = feature.box.min_x(), .y = feature.box.min_y()}));
                points.push_back(MapPoint::at({.x = feature.box.max_x(), .y = feature.box.max_y()}));
            }
        }
        return points;
    };
    CHECK(all(1) == all(4));
}

TEST_CASE("damaged tiles and unknown systems are told") {
    class Damaged : public MemoryArchive {
    public:
        Damaged() : MemoryArchive(0, 0) { add("places", {place(1, 10, 50)}); }
        [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId) const override {
            return std::vector<std::byte>(20, std::byte{0x1F});
        }
    };
    const Damaged damaged;
    CHECK_THROWS_AS(FeatureSource(damaged, base::Jobs::from_request(1)).features(europe(3'000)), base::FormatError);
    const AtlasArchive sound;
    FeatureSource::Frame frame = europe(3'000);
    frame.crs = "EPSG:999999";
    CHECK_THROWS_AS(FeatureSource(sound, base::Jobs::from_request(1)).features(frame), base::ConfigError);
}

TEST_CASE("properties are read by name and kind") {
    const tiles::Properties properties{{"a", std::string("x")}, {"n", std::int64_t{-3}}, {"f", 1.5F}, {"b", true}};
    CHECK(string_property(properties, "a") == "x");
    CHECK(string_property(properties, "n").empty());
    CHECK(number_property(properties, "n") == -3);
    CHECK(number_property(properties, "f") == 1.5);
    CHECK_FALSE(number_property(properties, "b"));
    CHECK_FALSE(number_property(properties, "missing"));
    CHECK(find_property(properties, "missing") == nullptr);
}
