#include "cli/pinned_places.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/unicode.hpp"

namespace cityweave::cli {

ingest::Overrides read_pinned_places(const std::vector<std::filesystem::path>& tables) {
    ingest::Overrides all;
    for (const auto& path : tables) {
        auto table = ingest::Overrides::parse(base::decode_text(base::MappedFile::open(path).bytes()), path.filename().string());
        if (!table) throw base::FormatError(base::describe(table.problem()));
        all.fall_back_on(std::move(table).value());
    }
    return all;
}

std::filesystem::path shipped_aliases(const std::filesystem::path& data_folder) {
    return data_folder / "aliases.csv";
}

} // namespace cityweave::cli
