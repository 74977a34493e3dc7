#include "tiles/archive.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "tiles/directory.hpp"
#include "tiles/mbtiles.hpp"
#include "tiles/pmtiles.hpp"

#include <filesystem>

namespace cityweave::tiles {

std::unique_ptr<TileReader> open_archive(const std::string& path) {
    if (std::filesystem::is_directory(path)) return open_directory_archive(path);
    const auto file = base::MappedFile::open(path);
    if (file.text().starts_with("PMTiles")) return open_pmtiles(path);
    if (file.text().starts_with("SQLite format 3")) return open_mbtiles(path);
    throw base::FormatError(path + ": found other bytes, expected PMTiles, MBTiles or a directory of tiles");
}

std::unique_ptr<TileSink> create_archive(const std::string& path) {
    const std::filesystem::path name(path);
    if (name.extension() == ".pmtiles") return create_pmtiles(name);
    if (name.extension() == ".mbtiles") return create_mbtiles(name);
    // A trailing slash says directory; WholeDirectory wants the name without it.
    const bool slash = !name.has_filename() && name.has_parent_path();
    const auto folder = slash ? name.parent_path() : name;
    if (slash || !folder.has_extension() || std::filesystem::is_directory(folder)) return create_directory_archive(folder);
    throw base::ConfigError(path + ": expected a name ending in .pmtiles or .mbtiles, or a directory without an extension");
}

} // namespace cityweave::tiles
