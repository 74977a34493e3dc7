// Command and parameter integers of MVT 2.1 §4.3 back to points, lines and polygons. Knows no layers and no properties.
#pragma once

#include "base/result.hpp"
#include "tiles/feature.hpp"
#include "tiles/mvt_writer.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cityweave::tiles {

struct ReadGeometry {
    geo::Geometry<TilePoint> geometry;
    /// Lesser breaches, mended: a repeated point skipped, a ring without area left out, a first ring turned round.
    std::vector<base::Problem> mended;
    [[nodiscard]] bool empty() const;
};

/// From packed integers. Coordinates beyond 32 bits wrap, as the fixtures want it. `version` is the layer's: winding has
/// meaning since 2. Problem "mvt-geometry" for commands out of order, counts that do not fit, and parameters cut off.
/// Throws WireError on a broken varint. Linear; trusts no count.
[[nodiscard]] base::Result<ReadGeometry> read_geometry(GeometryType type, std::string_view packed, std::uint32_t version);

} // namespace cityweave::tiles
