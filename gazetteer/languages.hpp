// Where the languages of the word lists are used in public life. Does not know words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// Alpha-2 codes, in alphabetical order, of the countries where a word of all these languages (ISO 639-1) may stand in a
/// body's name. Empty, which says "anywhere": for English, for "xx", for an unknown language, and for no language at all.
[[nodiscard]] std::vector<std::string> countries_speaking(const std::vector<std::string_view>& languages);

} // namespace cityweave::gazetteer
