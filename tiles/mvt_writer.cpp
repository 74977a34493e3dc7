#include "tiles/mvt_writer.hpp"

#include "base/assertion.hpp"
#include "tiles/wire.hpp"

#include <algorithm>
#include <bit>

namespace cityweave::tiles {

namespace {

// Field numbers of the schema, vector_tile.proto of 2.1.
constexpr std::uint32_t tile_layers = 3;
constexpr std::uint32_t layer_name = 1;
constexpr std::uint32_t layer_features = 2;
constexpr std::uint32_t layer_extent = 5;
constexpr std::uint32_t layer_version = 15;
constexpr std::uint32_t feature_id = 1;
constexpr std::uint32_t feature_tags = 2;
constexpr std::uint32_t feature_type = 3;
constexpr std::uint32_t feature_geometry = 4;

/// §4.4: a Value holds exactly one of its fields.
struct EncodeValue {
    std::string& out;
    void operator()(const std::string& text) const { append_bytes_field(out, 1, text); }
    void operator()(float number) const { fixed((2U << 3) | 5U, std::bit_cast<std::uint32_t>(number), 4); }
    void operator()(double number) const { fixed((3U << 3) | 1U, std::bit_cast<std::uint64_t>(number), 8); }
    void operator()(std::int64_t number) const {
        // int_value would spend ten bytes on every negative number.
        if (number >= 0) return append_varint_field(out, 4, static_cast<std::uint64_t>(number));
        append_varint_field(out, 6, (static_cast<std::uint64_t>(number) << 1) ^ ~std::uint64_t{0});
    }
    void operator()(std::uint64_t number) const { append_varint_field(out, 5, number); }
    void operator()(bool truth) const { append_varint_field(out, 7, truth ? 1 : 0); }

private:
    void fixed(std::uint32_t key, std::uint64_t bits, int bytes) const {
        append_varint(out, key);
        for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((bits >> (8 * i)) & 0xFF));
    }
};

/// §4.3.1: id in the lower 3 bits, count in the upper 29.
enum class Command : std::uint32_t { move_to = 1, line_to = 2, close_path = 7 };

/// Appends command and parameter integers, keeping the cursor (§4.3: it starts at 0,0 in each feature).
class CommandWriter {
public:
    explicit CommandWriter(std::string& out) : out_(out) {}
    void command(Command id, std::size_t count) {
        CITYWEAVE_ASSERT(count < (std::size_t{1} << 29), "a command's count fits in 29 bits");
        append_varint(out_, static_cast<std::uint32_t>(id) | (static_cast<std::uint32_t>(count) << 3));
    }
    void parameters(TilePoint to) {
        constexpr std::int32_t limit = 1 << 30;
        CITYWEAVE_ASSERT(to.x() >= -limit && to.x() <= limit && to.y() >= -limit && to.y() <= limit, "tile points lie near their tile");
        append_varint(out_, zigzag(to.x() - cursor_.x()));
        append_varint(out_, zigzag(to.y() - cursor_.y()));
        cursor_ = to;
    }
    /// MoveTo the first point, LineTo the others: at least two points.
    void path(std::span<const TilePoint> points) {
        command(Command::move_to, 1);
        parameters(points.front());
        command(Command::line_to, points.size() - 1);
        for (const TilePoint p : points.subspan(1)) parameters(p);
    }

private:
    std::string& out_;
    TilePoint cursor_;
};

/// §4.3.3.2: no two points at the same place one after the other.
std::vector<TilePoint> without_repeats(std::span<const TilePoint> points) {
    std::vector<TilePoint> kept;
    kept.reserve(points.size());
    std::unique_copy(points.begin(), points.end(), std::back_inserter(kept));
    return kept;
}

enum class Side { exterior, interior };

/// False if the ring has collapsed and nothing was written.
bool write_ring(CommandWriter& writer, const geo::Ring<TilePoint>& given, Side side) {
    auto ring = without_repeats(given);
    while (ring.size() > 1 && ring.back() == ring.front()) ring.pop_back();
    if (ring.size() < 3) return false;
    const auto area = surveyors_area(ring);
    if (area == 0) return false;
    if ((area > 0) != (side == Side::exterior)) std::reverse(ring.begin() + 1, ring.end());
    writer.path(ring);
    writer.command(Command::close_path, 1);
    return true;
}

struct EncodeGeometry {
    std::string& out;
    GeometryType operator()(const geo::MultiPoint<TilePoint>& points) const {
        // §4.3.4.2: a single MoveTo for all points.
        CommandWriter writer(out);
        if (!points.empty()) writer.command(Command::move_to, points.size());
        for (const TilePoint p : points) writer.parameters(p);
        return GeometryType::point;
    }
    GeometryType operator()(const geo::MultiLine<TilePoint>& lines) const {
        CommandWriter writer(out);
        for (const auto& line : lines.lines) {
            const auto points = without_repeats(line);
            if (points.size() >= 2) writer.path(points);
        }
        return GeometryType::line;
    }
    GeometryType operator()(const geo::MultiPolygon<TilePoint>& polygons) const {
        // §4.3.4.4: interior rings directly after their exterior.
        CommandWriter writer(out);
        for (const auto& polygon : polygons.polygons) {
            if (!write_ring(writer, polygon.exterior, Side::exterior)) continue;
            for (const auto& ring : polygon.interiors) write_ring(writer, ring, Side::interior);
        }
        return GeometryType::polygon;
    }
};

} // namespace

std::uint32_t PropertyPool::Table::position(std::string_view bytes) {
    if (const auto known = index.find(bytes); known != index.end()) return known->second;
    constexpr std::size_t block_bytes = std::size_t{1} << 16;
    constexpr std::size_t most_header_bytes = 20;
    const std::size_t needed = bytes.size() + most_header_bytes;
    if (blocks.empty() || blocks.back().capacity() - blocks.back().size() < needed) {
        blocks.emplace_back();
        blocks.back().reserve(std::max(block_bytes, needed));
    }
    auto& block = blocks.back();
    const std::size_t begin = block.size();
    append_bytes_field(block, field_number, bytes);
    const auto field = std::string_view(block).substr(begin);
    const auto at = static_cast<std::uint32_t>(fields.size());
    fields.push_back(field);
    index.emplace(field.substr(field.size() - bytes.size()), at);
    return at;
}

std::vector<Tag> PropertyPool::add(const Properties& properties) {
    std::vector<Tag> tags;
    tags.reserve(properties.size());
    for (const auto& [key, value] : properties) {
        const auto key_at = keys_.position(key);
        const bool repeated = std::any_of(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.key == key_at; });
        CITYWEAVE_ASSERT(!repeated, "a feature has each key once (MVT 2.1 §4.4)");
        scratch_.clear();
        std::visit(EncodeValue{scratch_}, value);
        tags.push_back({key_at, values_.position(scratch_)});
    }
    return tags;
}

double surveyors_area(std::span<const TilePoint> ring) {
    double sum = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        // Relative to the first point, so that the products stay small.
        const double ax = 1.0 * ring[i].x() - ring[0].x();
        const double ay = 1.0 * ring[i].y() - ring[0].y();
        const double bx = 1.0 * ring[i + 1].x() - ring[0].x();
        const double by = 1.0 * ring[i + 1].y() - ring[0].y();
        sum += ax * by - bx * ay;
    }
    return sum;
}

EncodedGeometry encode_geometry(const geo::Geometry<TilePoint>& geometry) {
    EncodedGeometry encoded;
    encoded.type = std::visit(EncodeGeometry{encoded.commands}, geometry);
    return encoded;
}

void encode_point(TilePoint point, std::string& commands) {
    CommandWriter writer(commands);
    writer.command(Command::move_to, 1);
    writer.parameters(point);
}

LayerWriter::LayerWriter(std::string name, const PropertyPool& pool, std::uint32_t extent)
    : name_(std::move(name)), pool_(&pool), extent_(extent), key_local_(pool.key_count()), value_local_(pool.value_count()) {}

std::uint32_t LayerWriter::local(std::vector<std::uint32_t>& stamps, std::vector<std::uint32_t>& used, std::uint32_t index) const {
    auto& stamp = stamps[index];
    if (stamp == 0) {
        used.push_back(index);
        stamp = static_cast<std::uint32_t>(used.size());
    }
    return stamp - 1;
}

void LayerWriter::add(std::optional<std::uint64_t> id, std::span<const Tag> tags, GeometryType type, std::string_view commands) {
    CITYWEAVE_ASSERT(!commands.empty(), "a feature must contain a geometry (MVT 2.1 §4.2)");
    tags_.clear();
    for (const Tag tag : tags) {
        append_varint(tags_, local(key_local_, used_keys_, tag.key));
        append_varint(tags_, local(value_local_, used_values_, tag.value));
    }
    feature_.clear();
    if (id) append_varint_field(feature_, feature_id, *id);
    if (!tags_.empty()) append_bytes_field(feature_, feature_tags, tags_);
    append_varint_field(feature_, feature_type, static_cast<std::uint64_t>(type));
    append_bytes_field(feature_, feature_geometry, commands);
    append_bytes_field(features_, layer_features, feature_);
}

void LayerWriter::append_to(std::string& tile) {
    if (features_.empty()) return;
    std::string head;
    append_varint_field(head, layer_version, 2); // §4.1: first, so that a decoder knows what follows
    append_bytes_field(head, layer_name, name_);
    append_varint_field(head, layer_extent, extent_); // §4.1: MUST, although the schema has a default
    std::size_t size = head.size() + features_.size();
    for (const auto key : used_keys_) size += pool_->key_field(key).size();
    for (const auto value : used_values_) size += pool_->value_field(value).size();
    append_varint(tile, (tile_layers << 3) | 2U);
    append_varint(tile, size);
    tile.reserve(tile.size() + size);
    tile.append(head).append(features_);
    for (const auto key : used_keys_) tile.append(pool_->key_field(key));
    for (const auto value : used_values_) tile.append(pool_->value_field(value));
    begin_next();
}

void LayerWriter::begin_next() {
    for (const auto key : used_keys_) key_local_[key] = 0;
    for (const auto value : used_values_) value_local_[value] = 0;
    used_keys_.clear();
    used_values_.clear();
    features_.clear();
}

void append_layer(std::string& tile, std::string_view name, std::span<const Feature<TilePoint>> features, std::uint32_t extent) {
    PropertyPool pool;
    std::vector<std::vector<Tag>> tags;
    tags.reserve(features.size());
    for (const auto& feature : features) tags.push_back(pool.add(feature.properties));
    LayerWriter writer(std::string(name), pool, extent);
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto geometry = encode_geometry(features[i].geometry);
        if (!geometry.commands.empty()) writer.add(features[i].id, tags[i], geometry.type, geometry.commands);
    }
    writer.append_to(tile);
}

} // namespace cityweave::tiles
