// What the tests of reading share: a gazetteer opened once, pages from text, rows as they stand in expected files.
#pragma once

#include "ingest/extract.hpp"

#include <string>
#include <string_view>

namespace cityweave::ingest::testing {

/// Lexicon, countries and towns of the build tree.
[[nodiscard]] const ExtractOptions& options();
[[nodiscard]] Extract extract_text(std::string_view page, std::string_view name = "page.txt");
/// `network,cluster,role,partner,country,line` for each mention.
[[nodiscard]] std::string rows_of(const Extract& extract);
/// A field as CSV writes it.
[[nodiscard]] std::string csv_field(std::string_view field);

} // namespace cityweave::ingest::testing
