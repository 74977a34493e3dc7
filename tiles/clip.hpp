// Cuts geometry to a box of the world square. Knows no tiles, no integers, no layers.
#pragma once

#include "geo/box.hpp"
#include "geo/geometry.hpp"
#include "geo/mercator.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace cityweave::tiles {

using WorldBox = geo::Box<geo::WorldPoint>;
using WorldGeometry = geo::Geometry<geo::WorldPoint>;

/// The smallest box round every point; empty for an empty geometry. Linear.
[[nodiscard]] WorldBox bounds(const WorldGeometry& geometry);
[[nodiscard]] WorldBox bounds(const std::vector<geo::WorldPoint>& points);
/// No point at all.
[[nodiscard]] bool is_empty(const WorldGeometry& geometry);

/// The part inside the box, edges included; possibly empty, always of the same kind. Coordinates must be finite.
/// Points keep their order. Lines split where they leave and keep their direction. Polygons: see clip_polygon. Two
/// geometries that share a segment get the same points where it crosses the box, whatever its direction.
/// Linear in points, plus O(k log k) in the k crossings of a polygon, plus for each interior ring left whole a look at the
/// pieces whose box holds it (at one of them only, if there is one).
[[nodiscard]] WorldGeometry clip(const WorldGeometry& geometry, const WorldBox& box);

/// The pieces of a polygon inside the box, none where only its border touches. Rings of the input may have either
/// orientation; in the result exteriors have positive doubled_area, interiors negative. Pieces are made by joining the
/// parts of the rings inside along the box's edges (after Weiler and Atherton 1977, for a box), so a valid polygon
/// gives valid pieces that share no more than points; an invalid one gives some pieces in bounded time.
[[nodiscard]] std::vector<geo::Polygon<geo::WorldPoint>> clip_polygon(const geo::Polygon<geo::WorldPoint>& polygon, const WorldBox& box);

/// The part of the segment inside the box (Liang and Barsky 1984), in the segment's direction. `closed`: edges belong
/// to the box; otherwise a segment that only touches or runs along an edge gives none.
enum class BoxEdges { closed, open };
[[nodiscard]] std::optional<std::pair<geo::WorldPoint, geo::WorldPoint>> clip_segment(geo::WorldPoint from, geo::WorldPoint to,
                                                                                      const WorldBox& box, BoxEdges edges);

} // namespace cityweave::tiles
