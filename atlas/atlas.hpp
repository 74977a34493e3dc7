// The whole: networks, places, memberships, links of one programme, with its invariants checked on construction.
// Not how it was read, not how it is stored.
#pragma once

#include "atlas/model.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cityweave::atlas {

/// What an atlas is made from. Order of rows does not matter where `Atlas` says its order.
struct AtlasParts {
    Programme programme;
    std::vector<Cluster> clusters;       ///< programme order; it is kept
    std::vector<Network> networks;       ///< programme or page order; it is kept
    std::vector<Place> places;           ///< any order
    std::vector<Membership> memberships; ///< any order
    std::vector<Link> links;             ///< any order; may be empty: see with_links in link_curves.hpp
    std::vector<PagePoint> page_points;  ///< reading order; it is kept
    friend bool operator==(const AtlasParts&, const AtlasParts&) = default;
};

/// The first invariant of Atlas that these parts break, in words, with the row concerned; none if they make an atlas.
/// For whoever reads parts that others wrote. O(n log n).
[[nodiscard]] std::optional<std::string> broken_invariant(const AtlasParts& parts);

/// Immutable. Invariants: ids in range; slugs unique per table, not empty and not "all"; place ids unique; at most one
/// lead place per network; memberships unique by (network, place, partner); links join a network's lead place to
/// another of its places, at most once, and their curves begin and end at those places. Order: places by rank, memberships
/// by (network, lead first, partner name, place id), links by (network, to). Rank: places that lead a network first, then
/// by number of networks and population, both falling, then by id.
class Atlas {
public:
    /// Sorts, renumbers and checks; O(n log n). A broken invariant is a programmer's mistake (AssertionError): merging is where
    /// bad data is refused.
    [[nodiscard]] static Atlas from_parts(AtlasParts parts);

    [[nodiscard]] const Programme& programme() const noexcept { return parts_.programme; }
    [[nodiscard]] std::span<const Cluster> clusters() const noexcept { return parts_.clusters; }
    [[nodiscard]] std::span<const Network> networks() const noexcept { return parts_.networks; }
    /// In rank order: leads first, then number of networks, population, id. Row = `rank` of the tiles.
    [[nodiscard]] std::span<const Place> places() const noexcept { return parts_.places; }
    [[nodiscard]] std::span<const Membership> memberships() const noexcept { return parts_.memberships; }
    [[nodiscard]] std::span<const Link> links() const noexcept { return parts_.links; }
    [[nodiscard]] std::span<const PagePoint> page_points() const noexcept { return parts_.page_points; }
    /// All of it at once, for making a changed atlas from this one.
    [[nodiscard]] const AtlasParts& parts() const noexcept { return parts_; }

    [[nodiscard]] const Cluster& cluster(ClusterId id) const { return parts_.clusters.at(id.row()); }
    [[nodiscard]] const Network& network(NetworkId id) const { return parts_.networks.at(id.row()); }
    [[nodiscard]] const Place& place(PlaceId id) const { return parts_.places.at(id.row()); }

    /// Indices into memberships(), ascending.
    [[nodiscard]] std::span<const std::uint32_t> memberships_of(PlaceId place) const;
    [[nodiscard]] std::span<const Membership> memberships_of(NetworkId network) const;
    /// The place that leads the network, if one does.
    [[nodiscard]] std::optional<PlaceId> lead_of(NetworkId network) const;
    [[nodiscard]] std::span<const Link> links_of(NetworkId network) const;

    friend bool operator==(const Atlas& a, const Atlas& b) { return a.parts_ == b.parts_; }

private:
    explicit Atlas(AtlasParts parts);
    AtlasParts parts_;
    std::vector<std::uint32_t> by_place_;       ///< membership indices grouped by place
    std::vector<std::uint32_t> by_place_begin_; ///< places + 1 offsets into by_place_
    std::vector<std::uint32_t> by_network_begin_;
    std::vector<std::uint32_t> links_begin_;
};

} // namespace cityweave::atlas
