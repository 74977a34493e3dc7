// Who leads, where the list of partners itself does not say: a sentence near it that names one of them beside a word of
// the role. Knows no networks' names.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>

namespace cityweave::ingest {

/// Marks the lead among a proposal's entries if none is marked and a sentence of blocks [first, last) tells one of them:
/// "Łódź acts as the lead partner". Declined names count by their stem. Linear in the blocks' text times the entries.
void find_lead(const Page& page, Proposal& proposal, std::size_t first, std::size_t last);

/// A lead that is no entry of the list: the one town a sentence above the list names together with words of leading ("Esbjerg
/// står i spidsen for et netværk"), or the one town named in the text that announces the list ("Trondheim holder i roret, og
/// får følge av seks andre byer: …"). Looks at blocks [first, the first entry's]; gives it as the first entry. Does nothing
/// where a lead is known.
void add_lead_above(const Page& page, Proposal& proposal, std::size_t first);

} // namespace cityweave::ingest
