#include "tiles/mvt_reader.hpp"

#include "tiles/mvt_geometry.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace cityweave::tiles {

namespace {

using base::Problem;

Problem mvt_problem(const char* code, std::string found, const char* expected) {
    return {.code = code, .found = std::move(found), .expected = expected};
}

constexpr auto bytes_of(std::uint32_t number) {
    return wire_field(number, WireType::length_delimited);
}
constexpr auto varint_of(std::uint32_t number) {
    return wire_field(number, WireType::varint);
}

/// A field the schema knows, but of another wire type.
Problem wrong_type(const char* message, std::uint32_t field) {
    return mvt_problem("mvt-field-type", fmt::format("field {} of a {} in a wrong wire type", field, message),
                       "the type of vector_tile.proto (MVT 2.1 §4)");
}

/// §4.4: exactly one of the seven fields.
base::Result<Value> read_value(WireReader message) {
    std::optional<Value> value;
    while (message.next()) {
        if (value) return mvt_problem("mvt-value", "a value with two fields", "exactly one field (MVT 2.1 §4.1)");
        switch (message.tag_and_type()) {
        case bytes_of(1): value = std::string(as_text(message.get_view())); break;
        case wire_field(2, WireType::fixed32): value = message.get_float(); break;
        case wire_field(3, WireType::fixed64): value = message.get_double(); break;
        case varint_of(4): value = message.get_int64(); break;
        case varint_of(5): value = message.get_uint64(); break;
        case varint_of(6): value = message.get_sint64(); break;
        // Not get_bool(), which looks at a byte before it knows there is one.
        case varint_of(7): value = message.get_uint64() != 0; break;
        default:
            return mvt_problem("mvt-value", fmt::format("a value with field {}", message.tag()),
                               "one of fields 1 to 7 in its type (MVT 2.1 §4.4)");
        }
    }
    if (!value) return mvt_problem("mvt-value", "a value without a field", "exactly one field (MVT 2.1 §4.1)");
    return *std::move(value);
}

/// The parts of a feature before they are understood: views into the tile.
struct RawFeature {
    std::optional<std::uint64_t> id;
    std::string_view tags;
    std::optional<std::uint64_t> type;
    std::optional<std::string_view> geometry;
    bool two_geometries = false;
};

base::Result<RawFeature> read_raw_feature(WireReader message) {
    RawFeature raw;
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varint_of(1): raw.id = message.get_uint64(); break;
        case bytes_of(2): raw.tags = as_text(message.get_view()); break;
        case varint_of(3): raw.type = message.get_uint64(); break;
        case bytes_of(4):
            raw.two_geometries = raw.geometry.has_value();
            raw.geometry = as_text(message.get_view());
            break;
        default:
            if (message.tag() <= 4) return wrong_type("feature", message.tag());
            message.skip();
        }
    }
    return raw;
}

/// The parts of a layer, in whatever order they stand: features can only be understood with all keys and values.
struct RawLayer {
    std::optional<std::string_view> name;
    std::optional<std::uint32_t> version;
    std::uint32_t extent = default_extent; // the schema's default; §4.1 wants it written
    std::vector<WireReader> features;
    std::vector<std::string> keys;
    std::vector<Value> values;
};

/// Of the field at hand; a Problem, or none.
std::optional<Problem> read_layer_field(WireReader& message, RawLayer& raw) {
    switch (message.tag_and_type()) {
    case bytes_of(1): raw.name = as_text(message.get_view()); return std::nullopt;
    case bytes_of(2): raw.features.push_back(message.get_message()); return std::nullopt;
    case bytes_of(3): raw.keys.emplace_back(as_text(message.get_view())); return std::nullopt;
    case bytes_of(4): {
        auto value = read_value(message.get_message());
        if (!value) return value.problem();
        raw.values.push_back(std::move(value).value());
        return std::nullopt;
    }
    case varint_of(5): raw.extent = message.get_uint32(); return std::nullopt;
    case varint_of(15): raw.version = message.get_uint32(); return std::nullopt;
    default:
        if (message.tag() <= 5 || message.tag() == 15) return wrong_type("layer", message.tag());
        message.skip();
        return std::nullopt;
    }
}

base::Result<RawLayer> read_raw_layer(WireReader message) {
    RawLayer raw;
    while (message.next())
        if (auto problem = read_layer_field(message, raw)) return *std::move(problem);
    if (!raw.version) return mvt_problem("mvt-layer-version", "a layer without a version", "a version field (MVT 2.1 §4.1)");
    if (*raw.version != 1 && *raw.version != 2)
        return mvt_problem("mvt-layer-version", fmt::format("version {}", *raw.version), "version 1 or 2 (MVT 2.1 §4.1)");
    if (!raw.name) return mvt_problem("mvt-layer-name", "a layer without a name", "a name field (MVT 2.1 §4.1)");
    if (raw.extent == 0) return mvt_problem("mvt-layer-extent", "extent 0", "the width and height of the tile (MVT 2.1 §4.1)");
    return raw;
}

/// Understands the features of one layer.
class LayerReader {
public:
    LayerReader(TileLayer& layer, DecodedTile& tile) : layer_(layer), tile_(tile), key_seen_(layer.keys.size()) {}

    std::optional<Problem> read(WireReader message) {
        auto raw = read_raw_feature(message);
        if (!raw) return raw.problem();
        if (auto lesser = lesser_problem(*raw)) {
            note(*std::move(lesser));
            return std::nullopt;
        }
        TileFeature feature{.id = raw->id};
        if (auto problem = read_tags(raw->tags, feature)) return problem;
        // §4.3.4.1: decoders MAY ignore features of unknown type.
        if (*raw->type == 0) return std::nullopt;
        auto geometry = read_geometry(static_cast<GeometryType>(*raw->type), *raw->geometry, layer_.version);
        if (!geometry) return geometry.problem();
        auto read = std::move(geometry).value();
        for (auto& problem : read.mended) note(std::move(problem));
        if (read.empty()) return std::nullopt;
        feature.geometry = std::move(read.geometry);
        layer_.features.push_back(std::move(feature));
        return std::nullopt;
    }

private:
    static std::optional<Problem> lesser_problem(const RawFeature& raw) {
        if (raw.two_geometries)
            return mvt_problem("mvt-feature-geometry", "a feature with two geometries", "one geometry field (MVT 2.1 §4.2)");
        if (!raw.geometry || raw.geometry->empty())
            return mvt_problem("mvt-feature-geometry", "a feature without a geometry", "a geometry field (MVT 2.1 §4.2)");
        if (!raw.type) return mvt_problem("mvt-feature-type", "a feature without a type", "a type field (MVT 2.1 §4.2)");
        if (*raw.type > 3) return mvt_problem("mvt-feature-type", fmt::format("type {}", *raw.type), "a GeomType, 0 to 3 (MVT 2.1 §4.3.4)");
        return std::nullopt;
    }

    /// §4.4. An odd number leaves the feature without its last tag; anything else wrong is past mending.
    std::optional<Problem> read_tags(std::string_view bytes, TileFeature& feature) {
        ++feature_number_;
        VarintReader tags(bytes);
        while (!tags.done()) {
            const Tag tag{.key = tags.read32(), .value = tags.done() ? no_value : tags.read32()};
            if (tag.key >= layer_.keys.size())
                return mvt_problem("mvt-tag-range", fmt::format("key {} of {}", tag.key, layer_.keys.size()),
                                   "a key of the layer (MVT 2.1 §4.4)");
            if (tag.value == no_value) {
                note(mvt_problem("mvt-tag-count", "an odd number of tags", "an even number (MVT 2.1 §4.4)"));
                return std::nullopt;
            }
            if (tag.value >= layer_.values.size())
                return mvt_problem("mvt-tag-range", fmt::format("value {} of {}", tag.value, layer_.values.size()),
                                   "a value of the layer (MVT 2.1 §4.4)");
            if (std::exchange(key_seen_[tag.key], feature_number_) == feature_number_)
                note(mvt_problem("mvt-tag-twice", fmt::format("key {} twice in a feature", tag.key), "each key once (MVT 2.1 §4.4)"));
            else
                feature.tags.push_back(tag);
        }
        return std::nullopt;
    }

    void note(Problem problem) {
        problem.source = layer_.name;
        if (tile_.problem_count++ < DecodedTile::kept_problems) tile_.problems.push_back(std::move(problem));
    }

    static constexpr std::uint32_t no_value = 0xFFFFFFFF;
    TileLayer& layer_;
    DecodedTile& tile_;
    std::vector<std::uint64_t> key_seen_; ///< number of the last feature that had the key
    std::uint64_t feature_number_ = 0;
};

std::optional<Problem> read_layer(WireReader message, DecodedTile& tile) {
    auto raw = read_raw_layer(message);
    if (!raw) return raw.problem();
    TileLayer layer{.name = std::string(*raw->name),
                    .version = *raw->version,
                    .extent = raw->extent,
                    .keys = std::move(raw.value().keys),
                    .values = std::move(raw.value().values)};
    LayerReader reader(layer, tile);
    for (const auto& feature : raw->features)
        if (auto problem = reader.read(feature)) {
            problem->source = layer.name;
            return problem;
        }
    tile.layers.push_back(std::move(layer));
    return std::nullopt;
}

/// §4.1: the first of two layers with one name stays.
class LayerNames {
public:
    bool is_new(const std::string& name) { return names_.insert(name).second; }

private:
    std::unordered_set<std::string> names_;
};

base::Result<DecodedTile> read_layers(WireReader message) {
    DecodedTile tile;
    LayerNames names;
    while (message.next()) {
        if (message.tag() == 3 && message.wire_type() != WireType::length_delimited) return wrong_type("tile", 3);
        if (message.tag() != 3) {
            message.skip();
            continue;
        }
        const auto layers_before = tile.layers.size();
        if (auto problem = read_layer(message.get_message(), tile)) return *std::move(problem);
        if (names.is_new(tile.layers.back().name)) continue;
        tile.problems.push_back(mvt_problem("mvt-layer-twice", tile.layers.back().name, "each layer name once (MVT 2.1 §4.1)"));
        ++tile.problem_count;
        tile.layers.resize(layers_before);
    }
    return tile;
}

} // namespace

const Value* TileLayer::find(const TileFeature& feature, std::string_view key) const {
    for (const Tag tag : feature.tags)
        if (keys[tag.key] == key) return &values[tag.value];
    return nullptr;
}

Feature<TilePoint> TileLayer::resolved(const TileFeature& feature) const {
    Feature<TilePoint> whole{.id = feature.id, .geometry = feature.geometry};
    for (const Tag tag : feature.tags) whole.properties.emplace_back(keys[tag.key], values[tag.value]);
    return whole;
}

const TileLayer* DecodedTile::layer(std::string_view name) const {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const TileLayer& layer) { return layer.name == name; });
    return found == layers.end() ? nullptr : &*found;
}

namespace {

Problem broken_wire(const WireError& error) {
    return mvt_problem("mvt-protobuf", error.what(), "a protocol-buffer message (MVT 2.1 §2)");
}

} // namespace

base::Result<DecodedTile> read_tile(std::span<const std::byte> bytes) {
    const auto text = as_text(bytes);
    try {
        return read_layers(WireReader(text.data(), text.size()));
    } catch (const WireError& error) {
        return broken_wire(error);
    }
}

base::Result<std::vector<std::string>> read_layer_names(std::span<const std::byte> bytes) {
    const auto text = as_text(bytes);
    std::vector<std::string> names;
    try {
        WireReader tile(text.data(), text.size());
        while (tile.next(3, WireType::length_delimited)) {
            WireReader layer = tile.get_message();
            if (!layer.next(1, WireType::length_delimited))
                return mvt_problem("mvt-layer-name", "a layer without a name", "a name field (MVT 2.1 §4.1)");
            names.emplace_back(as_text(layer.get_view()));
        }
    } catch (const WireError& error) {
        return broken_wire(error);
    }
    return names;
}

} // namespace cityweave::tiles
