// tiles: an atlas as vector tiles.
#include "atlas/store.hpp"
#include "base/error.hpp"
#include "cli/commands.hpp"
#include "cli/data_folder.hpp"
#include "cli/tile_making.hpp"

namespace cityweave::cli {

int run(const CommonOptions& common, const TilesOptions& options) {
    if (options.minzoom > options.maxzoom) throw base::ConfigError("tiles: --minzoom is above --maxzoom");
    Progress progress(common.quiet);
    progress.begin("reading");
    const auto atlas = atlas::open_store(options.input)->load();
    const auto base_map = tiles::BaseMap::open(data_folder(common.data) / "basemap.cwb");
    make_tiles(
        atlas, base_map,
        {.output = options.output, .minzoom = options.minzoom, .maxzoom = options.maxzoom, .jobs = base::Jobs::from_request(common.jobs)},
        progress);
    return 0;
}

} // namespace cityweave::cli
