// What follows for one place from its memberships: the networks and clusters it is in, whether it leads. Said once here
// for tiles, tables and answers. No formats.
#pragma once

#include "atlas/atlas.hpp"

#include <string>

namespace cityweave::atlas {

struct PlaceFacts {
    bool lead = false;                ///< leads any network
    std::vector<NetworkId> networks;  ///< programme order, each once
    std::vector<ClusterId> clusters;  ///< programme order, each once; networks without a cluster add none
    std::optional<ClusterId> cluster; ///< the one that colours it: of those it leads in, else of all, the one with most of
                                      ///< its memberships, the first in programme order among equals
};

/// O(m log m) in the place's memberships.
[[nodiscard]] PlaceFacts facts_of(const Atlas& atlas, PlaceId place);

/// The contract's form for lists of outside ids: `;a;b;`, `;` for none.
[[nodiscard]] std::string semicolon_list(const Atlas& atlas, const std::vector<NetworkId>& networks);
[[nodiscard]] std::string semicolon_list(const Atlas& atlas, const std::vector<ClusterId>& clusters);

} // namespace cityweave::atlas
