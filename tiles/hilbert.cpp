#include "tiles/archive.hpp"

#include <fmt/format.h>

#include <utility>

namespace cityweave::tiles {

namespace {

/// Number of tiles of all zooms below: (4^zoom − 1) / 3.
constexpr std::uint64_t tiles_below(int zoom) {
    return ((std::uint64_t{1} << (2 * zoom)) - 1) / 3;
}

struct Cell {
    std::uint64_t x;
    std::uint64_t y;
};

/// Turns the quarter of side `half` so that the curve enters it at its own start.
void turn(Cell& cell, std::uint64_t half, std::uint64_t right, std::uint64_t lower) {
    if (lower != 0) return;
    if (right != 0) cell = {half - 1 - cell.x, half - 1 - cell.y};
    std::swap(cell.x, cell.y);
}

} // namespace

std::uint64_t hilbert_id(geo::TileId tile) {
    Cell cell{tile.x(), tile.y()};
    std::uint64_t distance = 0;
    for (int level = tile.zoom() - 1; level >= 0; --level) {
        const std::uint64_t half = std::uint64_t{1} << level;
        const std::uint64_t right = (cell.x >> level) & 1U;
        const std::uint64_t lower = (cell.y >> level) & 1U;
        distance += ((3 * right) ^ lower) << (2 * level);
        cell = {cell.x & (half - 1), cell.y & (half - 1)};
        turn(cell, half, right, lower);
    }
    return tiles_below(tile.zoom()) + distance;
}

base::Result<geo::TileId> tile_of_hilbert_id(std::uint64_t id) {
    int zoom = 0;
    while (zoom <= geo::max_zoom && id >= tiles_below(zoom + 1)) ++zoom;
    if (zoom > geo::max_zoom)
        return base::Problem{
            .code = "tile-range", .found = fmt::format("tile id {}", id), .expected = fmt::format("zoom 0 to {}", geo::max_zoom)};
    std::uint64_t distance = id - tiles_below(zoom);
    Cell cell{0, 0};
    for (int level = 0; level < zoom; ++level) {
        const std::uint64_t half = std::uint64_t{1} << level;
        const std::uint64_t right = (distance >> 1U) & 1U;
        const std::uint64_t lower = (distance ^ right) & 1U;
        turn(cell, half, right, lower);
        cell = {cell.x + half * right, cell.y + half * lower};
        distance >>= 2U;
    }
    return geo::TileId::from_parts({zoom, static_cast<std::uint32_t>(cell.x), static_cast<std::uint32_t>(cell.y)});
}

} // namespace cityweave::tiles
