// manifest.json: what a build was made from and what it holds, by digest. No times, hosts or absolute paths.
#pragma once

#include "base/json.hpp"
#include "cli/atlas_making.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::cli {

/// Editions of the compiled data used: ("gazetteer", "GeoNames …").
using Editions = std::vector<std::pair<std::string, std::string>>;

/// Digests every regular file below `folder` except manifest.json itself, in path order.
[[nodiscard]] base::Json manifest_json(const std::filesystem::path& folder, const std::vector<InputFile>& inputs, const Editions& editions);

/// True if `folder` holds a manifest.json written by us: then it may be replaced.
[[nodiscard]] bool is_our_folder(const std::filesystem::path& folder);

} // namespace cityweave::cli
