// Writes a random world of points, lines and areas, and a sample atlas, as PMTiles, MBTiles and a directory each, for
// readers of others to compare:  write_archives FOLDER
#include "atlas/link_curves.hpp"
#include "tests/support/sample_atlas.hpp"
#include "tiles/atlas_layers.hpp"
#include "tiles/tiler.hpp"

#include <filesystem>
#include <random>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

std::vector<WorldLayer> random_world() {
    std::mt19937 random(11);
    const auto unit = [&] { return static_cast<double>(random()) / 4294967296.0; };
    std::vector<WorldLayer> layers{{.name = "points"}, {.name = "lines", .minzoom = 2}, {.name = "areas", .maxzoom = 4}};
    for (std::int64_t i = 0; i < 3000; ++i) {
        const double x = unit();
        const auto at = [&](double dx, double dy, double y) {
            return geo::WorldPoint::at({.x = std::min(1.0, x + dx), .y = std::min(1.0, y + dy)});
        };
        const double y = unit();
        const Properties properties{
            {"n", i}, {"text", std::string(i % 2 == 0 ? "even" : "ödd")}, {"half", static_cast<double>(i) / 2}, {"even", i % 2 == 0}};
        const auto id = static_cast<std::uint64_t>(i);
        layers[0].features.push_back({.id = id, .properties = properties, .geometry = geo::MultiPoint<geo::WorldPoint>{at(0, 0, y)}});
        layers[1].features.push_back(
            {.id = id, .properties = properties, .geometry = geo::MultiLine<geo::WorldPoint>{{{at(0, 0, y), at(0.01, 0.02, y)}}}});
        layers[2].features.push_back(
            {.id = id,
             .properties = properties,
             .geometry = geo::MultiPolygon<geo::WorldPoint>{{{.exterior = {at(0, 0, y), at(0.01, 0, y), at(0, 0.02, y)}}}}});
    }
    return layers;
}

void write(const std::filesystem::path& name, const std::vector<WorldLayer>& layers, const base::Json& block) {
    for (const char* ending : {".pmtiles", ".mbtiles", ""}) {
        const auto sink = create_archive(name.string() + ending);
        TilesetMetadata metadata{.name = name.filename().string(), .maxzoom = 6};
        metadata.cityweave = block;
        write_tiles(layers, nullptr, metadata, *sink);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    write(folder / "world", random_world(), nullptr);
    const auto atlas = atlas::Atlas::from_parts(atlas::with_links(test::sample_parts()));
    write(folder / "atlas", atlas_layers(atlas), metadata_block(atlas));
}
