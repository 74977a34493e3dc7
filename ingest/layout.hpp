// What a layout recogniser hands over: entries of one network, with the span they take and how sure it is. Layouts do not
// see each other; extract.cpp settles overlaps, names and clusters.
#pragma once

#include "atlas/model.hpp"
#include "ingest/entries.hpp"
#include "ingest/network_names.hpp"
#include "ingest/network_sections.hpp"
#include "ingest/reading.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cityweave::ingest {

/// Blocks [first, last) of a page.
struct BlockRange {
    std::size_t first = 0;
    std::size_t last = 0;
};

struct PlacedEntry {
    std::size_t block = 0;
    Entry entry;
    atlas::Role role = atlas::Role::partner;
};

/// Partners of one network as one layout reads them.
struct Proposal {
    std::size_t first_block = 0;
    std::size_t last_block = 0;
    std::vector<PlacedEntry> entries; ///< in reading order
    std::string network;              ///< name the layout itself tells; empty: the nearest title decides
    double network_score = 0;         ///< evidence for that name, as in NameCandidate
    std::string cluster;              ///< where the layout tells it (a table's column)
    double confidence = 0;            ///< of two that overlap the higher stays
    bool needs_name = false;          ///< names without countries: partners only of a network that is named for sure
    bool titled = false;              ///< the first block is the network's heading
    bool first_alone = false;         ///< the first entry stands apart from the others: it leads if nothing says who does
    bool shares_names = false;        ///< a partner is written once for several networks: a table with a mark for each
    bool weak = false;                ///< holds only under a thematic heading that others prove
};

/// A page ready for the layouts.
struct Page {
    const Reading& reading;
    const NetworkNames& names;
    const NetworkSections& sections;
};

/// Each appends what it finds. Linear in the page's size.
using Layout = void (*)(const Page& page, std::vector<Proposal>& proposals);

void read_lists(const Page& page, std::vector<Proposal>& proposals);
void read_prose(const Page& page, std::vector<Proposal>& proposals);
void read_tables(const Page& page, std::vector<Proposal>& proposals);
void read_profiles(const Page& page, std::vector<Proposal>& proposals);
void read_town_runs(const Page& page, std::vector<Proposal>& proposals);
void read_country_groups(const Page& page, std::vector<Proposal>& proposals);

} // namespace cityweave::ingest
