// A box of one space takes no point of another.
#include "geo/box.hpp"
#include "geo/map_point.hpp"
#include "geo/mercator.hpp"

using namespace cityweave;

bool use(const geo::Box<geo::WorldPoint>& box, geo::WorldPoint world, geo::MapPoint map) {
#ifdef WRONG
    return box.contains(map);
#else
    return box.contains(world) && geo::Box<geo::MapPoint>{map}.contains(map);
#endif
}
