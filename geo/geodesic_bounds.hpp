// What the straight chord between two points of the ellipsoid says of the geodesic between them: never shorter than one
// length, never longer than another. Proofs and sources: docs/spatial-index.md. Knows no index and no sets of points.
#pragma once

#include "geo/lonlat.hpp"
#include "geo/units.hpp"

namespace cityweave::geo {

/// A point in space: metres from the Earth's centre, x towards 0° on the equator, z along the axis to the north pole.
struct EarthCentred {
    double x;
    double y;
    double z;
};

/// Of the point on the WGS 84 ellipsoid (height 0); each coordinate right to 1e-8 m.
[[nodiscard]] EarthCentred earth_centred(LonLat point);

/// Length of the straight line between two points.
[[nodiscard]] Metres chord(const EarthCentred& p, const EarthCentred& q);

/// No two points are farther apart than half a meridian is long (rounded up).
inline constexpr Metres longest_geodesic{20'003'932.0};

/// More than rounding can take from or add to a chord of two `earth_centred` points and to `distance`, together.
inline constexpr Metres rounding_slack{1e-6};

/// The length of a geodesic lies in it, ends included.
struct GeodesicRange {
    Metres shortest;
    Metres longest;
};
/// From the chord as computed, widened by `rounding_slack`. The two differ by less than 2.1e-17 chord³/m² while chords
/// are short: 0.02 mm at 10 km, 0.5 mm at 29 km, 21 m at 1,000 km.
[[nodiscard]] GeodesicRange geodesic_range(Metres chord);
/// From the two points: the curvature of the surface there and along there is known better than that of any surface
/// anywhere. For chords of up to 1,000 km the two differ by about 4.6e-24 chord⁴/m³: 0.5 mm at 100 km, 7 mm at 200 km.
[[nodiscard]] GeodesicRange geodesic_range(const EarthCentred& from, const EarthCentred& to);

/// No geodesic of at most `radius` (≥ 0) has a longer chord. Without rounding slack.
[[nodiscard]] Metres reach_of(Metres radius);

/// Every geodesic over a chord of at most this is at most `radius` (≥ 0) long. Without rounding slack.
[[nodiscard]] Metres sure_chord(Metres radius);

/// Whether the angle between the two points at the Earth's centre alone shows that their geodesic is longer than
/// `radius` (≥ 0): what the chord, nearly level there, cannot tell of points near each other's antipodes.
[[nodiscard]] bool is_beyond_by_angle(const EarthCentred& p, const EarthCentred& q, Metres radius);

} // namespace cityweave::geo
