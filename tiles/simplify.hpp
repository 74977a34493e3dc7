// Fewer points for a zoom, arc by arc, so that shared borders stay shared. Knows no countries, no pixels.
#pragma once

#include "base/parallel.hpp"
#include "tiles/arcs.hpp"

#include <cstdint>

namespace cityweave::tiles {

struct SimplifyOptions {
    int zoom = 0;
    std::uint32_t extent = 4096;
    /// How far a point may lie from the simplified arc, in tile points of the zoom.
    double tolerance = 2;
};

/// Each arc with fewer points (Douglas and Peucker 1973) and every point on the grid of the zoom, so that tiles do not
/// move them again (to_zoom_grid). Ends stay ends: what met before meets after. Where simplified arcs would cross, and
/// where a ring of `rings` would lose its area although its full detail still has one on the grid, the points of the
/// original come back there, farthest first, until neither happens or all are back; a small loop in
/// which an arc crosses itself even then is cut off. Where segments touch or still cross, each has the point. Arcs keep their number and
/// direction; an arc that collapses has two equal points, an empty one stays empty. The same for any number of jobs.
[[nodiscard]] std::vector<Arc> simplify_arcs(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings,
                                             const SimplifyOptions& options, base::Jobs jobs);

/// A line that was stored on a coarse grid, without its staircase: simplified by `tolerance` (in world units), then its
/// corners cut twice (Chaikin 1974). Ends stay; a closed line stays closed.
[[nodiscard]] Arc smoothed(const Arc& arc, double tolerance);

} // namespace cityweave::tiles
