#include "geo/geodesic_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cityweave::geo {

namespace {

constexpr double a = 6378137.0; // WGS 84, semi-major axis
constexpr double flattening = 1.0 / 298.257223563;
constexpr double b = a * (1.0 - flattening);
constexpr double e2 = flattening * (2.0 - flattening);
/// Least and greatest radius of curvature of any normal section: the meridian's on the equator, and every one at a pole.
constexpr double least_radius = a * (1.0 - e2);
constexpr double greatest_radius = a * a / b;
/// Up to here the upper bound holds: 2π·least_radius less the longest geodesic.
constexpr double upper_bound_limit = 19'802'000.0;

double arc_over(double chord, double radius) {
    return 2.0 * radius * std::asin(std::min(1.0, chord / (2.0 * radius)));
}
double chord_under(double arc, double radius) {
    return 2.0 * radius * std::sin(arc / (2.0 * radius));
}

} // namespace

EarthCentred earth_centred(LonLat point) {
    constexpr double radians = std::numbers::pi / 180.0;
    const double sin_lat = std::sin(point.lat() * radians), cos_lat = std::cos(point.lat() * radians);
    const double normal = a / std::sqrt(1.0 - e2 * sin_lat * sin_lat);
    const double from_axis = normal * cos_lat;
    return {.x = from_axis * std::cos(point.lon() * radians),
            .y = from_axis * std::sin(point.lon() * radians),
            .z = normal * (1.0 - e2) * sin_lat};
}

Metres chord(const EarthCentred& p, const EarthCentred& q) {
    const double x = p.x - q.x, y = p.y - q.y, z = p.z - q.z;
    return Metres(std::sqrt(x * x + y * y + z * z));
}

GeodesicRange geodesic_range(Metres chord) {
    const double shortest = arc_over(std::max(0.0, chord.value() - rounding_slack.value()), greatest_radius);
    const double longest = chord.value() + rounding_slack.value();
    const bool bounded = longest <= chord_under(upper_bound_limit, least_radius);
    return {Metres(shortest), bounded ? Metres(arc_over(longest, least_radius)) : longest_geodesic};
}

Metres reach_of(Metres radius) {
    return Metres(chord_under(std::min(radius, longest_geodesic).value(), greatest_radius));
}

Metres sure_chord(Metres radius) {
    if (radius >= longest_geodesic) return Metres(2.0 * a);
    return Metres(chord_under(std::min(radius.value(), upper_bound_limit), least_radius));
}

bool is_beyond_by_angle(const EarthCentred& p, const EarthCentred& q, Metres radius) {
    // A millionth of a radian keeps the cosines apart by more than they lose to rounding, even where they are level.
    const double angle = radius.value() / b + 1e-6;
    if (angle >= std::numbers::pi) return false;
    const auto dot = [](const EarthCentred& u, const EarthCentred& v) { return u.x * v.x + u.y * v.y + u.z * v.z; };
    return dot(p, q) < std::cos(angle) * std::sqrt(dot(p, p) * dot(q, q));
}

} // namespace cityweave::geo
