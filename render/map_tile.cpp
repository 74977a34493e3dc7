#include "render/map_tile.hpp"

#include "geo/mercator.hpp"
#include "tiles/clip.hpp"

#include <algorithm>
#include <cmath>

namespace cityweave::render {
namespace {

using geo::LonLat;
using geo::WorldPoint;
using tiles::TilePoint;
using WorldLine = std::vector<WorldPoint>;

constexpr double dropped_below = 1.5; ///< tile points

/// What all geometry of one layer of one tile shares.
struct Space {
    geo::TileId tile;
    std::uint32_t extent;
    const geo::Transform& transform;
    const PlacePositions& places;
    double tile_point; ///< width in the world square
};

std::vector<WorldPoint> to_world(const std::vector<TilePoint>& points, const Space& space) {
    std::vector<WorldPoint> world;
    world.reserve(points.size());
    for (const TilePoint& p : points) world.push_back(tiles::to_world(p, space.tile, space.extent));
    return world;
}

/// Keeps the first vertex and each that is far enough from the one kept before it.
std::vector<WorldPoint> thinned(const std::vector<WorldPoint>& points, double least, bool keep_last) {
    std::vector<WorldPoint> kept;
    kept.reserve(points.size());
    for (const WorldPoint& p : points) {
        const bool near = !kept.empty() && std::hypot(p.x() - kept.back().x(), p.y() - kept.back().y()) < least;
        if (!near) kept.push_back(p);
    }
    if (!keep_last || points.empty() || kept.back() == points.back()) return kept;
    if (kept.size() > 1) kept.pop_back();
    kept.push_back(points.back());
    return kept;
}

std::vector<MapPoint> to_map(const std::vector<WorldPoint>& points, const Space& space) {
    std::vector<LonLat> lonlats;
    lonlats.reserve(points.size());
    for (const WorldPoint& p : points) lonlats.push_back(geo::to_lonlat(p));
    std::vector<MapPoint> result;
    result.reserve(points.size());
    for (const auto& p : space.transform.to_map(lonlats)) {
        if (p) result.push_back(*p);
    }
    return result;
}

geo::Box<MapPoint> box_of(const std::vector<MapPoint>& points) {
    geo::Box<MapPoint> box;
    for (const MapPoint& p : points) box.expand(p);
    return box;
}

// --- points ---------------------------------------------------------------------------------------------------------

void add_points(const geo::MultiPoint<TilePoint>& points, MapFeature feature, const Space& space, MapTileLayer& layer) {
    geo::MultiPoint<MapPoint> placed;
    for (const TilePoint& p : points) {
        if (!owns(p, space.tile, space.extent)) continue;
        const WorldPoint drawn = tiles::to_world(p, space.tile, space.extent);
        const LonLat exact = exact_position(feature.properties, drawn, space.tile_point, space.places);
        if (const auto on_map = space.transform.to_map(exact)) placed.push_back(*on_map);
    }
    if (placed.empty()) return;
    feature.box = box_of(placed);
    feature.geometry = std::move(placed);
    layer.points.push_back(std::move(feature));
}

// --- lines ----------------------------------------------------------------------------------------------------------

/// The edge of the tile that the point lies on, if any; edges of the world itself cut nothing.
std::optional<TileCut> cut_at(const WorldPoint& p, const geo::Box<WorldPoint>& bounds) {
    if (p.x() == bounds.max_x()) return TileCut{.vertical = true, .edge = p.x(), .along = p.y(), .from_below = true};
    if (p.x() == bounds.min_x()) return TileCut{.vertical = true, .edge = p.x(), .along = p.y(), .from_below = false};
    if (p.y() == bounds.max_y()) return TileCut{.vertical = false, .edge = p.y(), .along = p.x(), .from_below = true};
    if (p.y() == bounds.min_y()) return TileCut{.vertical = false, .edge = p.y(), .along = p.x(), .from_below = false};
    return {};
}

void add_line(const geo::Line<TilePoint>& line, const Space& space, TileLines& lines) {
    const auto bounds = space.tile.bounds();
    const tiles::WorldGeometry whole = geo::MultiLine<WorldPoint>{{to_world(line, space)}};
    const tiles::WorldGeometry inside = tiles::clip(whole, bounds);
    for (const WorldLine& part : std::get<geo::MultiLine<WorldPoint>>(inside).lines) {
        LinePiece piece;
        piece.points = to_map(thinned(part, dropped_below * space.tile_point, true), space);
        if (piece.points.size() < 2) continue;
        piece.first = cut_at(part.front(), bounds);
        piece.last = cut_at(part.back(), bounds);
        lines.pieces.push_back(std::move(piece));
    }
}

void add_lines(const geo::MultiLine<TilePoint>& multi, MapFeature feature, const Space& space, MapTileLayer& layer) {
    TileLines lines{.id = feature.id, .properties = std::move(feature.properties), .pieces = {}};
    for (const auto& line : multi.lines) add_line(line, space, lines);
    if (!lines.pieces.empty()) layer.lines.push_back(std::move(lines));
}

// --- polygons -------------------------------------------------------------------------------------------------------

std::optional<geo::Ring<MapPoint>> to_ring(const geo::Ring<TilePoint>& ring, const Space& space) {
    geo::Ring<MapPoint> result = to_map(thinned(to_world(ring, space), dropped_below * space.tile_point, false), space);
    if (result.size() < 3) return {};
    return result;
}

void add_polygons(const geo::MultiPolygon<TilePoint>& multi, const MapFeature& feature, const Space& space, MapTileLayer& layer) {
    geo::MultiPolygon<MapPoint> polygons;
    geo::Box<MapPoint> box;
    for (const auto& polygon : multi.polygons) {
        auto exterior = to_ring(polygon.exterior, space);
        if (!exterior) continue;
        box.expand(box_of(*exterior));
        geo::Polygon<MapPoint> result{.exterior = std::move(*exterior), .interiors = {}};
        for (const auto& interior : polygon.interiors) {
            if (auto ring = to_ring(interior, space)) result.interiors.push_back(std::move(*ring));
        }
        polygons.polygons.push_back(std::move(result));
    }
    if (polygons.polygons.empty()) return;
    layer.polygons.push_back({.id = feature.id, .properties = feature.properties, .geometry = std::move(polygons), .box = box});
}

MapTileLayer to_map_layer(const tiles::TileLayer& decoded, geo::TileId tile, const geo::Transform& transform,
                          const PlacePositions& places) {
    const Space space{.tile = tile,
                      .extent = decoded.extent,
                      .transform = transform,
                      .places = places,
                      .tile_point = tile.bounds().width() / decoded.extent};
    MapTileLayer layer{.name = decoded.name, .points = {}, .lines = {}, .polygons = {}};
    for (const tiles::TileFeature& stored : decoded.features) {
        tiles::Properties properties;
        for (const tiles::Tag& tag : stored.tags) properties.emplace_back(decoded.keys[tag.key], decoded.values[tag.value]);
        MapFeature feature{.id = stored.id, .properties = std::move(properties), .geometry = {}, .box = {}};
        if (const auto* points = std::get_if<geo::MultiPoint<TilePoint>>(&stored.geometry))
            add_points(*points, std::move(feature), space, layer);
        else if (const auto* lines = std::get_if<geo::MultiLine<TilePoint>>(&stored.geometry))
            add_lines(*lines, std::move(feature), space, layer);
        else
            add_polygons(std::get<geo::MultiPolygon<TilePoint>>(stored.geometry), feature, space, layer);
    }
    return layer;
}

std::optional<LonLat> told_position(const tiles::Properties& properties, const PlacePositions& places) {
    const auto lon = number_property(properties, "lon");
    const auto lat = number_property(properties, "lat");
    if (lon && lat) {
        const auto told = LonLat::from_degrees({.lon = *lon, .lat = *lat});
        return told ? std::optional(*told) : std::nullopt;
    }
    const auto place = number_property(properties, "place");
    if (!place || !(*place >= 0) || *place > 0x1p53) return {};
    const auto found = places.find(static_cast<std::uint64_t>(*place));
    return found == places.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

LonLat exact_position(const tiles::Properties& properties, WorldPoint drawn, double tile_point, const PlacePositions& places) {
    const auto told = told_position(properties, places);
    if (!told) return geo::to_lonlat(drawn);
    const WorldPoint exact = geo::to_world(*told);
    const bool near = std::abs(exact.x() - drawn.x()) <= 2 * tile_point && std::abs(exact.y() - drawn.y()) <= 2 * tile_point;
    return near ? *told : geo::to_lonlat(drawn);
}

bool owns(TilePoint point, geo::TileId tile, std::uint32_t extent) {
    const auto on_axis = [&](std::int32_t position, std::uint32_t column) {
        const auto end = static_cast<std::int64_t>(extent);
        const bool world_edge = column + 1 == geo::tiles_across(tile.zoom());
        return position >= 0 && (position < end || (world_edge && position == end));
    };
    return on_axis(point.x(), tile.x()) && on_axis(point.y(), tile.y());
}

MapTile to_map_tile(const tiles::DecodedTile& decoded, geo::TileId tile, const geo::Transform& transform, const PlacePositions& places) {
    MapTile result;
    result.layers.reserve(decoded.layers.size());
    for (const tiles::TileLayer& layer : decoded.layers) result.layers.push_back(to_map_layer(layer, tile, transform, places));
    return result;
}

} // namespace cityweave::render
