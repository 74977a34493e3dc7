// Positions inside one tile, and the way between them and the world square. No degrees.
#pragma once

#include "geo/planar.hpp"
#include "geo/tile_grid.hpp"

#include <cstdint>

namespace cityweave::tiles {

/// Integer position inside a tile: 0…extent, y down, beyond by up to the buffer.
using TilePoint = geo::PlanarPoint<struct TileSpace, std::int32_t>;

inline constexpr std::uint32_t default_extent = 4096;
inline constexpr int default_buffer = 80;

} // namespace cityweave::tiles
