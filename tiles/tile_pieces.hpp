// Features of a layer cut into the tiles of one zoom and encoded: the pieces tiles are put together from. No properties.
#pragma once

#include "tiles/feature.hpp"
#include "tiles/mvt_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::tiles {

/// Part of one feature in one tile: its encoded geometry lies in the chunk's commands.
struct Piece {
    std::uint64_t tile; ///< hilbert_id
    std::uint32_t feature;
    std::uint32_t offset;
    std::uint32_t length;
    GeometryType type;
};

/// A run of features of one layer, at one zoom.
struct ChunkOfWork {
    std::uint32_t layer;
    int zoom;
    std::uint32_t begin;
    std::uint32_t end; ///< past the last feature
};

struct PieceChunk {
    std::uint32_t layer = 0;
    std::vector<Piece> pieces; ///< by feature; within one feature by tile in no particular order
    std::string commands;
    [[nodiscard]] std::string_view commands_of(const Piece& piece) const {
        return std::string_view(commands).substr(piece.offset, piece.length);
    }
};

/// Linear in points and pieces. A single point takes a short way: its cell, and the neighbours whose buffer it is in.
[[nodiscard]] PieceChunk cut_chunk(const WorldLayer& layer, const ChunkOfWork& work);

} // namespace cityweave::tiles
