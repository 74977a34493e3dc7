// Base forms that a declined or derived form of a town's name may have: "Liepojos" → "Liepoja", "Helsingin" → "Helsinki".
// Knows the list of endings, not the towns: who asks looks the forms up.
#pragma once

#include "gazetteer/gazetteer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// Folded forms that `folded`, one word, may be declined from, without itself, each once, by falling length of the
/// ending; Slavic adjectives in any gender and case go by their "-ski". At most 96. A stem keeps at least two letters, a form has three.
[[nodiscard]] std::vector<std::string> base_forms(std::string_view folded, const Gazetteer& gazetteer);

/// All names of several words whose words are these or a base form of them, that some name of the gazetteer begins with;
/// without the words themselves. At most 96.
[[nodiscard]] std::vector<std::string> base_forms(const std::vector<std::string>& folded_words, const Gazetteer& gazetteer);

/// A Slavic adjective's masculine nominative: "zadarska", "opolskiego" → "zadarski", "opolski". Empty if it looks like none.
[[nodiscard]] std::string adjective(std::string_view folded);

/// Keys of two words of `country` (anywhere if empty) that `folded` may be the adjective of: "nowosadecki" → "nowy sacz",
/// "karlovarsky" → "karlovy vary". At most some thousand keys are looked at for each "o" inside.
[[nodiscard]] std::vector<std::uint32_t> compound_keys(std::string_view folded, const Gazetteer& gazetteer, std::string_view country);

} // namespace cityweave::gazetteer
