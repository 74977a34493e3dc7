// A tile archive as a directory: z/x/y.mvt, gzipped, and metadata.json. Not MVT.
#pragma once

#include "tiles/archive.hpp"

#include <filesystem>
#include <memory>

namespace cityweave::tiles {

/// metadata.json is written as MBTiles' metadata rows, which is what GDAL and tippecanoe make of such a directory.
/// Written beside its name and swapped in whole. ConfigError if the directory exists and holds anything but an archive.
[[nodiscard]] std::unique_ptr<TileSink> create_directory_archive(const std::filesystem::path& path);

/// Tiles end in .mvt or .pbf, gzipped or plain; other names are passed over. FormatError without a readable metadata.json.
[[nodiscard]] std::unique_ptr<TileReader> open_directory_archive(const std::filesystem::path& path);

} // namespace cityweave::tiles
