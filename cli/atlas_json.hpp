// atlas.json: what a browser needs beside the tiles: exact coordinates and the names places are searched by. No tiles.
#pragma once

#include "atlas/atlas.hpp"
#include "base/json.hpp"

namespace cityweave::cli {

/// Programme, clusters, networks, places in rank order, memberships. Coordinates in degrees, rounded to 1e-6.
[[nodiscard]] base::Json atlas_json(const atlas::Atlas& atlas);

} // namespace cityweave::cli
