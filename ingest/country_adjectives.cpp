#include "ingest/country_adjectives.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/unicode.hpp"
#include "ingest/table.hpp"

namespace cityweave::ingest {

CountryAdjectives CountryAdjectives::open(const std::filesystem::path& table) {
    const auto file = base::MappedFile::open(table);
    const auto rows = read_named_columns(file.text(), table.string(), {"country", "stem"});
    if (!rows) throw base::FormatError(base::describe(rows.problem()));
    CountryAdjectives adjectives;
    for (const auto& row : *rows) {
        std::string_view stem = row.values[1];
        const bool goes_on = stem.ends_with('*');
        if (goes_on) stem.remove_suffix(1);
        adjectives.stems_.insert_or_assign(base::fold_for_search(stem), Stem{row.values[0], goes_on});
    }
    return adjectives;
}

std::optional<std::string> CountryAdjectives::country(const std::string& folded) const {
    constexpr std::size_t longest_ending = 4; // letters
    if (const auto whole = stems_.find(folded); whole != stems_.end()) return whole->second.country;
    for (std::size_t ending = 1; ending <= longest_ending && ending + 3 < folded.size(); ++ending)
        if (const auto stem = stems_.find(folded.substr(0, folded.size() - ending)); stem != stems_.end() && stem->second.goes_on)
            return stem->second.country;
    return std::nullopt;
}

} // namespace cityweave::ingest
