// Which network a list without a name of its own belongs to: the best title of its section. Knows no clusters.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>
#include <set>
#include <string>

namespace cityweave::ingest {

/// A network's name and the block that gives it.
struct Title {
    std::string name;
    std::size_t block = 0;
    double score = 0; ///< as in NameCandidate; 0 where the section has no title
    int times = 0;    ///< how often it was said again
};

/// The best name for partners that begin at `block`, looked for in blocks [section, block] and the page's title, but for
/// those whose keys are refused: the partners' own. Looks at no more than a hundred blocks.
[[nodiscard]] Title title_for(const Page& page, std::size_t section, std::size_t block, const std::set<std::string>& refused);

/// The heading right above `block`, with no text between; score 0 where there is none.
[[nodiscard]] Title heading_above(const Page& page, std::size_t section, std::size_t block);

} // namespace cityweave::ingest
