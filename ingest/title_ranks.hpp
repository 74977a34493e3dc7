// Which headings of a page name its networks, told by their build alone: over each list of partners stands one of the same
// rank, each time in other words. Knows no layouts and no words of titles.
#pragma once

#include "ingest/layout.hpp"
#include "ingest/titles.hpp"

#include <cstddef>
#include <map>
#include <vector>

namespace cityweave::ingest {

/// The titles of a page with several lists of partners.
class TitleRanks {
public:
    /// `lists`: blocks of each list of partners, ascending. Linear in the blocks.
    TitleRanks(const Page& page, const std::vector<BlockRange>& lists);

    /// The title of the list that begins at `block`; null where the page's build tells none.
    [[nodiscard]] const Title* over(std::size_t block) const;

private:
    std::map<std::size_t, Title> titles_;
};

} // namespace cityweave::ingest
