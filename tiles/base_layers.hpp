// The layers of the base map at one zoom: countries, boundaries, lakes, rivers, country_labels. Knows no networks, no
// tiles, no files.
#pragma once

#include "base/parallel.hpp"
#include "tiles/borders.hpp"
#include "tiles/feature.hpp"

#include <string>
#include <utility>
#include <vector>

namespace cityweave::tiles {

struct CountryNames {
    std::string iso_a2;
    std::string name;                                            ///< property `name`, in English
    std::vector<std::pair<std::string, std::string>> translated; ///< language ("de") and name, for `name_de`; where it differs
};

/// What the base map is made of, at full detail.
struct BaseMaterial {
    BorderMap borders;
    ArcTopology lakes;               ///< polygons
    ArcTopology rivers;              ///< lines
    std::vector<CountryNames> names; ///< of every country of `borders`, in its order
};

inline constexpr int base_map_maxzoom = 8;

/// One point a country, inside its largest part and far from its rings; the largest country first. The same at every zoom.
[[nodiscard]] std::vector<Feature<geo::WorldPoint>> country_labels(const BaseMaterial& material, base::Jobs jobs);

/// The five layers in drawing order, for that zoom alone, on its grid. Country polygons and boundaries come from the same
/// simplified arcs, so that neighbours share every point. Where a country's part has collapsed on the grid,
/// its border is left out: what stands bounds two countries. `labels` as country_labels() gives them.
[[nodiscard]] std::vector<WorldLayer> base_layers(const BaseMaterial& material, const std::vector<Feature<geo::WorldPoint>>& labels,
                                                  int zoom, base::Jobs jobs);

/// Removes the staircase of a topology stored on a coarse grid of this many degrees (see smoothed()).
void smooth(ArcTopology& topology, double grid_degrees);

} // namespace cityweave::tiles
