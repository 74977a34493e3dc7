// Mapbox Vector Tile bytes to layers; every rejection with its clause. Trusts no length. Not style, not compression.
#pragma once

#include "base/result.hpp"
#include "tiles/feature.hpp"
#include "tiles/mvt_writer.hpp"
#include "tiles/tile_point.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::tiles {

/// A feature as stored: its tags are positions in its layer's tables, so that a tile costs memory in proportion to its
/// bytes, however often it repeats a long value.
struct TileFeature {
    std::optional<std::uint64_t> id;
    std::vector<Tag> tags;
    geo::Geometry<TilePoint> geometry;
};

struct TileLayer {
    std::string name;
    std::uint32_t version = 2;
    std::uint32_t extent = default_extent;
    std::vector<std::string> keys;
    std::vector<Value> values;
    std::vector<TileFeature> features;

    /// The value of a feature of this layer under that key; null pointer where it has none. Linear in its tags.
    [[nodiscard]] const Value* find(const TileFeature& feature, std::string_view key) const;
    /// With copies of its keys and values, in their order.
    [[nodiscard]] Feature<TilePoint> resolved(const TileFeature& feature) const;
};

struct DecodedTile {
    std::vector<TileLayer> layers;
    /// What breaks a clause but can be mended: the feature or ring is left out, the repeated point skipped. At most
    /// `kept_problems` are kept; all are counted.
    std::vector<base::Problem> problems;
    std::size_t problem_count = 0;
    static constexpr std::size_t kept_problems = 100;

    /// Null pointer where there is no such layer.
    [[nodiscard]] const TileLayer* layer(std::string_view name) const;
};

/// Reads layers of versions 1 and 2 by the rules of 2.1. What leaves the meaning of a layer open (a field of the wrong
/// type, a missing name or version, an unknown value, a tag out of range, commands out of order) is a Problem whose
/// code begins with "mvt-" and whose `expected` names the clause; lesser breaches are listed in the tile. Features of
/// unknown geometry type are left out without a word (§4.3.4.1). Linear in time and memory.
[[nodiscard]] base::Result<DecodedTile> read_tile(std::span<const std::byte> bytes);

/// Only the names, in order: enough to append a layer safely (§4.1). Problem as read_tile, but layers are not read.
[[nodiscard]] base::Result<std::vector<std::string>> read_layer_names(std::span<const std::byte> bytes);

} // namespace cityweave::tiles
