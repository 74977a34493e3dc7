// Distances and directions on the WGS 84 ellipsoid, exact to nanometres (Karney 2013, as PROJ carries it).
// No planar shortcut, no sphere; knows no places.
#pragma once

#include "geo/lonlat.hpp"
#include "geo/units.hpp"

namespace cityweave::geo {

/// Length of the shortest way between two points; 0…20,003,931.5 m. Symmetric to the last bit but one.
[[nodiscard]] Metres distance(LonLat from, LonLat to);

/// The shortest way between two points, with its direction at either end.
struct Geodesic {
    Metres length;
    Degrees azimuth_from; ///< at `from`, clockwise from north, 0 ≤ a < 360; for equal points 180 or 0 by convention
    Degrees azimuth_to;   ///< at `to`, forward (away from `from`), 0 ≤ a < 360
};
[[nodiscard]] Geodesic geodesic(LonLat from, LonLat to);

/// The point reached from `from` in direction `azimuth` (clockwise from north) after `length`; any finite values,
/// negative lengths go backwards.
[[nodiscard]] LonLat destination(LonLat from, Degrees azimuth, Metres length);

} // namespace cityweave::geo
