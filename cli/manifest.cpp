#include "cli/manifest.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/sha256.hpp"

#include <algorithm>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

constexpr const char* generator = "cityweave";

Json output_json(const std::filesystem::path& folder, const std::filesystem::path& file) {
    const auto mapped = base::MappedFile::open(file);
    return JsonObject{{"path", file.lexically_relative(folder).generic_string()},
                      {"bytes", std::uint64_t{mapped.bytes().size()}},
                      {"sha256", base::hex(base::sha256(mapped.bytes()))}};
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path() != folder / "manifest.json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

Json manifest_json(const std::filesystem::path& folder, const std::vector<InputFile>& inputs, const Editions& editions) {
    JsonArray input_list;
    for (const auto& input : inputs) input_list.push_back(JsonObject{{"name", input.name}, {"sha256", input.sha256}});
    JsonObject data;
    for (const auto& [name, edition] : editions) data.set(name, edition);
    JsonArray outputs;
    for (const auto& file : files_below(folder)) outputs.push_back(output_json(folder, file));
    return JsonObject{
        {"generator", generator}, {"version", CITYWEAVE_VERSION}, {"inputs", input_list}, {"data", data}, {"outputs", outputs}};
}

bool is_our_folder(const std::filesystem::path& folder) {
    const auto path = folder / "manifest.json";
    if (!std::filesystem::is_regular_file(path)) return false;
    const auto manifest = base::parse_json(base::MappedFile::open(path).text());
    const auto* by = manifest ? manifest->find("generator") : nullptr;
    return by && by->string() && *by->string() == generator;
}

} // namespace cityweave::cli
