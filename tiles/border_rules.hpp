// The corrections to a de-facto map of countries, as data: data/boundaries.csv. Knows how to read them, not how to apply.
#pragma once

#include "base/result.hpp"
#include "geo/lonlat.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::tiles {

enum class BorderAction {
    is,       ///< the feature belongs to the country `other` (alpha-2)
    part,     ///< the feature's polygons that lie wholly in the box belong to `other`
    cut,      ///< the line divides a polygon of the feature; its smaller piece belongs to `other`
    drop,     ///< the feature is left out
    disputed, ///< the border between the countries `feature` and `other` (alpha-2) is disputed, all or inside the box
};

struct BorderRule {
    BorderAction action;
    std::string feature;
    std::string other;
    /// Two corners of a box (south-west, north-east) or the points of a line; empty where the rule has none.
    std::vector<geo::LonLat> where;
    std::string source; ///< never empty
    int line;           ///< 1-based, in the file
};

/// CSV (RFC 4180) with the header `rule,feature,other,where,source,why`; `where` is `west south east north`, or for a
/// cut `lon lat, lon lat, …`. Problem "border-rule" with line, what was found and expected.
[[nodiscard]] base::Result<std::vector<BorderRule>> read_border_rules(std::string_view csv, std::string_view file_name);

} // namespace cityweave::tiles
