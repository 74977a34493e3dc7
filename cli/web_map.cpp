#include "cli/web_map.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

void copy_web_map(const std::filesystem::path& data_folder, const std::filesystem::path& folder) {
    const auto source = data_folder / "web";
    std::error_code error;
    std::filesystem::copy(source, folder, std::filesystem::copy_options::recursive, error);
    if (error) throw base::IoError(fmt::format("{}: the web map cannot be copied: {}", source.string(), error.message()));
}

} // namespace cityweave::cli
