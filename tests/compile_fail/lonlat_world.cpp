// A position in degrees is no position in the Mercator square.
#include "geo/mercator.hpp"

using namespace cityweave;

geo::WorldPoint use(geo::LonLat point) {
#ifdef WRONG
    return point;
#else
    return geo::to_world(point);
#endif
}
