// A length and an angle have no sum.
#include "geo/units.hpp"

using namespace cityweave;

geo::Metres use(geo::Metres length, geo::Degrees angle) {
#ifdef WRONG
    return length + angle;
#else
    return angle.value() * length;
#endif
}
