// Metres of a CRS are no sheet units.
#include "geo/map_point.hpp"
#include "render/drawing.hpp"

using namespace cityweave;

render::SheetPoint use(geo::MapPoint map, render::SheetPoint sheet) {
#ifdef WRONG
    sheet = map;
#else
    sheet = render::SheetPoint::at({.x = map.x() / 1000, .y = -map.y() / 1000});
#endif
    return sheet;
}
