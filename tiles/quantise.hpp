// World points to the integer grid of one tile: what collapses goes, winding is set. Knows no clipping, no encoding.
#pragma once

#include "geo/geometry.hpp"
#include "tiles/tile_point.hpp"

#include <optional>

namespace cityweave::tiles {

using TileGeometry = geo::Geometry<TilePoint>;

/// The geometry on the tile's grid, each point to the nearest grid point (to_tile). None if nothing is left.
/// Points: all stay, equal ones too. Lines: repeated points go, a line of one point goes (MVT 2.1 §4.3.4.3). Polygons:
/// repeated points and spikes go, a ring without area goes (§4.3.4.4), an exterior takes its interiors with it.
/// Exteriors have positive area in tile space, interiors negative, each interior after its exterior (§4.3.4.4).
/// Where rounding makes rings touch or cross, they are put right (untangled). Linear but for that.
[[nodiscard]] std::optional<TileGeometry> quantise(const geo::Geometry<geo::WorldPoint>& geometry, geo::TileId tile,
                                                   std::uint32_t extent = default_extent);

} // namespace cityweave::tiles
