// Web Mercator as the unit square: origin north-west, x east, y down, one world wide. Knows no zooms and no tiles.
#pragma once

#include "geo/lonlat.hpp"
#include "geo/planar.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cityweave::geo {

/// Position in the Web Mercator square, 0…1 on both axes inside the world.
using WorldPoint = PlanarPoint<struct WorldSpace, double>;

/// The latitude of the square's upper edge, atan(sinh π) in degrees. Beyond it points are set onto the edge.
inline constexpr double mercator_latitude_limit = 85.051128779806592;

/// Spherical Mercator of the WGS 84 coordinates (EPSG:3857 scaled to one). Error below 1e-15 of the world's width.
[[nodiscard]] inline WorldPoint to_world(LonLat point) {
    const double lat = std::clamp(point.lat(), -mercator_latitude_limit, mercator_latitude_limit);
    const double s = std::sin(lat * (std::numbers::pi / 180.0));
    const double y = 0.5 - std::atanh(s) / (2.0 * std::numbers::pi);
    return WorldPoint::at({.x = point.lon() / 360.0 + 0.5, .y = std::clamp(y, 0.0, 1.0)});
}

/// Inverse of to_world for 0…1; x beyond is wrapped, y beyond gives latitudes nearer to the poles.
[[nodiscard]] inline LonLat to_lonlat(WorldPoint point) {
    const double lat = std::atan(std::sinh(std::numbers::pi * (1.0 - 2.0 * point.y()))) * (180.0 / std::numbers::pi);
    return LonLat::wrapped({.lon = (point.x() - 0.5) * 360.0, .lat = lat});
}

} // namespace cityweave::geo
