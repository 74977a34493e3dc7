#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_writer.hpp"
#include "tiles/pmtiles_directory.hpp"
#include "tiles/tiler.hpp"
#include "tiles/verify.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

geo::TileId tile(int z, std::uint32_t x, std::uint32_t y) {
    return geo::TileId::from_parts({z, x, y}).value();
}

std::vector<WorldLayer> places(std::size_t count) {
    std::vector<WorldLayer> layers{{.name = "places"}};
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = geo::WorldPoint::at(
            {.x = 0.1 + 0.8 * static_cast<double>(i) / static_cast<double>(count), .y = 0.3 + 0.001 * static_cast<double>(i % 7)});
        layers[0].features.push_back(
            {.id = i + 1, .properties = {{"n", static_cast<std::int64_t>(i)}}, .geometry = geo::MultiPoint<geo::WorldPoint>{at}});
    }
    return layers;
}

void write(const std::filesystem::path& path, std::size_t count) {
    const auto sink = create_archive(path.string());
    write_tiles(places(count), nullptr, {.name = "Sample", .maxzoom = 4}, *sink);
}

std::string tile_with(std::vector<std::uint64_t> ids) {
    std::vector<Feature<TilePoint>> features;
    for (const auto id : ids) features.push_back({.id = id, .geometry = geo::MultiPoint<TilePoint>{TilePoint::at({.x = 1, .y = 1})}});
    std::string bytes;
    append_layer(bytes, "places", features);
    return bytes;
}

/// An archive of given tiles at 0/0/0, 1/0/0, 2/0/0 …
void write_zooms(const std::filesystem::path& path, const std::vector<std::string>& tiles) {
    const auto sink = create_archive(path.string());
    for (std::size_t z = 0; z < tiles.size(); ++z) sink->put(tile(static_cast<int>(z), 0, 0), gzip(as_bytes(tiles[z])));
    TilesetMetadata metadata{.name = "x", .maxzoom = static_cast<int>(tiles.size()) - 1};
    metadata.vector_layers = {{.id = "places", .fields = {}, .minzoom = 0, .maxzoom = metadata.maxzoom}};
    sink->finish(metadata);
}

} // namespace

TEST_CASE("what we write passes, in every format") {
    const test::TemporaryFolder folder;
    for (const char* name : {"a.pmtiles", "a.mbtiles", "a"}) {
        write(folder.path() / name, 200);
        const auto result = verify_archive((folder.path() / name).string());
        for (const auto& problem : result.report.problems()) FAIL(describe(problem));
        CHECK(result.passed());
        CHECK(result.tiles > 20);
        CHECK(result.features >= 5 * 200);
    }
}

TEST_CASE("a place missing at one zoom, or from the whole archive, is told with its id and zoom") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write_zooms(path, {tile_with({1, 2}), tile_with({2}), tile_with({1, 2})});
    const auto own = verify_archive(path.string());
    REQUIRE(own.report.total() == 1);
    CHECK(own.report.problems()[0].code == "promise-every-zoom");
    CHECK(own.report.problems()[0].found == "no feature 1 at zoom 1");
    const auto with_atlas = verify_archive(path.string(), {.expected_ids = std::vector<std::uint64_t>{1, 2, 3}});
    CHECK(with_atlas.report.count("promise-every-zoom") == 4);
    const auto elsewhere = verify_archive(path.string(), {.promised_layer = "towns", .expected_ids = std::vector<std::uint64_t>{1}});
    CHECK(elsewhere.report.count("promise-layer") == 1);
}

TEST_CASE("breaches of MVT are told with tile, layer and clause") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    auto unknown = tile_with({1});
    append_layer(unknown, "surprise",
                 std::vector<Feature<TilePoint>>{{.geometry = geo::MultiPoint<TilePoint>{TilePoint::at({.x = 1, .y = 1})}}});
    write_zooms(path, {tile_with({1, 1}), unknown, tile_with({1}).substr(0, 9), std::string("\x1a\x05\x78\x02\x0a\x01z", 7)});
    const auto report = verify_archive(path.string()).report;
    CHECK(report.count("mvt-id-twice") == 1);
    CHECK(report.count("archive-layer") == 2);
    CHECK(report.count("mvt-protobuf") == 1);
    CHECK(report.count("mvt-layer-empty") == 1);
    for (const auto& problem : report.problems())
        if (problem.code == "mvt-id-twice") CHECK(problem.source == path.string() + " 0/0/0 places");
}

TEST_CASE("a PMTiles header that tells other counts, zooms, bounds or order is told") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.pmtiles";
    write(path, 50);
    const std::string file(base::MappedFile::open(path).text());
    const auto with = [&](const auto& change) {
        auto header = decode_header(as_bytes(file), file.size()).value();
        change(header);
        base::write_whole_file(path, encode_header(header) + file.substr(pmtiles_header_bytes));
        return verify_archive(path.string()).report.counts();
    };
    using Counts = std::map<std::string, std::size_t>;
    CHECK(with([](auto&) {}) == Counts{});
    CHECK(with([](auto& h) { h.addressed_tiles += 1; }) == Counts{{"pmtiles-count", 1}});
    CHECK(with([](auto& h) { h.tile_entries = 0; }) == Counts{});
    CHECK(with([](auto& h) { h.center_zoom = 9; }) == Counts{{"pmtiles-zoom", 1}});
    CHECK(with([](auto& h) { h.max_lon = h.min_lon; }) == Counts{{"pmtiles-bounds", 1}});
    CHECK(with([](auto& h) { h.max_zoom = 7; }).at("pmtiles-zoom") == 1);
    CHECK(with([](auto& h) { h.metadata.length += 5; }).at("archive-damaged") == 1);
}

TEST_CASE("MBTiles without its rows, or with a tile twice, is told (MBTiles 1.3)") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.mbtiles";
    const auto counts_after = [&](const std::string& sql) {
        write(path, 50);
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
        REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
        return verify_archive(path.string()).report.counts();
    };
    using Counts = std::map<std::string, std::size_t>;
    CHECK(counts_after("VACUUM") == Counts{});
    CHECK(counts_after("UPDATE metadata SET value = '9' WHERE name = 'maxzoom'") == Counts{{"mbtiles-metadata", 1}});
    CHECK(counts_after("UPDATE metadata SET value = '1,2,x' WHERE name = 'bounds'") == Counts{{"mbtiles-metadata", 1}});
    CHECK(counts_after("DELETE FROM metadata WHERE name = 'json'").at("mbtiles-metadata") == 1);
    CHECK(counts_after("UPDATE metadata SET value = 'png' WHERE name = 'format'") == Counts{{"archive-damaged", 1}});
    CHECK(counts_after("DROP INDEX tile_index; INSERT INTO tiles SELECT * FROM tiles LIMIT 3").at("mbtiles-tile-twice") == 1);
    const std::string endless = "DROP TABLE tiles; CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                "SELECT 0 AS zoom_level, 0 AS tile_column, i AS tile_row, x'00' AS tile_data FROM n";
    CHECK(counts_after(endless) == Counts{{"archive-damaged", 1}});
}

TEST_CASE("what is no archive gives one problem; what is not there is an error") {
    const test::TemporaryFolder folder;
    base::write_whole_file(folder.path() / "a.pmtiles", std::string_view("PMTiles?"));
    const auto result = verify_archive((folder.path() / "a.pmtiles").string());
    CHECK(result.report.total() == 1);
    CHECK(result.report.count("archive-damaged") == 1);
    CHECK_THROWS_AS(verify_archive((folder.path() / "missing").string()), base::IoError);
}
