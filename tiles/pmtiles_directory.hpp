// PMTiles v3 header and directories as bytes: numbers in, numbers out. Knows no files, no tiles' content, no gzip.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cityweave::tiles {

/// Header and compressed root together stay in the first 16 KiB (spec v3 §3, §4).
inline constexpr std::size_t pmtiles_header_bytes = 127;
inline constexpr std::size_t pmtiles_first_bytes = 16'384;
inline constexpr std::size_t pmtiles_root_limit = pmtiles_first_bytes - pmtiles_header_bytes;

/// Bytes of the file.
struct Section {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Spec v3 §3.1: compressions and tile types we meet.
inline constexpr std::uint8_t pmtiles_uncompressed = 1;
inline constexpr std::uint8_t pmtiles_gzip = 2;
inline constexpr std::uint8_t pmtiles_mvt = 1;

/// The fields of spec v3 §3 in their order; positions in degrees × 10^7.
struct PmtilesHeader {
    Section root;
    Section metadata;
    Section leaves;
    Section data;
    std::uint64_t addressed_tiles = 0; ///< 0: unknown, as the next two
    std::uint64_t tile_entries = 0;
    std::uint64_t tile_contents = 0;
    bool clustered = false;
    std::uint8_t internal_compression = pmtiles_gzip;
    std::uint8_t tile_compression = pmtiles_gzip;
    std::uint8_t tile_type = pmtiles_mvt;
    std::uint8_t min_zoom = 0;
    std::uint8_t max_zoom = 0;
    std::int32_t min_lon = 0;
    std::int32_t min_lat = 0;
    std::int32_t max_lon = 0;
    std::int32_t max_lat = 0;
    std::uint8_t center_zoom = 0;
    std::int32_t center_lon = 0;
    std::int32_t center_lat = 0;
};

[[nodiscard]] std::string encode_header(const PmtilesHeader& header);
/// Problem "pmtiles-header" if too short, of other magic or version, or if a section leaves a file of `file_bytes`.
[[nodiscard]] base::Result<PmtilesHeader> decode_header(std::span<const std::byte> bytes, std::uint64_t file_bytes);

/// Spec v3 §4: tiles tile_id … tile_id + run_length − 1 lie at `offset` of the data; run_length 0: a leaf directory lies
/// at `offset` of the leaves.
struct DirectoryEntry {
    std::uint64_t tile_id = 0;
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t run_length = 0;
    friend bool operator==(const DirectoryEntry&, const DirectoryEntry&) = default;
};

/// Spec v3 §4.2, before compression. Precondition: not empty, ids ascending.
[[nodiscard]] std::string encode_directory(std::span<const DirectoryEntry> entries);
/// Problem "pmtiles-directory" for anything that breaks §4: no entries, more entries than bytes allow, ids that do not
/// ascend or overlap a run, a length of 0, numbers past 64 bits. Linear; memory at most 6 times the bytes.
[[nodiscard]] base::Result<std::vector<DirectoryEntry>> decode_directory(std::span<const std::byte> bytes);

} // namespace cityweave::tiles
