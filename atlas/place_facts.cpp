#include "atlas/place_facts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace cityweave::atlas {

namespace {

template <class T>
void sort_once_each(std::vector<T>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// How a cluster competes for a place's colour.
struct Claim {
    bool leads = false;
    int memberships = 0;
};

std::optional<ClusterId> strongest(const std::map<ClusterId, Claim>& claims) {
    const auto weaker = [](const auto& a, const auto& b) {
        return std::tuple(a.second.leads, a.second.memberships) < std::tuple(b.second.leads, b.second.memberships);
    };
    const auto best = std::max_element(claims.begin(), claims.end(), weaker); // the first among equals
    return best == claims.end() ? std::nullopt : std::optional(best->first);
}

template <class Ids, class SlugOf>
std::string joined(const Ids& ids, SlugOf slug_of) {
    std::string text;
    for (const auto id : ids) text += ";" + slug_of(id);
    return text + ";";
}

} // namespace

PlaceFacts facts_of(const Atlas& atlas, PlaceId place) {
    PlaceFacts facts;
    std::map<ClusterId, Claim> claims;
    for (const std::uint32_t index : atlas.memberships_of(place)) {
        const Membership& m = atlas.memberships()[index];
        facts.lead = facts.lead || m.role == Role::lead;
        facts.networks.push_back(m.network);
        const auto cluster = atlas.network(m.network).cluster;
        if (!cluster) continue;
        facts.clusters.push_back(*cluster);
        Claim& claim = claims[*cluster];
        claim.leads = claim.leads || m.role == Role::lead;
        ++claim.memberships;
    }
    sort_once_each(facts.networks);
    sort_once_each(facts.clusters);
    facts.cluster = strongest(claims);
    return facts;
}

std::string semicolon_list(const Atlas& atlas, const std::vector<NetworkId>& networks) {
    return joined(networks, [&](NetworkId id) { return atlas.network(id).slug; });
}

std::string semicolon_list(const Atlas& atlas, const std::vector<ClusterId>& clusters) {
    return joined(clusters, [&](ClusterId id) { return atlas.cluster(id).slug; });
}

} // namespace cityweave::atlas
