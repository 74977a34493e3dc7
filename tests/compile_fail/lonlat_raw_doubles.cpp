// Two bare numbers make no position: which is the longitude must be said, and the range checked.
#include "geo/lonlat.hpp"

using namespace cityweave;

base::Result<geo::LonLat> use(double a, double b) {
#ifdef WRONG
    return geo::LonLat(a, b);
#else
    return geo::LonLat::from_degrees({.lon = a, .lat = b});
#endif
}
