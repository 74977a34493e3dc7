// Boxes of two spaces do not meet.
#include "geo/box.hpp"
#include "geo/map_point.hpp"
#include "geo/mercator.hpp"

using namespace cityweave;

bool use(const geo::Box<geo::WorldPoint>& world, const geo::Box<geo::MapPoint>& map) {
#ifdef WRONG
    return world.intersects(map);
#else
    return world.intersects(world) && map.intersects(map);
#endif
}
