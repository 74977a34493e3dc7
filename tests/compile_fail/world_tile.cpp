// A position in the Mercator square is no position inside a tile.
#include "geo/mercator.hpp"
#include "tiles/tile_point.hpp"

using namespace cityweave;

bool use(geo::WorldPoint world, tiles::TilePoint tile) {
#ifdef WRONG
    return world == tile;
#else
    return world == world && tile == tile;
#endif
}
