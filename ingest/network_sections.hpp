// Parts of a page that present one network each: a heading that names it, then what is said of it. Knows how such headings
// are built and worded; knows no layouts of partners.
#pragma once

#include "ingest/network_names.hpp"
#include "ingest/reading.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cityweave::ingest {

struct NetworkSection {
    std::size_t heading; ///< block that names the network
    std::size_t end;     ///< first block behind it that is no more about the network
    std::string network;

    /// No heading and text, but one paragraph that sets the network's name off.
    [[nodiscard]] bool is_paragraph() const { return end == heading + 1; }
};

/// What tells such headings: the word "network" beside a name ("Netzwerk »Stille Höfe«", "Nazwa sieci: Zielony Próg"); or
/// the build, where several headings of one rank each stand over text that speaks of a network and names towns with their
/// countries, none of which names a network of its own.
class NetworkSections {
public:
    /// Linear in the size of the page.
    NetworkSections(const Reading& reading, const NetworkNames& names);

    /// The section that holds the block, its heading included; null where there is none. O(log sections).
    [[nodiscard]] const NetworkSection* over(std::size_t block) const;

private:
    std::vector<NetworkSection> sections_; ///< ascending
};

} // namespace cityweave::ingest
