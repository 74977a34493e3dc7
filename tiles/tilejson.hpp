// Tileset metadata as JSON: TileJSON 3.0.0 for web maps, and the JSON that archives carry inside. Not HTTP, not files.
#pragma once

#include "base/json.hpp"
#include "tiles/archive.hpp"

#include <string>
#include <vector>

namespace cityweave::tiles {

/// TileJSON 3.0.0 §3: `tile_urls` are absolute templates with {z}, {x}, {y}. Own block under "cityweave", if any.
/// Precondition: at least one address.
[[nodiscard]] base::Json to_tilejson(const TilesetMetadata& metadata, const std::vector<std::string>& tile_urls);

/// The "vector_layers" array (TileJSON 3.0.0 §3.3; the same in MBTiles 1.3 and PMTiles v3).
[[nodiscard]] base::Json vector_layers_json(const std::vector<VectorLayer>& layers);
/// Its inverse, forgiving: what is not as it should be is left out. Zooms missing there become the tileset's.
[[nodiscard]] std::vector<VectorLayer> vector_layers_from(const base::Json& json, int minzoom, int maxzoom);

/// "west,south,east,north" and "lon,lat,zoom" as MBTiles metadata has them, in 1e-6°.
[[nodiscard]] std::string bounds_text(const TilesetMetadata& metadata);
[[nodiscard]] std::string center_text(const TilesetMetadata& metadata);
/// Numbers set apart by commas; fewer than there are if the text breaks off.
[[nodiscard]] std::vector<double> numbers_of(const std::string& text);
/// Inverses; a text that is none leaves the metadata as it was.
void read_bounds(const std::string& text, TilesetMetadata& metadata);
void read_center(const std::string& text, TilesetMetadata& metadata);

} // namespace cityweave::tiles
