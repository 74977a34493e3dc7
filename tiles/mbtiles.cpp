#include "tiles/mbtiles.hpp"

#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/tilejson.hpp"
#include "tiles/verify.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace cityweave::tiles {

namespace {

using base::Json;
using base::JsonObject;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// One open file; what SQLite says goes wrong becomes an exception that names it.
class Database {
public:
    Database(const std::filesystem::path& path, std::string shown, int flags) : shown_(std::move(shown)) {
        sqlite3* opened = nullptr;
        const int outcome = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
        handle_.reset(opened);
        if (outcome != SQLITE_OK) throw base::IoError(shown_ + ": " + (opened == nullptr ? "out of memory" : sqlite3_errmsg(opened)));
    }
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    void run(const char* sql) const {
        if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }
    [[noreturn]] void fail() const {
        const std::string what = shown_ + ": " + sqlite3_errmsg(handle());
        switch (sqlite3_errcode(handle()) & 0xFF) {
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY: throw base::IoError(what);
        case SQLITE_INTERRUPT: throw base::FormatError(shown_ + ": a table that is computed without end, expected stored tiles");
        default: throw base::FormatError(what);
        }
    }

private:
    std::string shown_;
    std::unique_ptr<sqlite3, CloseDatabase> handle_;
};

class Statement {
public:
    Statement(const Database& database, const char* sql) : database_(&database) {
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v2(database.handle(), sql, -1, &prepared, nullptr) != SQLITE_OK) database.fail();
        handle_.reset(prepared);
    }
    void bind(int at, std::int64_t number) { sqlite3_bind_int64(handle_.get(), at, number); }
    void bind(int at, std::string_view text) {
        sqlite3_bind_text(handle_.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
    void bind(int at, std::span<const std::byte> blob) {
        sqlite3_bind_blob(handle_.get(), at, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    }
    /// True if there is a row to read.
    bool step() {
        const int outcome = sqlite3_step(handle_.get());
        if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) database_->fail();
        return outcome == SQLITE_ROW;
    }
    void reset() { sqlite3_reset(handle_.get()); }
    [[nodiscard]] std::int64_t integer(int column) { return sqlite3_column_int64(handle_.get(), column); }
    [[nodiscard]] bool is_null(int column) { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
    [[nodiscard]] std::span<const std::byte> bytes(int column) {
        const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(handle_.get(), column));
        return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
    }
    [[nodiscard]] std::string text(int column) { return std::string(as_text(bytes(column))); }

private:
    const Database* database_;
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle_;
};

/// Rows of MBTiles begin in the south (specification 1.3, "Tiles"; the Tile Map Service scheme).
std::int64_t row_from_south(geo::TileId tile) {
    return std::int64_t{geo::tiles_across(tile.zoom())} - 1 - tile.y();
}

class MbtilesSink final : public TileSink {
public:
    explicit MbtilesSink(const std::filesystem::path& path)
        : file_(path), database_(std::in_place, file_.temporary_path(), path.string(), SQLITE_OPEN_READWRITE) {
        // The file is written aside, so a journal would protect nothing.
        database_->run("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-8';"
                       "PRAGMA application_id = 0x4d504258; PRAGMA locking_mode = EXCLUSIVE; BEGIN;"
                       "CREATE TABLE metadata (name text, value text);"
                       "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);");
        insert_.emplace(*database_, "INSERT INTO tiles VALUES (?, ?, ?, ?)");
    }

    void put(geo::TileId tile, std::span<const std::byte> gzipped) override {
        insert_->bind(1, tile.zoom());
        insert_->bind(2, std::int64_t{tile.x()});
        insert_->bind(3, row_from_south(tile));
        insert_->bind(4, gzipped);
        insert_->step();
        insert_->reset();
    }

    void finish(const TilesetMetadata& metadata) override {
        insert_.reset();
        write_metadata(metadata);
        database_->run("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);"
                       "CREATE UNIQUE INDEX name ON metadata (name); COMMIT;");
        database_.reset();
        file_.commit();
    }

private:
    void write_metadata(const TilesetMetadata& metadata) {
        Statement insert(*database_, "INSERT INTO metadata VALUES (?, ?)");
        const auto row = [&](std::string_view name, std::string_view value) {
            insert.bind(1, name);
            insert.bind(2, value);
            insert.step();
            insert.reset();
        };
        row("name", metadata.name);
        row("format", "pbf");
        row("bounds", bounds_text(metadata));
        row("center", center_text(metadata));
        row("minzoom", std::to_string(metadata.minzoom));
        row("maxzoom", std::to_string(metadata.maxzoom));
        row("attribution", metadata.attribution);
        row("description", metadata.description);
        row("type", "overlay");
        row("version", metadata.version.substr(0, metadata.version.find('.'))); // 1.3 wants a number here
        row("json", to_text(Json(JsonObject{{"vector_layers", vector_layers_json(metadata.vector_layers)}})));
        if (!metadata.cityweave.is_null()) row("cityweave", to_text(metadata.cityweave));
    }

    base::WholeFile file_;
    std::optional<Database> database_;
    std::optional<Statement> insert_;
};

/// Steps of SQLite's machine that one statement may take: listing as many tiles as we list takes two thirds of it.
constexpr int steps_a_tick = 1'000'000;
constexpr int most_ticks = 200;

/// What stands in the file is not trusted: no functions with effects, no huge values, no computing without end. `ticks`
/// counts from where the caller last set it to 0.
void guard(const Database& database, int& ticks) {
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, static_cast<int>(inflate_limit));
    const auto tick = [](void* counted) { return ++*static_cast<int*>(counted) > most_ticks ? 1 : 0; };
    sqlite3_progress_handler(database.handle(), steps_a_tick, tick, &ticks);
    database.run("PRAGMA cell_size_check = ON");
}

class MbtilesReader final : public TileReader {
public:
    explicit MbtilesReader(const std::filesystem::path& path) : name_(path.string()), database_(path, path.string(), SQLITE_OPEN_READONLY) {
        guard(database_, ticks_);
        read_metadata();
        read_zooms();
        select_.emplace(database_, "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?");
    }

    [[nodiscard]] const TilesetMetadata& metadata() const override { return metadata_; }

    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override {
        const std::lock_guard lock(mutex_);
        ticks_ = 0;
        select_->reset();
        select_->bind(1, tile.zoom());
        select_->bind(2, std::int64_t{tile.x()});
        select_->bind(3, row_from_south(tile));
        if (!select_->step() || select_->is_null(0)) return std::nullopt;
        const auto bytes = select_->bytes(0);
        if (looks_gzipped(bytes)) return std::vector(bytes.begin(), bytes.end());
        return gzip(bytes);
    }

    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override {
        const std::lock_guard lock(mutex_);
        ticks_ = 0;
        Statement all(database_, "SELECT zoom_level, tile_column, tile_row FROM tiles WHERE tile_data IS NOT NULL");
        std::vector<std::pair<std::uint64_t, geo::TileId>> found;
        while (all.step()) {
            const auto id = tile_at(all.integer(0), all.integer(1), all.integer(2));
            found.emplace_back(hilbert_id(id), id);
            if (found.size() > listed_tiles_limit)
                throw base::FormatError(fmt::format("{}: more than {} tiles", name_, listed_tiles_limit));
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<geo::TileId> tiles;
        for (const auto& [id, tile] : found) tiles.push_back(tile);
        return tiles;
    }

private:
    [[nodiscard]] geo::TileId tile_at(std::int64_t zoom, std::int64_t column, std::int64_t row) const {
        const bool in_range = zoom >= 0 && zoom <= geo::max_zoom && column >= 0 && row >= 0 &&
                              column < geo::tiles_across(static_cast<int>(zoom)) && row < geo::tiles_across(static_cast<int>(zoom));
        if (!in_range)
            throw base::FormatError(fmt::format("{}: found tile {}/{}/{}, expected zoom 0 to {} and column, row below 2^zoom", name_, zoom,
                                                column, row, geo::max_zoom));
        const auto z = static_cast<int>(zoom);
        return geo::TileId::from_parts({z, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(geo::tiles_across(z) - 1 - row)})
            .value();
    }

    void read_metadata() {
        Statement rows(database_, "SELECT name, value FROM metadata");
        std::string format;
        std::string json;
        std::string own;
        while (rows.step()) {
            const auto name = rows.text(0);
            const auto value = rows.text(1);
            if (name == "format") format = value;
            if (name == "json") json = value;
            if (name == "cityweave") own = value;
            read_row(name, value);
        }
        if (format != "pbf") throw base::FormatError(fmt::format("{}: found format \"{}\", expected \"pbf\" (MBTiles 1.3)", name_, format));
        if (const auto parsed = base::parse_json(json); parsed && parsed->find("vector_layers") != nullptr)
            metadata_.vector_layers = vector_layers_from(*parsed->find("vector_layers"), metadata_.minzoom, metadata_.maxzoom);
        if (auto parsed = base::parse_json(own)) metadata_.cityweave = std::move(parsed).value();
    }

    void read_row(const std::string& name, const std::string& value) {
        if (name == "name") metadata_.name = value;
        if (name == "description") metadata_.description = value;
        if (name == "attribution") metadata_.attribution = value;
        if (name == "version") metadata_.version = value.find('.') == std::string::npos ? value + ".0.0" : value;
        if (name == "bounds") read_bounds(value, metadata_);
        if (name == "center") read_center(value, metadata_);
    }

    /// From the tiles: the rows `minzoom` and `maxzoom` are only recommended.
    void read_zooms() {
        ticks_ = 0;
        Statement zooms(database_, "SELECT min(zoom_level), max(zoom_level) FROM tiles");
        if (!zooms.step() || zooms.is_null(0)) return;
        const auto zoom = [&](int column) { return static_cast<int>(std::clamp<std::int64_t>(zooms.integer(column), 0, geo::max_zoom)); };
        metadata_.minzoom = zoom(0);
        metadata_.maxzoom = zoom(1);
    }

    std::string name_;
    mutable int ticks_ = 0;
    Database database_;
    TilesetMetadata metadata_;
    mutable std::mutex mutex_;
    mutable std::optional<Statement> select_;
};

/// The rows that 1.3 asks for, and what it says of each.
class MbtilesCheck {
public:
    MbtilesCheck(const std::filesystem::path& path, base::Report& report)
        : name_(path.string()), database_(path, name_, SQLITE_OPEN_READONLY), report_(report) {}

    void run() {
        guard(database_, ticks_);
        Statement select(database_, "SELECT name, value FROM metadata");
        while (select.step()) rows_.emplace(select.text(0), select.text(1));
        for (const char* name : {"name", "format", "json"})
            if (!rows_.contains(name))
                tell("mbtiles-metadata", fmt::format("no row {}", name), "name, format and, for pbf, json (MBTiles 1.3)");
        check_numbers("bounds", 4);
        check_numbers("center", 3);
        check_zoom("minzoom", "SELECT min(zoom_level) FROM tiles");
        check_zoom("maxzoom", "SELECT max(zoom_level) FROM tiles");
        check_layers();
        check_tiles();
    }

private:
    void tell(const char* code, std::string found, std::string expected) {
        report_.add({.code = code, .source = name_, .found = std::move(found), .expected = std::move(expected)});
    }

    void check_numbers(const std::string& name, std::size_t count) {
        const auto row = rows_.find(name);
        if (row != rows_.end() && numbers_of(row->second).size() != count)
            tell("mbtiles-metadata", fmt::format("{} \"{}\"", name, row->second),
                 fmt::format("{} numbers and commas (MBTiles 1.3)", count));
    }

    void check_zoom(const std::string& name, const char* sql) {
        const auto row = rows_.find(name);
        ticks_ = 0;
        Statement zoom(database_, sql);
        if (row == rows_.end() || !zoom.step() || zoom.is_null(0)) return;
        if (row->second != std::to_string(zoom.integer(0)))
            tell("mbtiles-metadata", fmt::format("{} {}", name, row->second),
                 fmt::format("{}, where tiles are (MBTiles 1.3)", zoom.integer(0)));
    }

    void check_layers() {
        const auto row = rows_.find("json");
        if (row == rows_.end()) return;
        const auto json = base::parse_json(row->second);
        const auto* layers = json ? json->find("vector_layers") : nullptr;
        if (layers == nullptr || layers->array() == nullptr)
            tell("mbtiles-metadata", "a row json without vector_layers", "vector_layers in it (MBTiles 1.3)");
    }

    void check_tiles() {
        ticks_ = 0;
        Statement twice(database_,
                        "SELECT count(*) FROM (SELECT 1 FROM tiles GROUP BY zoom_level, tile_column, tile_row HAVING count(*) > 1)");
        if (twice.step() && twice.integer(0) > 0)
            tell("mbtiles-tile-twice", fmt::format("{} tiles stored more than once", twice.integer(0)), "each tile once (MBTiles 1.3)");
    }

    std::string name_;
    int ticks_ = 0;
    Database database_;
    base::Report& report_;
    std::map<std::string, std::string> rows_;
};

} // namespace

void verify_mbtiles(const std::filesystem::path& path, base::Report& report) {
    MbtilesCheck(path, report).run();
}

std::unique_ptr<TileSink> create_mbtiles(const std::filesystem::path& path) {
    return std::make_unique<MbtilesSink>(path);
}

std::unique_ptr<TileReader> open_mbtiles(const std::filesystem::path& path) {
    return std::make_unique<MbtilesReader>(path);
}

} // namespace cityweave::tiles
