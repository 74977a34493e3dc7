// One decoded tile in map metres: points that are its own, lines cut at its edge and ready to be joined, polygons with their buffer.
// Knows one tile at a time; neither frames nor caches nor styles.
#pragma once

#include "geo/crs.hpp"
#include "geo/tile_grid.hpp"
#include "render/map_features.hpp"
#include "tiles/mvt_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::render {

/// Exact positions by place id, for what tiles carry only on their grid.
using PlacePositions = std::map<std::uint64_t, geo::LonLat>;

/// Where a line was cut by a tile's edge.
struct TileCut {
    bool vertical = false;   ///< on an edge of constant x
    double edge = 0;         ///< the edge's x or y in the world square, the same number on both sides
    double along = 0;        ///< the other coordinate
    bool from_below = false; ///< the line's tile has the smaller x or y of the two
};

/// A part of a line inside one tile.
struct LinePiece {
    geo::Line<MapPoint> points;
    std::optional<TileCut> first{}; ///< of its first point, where it was cut
    std::optional<TileCut> last{};
};

struct TileLines {
    std::optional<std::uint64_t> id;
    tiles::Properties properties;
    std::vector<LinePiece> pieces;
};

struct MapTileLayer {
    std::string name;
    std::vector<MapFeature> points;
    std::vector<TileLines> lines;
    std::vector<MapFeature> polygons; ///< with the tile's buffer
};

struct MapTile {
    std::vector<MapTileLayer> layers;
};

/// Where a point feature exactly stands: its properties `lon` and `lat`, else the position of its `place`, each only
/// if it lies within two tile points of `drawn` (else the property means something else); else `drawn` itself.
[[nodiscard]] geo::LonLat exact_position(const tiles::Properties& properties, geo::WorldPoint drawn, double tile_point,
                                         const PlacePositions& places);

/// Whether the tile point is the tile's own, not its neighbour's: buffers repeat points.
[[nodiscard]] bool owns(tiles::TilePoint point, geo::TileId tile, std::uint32_t extent);

/// Points outside the projection's image are left out, lines and rings lose such vertices. Vertices closer than 1.5
/// tile points to the one before are dropped, but for the ends of lines. Linear.
[[nodiscard]] MapTile to_map_tile(const tiles::DecodedTile& decoded, geo::TileId tile, const geo::Transform& transform,
                                  const PlacePositions& places);

} // namespace cityweave::render
