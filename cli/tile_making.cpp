#include "cli/tile_making.hpp"

#include "tiles/atlas_layers.hpp"
#include "tiles/tiler.hpp"

#include <fmt/format.h>

#include <memory>

namespace cityweave::cli {

namespace {

std::vector<tiles::LayerSource> layer_sources() {
    const std::string natural_earth = "Natural Earth";
    const std::string geonames = "GeoNames";
    std::vector<tiles::LayerSource> sources;
    for (const char* layer : {"countries", "boundaries", "lakes", "rivers", "country_labels"})
        sources.push_back({.layer = layer, .text = natural_earth, .licence = "public domain", .url = "https://www.naturalearthdata.com/"});
    for (const char* layer : {"places", "memberships"})
        sources.push_back({.layer = layer, .text = geonames, .licence = "CC BY 4.0", .url = "https://www.geonames.org/"});
    return sources;
}

tiles::TilesetMetadata metadata_of(const atlas::Atlas& atlas, const TileRequest& request) {
    tiles::TilesetMetadata metadata;
    const auto& programme = atlas.programme();
    metadata.name = programme.name.empty() ? programme.id : programme.name;
    metadata.description = fmt::format("{} networks and their partner cities", atlas.networks().size());
    metadata.attribution =
        "<a href=\"https://www.geonames.org/\">GeoNames</a> (CC BY 4.0) | <a href=\"https://www.naturalearthdata.com/\">Natural Earth</a>";
    metadata.minzoom = request.minzoom;
    metadata.maxzoom = request.maxzoom;
    metadata.cityweave = tiles::metadata_block(atlas, layer_sources());
    return metadata;
}

} // namespace

void make_tiles(const atlas::Atlas& atlas, const tiles::BaseMap& base_map, const TileRequest& request, Progress& progress) {
    auto layers = tiles::atlas_layers(atlas);
    for (auto& layer : layers) {
        layer.minzoom = request.minzoom;
        layer.maxzoom = request.maxzoom;
    }
    const auto sink = tiles::create_archive(request.output);
    std::size_t told = 0;
    const auto advance = [&](std::size_t done, std::size_t total) {
        if (told == 0) progress.begin("making tiles", total);
        progress.advance(done - told);
        told = done;
    };
    tiles::write_tiles(layers, &base_map, metadata_of(atlas, request), *sink, {.jobs = request.jobs, .progress = advance});
}

} // namespace cityweave::cli
