// Base forms that a declined or derived form of a town's name may have: "Liepojos" → "Liepoja", "Helsingin" → "Helsinki".
// Knows the list of endings, not the towns: who asks looks the forms up.
#pragma once

#include "gazetteer/gazetteer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// Folded forms that `folded`, one word, may be declined from, without itself, each once, by falling length of the
/// ending. At most 64. A stem keeps at least two letters, a form has three.
[[nodiscard]] std::vector<std::string> base_forms(std::string_view folded, const Gazetteer& gazetteer);

/// All names of several words whose words are these or a base form of them, that some name of the gazetteer begins with;
/// without the words themselves. At most 64.
[[nodiscard]] std::vector<std::string> base_forms(const std::vector<std::string>& folded_words, const Gazetteer& gazetteer);

} // namespace cityweave::gazetteer
