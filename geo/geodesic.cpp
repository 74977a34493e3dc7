#include "geo/geodesic.hpp"

#include <geodesic.h>

#include <cmath>

namespace cityweave::geo {

namespace {

geod_geodesic make_wgs84() {
    geod_geodesic ellipsoid;
    geod_init(&ellipsoid, 6378137.0, 1.0 / 298.257223563);
    return ellipsoid;
}

const geod_geodesic& wgs84() {
    static const geod_geodesic ellipsoid = make_wgs84();
    return ellipsoid;
}

Degrees compass(double azimuth) {
    const double turned = azimuth < 0 ? azimuth + 360.0 : azimuth + 0.0; // + 0.0: no negative zero
    return Degrees(turned >= 360.0 ? 0.0 : turned);
}

} // namespace

Metres distance(LonLat from, LonLat to) {
    double length = 0;
    geod_inverse(&wgs84(), from.lat(), from.lon(), to.lat(), to.lon(), &length, nullptr, nullptr);
    return Metres(length);
}

Geodesic geodesic(LonLat from, LonLat to) {
    double length = 0, azimuth_from = 0, azimuth_to = 0;
    geod_inverse(&wgs84(), from.lat(), from.lon(), to.lat(), to.lon(), &length, &azimuth_from, &azimuth_to);
    return {Metres(length), compass(azimuth_from), compass(azimuth_to)};
}

LonLat destination(LonLat from, Degrees azimuth, Metres length) {
    CITYWEAVE_ASSERT(std::isfinite(azimuth.value()) && std::isfinite(length.value()), "direction and length are finite");
    double lat = 0, lon = 0;
    geod_direct(&wgs84(), from.lat(), from.lon(), azimuth.value(), length.value(), &lat, &lon, nullptr);
    return LonLat::wrapped({.lon = lon, .lat = lat});
}

} // namespace cityweave::geo
