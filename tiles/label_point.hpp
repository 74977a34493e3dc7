// Where in an area its name stands best. Knows no text, no zooms.
#pragma once

#include "geo/geometry.hpp"
#include "geo/mercator.hpp"

namespace cityweave::tiles {

/// The point inside the polygon farthest from its rings (pole of inaccessibility), to within `precision` in world units;
/// found by halving squares, best first (after Garcia-Castellanos and Lombardo 2007). Precondition: an exterior with area,
/// precision > 0. Each square costs one look at all points.
[[nodiscard]] geo::WorldPoint label_point(const geo::Polygon<geo::WorldPoint>& polygon, double precision);

/// Share of the globe's surface inside the polygon, on the sphere; interiors taken off. Linear.
[[nodiscard]] double globe_share(const geo::Polygon<geo::WorldPoint>& polygon);

} // namespace cityweave::tiles
