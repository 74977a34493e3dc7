#include "tiles/directory.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/whole_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/tilejson.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cityweave::tiles {

namespace {

namespace fs = std::filesystem;
using base::Json;
using base::JsonObject;

constexpr const char* metadata_name = "metadata.json";

/// Digits only, in range; the way z, x and y are written.
std::optional<std::uint32_t> number_of(const std::string& text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size() && std::to_string(number) == text;
    return whole ? std::optional(number) : std::nullopt;
}

bool is_archive_entry(const fs::directory_entry& entry) {
    const auto name = entry.path().filename().string();
    return name == metadata_name || (entry.is_directory() && number_of(name).has_value());
}

/// A folder swapped in replaces all that was there: only an archive may be lost that way.
void check_replaceable(const fs::path& path) {
    if (!fs::exists(path)) return;
    if (!fs::is_directory(path)) throw base::ConfigError(path.string() + ": exists and is no directory");
    for (const auto& entry : fs::directory_iterator(path))
        if (!is_archive_entry(entry))
            throw base::ConfigError(fmt::format("{}: holds {}, expected a tile archive or an empty directory", path.string(),
                                                entry.path().filename().string()));
}

std::string metadata_text(const TilesetMetadata& metadata) {
    JsonObject json{{"name", metadata.name},
                    {"format", "pbf"},
                    {"bounds", bounds_text(metadata)},
                    {"center", center_text(metadata)},
                    {"minzoom", std::to_string(metadata.minzoom)},
                    {"maxzoom", std::to_string(metadata.maxzoom)},
                    {"attribution", metadata.attribution},
                    {"description", metadata.description},
                    {"type", "overlay"},
                    {"version", metadata.version},
                    {"scheme", "xyz"},
                    {"json", to_text(Json(JsonObject{{"vector_layers", vector_layers_json(metadata.vector_layers)}}))}};
    if (!metadata.cityweave.is_null()) json.set("cityweave", metadata.cityweave);
    return to_text(Json(std::move(json)), base::JsonLayout::indented);
}

fs::path tile_path(const fs::path& root, geo::TileId tile, const char* extension) {
    return root / std::to_string(tile.zoom()) / std::to_string(tile.x()) / (std::to_string(tile.y()) + extension);
}

class DirectorySink final : public TileSink {
public:
    explicit DirectorySink(const fs::path& path) : folder_((check_replaceable(path), path)) {}

    void put(geo::TileId tile, std::span<const std::byte> gzipped) override {
        const auto path = tile_path(folder_.temporary_path(), tile, ".mvt");
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error) throw base::IoError(path.parent_path().string() + ": " + error.message());
        base::write_whole_file(path, gzipped);
    }

    void finish(const TilesetMetadata& metadata) override {
        base::write_whole_file(folder_.temporary_path() / metadata_name, metadata_text(metadata));
        folder_.commit();
    }

private:
    base::WholeDirectory folder_;
};

class DirectoryReader final : public TileReader {
public:
    explicit DirectoryReader(fs::path path) : root_(std::move(path)) { read_metadata(); }

    [[nodiscard]] const TilesetMetadata& metadata() const override { return metadata_; }

    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override {
        for (const char* extension : {".mvt", ".pbf"}) {
            const auto path = tile_path(root_, tile, extension);
            if (!fs::is_regular_file(path)) continue;
            const auto file = base::MappedFile::open(path);
            if (!looks_gzipped(file.bytes())) return gzip(file.bytes());
            return std::vector(file.bytes().begin(), file.bytes().end());
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override {
        std::vector<std::uint64_t> ids;
        for_numbered(root_, [&](std::uint32_t zoom, const fs::path& columns) {
            if (zoom > static_cast<std::uint32_t>(geo::max_zoom)) return;
            for_numbered(columns, [&](std::uint32_t x, const fs::path& rows) { add_tiles(static_cast<int>(zoom), x, rows, ids); });
        });
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        std::vector<geo::TileId> tiles;
        for (const auto id : ids) tiles.push_back(tile_of_hilbert_id(id).value());
        return tiles;
    }

private:
    template <class Visit>
    static void for_numbered(const fs::path& folder, const Visit& visit) {
        for (const auto& entry : fs::directory_iterator(folder))
            if (const auto number = number_of(entry.path().filename().string()); number && entry.is_directory())
                visit(*number, entry.path());
    }

    static void add_tiles(int zoom, std::uint32_t x, const fs::path& rows, std::vector<std::uint64_t>& ids) {
        for (const auto& entry : fs::directory_iterator(rows)) {
            const auto extension = entry.path().extension();
            const auto y = number_of(entry.path().stem().string());
            if (!y || !entry.is_regular_file() || (extension != ".mvt" && extension != ".pbf")) continue;
            if (const auto tile = geo::TileId::from_parts({zoom, x, *y})) ids.push_back(hilbert_id(*tile));
        }
    }

    void read_metadata() {
        const auto path = root_ / metadata_name;
        if (!fs::is_regular_file(path)) throw base::FormatError(root_.string() + ": no " + metadata_name + ", expected a tile archive");
        const auto file = base::MappedFile::open(path);
        const auto json = base::parse_json(file.text());
        if (!json || json->object() == nullptr)
            throw base::FormatError(path.string() + ": found no JSON object, expected tileset metadata");
        const auto text = [&](const char* key) {
            const auto* value = json->find(key);
            return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
        };
        metadata_.name = text("name");
        metadata_.description = text("description");
        metadata_.attribution = text("attribution");
        metadata_.version = text("version");
        metadata_.minzoom = zoom_of(json->find("minzoom"), 0);
        metadata_.maxzoom = zoom_of(json->find("maxzoom"), metadata_.minzoom);
        read_bounds(text("bounds"), metadata_);
        read_center(text("center"), metadata_);
        const auto inner = base::parse_json(text("json"));
        const auto* layers = inner ? inner->find("vector_layers") : json->find("vector_layers");
        if (layers != nullptr) metadata_.vector_layers = vector_layers_from(*layers, metadata_.minzoom, metadata_.maxzoom);
        if (const auto* own = json->find("cityweave")) metadata_.cityweave = *own;
    }

    /// Written as a number by some, as a text by others.
    static int zoom_of(const Json* json, int otherwise) {
        if (json == nullptr) return otherwise;
        if (json->is_number()) return static_cast<int>(std::clamp(json->number(), 0.0, static_cast<double>(geo::max_zoom)));
        const auto number = json->string() == nullptr ? std::nullopt : number_of(*json->string());
        return number ? static_cast<int>(std::min(*number, static_cast<std::uint32_t>(geo::max_zoom))) : otherwise;
    }

    fs::path root_;
    TilesetMetadata metadata_;
};

} // namespace

std::unique_ptr<TileSink> create_directory_archive(const fs::path& path) {
    return std::make_unique<DirectorySink>(path);
}

std::unique_ptr<TileReader> open_directory_archive(const fs::path& path) {
    return std::make_unique<DirectoryReader>(path);
}

} // namespace cityweave::tiles
