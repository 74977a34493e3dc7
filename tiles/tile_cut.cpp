#include "tiles/tile_cut.hpp"

#include <algorithm>

namespace cityweave::tiles {

using geo::TileId;
using geo::WorldPoint;

namespace {

struct Shifter {
    double by;
    [[nodiscard]] std::vector<WorldPoint> points(const std::vector<WorldPoint>& from) const {
        std::vector<WorldPoint> result;
        result.reserve(from.size());
        for (const auto& p : from) result.push_back(WorldPoint::at({.x = p.x() + by, .y = p.y()}));
        return result;
    }
    void append(geo::MultiPoint<WorldPoint>& to) const {
        const auto copy = points(to);
        to.insert(to.end(), copy.begin(), copy.end());
    }
    void append(geo::MultiLine<WorldPoint>& to) const {
        const std::size_t count = to.lines.size();
        for (std::size_t i = 0; i < count; ++i) to.lines.push_back(points(to.lines[i]));
    }
    void append(geo::MultiPolygon<WorldPoint>& to) const {
        const std::size_t count = to.polygons.size();
        for (std::size_t i = 0; i < count; ++i) {
            geo::Polygon<WorldPoint> copy{.exterior = points(to.polygons[i].exterior)};
            for (const auto& ring : to.polygons[i].interiors) copy.interiors.push_back(points(ring));
            to.polygons.push_back(std::move(copy));
        }
    }
};

/// The geometry with a copy one world over for the side on which it leaves the world.
WorldGeometry wrapped(const WorldGeometry& geometry, const WorldBox& box) {
    WorldGeometry result = geometry;
    const double by = box.max_x() > 1 ? -1 : 1;
    std::visit([&](auto& parts) { Shifter{by}.append(parts); }, result);
    return result;
}

bool leaves_world(const WorldBox& box) {
    return !box.empty() && (box.min_x() < 0 || box.max_x() > 1);
}

TileId child(TileId tile, unsigned quarter) {
    return *TileId::from_parts({.zoom = tile.zoom() + 1, .x = tile.x() * 2 + quarter % 2, .y = tile.y() * 2 + quarter / 2});
}

struct Descent {
    int zoom;
    TileFrame frame;
    const TileVisitor& visit;

    void enter(TileId tile, const WorldGeometry& geometry) const {
        const WorldBox box = buffered_bounds(tile, frame, zoom);
        const WorldBox extent = bounds(geometry);
        if (!extent.intersects(box)) return;
        if (box.contains(extent)) return descend(tile, geometry);
        const WorldGeometry part = clip(geometry, box);
        if (!is_empty(part)) descend(tile, part);
    }
    void descend(TileId tile, const WorldGeometry& geometry) const {
        if (tile.zoom() == zoom) {
            if (auto result = quantise(geometry, tile, frame.extent)) visit(tile, std::move(*result));
            return;
        }
        for (unsigned quarter = 0; quarter < 4; ++quarter) enter(child(tile, quarter), geometry);
    }
};

} // namespace

std::optional<TileGeometry> tile_geometry(const WorldGeometry& geometry, TileId tile, TileFrame frame) {
    const WorldBox extent = bounds(geometry);
    if (leaves_world(extent))
        return quantise(clip(wrapped(geometry, extent), buffered_bounds(tile, frame, tile.zoom())), tile, frame.extent);
    if (!extent.intersects(buffered_bounds(tile, frame, tile.zoom()))) return std::nullopt;
    return quantise(clip(geometry, buffered_bounds(tile, frame, tile.zoom())), tile, frame.extent);
}

void cut_into_tiles(const WorldGeometry& geometry, int zoom, const TileVisitor& visit, TileFrame frame) {
    CITYWEAVE_ASSERT(zoom >= 0 && zoom <= geo::max_zoom, "a zoom must be 0…max_zoom");
    const TileId root = *TileId::from_parts({.zoom = 0, .x = 0, .y = 0});
    const WorldBox extent = bounds(geometry);
    const Descent descent{.zoom = zoom, .frame = frame, .visit = visit};
    if (leaves_world(extent)) {
        descent.enter(root, wrapped(geometry, extent));
    } else {
        descent.enter(root, geometry);
    }
}

std::vector<TileId> touched_tiles(const WorldGeometry& geometry, int zoom, TileFrame frame) {
    std::vector<TileId> tiles;
    cut_into_tiles(
        geometry, zoom, [&](TileId tile, const TileGeometry&) { tiles.push_back(tile); }, frame);
    return tiles;
}

} // namespace cityweave::tiles
