// TopoJSON 1.0 as arcs on the world square. Knows no countries, no corrections.
#pragma once

#include "base/result.hpp"
#include "tiles/arcs.hpp"

#include <string_view>

namespace cityweave::tiles {

/// One object (a GeometryCollection) of a TopoJSON text, quantised (§2.1.2) or not. Polygons, MultiPolygons,
/// LineStrings and MultiLineStrings are read; geometries of other types give features without parts. `id` is the
/// geometry's id, `name` its property of that name. Arcs that no feature of the object uses become empty. Arcs that jump
/// over the antimeridian go on beyond the world instead; latitudes beyond Mercator's stand on its edge.
/// Problem "json-syntax", or "topojson" saying what was found and expected. Linear.
[[nodiscard]] base::Result<ArcTopology> read_topojson(std::string_view text, std::string_view object);

} // namespace cityweave::tiles
