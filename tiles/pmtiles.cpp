#include "tiles/pmtiles.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/sha256.hpp"
#include "base/whole_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_directory.hpp"
#include "tiles/tilejson.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <unordered_map>

namespace cityweave::tiles {

namespace {

using base::Json;
using base::JsonObject;

std::int32_t ten_millionths(double degrees) {
    return static_cast<std::int32_t>(std::lround(degrees * 1e7));
}
geo::LonLat position(std::int32_t lon, std::int32_t lat) {
    return geo::LonLat::wrapped({.lon = lon / 1e7, .lat = lat / 1e7});
}

struct DigestHash {
    std::size_t operator()(const base::Sha256& digest) const {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 8; ++i) bits |= std::uint64_t{digest[i]} << (8 * i);
        return bits;
    }
};

/// §5: the metadata must be a JSON object and, for MVT, hold vector_layers.
JsonObject metadata_json(const TilesetMetadata& metadata) {
    JsonObject json{
        {"name", metadata.name}, {"description", metadata.description}, {"attribution", metadata.attribution},
        {"type", "overlay"},     {"version", metadata.version},         {"vector_layers", vector_layers_json(metadata.vector_layers)}};
    if (!metadata.cityweave.is_null()) json.set("cityweave", metadata.cityweave);
    return json;
}

struct Directories {
    std::vector<std::byte> root;
    std::vector<std::byte> leaves;
};

std::vector<std::byte> compressed(std::span<const DirectoryEntry> entries) {
    return gzip(as_bytes(encode_directory(entries)));
}

Directories split(std::span<const DirectoryEntry> entries, std::size_t leaf_size) {
    Directories result;
    std::vector<DirectoryEntry> root;
    for (std::size_t begin = 0; begin < entries.size(); begin += leaf_size) {
        const auto leaf = compressed(entries.subspan(begin, std::min(leaf_size, entries.size() - begin)));
        root.push_back(
            {.tile_id = entries[begin].tile_id, .offset = result.leaves.size(), .length = static_cast<std::uint32_t>(leaf.size())});
        result.leaves.insert(result.leaves.end(), leaf.begin(), leaf.end());
    }
    result.root = compressed(root);
    return result;
}

/// §4: one root if it fits; else one level of leaves, as many entries each as the root needs them to have.
Directories make_directories(std::span<const DirectoryEntry> entries) {
    // An entry takes a compressed byte at least: no need to try what cannot fit.
    if (entries.size() < pmtiles_root_limit) {
        if (auto root = compressed(entries); root.size() <= pmtiles_root_limit) return {.root = std::move(root), .leaves = {}};
    }
    for (std::size_t leaf_size = 4096;; leaf_size *= 2) {
        auto directories = split(entries, leaf_size);
        if (directories.root.size() <= pmtiles_root_limit) return directories;
    }
}

class PmtilesSink final : public TileSink {
public:
    explicit PmtilesSink(const std::filesystem::path& path) : file_(path) { file_.append(std::string(pmtiles_first_bytes, '\0')); }

    void put(geo::TileId tile, std::span<const std::byte> gzipped) override {
        CITYWEAVE_ASSERT(!gzipped.empty(), "a stored tile has bytes (PMTiles v3 §4.1)");
        const auto id = hilbert_id(tile);
        CITYWEAVE_ASSERT(entries_.empty() || id >= last().tile_id + last().run_length, "tiles come in ascending order, each once");
        const auto [known, is_new] = stored_.try_emplace(base::sha256(gzipped), data_bytes_);
        if (is_new) {
            file_.append(gzipped);
            data_bytes_ += gzipped.size();
        }
        ++addressed_;
        const bool extends = !entries_.empty() && id == last().tile_id + last().run_length && known->second == last().offset;
        if (extends)
            ++entries_.back().run_length;
        else
            entries_.push_back({id, known->second, static_cast<std::uint32_t>(gzipped.size()), 1});
    }

    void finish(const TilesetMetadata& metadata) override {
        if (entries_.empty()) throw base::ConfigError("a PMTiles archive needs a tile: there is nothing to write");
        const auto json = gzip(as_bytes(to_text(metadata_json(metadata))));
        const auto directories = make_directories(entries_);
        file_.append(json);
        file_.append(directories.leaves);
        PmtilesHeader header = described(metadata);
        header.root = {pmtiles_header_bytes, directories.root.size()};
        header.data = {pmtiles_first_bytes, data_bytes_};
        header.metadata = {header.data.offset + header.data.length, json.size()};
        header.leaves = {header.metadata.offset + header.metadata.length, directories.leaves.size()};
        file_.overwrite(0, as_bytes(encode_header(header)));
        file_.overwrite(pmtiles_header_bytes, directories.root);
        file_.commit();
    }

private:
    [[nodiscard]] const DirectoryEntry& last() const { return entries_.back(); }
    [[nodiscard]] PmtilesHeader described(const TilesetMetadata& metadata) const {
        PmtilesHeader header;
        header.addressed_tiles = addressed_;
        header.tile_entries = entries_.size();
        header.tile_contents = stored_.size();
        header.clustered = true;
        header.min_zoom = static_cast<std::uint8_t>(metadata.minzoom);
        header.max_zoom = static_cast<std::uint8_t>(metadata.maxzoom);
        header.min_lon = ten_millionths(metadata.south_west.lon());
        header.min_lat = ten_millionths(metadata.south_west.lat());
        header.max_lon = ten_millionths(metadata.north_east.lon());
        header.max_lat = ten_millionths(metadata.north_east.lat());
        header.center_zoom = static_cast<std::uint8_t>(metadata.center_zoom);
        header.center_lon = ten_millionths(metadata.center.lon());
        header.center_lat = ten_millionths(metadata.center.lat());
        return header;
    }

    base::WholeFile file_;
    std::vector<DirectoryEntry> entries_;
    std::unordered_map<base::Sha256, std::uint64_t, DigestHash> stored_; ///< only looked up, never walked
    std::uint64_t data_bytes_ = 0;
    std::uint64_t addressed_ = 0;
};

/// Directories are small; only a hostile one inflates to more.
constexpr std::size_t directory_limit = std::size_t{64} << 20;
/// The specification wants one level of leaves; readers in the field allow three.
constexpr int deepest_leaf = 3;

class PmtilesReader final : public TileReader {
public:
    explicit PmtilesReader(const std::filesystem::path& path) : name_(path.string()), file_(base::MappedFile::open(path)) {
        header_ = checked(decode_header(file_.bytes().first(std::min(file_.bytes().size(), pmtiles_header_bytes)), file_.bytes().size()));
        if (header_.tile_type != pmtiles_mvt) refuse(fmt::format("tile type {}", header_.tile_type), "vector tiles, type 1");
        if (header_.max_zoom > geo::max_zoom)
            refuse(fmt::format("maximum zoom {}", header_.max_zoom), fmt::format("at most {}", geo::max_zoom));
        root_ = read_directory(header_.root);
        read_metadata();
    }

    [[nodiscard]] const TilesetMetadata& metadata() const override { return metadata_; }

    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override {
        const auto id = hilbert_id(tile);
        auto entry = find(root_, id);
        for (int depth = 0; entry && entry->run_length == 0; ++depth) {
            if (depth == deepest_leaf) refuse("leaf directories in a chain", "one level (PMTiles v3 §4)");
            entry = find(*leaf(*entry), id);
        }
        if (!entry || id - entry->tile_id >= entry->run_length) return std::nullopt;
        return content(*entry);
    }

    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override {
        std::vector<geo::TileId> tiles;
        std::uint64_t next_id = 0;
        list(root_, 0, next_id, tiles);
        return tiles;
    }

private:
    using Entries = std::vector<DirectoryEntry>;

    [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
        throw base::FormatError(fmt::format("{}: found {}, expected {}", name_, found, expected));
    }
    template <class T>
    [[nodiscard]] T checked(base::Result<T> result) const {
        if (!result) refuse(result.problem().found, result.problem().expected);
        return std::move(result).value();
    }

    /// Bytes of a section, of which decode_header has said that they lie inside the file.
    [[nodiscard]] std::span<const std::byte> part(const Section& section, std::uint64_t offset, std::uint64_t length) const {
        if (offset > section.length || length > section.length - offset)
            refuse(fmt::format("{} bytes at {} of a section of {}", length, offset, section.length),
                   "an entry inside its section (PMTiles v3 §4)");
        return file_.bytes().subspan(section.offset + offset, length);
    }

    [[nodiscard]] std::vector<std::byte> inflated(std::span<const std::byte> bytes) const {
        if (header_.internal_compression == pmtiles_gzip) return checked(gunzip(bytes, directory_limit));
        if (header_.internal_compression != pmtiles_uncompressed)
            refuse(fmt::format("internal compression {}", header_.internal_compression), "1 (none) or 2 (gzip)");
        return {bytes.begin(), bytes.end()};
    }

    [[nodiscard]] Entries read_directory(const Section& section) const {
        return checked(decode_directory(inflated(part(section, 0, section.length))));
    }

    void read_metadata() {
        const auto bytes = inflated(part(header_.metadata, 0, header_.metadata.length));
        const auto json = checked(base::parse_json(as_text(bytes)));
        if (json.object() == nullptr) refuse("metadata that is no object", "a JSON object (PMTiles v3 §5)");
        const auto text = [&](const char* key) {
            const auto* value = json.find(key);
            return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
        };
        metadata_.name = text("name");
        metadata_.description = text("description");
        metadata_.attribution = text("attribution");
        metadata_.version = text("version");
        metadata_.minzoom = header_.min_zoom;
        metadata_.maxzoom = header_.max_zoom;
        metadata_.south_west = position(header_.min_lon, header_.min_lat);
        metadata_.north_east = position(header_.max_lon, header_.max_lat);
        metadata_.center = position(header_.center_lon, header_.center_lat);
        metadata_.center_zoom = header_.center_zoom;
        if (const auto* layers = json.find("vector_layers"))
            metadata_.vector_layers = vector_layers_from(*layers, metadata_.minzoom, metadata_.maxzoom);
        if (const auto* own = json.find("cityweave")) metadata_.cityweave = *own;
    }

    /// The last entry that begins at or before the id.
    [[nodiscard]] static std::optional<DirectoryEntry> find(const Entries& entries, std::uint64_t id) {
        const auto after =
            std::upper_bound(entries.begin(), entries.end(), id, [](std::uint64_t i, const auto& e) { return i < e.tile_id; });
        if (after == entries.begin()) return std::nullopt;
        return *std::prev(after);
    }

    [[nodiscard]] std::shared_ptr<const Entries> leaf(const DirectoryEntry& entry) const {
        const std::lock_guard lock(mutex_);
        // Neighbouring tiles share a leaf; a few dozen serve a map view, and a full cache is simply begun again.
        constexpr std::size_t kept_leaves = 64;
        const auto key = std::pair(entry.offset, entry.length);
        if (const auto known = leaves_.find(key); known != leaves_.end()) return known->second;
        if (leaves_.size() >= kept_leaves) leaves_.clear();
        auto entries =
            std::make_shared<const Entries>(checked(decode_directory(inflated(part(header_.leaves, entry.offset, entry.length)))));
        leaves_.emplace(key, entries);
        return entries;
    }

    [[nodiscard]] std::vector<std::byte> content(const DirectoryEntry& entry) const {
        const auto bytes = part(header_.data, entry.offset, entry.length);
        if (header_.tile_compression == pmtiles_gzip) return {bytes.begin(), bytes.end()};
        if (header_.tile_compression == pmtiles_uncompressed) return gzip(bytes);
        refuse(fmt::format("tile compression {}", header_.tile_compression), "1 (none) or 2 (gzip)");
    }

    /// Ids must ascend over all leaves, so that no leaf is walked twice.
    void list(const Entries& entries, int depth, std::uint64_t& next_id, std::vector<geo::TileId>& tiles) const {
        for (const auto& entry : entries) {
            if (entry.tile_id < next_id) refuse(fmt::format("tile id {} again", entry.tile_id), "ascending tile ids (PMTiles v3 §4)");
            if (entry.run_length == 0) {
                if (depth == deepest_leaf) refuse("leaf directories in a chain", "one level (PMTiles v3 §4)");
                list(*leaf(entry), depth + 1, next_id, tiles);
                next_id = std::max(next_id, entry.tile_id + 1);
                continue;
            }
            if (entry.run_length > listed_tiles_limit - tiles.size())
                refuse("too many tiles to list", fmt::format("at most {}", listed_tiles_limit));
            for (std::uint64_t id = entry.tile_id; id < entry.tile_id + entry.run_length; ++id)
                tiles.push_back(checked(tile_of_hilbert_id(id)));
            next_id = entry.tile_id + entry.run_length;
        }
    }

    std::string name_;
    base::MappedFile file_;
    PmtilesHeader header_;
    Entries root_;
    TilesetMetadata metadata_;
    mutable std::mutex mutex_;
    mutable std::map<std::pair<std::uint64_t, std::uint32_t>, std::shared_ptr<const Entries>> leaves_;
};

} // namespace

std::unique_ptr<TileSink> create_pmtiles(const std::filesystem::path& path) {
    return std::make_unique<PmtilesSink>(path);
}

std::unique_ptr<TileReader> open_pmtiles(const std::filesystem::path& path) {
    return std::make_unique<PmtilesReader>(path);
}

} // namespace cityweave::tiles
