// PMTiles v3 archives: header, directories, runs, each tile's bytes stored once. Not MVT.
#pragma once

#include "tiles/archive.hpp"

#include <filesystem>
#include <memory>

namespace cityweave::tiles {

/// Clustered, deduplicated, with leaf directories as soon as the root would outgrow the first 16 KiB. Data begins at
/// byte 16,384, so that it can be written before the directories are known. Memory: about 100 bytes a tile.
[[nodiscard]] std::unique_ptr<TileSink> create_pmtiles(const std::filesystem::path& path);

/// Maps the file. Reads MVT archives whose directories and tiles are gzipped or plain; FormatError for others and for
/// whatever breaks the specification. Nothing in the file can make it read outside, loop, or inflate without limit.
[[nodiscard]] std::unique_ptr<TileReader> open_pmtiles(const std::filesystem::path& path);

} // namespace cityweave::tiles
