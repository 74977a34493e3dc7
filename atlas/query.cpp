#include "atlas/query.hpp"

#include "base/unicode.hpp"
#include "geo/geodesic.hpp"
#include "geo/spatial_index_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cityweave::atlas {

namespace {

PlaceId place_id(std::size_t row) {
    return PlaceId(static_cast<std::uint32_t>(row));
}

std::vector<geo::LonLat> positions(const Atlas& atlas) {
    std::vector<geo::LonLat> result;
    result.reserve(atlas.places().size());
    for (const Place& place : atlas.places()) result.push_back(place.position);
    return result;
}

/// Every place of every network of every place in `from`. Each network is gone through once.
PlaceSet sharing_a_network(const Atlas& atlas, const std::vector<PlaceId>& from) {
    PlaceSet result(atlas);
    std::vector<bool> done(atlas.networks().size(), false);
    for (const PlaceId place : from)
        for (const std::uint32_t index : atlas.memberships_of(place)) {
            const NetworkId network = atlas.memberships()[index].network;
            if (done[network.row()]) continue;
            done[network.row()] = true;
            for (const Membership& m : atlas.memberships_of(network)) result.add(m.place);
        }
    return result;
}

template <class T>
bool holds_or_asks_nothing(const std::vector<T>& wanted, const T& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool passes(const Atlas& atlas, const Filter& filter, const Membership& m) {
    const auto cluster = atlas.network(m.network).cluster;
    const bool in_cluster = filter.clusters.empty() || (cluster && holds_or_asks_nothing(filter.clusters, *cluster));
    return in_cluster && holds_or_asks_nothing(filter.networks, m.network) && holds_or_asks_nothing(filter.roles, m.role);
}

geo::SpatialIndex::Accept accept(const Atlas& atlas, const Filter& filter) {
    return [&atlas, &filter](std::uint32_t row) { return passes(atlas, filter, PlaceId(row)); };
}

template <class Id, class Rows>
std::optional<Id> find_row(const Rows& rows, std::string_view text) {
    for (std::uint32_t row = 0; row < rows.size(); ++row)
        if (rows[row].slug == text) return Id(row);
    const std::string folded = base::fold_for_search(text);
    for (std::uint32_t row = 0; row < rows.size(); ++row)
        if (!folded.empty() && base::fold_for_search(rows[row].name) == folded) return Id(row);
    return std::nullopt;
}

bool is_otherwise_called(const Atlas& atlas, PlaceId place, const std::string& folded) {
    const auto called = [&](const std::string& name) { return base::fold_for_search(name) == folded; };
    const auto& names = atlas.place(place).search_names;
    if (std::any_of(names.begin(), names.end(), called)) return true;
    const auto indices = atlas.memberships_of(place);
    return std::any_of(indices.begin(), indices.end(), [&](std::uint32_t index) { return called(atlas.memberships()[index].partner); });
}

} // namespace

std::vector<PlaceId> PlaceSet::places() const {
    std::vector<PlaceId> result;
    for (std::size_t row = 0; row < holds_.size(); ++row)
        if (holds_[row]) result.push_back(place_id(row));
    return result;
}

PlaceSet partners_of(const Atlas& atlas, PlaceId place) {
    PlaceSet partners = sharing_a_network(atlas, {place});
    partners.remove(place);
    return partners;
}

PlaceSet partners_of_partners(const Atlas& atlas, PlaceId place) {
    PlaceSet result = sharing_a_network(atlas, partners_of(atlas, place).places());
    result.remove(place);
    return result;
}

PlaceSet not_yet_linked(const Atlas& atlas, PlaceId place) {
    const PlaceSet linked = sharing_a_network(atlas, {place});
    PlaceSet result(atlas);
    for (std::size_t row = 0; row < atlas.places().size(); ++row)
        if (!linked.contains(place_id(row))) result.add(place_id(row));
    result.remove(place);
    return result;
}

bool passes(const Atlas& atlas, const Filter& filter, PlaceId place) {
    if (!holds_or_asks_nothing(filter.countries, atlas.place(place).country)) return false;
    for (const PlaceSet& set : filter.among)
        if (!set.contains(place)) return false;
    if (filter.networks.empty() && filter.clusters.empty() && filter.roles.empty()) return true;
    const auto indices = atlas.memberships_of(place);
    return std::any_of(indices.begin(), indices.end(),
                       [&](std::uint32_t index) { return passes(atlas, filter, atlas.memberships()[index]); });
}

std::vector<NetworkRole> networks_of(const Atlas& atlas, PlaceId place) {
    std::vector<NetworkRole> result;
    // Memberships stand by network, the lead first.
    for (const std::uint32_t index : atlas.memberships_of(place)) {
        const Membership& m = atlas.memberships()[index];
        if (result.empty() || result.back().network != m.network) result.push_back({m.network, m.role});
    }
    return result;
}

Neighbourhood::Neighbourhood(const Atlas& atlas) : atlas_(atlas), index_(positions(atlas), base::Jobs::from_request(0)) {}
Neighbourhood::Neighbourhood(const Atlas& atlas, const std::filesystem::path& index_file)
    : atlas_(atlas), index_(geo::spatial_index_beside(index_file, positions(atlas))) {}

std::vector<Neighbour> Neighbourhood::near(geo::LonLat centre, geo::Metres radius, const Filter& filter) const {
    return neighbours(centre, index_.within(centre, radius, accept(atlas_, filter)));
}

std::vector<Neighbour> Neighbourhood::nearest(geo::LonLat centre, std::size_t k, const Filter& filter) const {
    return neighbours(centre, index_.nearest(centre, k, accept(atlas_, filter)));
}

std::vector<Neighbour> Neighbourhood::neighbours(geo::LonLat centre, const std::vector<geo::SpatialIndex::Hit>& hits) const {
    std::vector<Neighbour> result;
    result.reserve(hits.size());
    for (const auto& hit : hits) {
        const PlaceId place(hit.point);
        if (hit.distance == geo::Metres(0)) {
            result.push_back({place, hit.distance, geo::Degrees(0), ""});
            continue;
        }
        const auto way = geo::geodesic(centre, atlas_.place(place).position);
        result.push_back({place, way.length, way.azimuth_from, compass_point(way.azimuth_from)});
    }
    return result;
}

const char* compass_point(geo::Degrees bearing) {
    constexpr std::array<const char*, 16> points{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                                 "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    CITYWEAVE_ASSERT(bearing.value() >= 0 && bearing.value() <= 360, "a bearing lies between 0 and 360 degrees");
    return points[static_cast<std::size_t>(std::lround(bearing.value() / 22.5)) % points.size()];
}

std::optional<NetworkId> find_network(const Atlas& atlas, std::string_view text) {
    return find_row<NetworkId>(atlas.networks(), text);
}

std::optional<ClusterId> find_cluster(const Atlas& atlas, std::string_view text) {
    return find_row<ClusterId>(atlas.clusters(), text);
}

std::vector<std::string> names_alike(const Atlas& atlas, std::string_view text, std::size_t count) {
    const std::string folded = base::fold_for_search(text);
    const int limit = std::clamp(static_cast<int>(folded.size() / 3), 1, 4);
    std::vector<std::pair<int, std::string>> alike;
    const auto compare = [&](const std::string& name, const std::string& shown) {
        const int distance = base::edit_distance(folded, base::fold_for_search(name), limit);
        if (distance <= limit) alike.emplace_back(distance, shown);
    };
    for (const Network& network : atlas.networks()) {
        compare(network.name, network.name);
        compare(network.slug, network.name);
    }
    for (const Place& place : atlas.places()) {
        compare(place.name, place.name);
        for (const auto& name : place.search_names) compare(name, place.name);
    }
    std::stable_sort(alike.begin(), alike.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> names;
    for (auto& [distance, name] : alike)
        if (names.size() < count && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    return names;
}

std::vector<PlaceId> find_places(const Atlas& atlas, std::string_view text) {
    const std::string folded = base::fold_for_search(text);
    std::vector<PlaceId> found;
    if (folded.empty()) return found;
    for (std::size_t row = 0; row < atlas.places().size(); ++row)
        if (base::fold_for_search(atlas.places()[row].name) == folded) found.push_back(place_id(row));
    if (!found.empty()) return found;
    for (std::size_t row = 0; row < atlas.places().size(); ++row)
        if (is_otherwise_called(atlas, place_id(row), folded)) found.push_back(place_id(row));
    return found;
}

} // namespace cityweave::atlas
