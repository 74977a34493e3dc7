// What a run tells about itself at its end: stage timings in a file, one line for people. Never in an output.
#pragma once

#include "cli/atlas_making.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"

#include <string>

namespace cityweave::cli {

/// `stage,seconds` as CSV to --timings FILE; nothing if it was not asked for.
void write_timings(const CommonOptions& common, const Progress& progress);

/// "30 networks, 279 memberships at 201 places".
[[nodiscard]] std::string counts(const atlas::Atlas& atlas);

/// "30 networks, 279 memberships at 201 places; 2 entries without a place, 1 doubted".
[[nodiscard]] std::string summary(const MadeAtlas& made);

} // namespace cityweave::cli
