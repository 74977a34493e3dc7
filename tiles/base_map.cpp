#include "tiles/base_map.hpp"

#include "base/error.hpp"

#include <cstring>

namespace cityweave::tiles {

namespace {

std::uint64_t number_at(std::span<const std::byte> payload, std::size_t offset) {
    std::uint64_t value = 0;
    std::memcpy(&value, payload.data() + offset, sizeof value);
    return value;
}

std::string text_of(const base::Json& object, std::string_view key) {
    const base::Json* value = object.find(key);
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

VectorLayer layer_of(const base::Json& json) {
    VectorLayer layer{.id = text_of(json, "id"), .maxzoom = base_map_maxzoom};
    const base::Json* fields = json.find("fields");
    if (fields == nullptr || fields->object() == nullptr) return layer;
    for (const auto& [name, kind] : *fields->object()) {
        if (kind.string() != nullptr) layer.fields.emplace_back(name, *kind.string());
    }
    return layer;
}

} // namespace

BaseMap BaseMap::open(const std::filesystem::path& path) {
    BaseMap map(base::CompiledFile::open(path, base_map_format));
    map.read_header(path.string());
    return map;
}

void BaseMap::read_header(const std::string& name) {
    const auto payload = file_.payload();
    const auto require = [&](bool condition, const char* expected) {
        if (!condition) throw base::FormatError(name + ": damaged base map: expected " + expected);
    };
    constexpr std::size_t fixed = 16;
    require(payload.size() >= fixed, "a header");
    const std::uint64_t json_length = number_at(payload, 0);
    const std::uint64_t count = number_at(payload, 8);
    require(json_length <= payload.size() - fixed, "its description within the file");
    entries_ = next_multiple_of_8(fixed + json_length);
    require(entries_ <= payload.size() && count <= (payload.size() - entries_) / sizeof(BaseMapEntry), "its directory within the file");
    count_ = count;
    const auto* text = reinterpret_cast<const char*>(payload.data() + fixed);
    const auto json = base::parse_json(std::string_view(text, json_length));
    require(json.has_value(), "a description in JSON");
    metadata_ = {.name = "Base map", .attribution = text_of(*json, "attribution"), .maxzoom = base_map_maxzoom};
    const base::Json* layers = json->find("layers");
    require(layers != nullptr && layers->array() != nullptr, "a list of layers");
    for (const auto& layer : *layers->array()) metadata_.vector_layers.push_back(layer_of(layer));
    for (std::size_t i = 0; i < count_; ++i) {
        const BaseMapEntry e = entry(i);
        require(e.offset <= payload.size() && e.length <= payload.size() - e.offset, "tiles within the file");
        require(i == 0 || entry(i - 1).id < e.id, "tiles in order");
        require(tile_of_hilbert_id(e.id).has_value(), "tiles of the pyramid");
    }
}

BaseMapEntry BaseMap::entry(std::size_t i) const {
    BaseMapEntry result{};
    std::memcpy(&result, file_.payload().data() + entries_ + i * sizeof result, sizeof result);
    return result;
}

std::vector<geo::TileId> BaseMap::tile_ids() const {
    std::vector<geo::TileId> ids;
    ids.reserve(count_);
    for (std::size_t i = 0; i < count_; ++i) ids.push_back(*tile_of_hilbert_id(entry(i).id));
    return ids;
}

std::optional<std::vector<std::byte>> BaseMap::tile(geo::TileId tile) const {
    const auto view = tile_view(tile);
    if (!view) return std::nullopt;
    return std::vector<std::byte>(view->begin(), view->end());
}

std::optional<std::span<const std::byte>> BaseMap::tile_view(geo::TileId tile) const {
    const std::uint64_t id = hilbert_id(tile);
    std::size_t low = 0;
    std::size_t high = count_;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (entry(middle).id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == count_ || entry(low).id != id) return std::nullopt;
    const BaseMapEntry found = entry(low);
    return file_.payload().subspan(found.offset, found.length);
}

} // namespace cityweave::tiles
