// Writing basemap.cwb; see base_map.hpp.
#include "base/json.hpp"
#include "tiles/base_map.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_writer.hpp"
#include "tiles/tile_cut.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

namespace cityweave::tiles {

using geo::TileId;
using geo::WorldPoint;

namespace {

/// One feature's part of one tile, encoded.
struct Part {
    TileId tile;
    std::size_t layer;
    std::size_t feature;
    EncodedGeometry geometry;
};

/// A zoom's layers with their properties as tags of one pool.
struct TaggedZoom {
    std::vector<WorldLayer> layers;
    PropertyPool pool;
    std::vector<std::vector<std::vector<Tag>>> tags; ///< by layer and feature
};

TaggedZoom tagged(std::vector<WorldLayer> layers) {
    TaggedZoom zoom{.layers = std::move(layers)};
    for (const auto& layer : zoom.layers) {
        auto& tags = zoom.tags.emplace_back();
        for (const auto& feature : layer.features) tags.push_back(zoom.pool.add(feature.properties));
    }
    return zoom;
}

std::vector<Part> parts_of(const TaggedZoom& zoom, std::size_t layer, std::size_t feature) {
    std::vector<Part> parts;
    const WorldLayer& source = zoom.layers[layer];
    const auto keep = [&](TileId tile, const TileGeometry& geometry) {
        auto encoded = encode_geometry(geometry);
        if (!encoded.commands.empty()) parts.push_back({.tile = tile, .layer = layer, .feature = feature, .geometry = std::move(encoded)});
    };
    cut_into_tiles(source.features[feature].geometry, source.minzoom, keep, {.buffer = source.buffer});
    return parts;
}

/// All parts of a zoom, by tile, then layer, then feature.
std::vector<Part> all_parts(const TaggedZoom& zoom, base::Jobs jobs) {
    std::vector<std::pair<std::size_t, std::size_t>> items;
    for (std::size_t layer = 0; layer < zoom.layers.size(); ++layer) {
        for (std::size_t feature = 0; feature < zoom.layers[layer].features.size(); ++feature) items.emplace_back(layer, feature);
    }
    auto lists = base::parallel_map(items.size(), jobs, [&](std::size_t i) { return parts_of(zoom, items[i].first, items[i].second); });
    std::vector<Part> parts;
    for (auto& list : lists) std::move(list.begin(), list.end(), std::back_inserter(parts));
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.tile < b.tile; });
    return parts;
}

struct ReadyTile {
    std::uint64_t id;
    std::vector<std::byte> bytes;
};

ReadyTile ready_tile(const TaggedZoom& zoom, std::span<const Part> parts) {
    std::string tile;
    for (std::size_t begin = 0, end = 0; begin < parts.size(); begin = end) {
        LayerWriter writer(zoom.layers[parts[begin].layer].name, zoom.pool);
        for (; end < parts.size() && parts[end].layer == parts[begin].layer; ++end) {
            const Part& part = parts[end];
            writer.add(zoom.layers[part.layer].features[part.feature].id, zoom.tags[part.layer][part.feature], part.geometry.type,
                       part.geometry.commands);
        }
        writer.append_to(tile);
    }
    return {.id = hilbert_id(parts.front().tile), .bytes = gzip(std::as_bytes(std::span(tile)))};
}

std::vector<ReadyTile> tiles_of(const TaggedZoom& zoom, base::Jobs jobs) {
    const auto parts = all_parts(zoom, jobs);
    std::vector<std::span<const Part>> groups;
    for (std::size_t begin = 0, end = 0; begin < parts.size(); begin = end) {
        while (end < parts.size() && parts[end].tile == parts[begin].tile) ++end;
        groups.push_back(std::span(parts).subspan(begin, end - begin));
    }
    auto tiles = base::parallel_map(groups.size(), jobs, [&](std::size_t i) { return ready_tile(zoom, groups[i]); });
    std::sort(tiles.begin(), tiles.end(), [](const ReadyTile& a, const ReadyTile& b) { return a.id < b.id; });
    return tiles;
}

base::Json kinds_of(const WorldLayer& layer) {
    base::JsonObject fields;
    for (const auto& feature : layer.features) {
        for (const auto& [key, value] : feature.properties) {
            if (fields.find(key) == nullptr) fields.set(key, std::holds_alternative<bool>(value) ? "Boolean" : "String");
        }
    }
    return fields;
}

std::string description(const std::vector<WorldLayer>& layers, const std::string& attribution) {
    base::JsonArray list;
    for (const auto& layer : layers) list.push_back(base::JsonObject{{"id", layer.name}, {"fields", kinds_of(layer)}});
    return base::to_text(base::JsonObject{{"attribution", attribution}, {"layers", std::move(list)}});
}

/// Collects tiles, equal ones once, and lays out the payload.
class Payload {
public:
    void add(const ReadyTile& tile) {
        std::string bytes(reinterpret_cast<const char*>(tile.bytes.data()), tile.bytes.size());
        const auto [found, fresh] = offsets_.emplace(std::move(bytes), data_.size());
        entries_.push_back({.id = tile.id, .offset = found->second, .length = tile.bytes.size()});
        if (fresh) data_ += found->first;
    }
    [[nodiscard]] std::vector<std::byte> finished(const std::string& json) const {
        const std::uint64_t head[2] = {json.size(), entries_.size()};
        std::string result(reinterpret_cast<const char*>(head), sizeof head);
        result += json;
        result.resize(next_multiple_of_8(result.size()));
        const std::size_t shift = result.size() + entries_.size() * sizeof(BaseMapEntry);
        for (BaseMapEntry entry : entries_) {
            entry.offset += shift;
            result.append(reinterpret_cast<const char*>(&entry), sizeof entry);
        }
        result += data_;
        const auto bytes = std::as_bytes(std::span(result));
        return {bytes.begin(), bytes.end()};
    }

private:
    std::unordered_map<std::string, std::uint64_t> offsets_;
    std::vector<BaseMapEntry> entries_;
    std::string data_;
};

} // namespace

void compile_base_map(const BaseMaterial& material, const BaseMapRequest& request, const std::filesystem::path& path) {
    const auto labels = country_labels(material, request.jobs);
    // Simplifying is serial within a zoom for most of its time, so the zooms run beside each other.
    auto zooms = base::parallel_map(base_map_maxzoom + 1, request.jobs, [&](std::size_t i) {
        return base_layers(material, labels, base_map_maxzoom - static_cast<int>(i), base::Jobs::from_request(1));
    });
    std::reverse(zooms.begin(), zooms.end());
    const std::string json = description(zooms.back(), request.attribution);
    Payload payload;
    for (auto& layers : zooms) {
        for (const auto& tile : tiles_of(tagged(std::move(layers)), request.jobs)) payload.add(tile);
    }
    base::write_compiled_file(path, base_map_format, request.edition, payload.finished(json));
}

} // namespace cityweave::tiles
