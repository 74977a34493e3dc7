// What holds for every format of archive, and what is particular to MBTiles and directories.
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tiles/archive.hpp"
#include "tiles/gzip.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

namespace fs = std::filesystem;

geo::TileId tile(int z, std::uint32_t x, std::uint32_t y) {
    return geo::TileId::from_parts({z, x, y}).value();
}

std::vector<geo::TileId> some_tiles() {
    return {tile(0, 0, 0), tile(1, 0, 1), tile(2, 3, 0), tile(5, 7, 30), tile(5, 31, 31)};
}

std::vector<std::byte> content(geo::TileId id) {
    return gzip(as_bytes("tile " + std::to_string(hilbert_id(id))));
}

TilesetMetadata about() {
    TilesetMetadata metadata{.name = "Näyte", .description = "Words, \"quoted\"", .attribution = "<a href='https://example.org'>Us</a>"};
    metadata.maxzoom = 5;
    metadata.south_west = geo::LonLat::wrapped({.lon = -10.5, .lat = 35.25});
    metadata.north_east = geo::LonLat::wrapped({.lon = 30.125, .lat = 70});
    metadata.center = geo::LonLat::wrapped({.lon = 10, .lat = 50});
    metadata.center_zoom = 4;
    metadata.vector_layers = {{.id = "places", .fields = {{"name", "String"}, {"id", "Number"}}, .minzoom = 0, .maxzoom = 5}};
    metadata.cityweave = base::JsonObject{{"crs", "EPSG:3035"}};
    return metadata;
}

void write(const std::string& path) {
    const auto sink = create_archive(path);
    for (const auto& id : some_tiles()) sink->put(id, content(id));
    sink->finish(about());
}

std::string text_of(const fs::path& path) {
    return std::string(base::MappedFile::open(path).text());
}

const char* const names[] = {"a.pmtiles", "a.mbtiles", "a"};

} // namespace

TEST_CASE("every format gives back tiles and metadata") {
    const test::TemporaryFolder folder;
    for (const char* name : names) {
        INFO(name);
        const auto path = (folder.path() / name).string();
        write(path);
        write(path); // replaces the former
        const auto reader = open_archive(path);
        CHECK(reader->tile_ids() == some_tiles());
        for (const auto& id : some_tiles()) CHECK(reader->tile(id) == content(id));
        CHECK_FALSE(reader->tile(tile(5, 7, 1)));
        const auto& metadata = reader->metadata();
        CHECK(metadata.name == about().name);
        CHECK(metadata.description == about().description);
        CHECK(metadata.attribution == about().attribution);
        CHECK(metadata.version == "1.0.0");
        CHECK(metadata.minzoom == 0);
        CHECK(metadata.maxzoom == 5);
        CHECK(metadata.south_west == about().south_west);
        CHECK(metadata.north_east == about().north_east);
        CHECK(metadata.center == about().center);
        CHECK(metadata.center_zoom == 4);
        REQUIRE(metadata.vector_layers.size() == 1);
        CHECK(metadata.vector_layers[0].fields == about().vector_layers[0].fields);
        CHECK(metadata.cityweave == about().cityweave);
    }
}

TEST_CASE("the same tiles give the same bytes in every format") {
    const test::TemporaryFolder one;
    const test::TemporaryFolder two;
    for (const char* name : names) {
        write((one.path() / name).string());
        write((two.path() / name).string());
    }
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(one.path())) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path());
        CHECK(text_of(entry.path()) == text_of(two.path() / fs::relative(entry.path(), one.path())));
        ++files;
    }
    CHECK(files == 2 + 5 + 1);
}

TEST_CASE("without finish the former archive stands, and nothing is left beside it") {
    const test::TemporaryFolder folder;
    for (const char* name : names) write((folder.path() / name).string());
    for (const char* name : names) {
        const auto path = (folder.path() / name).string();
        {
            const auto sink = create_archive(path);
            sink->put(tile(3, 1, 1), content(tile(3, 1, 1)));
        }
        CHECK(open_archive(path)->tile_ids() == some_tiles());
    }
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 3);
}

TEST_CASE("archives are told by their bytes; names decide what is written") {
    const test::TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    write(path("a.pmtiles"));
    fs::rename(path("a.pmtiles"), path("b.bin"));
    CHECK(open_archive(path("b.bin"))->tile_ids() == some_tiles());
    CHECK_THROWS_AS(open_archive(path("missing")), base::IoError);
    base::write_whole_file(path("text.pmtiles"), std::string_view("hello"));
    CHECK_THROWS_AS(open_archive(path("text.pmtiles")), base::FormatError);
    CHECK_THROWS_AS(create_archive(path("a.pmtile")), base::ConfigError);
    write(path("with-slash/"));
    CHECK(open_archive(path("with-slash"))->tile_ids() == some_tiles());
}

TEST_CASE("a directory with anything else in it is not replaced") {
    const test::TemporaryFolder folder;
    fs::create_directories(folder.path() / "home");
    base::write_whole_file(folder.path() / "home" / "letter.txt", std::string_view("dear"));
    CHECK_THROWS_AS(create_archive((folder.path() / "home").string()), base::ConfigError);
    CHECK(text_of(folder.path() / "home" / "letter.txt") == "dear");
}

TEST_CASE("a directory's tiles lie at z/x/y.mvt, rows from the north; foreign .pbf and plain tiles are read") {
    const test::TemporaryFolder folder;
    const auto root = folder.path() / "a";
    write(root.string());
    CHECK(fs::is_regular_file(root / "5" / "7" / "30.mvt"));
    fs::rename(root / "5" / "7" / "30.mvt", root / "5" / "7" / "30.pbf");
    base::write_whole_file(root / "5" / "31" / "31.mvt", std::string_view("plain"));
    base::write_whole_file(root / "5" / "31" / "031.mvt", std::string_view("no number"));
    base::write_whole_file(root / "5" / "31" / "99.mvt", std::string_view("out of range"));
    const auto reader = open_archive(root.string());
    CHECK(reader->tile_ids() == some_tiles());
    CHECK(reader->tile(tile(5, 7, 30)) == content(tile(5, 7, 30)));
    CHECK(as_text(gunzip(reader->tile(tile(5, 31, 31)).value()).value()) == "plain");
    fs::remove(root / "metadata.json");
    CHECK_THROWS_AS(open_archive(root.string()), base::FormatError);
}

TEST_CASE("damaged and cut-off MBTiles give errors or tiles, nothing else") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.mbtiles";
    write(path.string());
    const auto file = text_of(path);
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto damaged_path = folder.path() / "b.mbtiles";
    int refused = 0;
    for (int round = 0; round < 200; ++round) {
        auto damaged = file.substr(0, round % 2 == 0 ? file.size() : random() % file.size());
        for (int i = 0; i < 8 && !damaged.empty(); ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
        base::write_whole_file(damaged_path, damaged);
        try {
            const auto reader = open_archive(damaged_path.string());
            for (const auto& id : reader->tile_ids()) (void)reader->tile(id);
        } catch (const base::Error&) {
            ++refused;
        }
    }
    CHECK(refused > 50);
}
