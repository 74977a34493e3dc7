#include "geo/lonlat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cityweave::geo {

base::Result<LonLat> LonLat::from_degrees(DegreesOf degrees) {
    if (const auto position = in_range(degrees)) return *position;
    return base::Problem{.code = "coordinate-range",
                         .found = fmt::format("{} {}", degrees.lon, degrees.lat),
                         .expected = "longitude -180 to 180, then latitude -90 to 90"};
}

LonLat LonLat::wrapped(DegreesOf degrees) {
    CITYWEAVE_ASSERT(std::isfinite(degrees.lon) && std::isfinite(degrees.lat), "a computed position is finite");
    const double lon = std::abs(degrees.lon) <= 180 ? degrees.lon : std::remainder(degrees.lon, 360.0);
    return {lon, std::clamp(degrees.lat, -90.0, 90.0)};
}

MicroDegrees to_micro_degrees(LonLat point) {
    return {std::llround(point.lon() * 1e6), std::llround(point.lat() * 1e6)};
}

} // namespace cityweave::geo
