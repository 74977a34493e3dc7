// A point on WGS 84 in degrees, longitude first. Knows no projection and no networks.
#pragma once

#include "base/result.hpp"

#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>

namespace cityweave::geo {

/// Longitude −180…180 (both ends allowed and kept as given), latitude −90…90, finite.
class LonLat {
public:
    struct DegreesOf {
        double lon;
        double lat;
    };
    /// Problem "coordinate-range" if not finite or out of range; nothing is wrapped silently.
    [[nodiscard]] static base::Result<LonLat> from_degrees(DegreesOf degrees);
    /// The same without saying why not.
    [[nodiscard]] static std::optional<LonLat> in_range(DegreesOf degrees) {
        const bool good = std::abs(degrees.lon) <= 180 && std::abs(degrees.lat) <= 90; // false for NaN as well
        return good ? std::optional(LonLat(degrees.lon, degrees.lat)) : std::nullopt;
    }
    /// For values computed here that are known to be in range: longitude is wrapped into −180…180, latitude clamped to
    /// ±90. Not finite: AssertionError.
    [[nodiscard]] static LonLat wrapped(DegreesOf degrees);

    [[nodiscard]] double lon() const noexcept { return lon_; } ///< degrees east
    [[nodiscard]] double lat() const noexcept { return lat_; } ///< degrees north

    friend auto operator<=>(const LonLat&, const LonLat&) = default;

private:
    LonLat(double lon, double lat) : lon_(lon), lat_(lat) {}
    double lon_;
    double lat_;
};

/// The coordinate in units of 1e-6°, rounded half away from zero: what outputs carry (0.11 m at the equator).
struct MicroDegrees {
    std::int64_t lon;
    std::int64_t lat;
    friend auto operator<=>(const MicroDegrees&, const MicroDegrees&) = default;
};
[[nodiscard]] MicroDegrees to_micro_degrees(LonLat point);

} // namespace cityweave::geo
