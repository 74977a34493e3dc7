// Geometry of the world square into the tiles it touches, without asking every tile. Knows no layers, no properties.
#pragma once

#include "tiles/clip.hpp"
#include "tiles/quantise.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace cityweave::tiles {

/// The part of the geometry in one tile with its buffer, on the tile's grid; none where nothing is left. What lies
/// beyond the antimeridian (x below 0 or above 1, by up to one world) appears on the other side too.
[[nodiscard]] std::optional<TileGeometry> tile_geometry(const WorldGeometry& geometry, geo::TileId tile, TileFrame frame = {});

using TileVisitor = std::function<void(geo::TileId, TileGeometry)>;

/// Calls `visit` with every tile of the zoom in which tile_geometry is not none, and that geometry; in the order of the
/// quadtree (parents' quarters north-west, north-east, south-west, south-east). Each level clips what its parent left,
/// so the work is linear in points · zoom plus tiles touched: a caller that takes foreign geometry to deep zooms bounds
/// the tiles by throwing from `visit`. Polygon pieces may differ from tile_geometry's in where rings begin.
void cut_into_tiles(const WorldGeometry& geometry, int zoom, const TileVisitor& visit, TileFrame frame = {});

/// The tiles cut_into_tiles would visit, in that order.
[[nodiscard]] std::vector<geo::TileId> touched_tiles(const WorldGeometry& geometry, int zoom, TileFrame frame = {});

} // namespace cityweave::tiles
