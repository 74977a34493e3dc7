// Layers to Mapbox Vector Tile 2.1 bytes; every rule kept stands with its clause. Not zooms, not compression.
#pragma once

#include "tiles/feature.hpp"
#include "tiles/tile_point.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cityweave::tiles {

/// Positions of a key and a value in a PropertyPool, or in one layer's tables.
struct Tag {
    std::uint32_t key;
    std::uint32_t value;
    friend bool operator==(const Tag&, const Tag&) = default;
};

/// The distinct keys and values of any number of features, encoded once. Filled by one thread; then shared by many
/// LayerWriters, which only read it. Values are distinct by kind and bytes (§4.1: 1 and 1.0 are two values).
class PropertyPool {
public:
    PropertyPool() = default;
    PropertyPool(const PropertyPool&) = delete;
    PropertyPool& operator=(const PropertyPool&) = delete;
    PropertyPool(PropertyPool&&) = default; ///< blocks do not move with it
    PropertyPool& operator=(PropertyPool&&) = default;
    ~PropertyPool() = default;
    /// The properties as tags, in their order. Precondition: no key twice (§4.4). Amortised linear.
    [[nodiscard]] std::vector<Tag> add(const Properties& properties);

    [[nodiscard]] std::size_t key_count() const noexcept { return keys_.fields.size(); }
    [[nodiscard]] std::size_t value_count() const noexcept { return values_.fields.size(); }
    /// As they stand in a layer: field number, length, bytes (§4.1).
    [[nodiscard]] std::string_view key_field(std::uint32_t index) const { return keys_.fields[index]; }
    [[nodiscard]] std::string_view value_field(std::uint32_t index) const { return values_.fields[index]; }

private:
    /// Distinct texts, kept as fields one after the other in blocks that do not move.
    struct Table {
        std::uint32_t field_number;
        std::unordered_map<std::string_view, std::uint32_t> index{}; ///< only looked up, never walked
        std::vector<std::string_view> fields{};
        std::deque<std::string> blocks{};
        std::uint32_t position(std::string_view bytes);
    };
    Table keys_{.field_number = 3};
    Table values_{.field_number = 4};
    std::string scratch_;
};

/// GeomType of the specification's schema.
enum class GeometryType : std::uint8_t { unknown = 0, point = 1, line = 2, polygon = 3 };

/// A geometry as command and parameter integers (§4.3), packed.
struct EncodedGeometry {
    GeometryType type = GeometryType::unknown;
    std::string commands; ///< empty if nothing was left to draw
};

/// Twice the area by the surveyor's formula, positive for exterior rings (§4.3.4.4), for any tile points: exact while
/// the ring is less than 2^25 across, never overflowing. Linear.
[[nodiscard]] double surveyors_area(std::span<const TilePoint> ring);

/// Encodes; makes valid what only encoding can: no LineTo of length zero (§4.3.3.2), the first point of a ring not
/// repeated and exterior rings positive, interior rings negative by the surveyor's formula, none of area zero
/// (§4.3.4.4); lines of fewer than two and rings of fewer than three distinct points are left out, and with an exterior
/// its interiors. Precondition: coordinates within ±2^30. Linear.
[[nodiscard]] EncodedGeometry encode_geometry(const geo::Geometry<TilePoint>& geometry);
/// The same for one point, without a heap of its own: appends to `commands`.
void encode_point(TilePoint point, std::string& commands);

/// Writes one layer of one tile after the other, with the keys and values of each tile in the order of first use.
class LayerWriter {
public:
    LayerWriter(std::string name, const PropertyPool& pool, std::uint32_t extent = default_extent);

    /// Precondition: commands not empty, tags from this writer's pool, each key once.
    void add(std::optional<std::uint64_t> id, std::span<const Tag> tags, GeometryType type, std::string_view commands);
    /// Appends the layer to the tile, nothing if no feature was added (§4.1: a layer SHOULD contain a feature), and is
    /// then ready for the next tile.
    void append_to(std::string& tile);

private:
    void begin_next();
    std::uint32_t local(std::vector<std::uint32_t>& stamps, std::vector<std::uint32_t>& used, std::uint32_t index) const;
    std::string name_;
    const PropertyPool* pool_;
    std::uint32_t extent_;
    std::vector<std::uint32_t> key_local_; ///< position in this tile's table + 1; 0 if not used yet
    std::vector<std::uint32_t> value_local_;
    std::vector<std::uint32_t> used_keys_;
    std::vector<std::uint32_t> used_values_;
    std::string features_;
    std::string feature_;
    std::string tags_;
};

/// One layer of one tile, uncompressed; appended to `tile`. For few features: no pool to prepare. Features whose
/// geometry leaves nothing are left out.
void append_layer(std::string& tile, std::string_view name, std::span<const Feature<TilePoint>> features,
                  std::uint32_t extent = default_extent);

} // namespace cityweave::tiles
