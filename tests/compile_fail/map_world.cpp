// A transform takes degrees, not a position in the Mercator square.
#include "geo/crs.hpp"
#include "geo/mercator.hpp"

using namespace cityweave;

std::optional<geo::MapPoint> use(const geo::Transform& transform, geo::WorldPoint world) {
#ifdef WRONG
    return transform.to_map(world);
#else
    return transform.to_map(geo::to_lonlat(world));
#endif
}
