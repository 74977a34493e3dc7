// Degrees are no radians.
#include "geo/units.hpp"

using namespace cityweave;

geo::Radians use(geo::Degrees angle) {
#ifdef WRONG
    return angle;
#else
    return geo::to_radians(angle);
#endif
}
