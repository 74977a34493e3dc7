// The payload of basemap.cwb. Knows no layers.
//
// Layout, little-endian (the envelope checks the byte order): length of the JSON (u64) · number of tiles (u64) · JSON
// {attribution, layers} · zeros to a multiple of 8 · one BaseMapEntry a tile, by id · the tiles' bytes, equal ones once.
#pragma once

#include "base/compiled_file.hpp"

#include <cstdint>

namespace cityweave::tiles {

inline constexpr base::CompiledFormat base_map_format{.magic = "CWBASMAP", .version = 1};

struct BaseMapEntry {
    std::uint64_t id;     ///< hilbert_id
    std::uint64_t offset; ///< from the start of the payload
    std::uint64_t length;
};

[[nodiscard]] constexpr std::size_t next_multiple_of_8(std::size_t n) {
    return (n + 7) / 8 * 8;
}

} // namespace cityweave::tiles
