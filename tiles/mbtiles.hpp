// MBTiles 1.3: a SQLite file of tiles, rows counted from the south — here and nowhere else. Not MVT.
#pragma once

#include "tiles/archive.hpp"

#include <filesystem>
#include <memory>

namespace cityweave::tiles {

/// Tables `metadata` and `tiles` with a unique index, format `pbf` (gzipped MVT), the own block in a row `cityweave`.
/// Equal tiles written by one version of SQLite give equal files. Throws IoError.
[[nodiscard]] std::unique_ptr<TileSink> create_mbtiles(const std::filesystem::path& path);

/// Opens read-only; tables or views. Tiles stored without compression are compressed when asked for. FormatError for
/// files that are no MBTiles of format `pbf`, are damaged, or whose views compute without end; IoError if unreadable.
[[nodiscard]] std::unique_ptr<TileReader> open_mbtiles(const std::filesystem::path& path);

} // namespace cityweave::tiles
