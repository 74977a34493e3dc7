// The web map that a build puts beside its atlas. It was bundled when the project was built (web/); nothing is made here.
#pragma once

#include <filesystem>

namespace cityweave::cli {

/// Copies `web` of the data folder into `folder`: `index.html`, `assets`, `fonts`. Throws IoError where it is not there.
void copy_web_map(const std::filesystem::path& data_folder, const std::filesystem::path& folder);

} // namespace cityweave::cli
