// Which segments on an integer grid cross. Knows no arcs, no zooms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cityweave::tiles {

/// A position on the grid of a whole zoom, within ±2³⁰.
struct GridPoint {
    std::int64_t x;
    std::int64_t y;
    friend auto operator<=>(const GridPoint&, const GridPoint&) = default;
};
using GridSegment = std::array<GridPoint, 2>;

/// True for every segment that another one crosses in a point inside both. Touching ends, and ends on a segment, are no
/// crossings. Linear in segments and the grid cells of 64 points they pass, times segments per cell.
[[nodiscard]] std::vector<char> crossed_segments(const std::vector<GridSegment>& segments);

} // namespace cityweave::tiles
