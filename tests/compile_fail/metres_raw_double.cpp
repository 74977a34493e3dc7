// A bare number is no length.
#include "geo/geodesic.hpp"

using namespace cityweave;

geo::LonLat use(geo::LonLat from) {
#ifdef WRONG
    return geo::destination(from, 90.0, 1000.0);
#else
    return geo::destination(from, geo::Degrees(90), geo::Metres(1000));
#endif
}
