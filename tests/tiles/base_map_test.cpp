// The compiled base map as the build made it: where countries lie, and that borders are what lies between them.
#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/tiles/shapes.hpp"
#include "tiles/base_map.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/segment_crossings.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <set>

using namespace cityweave::tiles;
namespace geo = cityweave::geo;
namespace base = cityweave::base;
using geo::TileId;

namespace {

const BaseMap& base_map() {
    static const BaseMap map = [] {
        const char* folder = std::getenv("CITYWEAVE_DATA");
        if (folder == nullptr) throw std::runtime_error("CITYWEAVE_DATA must name the folder of basemap.cwb (ctest sets it)");
        return BaseMap::open(std::filesystem::path(folder) / "basemap.cwb");
    }();
    return map;
}

DecodedTile decoded(TileId id) {
    const auto view = base_map().tile_view(id);
    if (!view) return {};
    return read_tile(gunzip(*view).value()).value();
}

std::string text(const TileLayer& layer, const TileFeature& feature, std::string_view key) {
    const Value* value = layer.find(feature, key);
    return value == nullptr ? std::string() : std::get<std::string>(*value);
}

/// Codes of every country whose polygon holds the point at that zoom, joined by blanks.
std::string iso_at(double lon, double lat, int zoom) {
    const auto point = geo::to_world(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
    const TileId id = TileId::containing(point, zoom);
    const TilePoint at = to_tile(point, id);
    const DecodedTile tile = decoded(id);
    std::string codes;
    if (tile.layer("countries") == nullptr) return codes;
    for (const auto& feature : tile.layer("countries")->features) {
        for (const auto& polygon : std::get<geo::MultiPolygon<TilePoint>>(feature.geometry).polygons) {
            if (!contains(polygon, at)) continue;
            codes += (codes.empty() ? "" : " ") + text(*tile.layer("countries"), feature, "iso_a2");
        }
    }
    return codes;
}

struct Town {
    const char* name;
    double lon;
    double lat;
    const char* country;
    int from_zoom; ///< below, the coast's or border's simplification may pass over it
};

const Town towns[] = {
    {"Simferopol", 34.10, 44.95, "UA", 0},       {"Sevastopol", 33.56, 44.59, "UA", 4},    {"Kyiv", 30.52, 50.45, "UA", 0},
    {"Kyrenia", 33.319, 35.336, "CY", 5},        {"Nicosia", 33.36, 35.17, "CY", 2},       {"Famagusta", 33.93, 35.12, "CY", 5},
    {"Rizokarpaso", 34.38, 35.60, "CY", 5},      {"Pristina", 21.166, 42.667, "XK", 2},    {"Belgrade", 20.46, 44.80, "RS", 1},
    {"Hargeisa", 44.06, 9.56, "SO", 1},          {"Katzrin", 35.69, 32.99, "SY", 6},       {"Ramallah", 35.20, 31.90, "PS", 4},
    {"Smara", -11.67, 26.74, "EH", 1},           {"Tarfaya region", -11.5, 28.2, "MA", 3}, {"Leh", 77.58, 34.16, "IN", 2},
    {"Tiraspol", 29.63, 46.84, "MD", 5},         {"Tskhinvali", 43.97, 42.23, "GE", 3},    {"Stepanakert", 46.75, 39.82, "AZ", 3},
    {"Baikonur", 63.32, 45.63, "KZ", 1},         {"Cayenne region", -53.0, 4.0, "GF", 1},  {"Cilaos", 55.47, -21.13, "RE", 4},
    {"Svalbard", 17.5, 78.9, "SJ", 1},           {"Kuopio", 27.68, 62.89, "FI", 0},        {"Mariehamn", 19.94, 60.12, "AX", 5},
    {"Kaliningrad region", 21.5, 54.6, "RU", 2}, {"Anadyr region", 176.0, 65.5, "RU", 1},  {"Provideniya region", -173.0, 65.5, "RU", 2},
    {"San Marino", 12.45, 43.94, "SM", 6},       {"Maseru region", 28.2, -29.6, "LS", 1},  {"South Pole region", 10.0, -84.0, "AQ", 0},
};

/// Segments of the countries' rings, in the direction of their lesser end, and whose they are.
using Edges = std::map<GridSegment, std::set<std::string>>;

GridSegment undirected(const TilePoint& a, const TilePoint& b) {
    const GridPoint p{.x = a.x(), .y = a.y()};
    const GridPoint q{.x = b.x(), .y = b.y()};
    return p < q ? GridSegment{p, q} : GridSegment{q, p};
}

bool in_tile(const GridPoint& p) {
    return p.x >= 0 && p.x <= 4096 && p.y >= 0 && p.y <= 4096;
}

Edges country_edges(const TileLayer& countries) {
    Edges edges;
    for (const auto& feature : countries.features) {
        const auto code = text(countries, feature, "iso_a2");
        const auto add = [&](const geo::Ring<TilePoint>& ring) {
            for (std::size_t i = 0; i < ring.size(); ++i) edges[undirected(ring[i], ring[(i + 1) % ring.size()])].insert(code);
        };
        for (const auto& polygon : std::get<geo::MultiPolygon<TilePoint>>(feature.geometry).polygons) {
            add(polygon.exterior);
            for (const auto& ring : polygon.interiors) add(ring);
        }
    }
    return edges;
}

/// The segments of the boundaries, divided where a corner of a country lies on one.
std::set<GridSegment> border_edges(const DecodedTile& tile, const Edges& countries) {
    std::vector<GridSegment> all;
    if (tile.layer("boundaries") == nullptr) return {};
    for (const auto& feature : tile.layer("boundaries")->features) {
        for (const auto& line : std::get<geo::MultiLine<TilePoint>>(feature.geometry).lines) {
            for (std::size_t i = 1; i < line.size(); ++i) all.push_back(undirected(line[i - 1], line[i]));
        }
    }
    const std::size_t borders = all.size();
    for (const auto& [edge, codes] : countries) all.push_back(edge);
    std::vector<std::set<GridPoint>> points(borders);
    for (std::size_t i = 0; i < borders; ++i) points[i] = {all[i][0], all[i][1]};
    const auto met = meetings(all).value();
    for (const auto& meeting : met) {
        if (meeting.segment < borders) points[meeting.segment].insert(meeting.point);
    }
    std::set<GridSegment> edges;
    for (const auto& along : points) {
        for (auto p = along.begin(); std::next(p) != along.end(); ++p) edges.insert({*p, *std::next(p)});
    }
    return edges;
}

struct BorderCount {
    std::size_t between_two = 0;
    std::size_t otherwise = 0;
    std::size_t unmarked = 0; ///< two countries share a segment that no boundary marks
    std::string examples;
    void tell(const std::string& what, TileId id, const GridSegment& edge) {
        const auto number = [](auto n) { return std::to_string(n); };
        if (examples.size() < 1000) {
            examples += "\n" + what + " in " + number(id.zoom()) + "/" + number(id.x()) + "/" + number(id.y()) + ": " + number(edge[0].x) +
                        "," + number(edge[0].y) + " " + number(edge[1].x) + "," + number(edge[1].y);
        }
    }
};

BorderCount counted_borders(int zoom) {
    BorderCount count;
    for (const auto& id : base_map().tile_ids()) {
        if (id.zoom() != zoom) continue;
        const DecodedTile tile = decoded(id);
        if (tile.layer("countries") == nullptr) continue;
        const Edges edges = country_edges(*tile.layer("countries"));
        const auto borders = border_edges(tile, edges);
        for (const auto& edge : borders) {
            if (!in_tile(edge[0]) || !in_tile(edge[1])) continue;
            const auto found = edges.find(edge);
            const bool two = found != edges.end() && found->second.size() == 2;
            ++(two ? count.between_two : count.otherwise);
            if (!two) count.tell("border", id, edge);
        }
        for (const auto& [edge, codes] : edges) {
            const bool shared = in_tile(edge[0]) && in_tile(edge[1]) && codes.size() > 1;
            if (!shared || borders.contains(edge)) continue;
            ++count.unmarked;
            count.tell("unmarked", id, edge);
        }
    }
    return count;
}

} // namespace

TEST_CASE("base map: towns lie in their countries, by the view of the UN and the EU", "[base_map]") {
    const int zoom = GENERATE(range(0, base_map_maxzoom + 1));
    for (const auto& town : towns) {
        if (zoom < town.from_zoom) continue;
        CAPTURE(zoom, town.name);
        CHECK(iso_at(town.lon, town.lat, zoom) == town.country);
    }
}

TEST_CASE("base map: at every zoom each border bounds two countries, and hardly a shared line is unmarked", "[base_map][property]") {
    const int zoom = GENERATE(range(0, base_map_maxzoom + 1));
    const BorderCount count = counted_borders(zoom);
    CAPTURE(zoom, count.examples);
    CHECK(count.between_two > 500);
    CHECK(count.otherwise == 0);
    // Coasts on either side of a strait too narrow for the grid coincide without being a border.
    CHECK(count.unmarked * 20 <= count.between_two);
}

TEST_CASE("base map: a country keeps its area from zoom to zoom", "[base_map][property]") {
    // Over all tiles of a zoom, buffers cut off: tiles neither overlap nor leave gaps.
    const auto area_at = [](int zoom, const std::string& code) {
        double sum = 0;
        for (const auto& id : base_map().tile_ids()) {
            if (id.zoom() != zoom) continue;
            const DecodedTile tile = decoded(id);
            if (tile.layer("countries") == nullptr) continue;
            const WorldBox inside = id.bounds();
            for (const auto& feature : tile.layer("countries")->features) {
                if (text(*tile.layer("countries"), feature, "iso_a2") != code) continue;
                for (const auto& polygon : std::get<geo::MultiPolygon<TilePoint>>(feature.geometry).polygons) {
                    geo::Polygon<geo::WorldPoint> part;
                    for (const auto& p : polygon.exterior) part.exterior.push_back(to_world(p, id));
                    for (const auto& ring : polygon.interiors) {
                        part.interiors.emplace_back();
                        for (const auto& p : ring) part.interiors.back().push_back(to_world(p, id));
                    }
                    sum += test::area(clip_polygon(part, inside));
                }
            }
        }
        return sum;
    };
    for (const std::string code : {"DE", "CZ", "RU", "FJ"}) {
        CAPTURE(code);
        CHECK(area_at(3, code) == Approx(area_at(6, code)).epsilon(0.04));
        CHECK(area_at(5, code) == Approx(area_at(6, code)).epsilon(0.005));
    }
}

TEST_CASE("base map: layers, order and properties are those of the contract", "[base_map]") {
    const auto& layers = base_map().metadata().vector_layers;
    std::vector<std::string> names;
    for (const auto& layer : layers) names.push_back(layer.id);
    CHECK(names == std::vector<std::string>{"countries", "lakes", "rivers", "boundaries", "country_labels"});
    CHECK(layers[3].fields == std::vector<std::pair<std::string, std::string>>{{"disputed", "Boolean"}});
    CHECK(base_map().metadata().maxzoom == base_map_maxzoom);
    CHECK_FALSE(base_map().metadata().attribution.empty());
    CHECK_FALSE(base_map().edition().empty());
    for (const auto& name : {"countries", "country_labels"}) {
        const DecodedTile tile = decoded(test::tile(4, 8, 5));
        const TileLayer& layer = *tile.layer(name);
        const auto germany =
            std::find_if(layer.features.begin(), layer.features.end(), [&](const auto& f) { return text(layer, f, "iso_a2") == "DE"; });
        REQUIRE(germany != layer.features.end());
        CHECK(text(layer, *germany, "name") == "Germany");
        CHECK(text(layer, *germany, "name_de") == "Deutschland");
        CHECK(text(layer, *germany, "name_fi") == "Saksa");
    }
}

TEST_CASE("base map: every country has one label, the same place at every zoom, inside the country", "[base_map]") {
    const auto labels_at = [](int zoom) {
        std::map<std::string, std::pair<double, double>> places;
        for (const auto& id : base_map().tile_ids()) {
            const DecodedTile tile = id.zoom() == zoom ? decoded(id) : DecodedTile{};
            if (tile.layer("country_labels") == nullptr) continue;
            for (const auto& feature : tile.layer("country_labels")->features) {
                const auto at = to_world(std::get<geo::MultiPoint<TilePoint>>(feature.geometry).at(0), id);
                places[text(*tile.layer("country_labels"), feature, "iso_a2")] = {at.x(), at.y()};
            }
        }
        return places;
    };
    const auto coarse = labels_at(0);
    const auto fine = labels_at(5);
    CHECK(coarse.size() > 240);
    CHECK(coarse.size() == fine.size());
    for (const auto& [code, place] : fine) {
        CAPTURE(code);
        CHECK(std::abs(coarse.at(code).first - place.first) < 1.0 / 4096);
        CHECK(std::abs(coarse.at(code).second - place.second) < 1.0 / 4096);
    }
    for (const std::string code : {"FR", "ES", "PT", "NL", "DK", "NO", "GR", "UA", "CY", "FI"}) {
        const auto [x, y] = fine.at(code);
        const auto at = geo::to_lonlat(test::world(x, y));
        CAPTURE(code, at.lon(), at.lat());
        CHECK(iso_at(at.lon(), at.lat(), 6) == code);
        CHECK(at.lon() > -10.0); // the European part
    }
}

TEST_CASE("base map: disputed lines stand where the table says, and Crimea has none", "[base_map]") {
    const auto disputed_near = [](double lon, double lat) {
        const auto point = geo::to_world(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
        const TileId id = TileId::containing(point, 6);
        const TilePoint at = to_tile(point, id);
        const WorldBox near = WorldBox{point}.grown(0.3 / 360);
        const DecodedTile tile = decoded(id);
        std::set<bool> found;
        for (const auto& feature : tile.layer("boundaries")->features) {
            for (const auto& line : std::get<geo::MultiLine<TilePoint>>(feature.geometry).lines) {
                for (const auto& p : line) {
                    if (near.contains(to_world(p, id))) found.insert(std::get<bool>(*tile.layer("boundaries")->find(feature, "disputed")));
                }
            }
        }
        CAPTURE(at.x());
        return found;
    };
    CHECK(disputed_near(20.9, 43.1) == std::set<bool>{true});   // Kosovo and Serbia
    CHECK(disputed_near(74.0, 33.9) == std::set<bool>{true});   // Line of Control
    CHECK(disputed_near(72.0, 28.1) == std::set<bool>{false});  // India and Pakistan, settled
    CHECK(disputed_near(-13.1, 27.66) == std::set<bool>{true}); // Western Sahara and Morocco
    CHECK(disputed_near(33.7, 46.15).empty());                  // the isthmus of Perekop
    CHECK(disputed_near(33.0, 35.15).empty());                  // the buffer zone of Cyprus
}

TEST_CASE("base map: equal tiles are stored once", "[base_map]") {
    std::map<std::string, const std::byte*> places;
    std::size_t repeated = 0;
    for (const auto& id : base_map().tile_ids()) {
        const auto view = base_map().tile_view(id).value();
        const auto [found, fresh] = places.emplace(std::string(reinterpret_cast<const char*>(view.data()), view.size()), view.data());
        if (!fresh) ++repeated;
        REQUIRE(found->second == view.data());
    }
    CHECK(repeated > 10'000);
    const auto id = test::tile(4, 8, 5);
    CHECK(base_map().tile(id).value().size() == base_map().tile_view(id).value().size());
    CHECK_FALSE(base_map().tile(test::tile(8, 20, 130)).has_value()); // the Pacific
}

TEST_CASE("base map: a damaged directory is a clear error", "[base_map]") {
    const cityweave::test::TemporaryFolder folder;
    const auto path = folder.path() / "basemap.cwb";
    const auto refuse = [&](std::vector<std::uint64_t> numbers, const std::string& json) {
        std::string payload(reinterpret_cast<const char*>(numbers.data()), 16);
        payload += json;
        payload.resize(next_multiple_of_8(payload.size()));
        payload.append(reinterpret_cast<const char*>(numbers.data() + 2), (numbers.size() - 2) * 8);
        base::write_compiled_file(path, base_map_format, "test", std::as_bytes(std::span(payload)));
        CHECK_THROWS_AS(BaseMap::open(path), base::FormatError);
    };
    const std::string json = R"({"attribution":"x","layers":[]})";
    refuse({json.size(), 1, 0, 0, 1'000'000}, json);         // a tile beyond the end
    refuse({json.size(), 2, 5, 0, 8, 4, 0, 8}, json);        // out of order
    refuse({json.size(), std::uint64_t{1} << 62}, json);     // a directory beyond the end
    refuse({std::uint64_t{1} << 62, 0}, json);               // a description beyond the end
    refuse({json.size(), 0}, std::string(json.size(), '?')); // no JSON
    base::write_compiled_file(path, {.magic = "CWGAZETT", .version = 1}, "test", {});
    CHECK_THROWS_AS(BaseMap::open(path), base::FormatError);
}
