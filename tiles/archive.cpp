#include "tiles/archive.hpp"

#include "tiles/pmtiles.hpp"

#include "base/error.hpp"

#include <filesystem>

namespace cityweave::tiles {

std::unique_ptr<TileReader> open_archive(const std::string& path) {
    if (path.ends_with(".pmtiles")) return open_pmtiles(path);
    throw base::ConfigError(path + ": not a tile archive");
}

std::unique_ptr<TileSink> create_archive(const std::string& path) {
    if (path.ends_with(".pmtiles")) return create_pmtiles(path);
    throw base::ConfigError(path + ": not a tile archive");
}

} // namespace cityweave::tiles
