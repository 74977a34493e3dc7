// Rings on a tile's grid that rounding has made touch or cross, put right. Knows no layers, no encoding.
#pragma once

#include "geo/geometry.hpp"
#include "tiles/tile_point.hpp"

#include <vector>

namespace cityweave::tiles {

/// The polygon as valid ones (Simple Features; MVT 2.1 §4.3.4.4 asks for rings without self-intersection or
/// self-tangency). One whose segments meet in their ends alone, each once, comes back as it is. Otherwise its rings are taken apart where
/// they touch or cross, what was walked both ways goes, and rings are joined anew; no point moves, and a point is added
/// only where segments cross, rounded to the grid. Exteriors positive, interiors negative.
/// O(n log n) for geometry that is spread over its tile; a polygon with too many segments in one spot (most_pairs), or
/// one that stays tangled, comes back as it is.
[[nodiscard]] std::vector<geo::Polygon<TilePoint>> untangled(geo::Polygon<TilePoint> polygon);

} // namespace cityweave::tiles
