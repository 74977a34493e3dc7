// Positions inside one tile, and the way between them and the world square. No degrees.
#pragma once

#include "base/assertion.hpp"
#include "geo/mercator.hpp"
#include "geo/planar.hpp"
#include "geo/tile_grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cityweave::tiles {

/// Integer position inside a tile: 0…extent, y down, beyond by up to the buffer.
using TilePoint = geo::PlanarPoint<struct TileSpace, std::int32_t>;

inline constexpr std::uint32_t default_extent = 4096;
inline constexpr int default_buffer = 80;

/// The integer grid of a tile: `extent` points a side, with `buffer` points more on every side. Extent 1…2²⁴, buffer
/// 0…extent: beyond that a programmer's mistake.
struct TileFrame {
    std::uint32_t extent = default_extent;
    int buffer = default_buffer;
};

/// Rounds one world coordinate to the grid of a whole zoom (tiles_across · extent points a side), half upwards. Tiles
/// of a zoom therefore agree about every point. Precondition: finite. Far outside the world: held at ±2⁴⁸.
[[nodiscard]] inline std::int64_t to_zoom_grid(double world, int zoom, std::uint32_t extent) {
    CITYWEAVE_ASSERT(std::isfinite(world), "a world coordinate must be finite");
    const double limit = 0x1p48;
    return static_cast<std::int64_t>(std::clamp(std::floor(std::ldexp(world, zoom) * extent + 0.5), -limit, limit));
}

/// The nearest tile point, in any distance from the tile that int32 can say (else held at its ends).
[[nodiscard]] inline TilePoint to_tile(geo::WorldPoint point, geo::TileId tile, std::uint32_t extent = default_extent) {
    const auto axis = [&](double world, std::uint32_t column) {
        const std::int64_t position = to_zoom_grid(world, tile.zoom(), extent) - std::int64_t{column} * extent;
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(position, INT32_MIN, INT32_MAX));
    };
    return TilePoint::at({.x = axis(point.x(), tile.x()), .y = axis(point.y(), tile.y())});
}

/// Where a tile point lies in the world square; to_tile gives it back exactly for extents that are powers of two.
[[nodiscard]] inline geo::WorldPoint to_world(TilePoint point, geo::TileId tile, std::uint32_t extent = default_extent) {
    const auto axis = [&](std::int32_t position, std::uint32_t column) {
        return std::ldexp(static_cast<double>(column) + static_cast<double>(position) / extent, -tile.zoom());
    };
    return geo::WorldPoint::at({.x = axis(point.x(), tile.x()), .y = axis(point.y(), tile.y())});
}

/// The part of the world square the tile covers, with its buffer; reaches beyond the world at the world's edges.
/// `zoom_of_buffer` ≥ tile.zoom() measures the buffer in tile points of a deeper zoom.
[[nodiscard]] inline geo::Box<geo::WorldPoint> buffered_bounds(geo::TileId tile, TileFrame frame, int zoom_of_buffer) {
    return tile.bounds().grown(std::ldexp(static_cast<double>(frame.buffer) / frame.extent, -zoom_of_buffer));
}

} // namespace cityweave::tiles
