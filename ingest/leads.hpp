// Who leads, where the list of partners itself does not say: a sentence near it that names one of them beside a word of
// the role. Knows no networks' names.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>

namespace cityweave::ingest {

/// Marks the lead among a proposal's entries if none is marked and a sentence of blocks [first, last) tells one of them:
/// "Łódź acts as the lead partner". Declined names count by their stem. Linear in the blocks' text times the entries.
void find_lead(const Page& page, Proposal& proposal, std::size_t first, std::size_t last);

/// Marks the lead that no word of leading tells, for a network of which nothing else on the page says who leads: the one
/// partner that a sentence of the network's own section names ("Am Ruder steht hier Bozen"); the first, where it stands apart
/// from the others; or a town above the list that is no entry of it, which then becomes its first: named alone in the text
/// that announces the list ("Trondheim holder i roret, og får følge av seks andre byer: …") or in the answer to "Who
/// coordinates?". Whether there is a lead now.
bool imply_lead(const Page& page, Proposal& proposal, BlockRange range);

} // namespace cityweave::ingest
