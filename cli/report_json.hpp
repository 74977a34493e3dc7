// report.json: each entry read, where it was placed and why, and what was doubted or refused. No reading.
#pragma once

#include "base/json.hpp"
#include "cli/atlas_making.hpp"

namespace cityweave::cli {

/// Below this confidence an entry is marked as doubted.
inline constexpr double doubted_below = 0.6;

[[nodiscard]] base::Json report_json(const MadeAtlas& made);

/// One problem as JSON, leaving out what is unknown.
[[nodiscard]] base::Json problem_json(const base::Problem& problem);

} // namespace cityweave::cli
