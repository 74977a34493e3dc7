// Countries and the borders between them, from a topology and its corrections. Knows no zooms, no names of countries.
#pragma once

#include "base/result.hpp"
#include "tiles/arcs.hpp"
#include "tiles/border_rules.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cityweave::tiles {

struct Country {
    std::string iso_a2;
    std::vector<ArcPolygon> polygons; ///< exteriors have positive area in the world square, interiors negative
};

/// An arc between two countries. Coasts are none.
struct Border {
    std::uint32_t arc;
    std::string left;  ///< the country whose ring walks the arc backward
    std::string right; ///< the country whose ring walks it forward
    bool disputed;
};

struct BorderMap {
    std::vector<Arc> arcs;
    std::vector<Country> countries; ///< by iso_a2, each once
    std::vector<Border> borders;    ///< by arc; each arc that two countries share, once
};

/// Alpha-2 of a feature by its id; empty if it has none.
using CodeOf = std::function<std::string(const ArcFeature&)>;

/// Applies the rules in their order and dissolves what then lies inside one country: an arc both of whose sides belong to
/// it is no border any more, its rings are joined. In the result every arc has one country forward and at most one other
/// backward, or the other way round. Problem "border-rule" for a rule that finds nothing to correct and for a feature
/// that ends without a code; "border-topology" where two countries lie on the same side of an arc or a ring stays open.
[[nodiscard]] base::Result<BorderMap> make_border_map(ArcTopology topology, const std::vector<BorderRule>& rules, const CodeOf& code_of);

} // namespace cityweave::tiles
