#include "cli/data_folder.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace cityweave::cli {

namespace {

std::filesystem::path beside_executable() {
    std::error_code error;
    const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path() : executable.parent_path().parent_path() / "share" / "cityweave";
}

std::filesystem::path existing(const std::filesystem::path& folder, const char* told_by) {
    if (std::filesystem::is_directory(folder)) return folder;
    throw base::ConfigError(fmt::format("{}: no such folder of compiled data ({})", folder.string(), told_by));
}

} // namespace

std::filesystem::path data_folder(const std::string& requested) {
    if (!requested.empty()) return existing(requested, "from --data");
    // Read once, before any thread is started.
    if (const char* variable = std::getenv("CITYWEAVE_DATA"); variable && *variable) return existing(variable, "from CITYWEAVE_DATA");
    return existing(beside_executable(), "beside the executable; give --data or set CITYWEAVE_DATA");
}

} // namespace cityweave::cli
