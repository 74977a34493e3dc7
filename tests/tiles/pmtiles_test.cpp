#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles.hpp"
#include "tiles/pmtiles_directory.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <random>
#include <sstream>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

geo::TileId nth(std::uint64_t id) {
    return tile_of_hilbert_id(id).value();
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

PmtilesHeader header_of(const std::string& file) {
    return decode_header(as_bytes(file), file.size()).value();
}

std::vector<std::byte> text_tile(const std::string& text) {
    return gzip(as_bytes(text));
}

TilesetMetadata some_metadata() {
    TilesetMetadata metadata{.name = "Sample", .description = "Words", .attribution = "Us", .minzoom = 0, .maxzoom = 9};
    metadata.south_west = geo::LonLat::wrapped({.lon = -10.5, .lat = 35.25});
    metadata.north_east = geo::LonLat::wrapped({.lon = 30, .lat = 70});
    metadata.center = geo::LonLat::wrapped({.lon = 10, .lat = 50});
    metadata.center_zoom = 4;
    metadata.vector_layers = {{.id = "places", .fields = {{"name", "String"}, {"id", "Number"}}, .minzoom = 0, .maxzoom = 9}};
    metadata.cityweave = base::JsonObject{{"crs", "EPSG:3035"}};
    return metadata;
}

/// Tiles with ids 0, step, 2·step …, every tenth with the same content as the one ten before.
void write(const std::filesystem::path& path, std::uint64_t count, std::uint64_t step) {
    const auto sink = create_pmtiles(path);
    for (std::uint64_t i = 0; i < count; ++i) sink->put(nth(i * step), text_tile(i % 10 == 0 ? "same" : "tile " + std::to_string(i)));
    sink->finish(some_metadata());
}

} // namespace

TEST_CASE("a PMTiles archive gives back its tiles and what it says of itself") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write(path, 50, 3);
    const auto reader = open_pmtiles(path);
    for (std::uint64_t id = 0; id < 160; ++id) {
        const auto tile = reader->tile(nth(id));
        REQUIRE(tile.has_value() == (id % 3 == 0 && id < 150));
        if (tile) CHECK(*tile == text_tile(id / 3 % 10 == 0 ? "same" : "tile " + std::to_string(id / 3)));
    }
    CHECK(reader->tile_ids().size() == 50);
    CHECK(reader->tile_ids()[7] == nth(21));
    const auto& metadata = reader->metadata();
    CHECK(metadata.name == "Sample");
    CHECK(metadata.description == "Words");
    CHECK(metadata.attribution == "Us");
    CHECK(metadata.version == "1.0.0");
    CHECK(metadata.maxzoom == 9);
    CHECK(metadata.south_west == some_metadata().south_west);
    CHECK(metadata.north_east == some_metadata().north_east);
    CHECK(metadata.center_zoom == 4);
    REQUIRE(metadata.vector_layers.size() == 1);
    CHECK(metadata.vector_layers[0].fields == some_metadata().vector_layers[0].fields);
    CHECK(metadata.cityweave == some_metadata().cityweave);
}

TEST_CASE("equal tiles are stored once, and in a run take one entry (PMTiles v3 §4.1)") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    const auto sink = create_pmtiles(path);
    for (std::uint64_t id = 0; id < 100; ++id) sink->put(nth(id), text_tile("sea"));
    sink->put(nth(100), text_tile("land"));
    sink->put(nth(101), text_tile("sea"));
    sink->finish(some_metadata());
    const auto header = header_of(bytes_of(path));
    CHECK(header.addressed_tiles == 102);
    CHECK(header.tile_entries == 3);
    CHECK(header.tile_contents == 2);
    CHECK(header.data.length == text_tile("sea").size() + text_tile("land").size());
    CHECK(open_pmtiles(path)->tile_ids().size() == 102);
    CHECK(open_pmtiles(path)->tile(nth(99)) == text_tile("sea"));
}

TEST_CASE("header and root stay in the first 16 KiB; leaves hold the rest (PMTiles v3 §3, §4)") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write(path, 60'000, 5);
    const auto file = bytes_of(path);
    const auto header = header_of(file);
    CHECK(header.root.offset == 127);
    CHECK(header.root.length <= 16'257);
    CHECK(header.leaves.length > 0);
    CHECK(header.clustered);
    CHECK(header.data.length + header.metadata.length + header.leaves.length + 16'384 == file.size());
    const auto reader = open_pmtiles(path);
    CHECK(reader->tile(nth(5 * 59'999)) == text_tile("tile 59999"));
    CHECK(reader->tile(nth(5 * 12'345)) == text_tile("tile 12345"));
    CHECK_FALSE(reader->tile(nth(5 * 12'345 + 1)));
    CHECK_FALSE(reader->tile(nth(5 * 60'000)));
    CHECK(reader->tile_ids().size() == 60'000);
}

TEST_CASE("the same tiles give the same bytes") {
    const test::TemporaryFolder folder;
    write(folder.path() / "a.pmtiles", 1000, 2);
    write(folder.path() / "b.pmtiles", 1000, 2);
    CHECK(bytes_of(folder.path() / "a.pmtiles") == bytes_of(folder.path() / "b.pmtiles"));
}

TEST_CASE("without finish nothing appears; tiles out of order are a mistake") {
    const test::TemporaryFolder folder;
    {
        const auto sink = create_pmtiles(folder.path() / "a.pmtiles");
        sink->put(nth(5), text_tile("x"));
        CHECK_THROWS_AS(sink->put(nth(5), text_tile("y")), base::AssertionError);
        CHECK_THROWS_AS(sink->put(nth(4), text_tile("y")), base::AssertionError);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a directory comes back as it was (PMTiles v3 §4.2)") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 200; ++round) {
        std::vector<DirectoryEntry> entries;
        std::uint64_t id = random() % 100;
        for (auto n = 1 + random() % 30; n > 0; --n) {
            const auto run = static_cast<std::uint32_t>(random() % 4);
            entries.push_back(
                {id, random() % 3 == 0 || entries.empty() ? random() >> (2 + random() % 60) : entries.back().offset + entries.back().length,
                 static_cast<std::uint32_t>(1 + random() % 100'000), run});
            id += std::max<std::uint64_t>(1, run) + random() % 5;
        }
        CHECK(decode_directory(as_bytes(encode_directory(entries))).value() == entries);
    }
}

TEST_CASE("directories that break the specification are refused") {
    const auto refused = [](std::initializer_list<std::uint64_t> numbers) {
        std::string bytes;
        for (const auto n : numbers) append_varint(bytes, n);
        const auto entries = decode_directory(as_bytes(bytes));
        return !entries && entries.problem().code == "pmtiles-directory";
    };
    CHECK_FALSE(refused({1, 0, 1, 9, 1}));
    CHECK(refused({}));
    CHECK(refused({0}));
    CHECK(refused({1, 0, 1, 0, 1}));                             // length 0
    CHECK(refused({1, 0, 1, 9, 0}));                             // first offset follows nothing
    CHECK(refused({2, 5, 0, 1, 1, 9, 9, 1, 0}));                 // an id twice
    CHECK(refused({2, 5, 1, 3, 1, 9, 9, 1, 0}));                 // a run over the next
    CHECK(refused({2, ~std::uint64_t{0}, 1, 1, 1, 9, 9, 1, 0})); // past 64 bits
    CHECK(refused({1, 0, std::uint64_t{1} << 32, 9, 1}));
    CHECK(refused({std::uint64_t{1} << 60, 0, 1, 9, 1}));
    CHECK(refused({1, 0, 1, 9, 1, 7}));
}

TEST_CASE("an archive cut off anywhere is an error") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write(path, 300, 1);
    const auto file = bytes_of(path);
    const auto cut = folder.path() / "cut.pmtiles";
    for (std::size_t size = 0; size < file.size(); size += size < 400 ? 7 : 401) {
        base::write_whole_file(cut, std::string_view(file).substr(0, size));
        CHECK_THROWS_AS(open_pmtiles(cut), base::FormatError);
    }
}

TEST_CASE("a damaged archive gives errors or tiles, nothing else") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write(path, 20'000, 3);
    const auto file = bytes_of(path);
    const auto header = header_of(file);
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto damaged_path = folder.path() / "damaged.pmtiles";
    int opened = 0;
    for (int round = 0; round < 60; ++round) {
        auto damaged = file;
        const auto place = random() % 3 == 0   ? random() % 127
                           : random() % 2 == 0 ? 127 + random() % header.root.length
                                               : header.leaves.offset + random() % header.leaves.length;
        damaged[place] ^= static_cast<char>(1U << (random() % 8));
        base::write_whole_file(damaged_path, damaged);
        try {
            const auto reader = open_pmtiles(damaged_path);
            ++opened;
            const auto listed = reader->tile_ids().size();
            CHECK(listed <= listed_tiles_limit);
            for (std::uint64_t id = 0; id < 60'000; id += 997) (void)reader->tile(nth(id));
        } catch (const base::FormatError&) {
        }
    }
    CHECK(opened > 0);
}

TEST_CASE("a leaf that leads back to itself is an error, not a loop") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    PmtilesHeader header;
    header.internal_compression = pmtiles_uncompressed;
    const auto leaf = encode_directory(std::vector<DirectoryEntry>{{.tile_id = 0, .offset = 0, .length = 5}});
    REQUIRE(leaf.size() == 5);
    header.root = {127, 5};
    header.leaves = {127, 5};
    header.metadata = {132, 2};
    base::write_whole_file(path, encode_header(header) + leaf + "{}");
    const auto reader = open_pmtiles(path);
    CHECK_THROWS_AS(reader->tile(nth(0)), base::FormatError);
    CHECK_THROWS_AS(reader->tile_ids(), base::FormatError);
}
