// Reads our word lists of data/gazetteer/ into the tables the gazetteer carries. Does not know what the words are for.
#pragma once

#include "base/report.hpp"
#include "gazetteer/gazetteer_build.hpp"

#include <filesystem>

namespace cityweave::gazetteer {

/// Reads abbreviations.csv, areas.csv, country_forms.csv, endings.csv, extra_names.csv, seats.csv and words.csv of `folder` and
/// adds the names of countries that CLDR knows. Throws base::IoError if a file is missing; a row with the wrong number of fields is left
/// out and reported as "word-list-row".
[[nodiscard]] BuildTables read_build_tables(const std::filesystem::path& folder, base::Report& report);

} // namespace cityweave::gazetteer
