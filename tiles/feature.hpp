// What goes into tiles and comes out of them: layers of features over one point space. No encoding, no networks.
#pragma once

#include "geo/geometry.hpp"
#include "geo/mercator.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cityweave::tiles {

/// A property value: the kinds that MVT 2.1 §4.4 distinguishes and we write. Alternatives: string, double, int64,
/// uint64, bool, float. (A reader gives float where a tile holds float.)
using Value = std::variant<std::string, double, std::int64_t, std::uint64_t, bool, float>;
/// Key and value in the order they are to be written; keys are unique.
using Properties = std::vector<std::pair<std::string, Value>>;

template <class P>
struct Feature {
    std::optional<std::uint64_t> id;
    Properties properties;
    geo::Geometry<P> geometry;
};

/// A named layer in the world square, to be cut into tiles of minzoom…maxzoom (both included).
struct WorldLayer {
    std::string name;
    std::vector<Feature<geo::WorldPoint>> features; ///< their order is the order in every tile
    int minzoom = 0;
    int maxzoom = 8;
    int buffer = 80; ///< in tile points
};

} // namespace cityweave::tiles
