// The planners' questions: what lies near, who is a partner of whom, and finding things by name. Knows no formats, no
// HTTP, and no gazetteer: whoever asks for a country with its territories lists them.
#pragma once

#include "atlas/atlas.hpp"
#include "geo/spatial_index.hpp"
#include "geo/units.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::atlas {

/// A set of the places of one atlas.
class PlaceSet {
public:
    explicit PlaceSet(const Atlas& atlas) : holds_(atlas.places().size(), false) {}
    void add(PlaceId place) { holds_.at(place.row()) = true; }
    void remove(PlaceId place) { holds_.at(place.row()) = false; }
    [[nodiscard]] bool contains(PlaceId place) const { return holds_.at(place.row()); }
    /// In rank order. O(places).
    [[nodiscard]] std::vector<PlaceId> places() const;

private:
    std::vector<bool> holds_;
};

/// Places that share a network with `place`, without itself.
[[nodiscard]] PlaceSet partners_of(const Atlas& atlas, PlaceId place);
/// Places that share a network with a partner of `place`, its own partners among them, without itself.
[[nodiscard]] PlaceSet partners_of_partners(const Atlas& atlas, PlaceId place);
/// Places that share no network with `place`, without itself.
[[nodiscard]] PlaceSet not_yet_linked(const Atlas& atlas, PlaceId place);

/// Which places count. An empty list asks nothing; within a list one of the values must hold, and all lists together.
/// Networks, clusters and roles must hold for one and the same membership: "leads a network of this cluster".
struct Filter {
    std::vector<NetworkId> networks{};
    std::vector<ClusterId> clusters{};
    std::vector<Role> roles{};
    std::vector<std::string> countries{}; ///< alpha-2 as places carry them, dependent territories listed too
    std::vector<PlaceSet> among{};        ///< the place must be in each
};
/// O(memberships of the place).
[[nodiscard]] bool passes(const Atlas& atlas, const Filter& filter, PlaceId place);

/// A place in a network: as its lead if any of its memberships there leads.
struct NetworkRole {
    NetworkId network;
    Role role;
    friend bool operator==(const NetworkRole&, const NetworkRole&) = default;
};
/// All networks of the place in programme order, each once.
[[nodiscard]] std::vector<NetworkRole> networks_of(const Atlas& atlas, PlaceId place);

/// One answer of near or nearest.
struct Neighbour {
    PlaceId place;
    geo::Metres distance; ///< WGS 84 geodesic
    geo::Degrees bearing; ///< from the centre, clockwise from north, 0 ≤ b < 360; 0 where the distance is 0
    std::string compass;  ///< the bearing as one of 16 points: "N", "NNE", "NE" …; empty where the distance is 0
};

/// Answers near and nearest for one atlas, which must outlive it. Any number of threads may ask at a time.
class Neighbourhood {
public:
    /// O(n log n) in its places.
    explicit Neighbourhood(const Atlas& atlas);
    explicit Neighbourhood(Atlas&&) = delete;
    /// With the index of its places mapped from `index_file`; if that is missing, damaged or of other places, the index is
    /// built and, where the folder allows, written there.
    Neighbourhood(const Atlas& atlas, const std::filesystem::path& index_file);
    Neighbourhood(Atlas&&, const std::filesystem::path&) = delete;

    /// Places at most `radius` away that pass, nearest first, equal distances by rank.
    [[nodiscard]] std::vector<Neighbour> near(geo::LonLat centre, geo::Metres radius, const Filter& filter = {}) const;
    /// The k nearest places that pass, nearest first, equal distances by rank; fewer if there are no more.
    [[nodiscard]] std::vector<Neighbour> nearest(geo::LonLat centre, std::size_t k, const Filter& filter = {}) const;

private:
    [[nodiscard]] std::vector<Neighbour> neighbours(geo::LonLat centre, const std::vector<geo::SpatialIndex::Hit>& hits) const;
    const Atlas& atlas_;
    geo::SpatialIndex index_;
};

/// One of "N", "NNE", "NE" … "NNW" for a bearing of 0…360 degrees; each covers 22.5° round its own direction.
[[nodiscard]] const char* compass_point(geo::Degrees bearing);

/// By slug, or by name without regard to case, diacritics and punctuation; none if there is no such.
[[nodiscard]] std::optional<NetworkId> find_network(const Atlas& atlas, std::string_view text);
[[nodiscard]] std::optional<ClusterId> find_cluster(const Atlas& atlas, std::string_view text);
/// Places called so, in rank order: by their name; if none, by the names they are searched by or the names their partners
/// carry. Case, diacritics and punctuation do not matter. O(names in the atlas).
[[nodiscard]] std::vector<PlaceId> find_places(const Atlas& atlas, std::string_view text);
/// Names of networks and places written much like `text`, a few letters apart, the most alike first: what somebody may
/// have meant whose text names nothing. At most `count`. O(names in the atlas).
[[nodiscard]] std::vector<std::string> names_alike(const Atlas& atlas, std::string_view text, std::size_t count);

} // namespace cityweave::atlas
