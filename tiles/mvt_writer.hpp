// Layers to Mapbox Vector Tile 2.1 bytes; every rule kept stands with its clause. Not zooms, not compression.
#pragma once

#include "tiles/feature.hpp"
#include "tiles/tile_point.hpp"

#include <cstdint>
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
    /// The properties as tags, in their order. Precondition: no key twice (§4.4). Amortised linear.
    [[nodiscard]] std::vector<Tag> add(const Properties& properties);

    [[nodiscard]] std::size_t key_count() const noexcept { return keys_.size(); }
    [[nodiscard]] std::size_t value_count() const noexcept { return values_.size(); }
    [[nodiscard]] std::string_view key(std::uint32_t index) const { return *keys_[index]; }
    /// The bytes of the Value message (§4.4).
    [[nodiscard]] std::string_view encoded_value(std::uint32_t index) const { return *values_[index]; }

private:
    using Index = std::unordered_map<std::string, std::uint32_t>;
    static std::uint32_t position(Index& index, std::vector<const std::string*>& order, std::string&& bytes);
    Index key_index_;
    Index value_index_;
    std::vector<const std::string*> keys_; ///< into key_index_, whose nodes do not move
    std::vector<const std::string*> values_;
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
    std::string layer_;
};

/// One layer of one tile, uncompressed; appended to `tile`. For few features: no pool to prepare. Features whose
/// geometry leaves nothing are left out.
void append_layer(std::string& tile, std::string_view name, std::span<const Feature<TilePoint>> features,
                  std::uint32_t extent = default_extent);

} // namespace cityweave::tiles
