// Which headings of a page are its themes, whatever they are called: announced in a list, or standing over several networks
// each. Knows no list of themes.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cityweave::ingest {

/// Where a network is presented: its title, or the paragraph that names it.
struct Presentation {
    std::size_t block = 0;
    std::string key;    ///< of its name
    bool strong = true; ///< its lead is told in words, not only by place
    bool is_title = false;
};

/// The page's thematic headings, by block.
class Clusters {
public:
    Clusters(const Page& page, const std::vector<Presentation>& presentations);

    /// The theme that a line "Theme: …" in blocks [first, last] tells; empty if none.
    [[nodiscard]] static std::string said_in(const Page& page, std::size_t first, std::size_t last);
    /// Text of the theme over `block`; empty if none.
    [[nodiscard]] std::string over(std::size_t block) const;
    [[nodiscard]] bool is_theme(std::size_t block) const { return themes_.contains(block); }

private:
    std::map<std::size_t, std::string> themes_; ///< block → text; empty text where a part without theme begins
};

} // namespace cityweave::ingest
