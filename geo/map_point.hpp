// Positions on the plane of a projected CRS, in metres. Which CRS is the business of the Transform that made them.
#pragma once

#include "geo/planar.hpp"

namespace cityweave::geo {

/// Metres in one projected CRS: x east, y north, whatever order and unit the CRS itself prescribes (see crs.hpp).
using MapPoint = PlanarPoint<struct MapSpace, double>;

} // namespace cityweave::geo
