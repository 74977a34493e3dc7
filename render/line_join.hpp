// Lines that tile edges cut, made whole: pieces of one feature joined end to end. Knows no tiles' bytes and no drawing.
#pragma once

#include "render/map_tile.hpp"

#include <vector>

namespace cityweave::render {

/// The pieces of one feature from all tiles of a frame as few lines as possible. Two ends are joined when they were cut by the
/// same edge from its two sides within `tolerance` (world square) of each other: buffers round a line's way out of a
/// tile, so both sides may cut it a tile point apart. Each end joins once, nearest first along the edge. Pieces keep
/// their order of first appearance, and their direction where they are first of their line. O(n log n).
[[nodiscard]] std::vector<geo::Line<MapPoint>> join_pieces(const std::vector<const LinePiece*>& pieces, double tolerance);

} // namespace cityweave::render
