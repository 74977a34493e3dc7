// Joins areas along the arcs they share. Knows no countries, no zooms.
#pragma once

#include "base/result.hpp"
#include "tiles/arcs.hpp"

namespace cityweave::tiles {

/// The polygons of the union of areas given by their rings, where areas touch only along arcs. All rings keep the area on
/// the same side. What is walked both ways cancels out; closed arcs without area go. No ring
/// passes a node twice: areas that meet in a point stay apart, and an area that meets itself there has an interior ring. Exteriors have
/// positive area in the world square and come in the order of their first arc. A ring the wrong way round with nothing of the area round it
/// (an islet turned over by the source's rounding) is turned. Problem "border-topology" if a ring stays open. O(n log n) in arcs, times
/// rings inside rings.
[[nodiscard]] base::Result<std::vector<ArcPolygon>> dissolve(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings);

} // namespace cityweave::tiles
