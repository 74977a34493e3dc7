// Where the compiled data lies at run time. No content.
#pragma once

#include <filesystem>
#include <string>

namespace cityweave::cli {

/// The folder of the compiled gazetteer and base map: `requested` (--data) if not empty, else CITYWEAVE_DATA, else
/// ../share/cityweave beside the executable. Throws ConfigError saying which folder was looked for.
[[nodiscard]] std::filesystem::path data_folder(const std::string& requested);

} // namespace cityweave::cli
