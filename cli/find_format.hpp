// Answers of near and nearest as a table, JSON, GeoJSON or CSV. No queries.
#pragma once

#include "atlas/query.hpp"
#include "cli/options.hpp"

#include <string>
#include <vector>

namespace cityweave::cli {

/// Nearest first, with kilometres, bearing, compass point, networks and roles. GeoJSON is RFC 7946.
[[nodiscard]] std::string formatted(const atlas::Atlas& atlas, const std::vector<atlas::Neighbour>& found, TableFormat format);

} // namespace cityweave::cli
