#include "atlas/atlas.hpp"

#include "base/assertion.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace cityweave::atlas {

namespace {

/// What must hold and does not; none while all is well.
using Broken = std::optional<std::string>;

template <class Rows>
Broken broken_slug(const Rows& rows) {
    std::set<std::string_view> seen;
    for (const auto& row : rows) {
        if (row.slug.empty() || row.slug == "all") return "a slug is neither empty nor the reserved word all: \"" + row.slug + '"';
        if (!seen.insert(row.slug).second) return "slugs are unique within their table: " + row.slug;
    }
    return {};
}

/// Everything later steps index with.
Broken broken_id(const AtlasParts& parts) {
    for (const Network& n : parts.networks)
        if (n.cluster && n.cluster->row() >= parts.clusters.size()) return "a network's cluster exists: " + n.slug;
    const auto known = [&](NetworkId network, PlaceId place) {
        return network.row() < parts.networks.size() && place.row() < parts.places.size();
    };
    for (const Membership& m : parts.memberships)
        if (!known(m.network, m.place)) return "a membership's network and place exist: " + m.partner;
    for (const Link& l : parts.links)
        if (!known(l.network, l.from) || !known(l.network, l.to)) return "a link's network and places exist";
    return {};
}

Broken broken_place(const std::vector<Place>& places) {
    std::set<std::uint64_t> ids;
    for (const Place& place : places)
        if (!ids.insert(place.id).second) return "place ids are unique: " + std::to_string(place.id);
    return {};
}

using LeadPlaces = std::vector<std::optional<PlaceId>>; // by network

Broken broken_membership(const AtlasParts& parts, LeadPlaces& leads) {
    std::set<std::tuple<NetworkId, PlaceId, std::string_view>> seen;
    for (const Membership& m : parts.memberships) {
        if (!seen.emplace(m.network, m.place, m.partner).second) return "a partner is a member of a network at a place once: " + m.partner;
        if (m.role != Role::lead) continue;
        auto& lead = leads[m.network.row()];
        if (lead && *lead != m.place) return "a network has at most one lead place: " + parts.networks[m.network.row()].slug;
        lead = m.place;
    }
    return {};
}

Broken broken_link(const AtlasParts& parts, const LeadPlaces& leads) {
    std::set<std::pair<NetworkId, PlaceId>> members;
    std::set<std::pair<NetworkId, PlaceId>> linked;
    for (const Membership& m : parts.memberships) members.emplace(m.network, m.place);
    for (const Link& l : parts.links) {
        const std::string& network = parts.networks[l.network.row()].slug;
        if (leads[l.network.row()] != l.from) return "a link begins at its network's lead: " + network;
        if (l.to == l.from || !members.contains({l.network, l.to})) return "a link ends at another place of its network: " + network;
        if (!linked.emplace(l.network, l.to).second) return "a network links its lead to a place once: " + network;
        if (l.curve.size() < 2 || l.curve.front() != parts.places[l.from.row()].position ||
            l.curve.back() != parts.places[l.to.row()].position)
            return "a link's curve begins and ends at its places: " + network;
    }
    return {};
}

/// What a place's rank depends on beside itself.
struct Standing {
    bool leads = false;
    std::uint32_t networks = 0;
};

std::vector<Standing> standings(const AtlasParts& parts) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs; // place, network
    std::vector<Standing> result(parts.places.size());
    pairs.reserve(parts.memberships.size());
    for (const Membership& m : parts.memberships) {
        pairs.emplace_back(m.place.row(), m.network.row());
        if (m.role == Role::lead) result[m.place.row()].leads = true;
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& pair : pairs) ++result[pair.first].networks;
    return result;
}

/// Old rows in rank order.
std::vector<std::uint32_t> rank_order(const AtlasParts& parts) {
    const auto standing = standings(parts);
    std::vector<std::uint32_t> order(parts.places.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto key = [&](std::uint32_t row) {
        const Place& place = parts.places[row];
        return std::tuple(!standing[row].leads, ~standing[row].networks, ~place.population, place.id);
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    return order;
}

void sort_places(AtlasParts& parts) {
    const auto order = rank_order(parts);
    std::vector<PlaceId> renumbered(order.size(), PlaceId(0));
    std::vector<Place> places;
    places.reserve(order.size());
    for (std::uint32_t row = 0; row < order.size(); ++row) {
        renumbered[order[row]] = PlaceId(row);
        places.push_back(std::move(parts.places[order[row]]));
    }
    parts.places = std::move(places);
    for (Membership& m : parts.memberships) m.place = renumbered[m.place.row()];
    for (Link& l : parts.links) {
        l.from = renumbered[l.from.row()];
        l.to = renumbered[l.to.row()];
    }
}

void sort_memberships(AtlasParts& parts) {
    const auto key = [&](const Membership& m) {
        return std::tuple(m.network, m.role != Role::lead, std::string_view(m.partner), parts.places[m.place.row()].id);
    };
    std::sort(parts.memberships.begin(), parts.memberships.end(),
              [&](const Membership& a, const Membership& b) { return key(a) < key(b); });
}

void sort_links(std::vector<Link>& links) {
    const auto key = [](const Link& l) { return std::tuple(l.network, l.to); };
    std::sort(links.begin(), links.end(), [&](const Link& a, const Link& b) { return key(a) < key(b); });
}

/// Offsets of groups 0…groups in rows that are sorted by the group `of` gives.
template <class Rows, class Of>
std::vector<std::uint32_t> group_begins(const Rows& rows, std::size_t groups, Of of) {
    std::vector<std::uint32_t> begins(groups + 1, 0);
    for (const auto& row : rows) ++begins[of(row) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    return begins;
}

template <class T>
std::span<const T> group(const std::vector<T>& rows, const std::vector<std::uint32_t>& begins, std::uint32_t which) {
    const std::uint32_t begin = begins.at(which);
    return std::span(rows).subspan(begin, begins.at(which + 1) - begin);
}

std::vector<std::uint32_t> indices_by_place(const std::vector<Membership>& memberships) {
    std::vector<std::uint32_t> indices(memberships.size());
    std::iota(indices.begin(), indices.end(), 0U);
    std::stable_sort(indices.begin(), indices.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return memberships[a].place < memberships[b].place; });
    return indices;
}

} // namespace

Atlas::Atlas(AtlasParts parts) : parts_(std::move(parts)) {
    by_place_ = indices_by_place(parts_.memberships);
    by_place_begin_ = group_begins(parts_.memberships, parts_.places.size(), [](const Membership& m) { return m.place.row(); });
    by_network_begin_ = group_begins(parts_.memberships, parts_.networks.size(), [](const Membership& m) { return m.network.row(); });
    links_begin_ = group_begins(parts_.links, parts_.networks.size(), [](const Link& l) { return l.network.row(); });
}

std::optional<std::string> broken_invariant(const AtlasParts& parts) {
    LeadPlaces leads(parts.networks.size());
    Broken broken = broken_slug(parts.clusters);
    if (!broken) broken = broken_slug(parts.networks);
    if (!broken) broken = broken_id(parts);
    if (!broken) broken = broken_place(parts.places);
    if (!broken) broken = broken_membership(parts, leads);
    if (!broken) broken = broken_link(parts, leads);
    return broken;
}

Atlas Atlas::from_parts(AtlasParts parts) {
    const auto broken = broken_invariant(parts);
    CITYWEAVE_ASSERT(!broken, *broken);
    sort_places(parts);
    sort_memberships(parts);
    sort_links(parts.links);
    return Atlas(std::move(parts));
}

std::span<const std::uint32_t> Atlas::memberships_of(PlaceId place) const {
    return group(by_place_, by_place_begin_, place.row());
}

std::span<const Membership> Atlas::memberships_of(NetworkId network) const {
    return group(parts_.memberships, by_network_begin_, network.row());
}

std::optional<PlaceId> Atlas::lead_of(NetworkId network) const {
    const auto members = memberships_of(network);
    if (members.empty() || members.front().role != Role::lead) return std::nullopt;
    return members.front().place;
}

std::span<const Link> Atlas::links_of(NetworkId network) const {
    return group(parts_.links, links_begin_, network.row());
}

} // namespace cityweave::atlas
