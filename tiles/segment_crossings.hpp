// Which segments on an integer grid cross. Knows no arcs, no zooms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
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

/// Where the two cross in a point inside both, rounded to the grid.
[[nodiscard]] std::optional<GridPoint> crossing_point(const GridSegment& a, const GridSegment& b);

/// A grid point where a segment meets another and that is none of its ends.
struct Meeting {
    std::size_t segment;
    GridPoint point;
    friend auto operator<=>(const Meeting&, const Meeting&) = default;
};
/// Where ends lie on other segments, and where segments cross, rounded to the grid; ascending, each once. None if more
/// than `most_pairs` pairs of segments would have to be looked at, as only hostile input needs.
inline constexpr std::size_t most_pairs = 20'000'000;
[[nodiscard]] std::optional<std::vector<Meeting>> meetings(const std::vector<GridSegment>& segments);

} // namespace cityweave::tiles
