// What is left of an atlas when a network or a place goes. No storing, no links.
#pragma once

#include "atlas/atlas.hpp"

namespace cityweave::atlas {

/// Without the network, its memberships, and the places that were in no other. Clusters stay, also those that no network
/// has any longer: they are the programme's. Links are left out, to be made anew: see with_links. O(n).
[[nodiscard]] AtlasParts without(const Atlas& atlas, NetworkId network);

/// Without the place and its memberships. Networks stay, also those that lose their lead or their last partner: they are
/// the programme's. Links are left out as above. O(n).
[[nodiscard]] AtlasParts without(const Atlas& atlas, PlaceId place);

} // namespace cityweave::atlas
