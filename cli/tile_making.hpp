// From an atlas to a tile archive with all layers of the contract. No options, no formats of archives.
#pragma once

#include "atlas/atlas.hpp"
#include "base/parallel.hpp"
#include "cli/progress.hpp"
#include "tiles/base_map.hpp"

#include <string>

namespace cityweave::cli {

struct TileRequest {
    std::string output; ///< .pmtiles, .mbtiles or a directory
    int minzoom = 0;
    int maxzoom = 8;
    base::Jobs jobs;
};

/// Writes the archive whole. Credits and disclaimers of what is in it go into its metadata.
void make_tiles(const atlas::Atlas& atlas, const tiles::BaseMap& base_map, const TileRequest& request, Progress& progress);

} // namespace cityweave::cli
