// From GeoNames' table of places and our word lists to the payload of gazetteer.cwg. Does no lookups and writes no files.
#pragma once

#include "base/parallel.hpp"
#include "base/report.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cityweave::gazetteer {

using WordPairs = std::vector<std::pair<std::string, std::string>>;

/// What the gazetteer carries beside GeoNames' own rows.
struct BuildTables {
    WordPairs words;         ///< word as written → kind and language ("municipal:fi")
    WordPairs endings;       ///< ending of a declined form → ending of the base form; "+": the rest
    WordPairs abbreviations; ///< shortened word → whole word
    WordPairs country_names; ///< name as written → alpha-2
    WordPairs areas;         ///< name as written → "CC" or "CC.admin1"
    std::vector<std::pair<std::uint64_t, std::string>> extra_names; ///< geonameid → one more name of the place
    std::vector<std::pair<std::uint64_t, std::string>> seats;       ///< geonameid → area that is governed from there
};

/// The payload, the same for any number of jobs. `cities500` is GeoNames' tab-separated table; a line that is none is
/// left out and reported as "gazetteer-row". Names in scripts that no page of Europe and its neighbours uses (Han, kana,
/// Thai …) and codes of airports are left out. Linear but for sorting.
[[nodiscard]] std::vector<std::byte> compile_gazetteer(std::string_view cities500, const BuildTables& tables, base::Jobs jobs,
                                                       base::Report& report);

} // namespace cityweave::gazetteer
