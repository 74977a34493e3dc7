// What pages put beside words and nobody reads: pictographs, marks of footnotes, words cut at the end of a printed line.
// Knows no mark-up, networks or places.
#pragma once

#include <string>
#include <string_view>

namespace cityweave::ingest {

/// The text without pictographs and footnote marks ("[3]", "[edit]"); a country's flag becomes its code in brackets at the
/// end of the line or element ("🇫🇷 Lyon" is "Lyon (FR)"). Line breaks stay, so lines keep their numbers. Linear.
[[nodiscard]] std::string without_ornaments(std::string_view text);

} // namespace cityweave::ingest
