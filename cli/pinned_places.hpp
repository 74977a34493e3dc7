// The places a person pinned: the user's table, a programme's own, and the aliases that are shipped. Does not place anything.
#pragma once

#include "ingest/overrides.hpp"

#include <filesystem>
#include <vector>

namespace cityweave::cli {

/// What these tables say, those before over those after.
/// Throws IoError for a file that is missing and FormatError, which names file and line, for one that is wrong.
[[nodiscard]] ingest::Overrides read_pinned_places(const std::vector<std::filesystem::path>& tables);

/// The shipped table.
[[nodiscard]] std::filesystem::path shipped_aliases(const std::filesystem::path& data_folder);

} // namespace cityweave::cli
