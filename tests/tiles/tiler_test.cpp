#include "base/error.hpp"
#include "tests/tiles/memory_archive.hpp"
#include "tiles/tile_cut.hpp"
#include "tiles/tiler.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace cityweave;
using namespace cityweave::tiles;
using test::MemoryArchive;

namespace {

geo::WorldPoint at(double x, double y) {
    return geo::WorldPoint::at({.x = x, .y = y});
}
geo::TileId tile(int z, std::uint32_t x, std::uint32_t y) {
    return geo::TileId::from_parts({z, x, y}).value();
}

/// Points, lines and triangles all over the world, many of them near tile borders.
std::vector<WorldLayer> random_layers(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    const auto unit = [&] { return static_cast<double>(random()) / 4294967296.0; };
    const auto position = [&] {
        const auto near_border = [&] { return static_cast<double>(random() % 16) / 16 + (unit() - 0.5) / 500; };
        const auto coordinate = [&] { return std::clamp(random() % 2 == 0 ? unit() : near_border(), 0.0, 1.0); };
        const double x = coordinate();
        return at(x, coordinate());
    };
    std::vector<WorldLayer> layers{
        {.name = "points", .maxzoom = 5}, {.name = "lines", .minzoom = 1, .maxzoom = 4}, {.name = "areas", .maxzoom = 5, .buffer = 8}};
    for (std::size_t i = 0; i < count; ++i) {
        const Properties properties{{"n", static_cast<std::int64_t>(i)}, {"kind", std::string(i % 3 == 0 ? "a" : "b")}};
        const auto p = position();
        layers[0].features.push_back({.id = i, .properties = properties, .geometry = geo::MultiPoint<geo::WorldPoint>{p}});
        layers[1].features.push_back(
            {.id = i, .properties = properties, .geometry = geo::MultiLine<geo::WorldPoint>{{{p, position(), position()}}}});
        const auto right = at(std::min(1.0, p.x() + unit() / 10), p.y());
        const auto below = at(p.x(), std::min(1.0, p.y() + unit() / 10));
        layers[2].features.push_back(
            {.properties = properties, .geometry = geo::MultiPolygon<geo::WorldPoint>{{{.exterior = {p, right, below}}}}});
    }
    return layers;
}

MemoryArchive tiled(const std::vector<WorldLayer>& layers, unsigned jobs, const TileReader* base = nullptr, int maxzoom = 5) {
    MemoryArchive archive;
    TilesetMetadata metadata{.name = "test", .minzoom = 0, .maxzoom = maxzoom};
    write_tiles(layers, base, metadata, archive, {.jobs = base::Jobs::from_request(jobs)});
    return archive;
}

} // namespace

TEST_CASE("the same bytes for any number of threads") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    const auto layers = random_layers(seed, 1500);
    const auto one = tiled(layers, 1);
    CHECK(one.bytes().size() > 1000);
    CHECK(tiled(layers, 2).bytes() == one.bytes());
    CHECK(tiled(layers, 3).bytes() == one.bytes());
}

TEST_CASE("every tile holds what its geometry says, no more and no less, in the features' order") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    const auto layers = random_layers(seed, 120);
    const auto archive = tiled(layers, 2);
    for (int z = 0; z <= 5; ++z)
        for (std::uint32_t x = 0; x < geo::tiles_across(z); ++x)
            for (std::uint32_t y = 0; y < geo::tiles_across(z); ++y) {
                const auto there = tile(z, x, y);
                const auto decoded = archive.tile(there) ? archive.decoded(there) : DecodedTile{};
                CHECK(decoded.problem_count == 0);
                for (const auto& layer : layers) {
                    std::vector<std::pair<std::int64_t, EncodedGeometry>> expected;
                    for (const auto& feature : layer.features) {
                        if (z < layer.minzoom || z > layer.maxzoom) continue;
                        if (const auto part = tile_geometry(feature.geometry, there, {.buffer = layer.buffer}))
                            expected.emplace_back(std::get<std::int64_t>(feature.properties[0].second), encode_geometry(*part));
                    }
                    const auto* found = decoded.layer(layer.name);
                    INFO(layer.name << " in " << z << "/" << x << "/" << y);
                    REQUIRE((found == nullptr ? 0 : found->features.size()) == expected.size());
                    for (std::size_t i = 0; i < expected.size(); ++i) {
                        CHECK(*found->find(found->features[i], "n") == Value(expected[i].first));
                        // Rings may begin elsewhere: cut_into_tiles says so.
                        if (layer.name != "areas")
                            CHECK(encode_geometry(found->features[i].geometry).commands == expected[i].second.commands);
                    }
                }
            }
}

TEST_CASE("every point stands at every zoom, and what shows at z shows at z+1") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    const auto layers = random_layers(seed, 500);
    const auto archive = tiled(layers, 2);
    for (int z = 0; z <= 5; ++z) {
        std::set<std::uint64_t> seen;
        for (const auto& id : archive.tile_ids()) {
            if (id.zoom() != z) continue;
            const auto decoded = archive.decoded(id);
            if (const auto* points = decoded.layer("points"))
                for (const auto& feature : points->features) seen.insert(feature.id.value());
        }
        CHECK(seen.size() == 500);
    }
}

TEST_CASE("metadata tells layers, field types and bounds") {
    std::vector<WorldLayer> layers{{.name = "a", .minzoom = 1, .maxzoom = 24}};
    const auto point = geo::to_world(geo::LonLat::wrapped({.lon = 25, .lat = 60}));
    layers[0].features.push_back(
        {.properties = {{"name", std::string("x")}, {"n", 1.5}, {"mixed", true}}, .geometry = geo::MultiPoint<geo::WorldPoint>{point}});
    layers[0].features.push_back({.properties = {{"flag", false}, {"mixed", 1.5}}, .geometry = geo::MultiPoint<geo::WorldPoint>{point}});
    const auto metadata = tiled(layers, 1).metadata();
    REQUIRE(metadata.vector_layers.size() == 1);
    const std::vector<std::pair<std::string, std::string>> fields{
        {"name", "String"}, {"n", "Number"}, {"mixed", "String"}, {"flag", "Boolean"}};
    CHECK(metadata.vector_layers[0].fields == fields);
    CHECK(metadata.vector_layers[0].minzoom == 1);
    CHECK(metadata.vector_layers[0].maxzoom == 5);
    CHECK(metadata.south_west.lon() < 25);
    CHECK(metadata.north_east.lon() > 25);
    CHECK(metadata.north_east.lat() - metadata.south_west.lat() < 0.001);
    CHECK(metadata.center_zoom == 5);
}

TEST_CASE("the base map's tiles lie under ours, and are copied where we add nothing") {
    MemoryArchive base;
    std::string land;
    append_layer(land, "land", std::vector<Feature<TilePoint>>{{.geometry = geo::MultiPoint<TilePoint>{TilePoint::at({.x = 5, .y = 5})}}});
    for (const auto& id : {tile(0, 0, 0), tile(1, 0, 0), tile(1, 1, 1), tile(3, 0, 0)}) base.put(id, gzip(as_bytes(land)));
    TilesetMetadata about{.maxzoom = 3, .vector_layers = {{.id = "land", .fields = {}, .minzoom = 0, .maxzoom = 3}}};
    base.finish(about);
    std::vector<WorldLayer> layers{{.name = "points"}};
    layers[0].features.push_back({.id = 1, .geometry = geo::MultiPoint<geo::WorldPoint>{at(0.9, 0.9)}});
    const auto archive = tiled(layers, 2, &base, 2);
    CHECK(archive.bytes().size() == 4);
    CHECK(archive.tile(tile(1, 0, 0)) == base.tile(tile(1, 0, 0)));
    CHECK_FALSE(archive.tile(tile(3, 0, 0)));
    const auto both = archive.decoded(tile(1, 1, 1));
    REQUIRE(both.layers.size() == 2);
    CHECK(both.layers[0].name == "land");
    CHECK(both.layers[1].name == "points");
    CHECK(archive.decoded(tile(2, 3, 3)).layers.size() == 1);
    CHECK(archive.metadata().vector_layers.size() == 2);
    CHECK(archive.metadata().south_west == about.south_west);
}

TEST_CASE("two layers of one name, or zooms the wrong way round, cannot be written (MVT 2.1 §4.1)") {
    const std::vector<WorldLayer> twins{{.name = "a"}, {.name = "a"}};
    CHECK_THROWS_AS(tiled(twins, 1), base::ConfigError);
    CHECK_THROWS_AS(tiled({}, 1, nullptr, -1), base::ConfigError);
}

TEST_CASE("progress ends with all done") {
    MemoryArchive archive;
    std::size_t last = 0;
    std::size_t total_told = 0;
    const auto layers = random_layers(1, 2000);
    write_tiles(layers, nullptr, {.maxzoom = 3}, archive,
                {.jobs = base::Jobs::from_request(2), .progress = [&](std::size_t done, std::size_t total) {
                     CHECK(done > last);
                     last = done;
                     total_told = total;
                 }});
    CHECK(last == total_told);
    CHECK(last > 0);
}
