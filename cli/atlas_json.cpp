#include "cli/atlas_json.hpp"

#include <cmath>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

Json names_json(const atlas::Names& names) {
    JsonObject object;
    for (const auto& [language, name] : names) object.set(language, name);
    return object;
}

Json cluster_json(const atlas::Cluster& cluster) {
    return JsonObject{
        {"id", cluster.slug}, {"name", cluster.name}, {"names", names_json(cluster.names)}, {"hue", cluster.hue}, {"shape", cluster.shape}};
}

Json network_json(const atlas::Atlas& atlas, atlas::NetworkId id) {
    const auto& network = atlas.network(id);
    const auto lead = atlas.lead_of(id);
    return JsonObject{{"id", network.slug},
                      {"name", network.name},
                      {"cluster", network.cluster ? Json(atlas.cluster(*network.cluster).slug) : Json()},
                      {"lead", lead ? Json(atlas.place(*lead).id) : Json()}};
}

Json place_json(const atlas::Place& place) {
    const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
    return JsonObject{{"id", place.id},
                      {"name", place.name},
                      {"country", place.country},
                      {"lon", rounded(place.position.lon())},
                      {"lat", rounded(place.position.lat())},
                      {"names", JsonArray(place.search_names.begin(), place.search_names.end())}};
}

Json membership_json(const atlas::Atlas& atlas, const atlas::Membership& membership) {
    return JsonObject{{"network", atlas.network(membership.network).slug},
                      {"place", atlas.place(membership.place).id},
                      {"role", atlas::name_of(membership.role)},
                      {"name", membership.partner}};
}

} // namespace

Json atlas_json(const atlas::Atlas& atlas) {
    JsonArray clusters, networks, places, memberships;
    for (const auto& cluster : atlas.clusters()) clusters.push_back(cluster_json(cluster));
    for (std::uint32_t row = 0; row < atlas.networks().size(); ++row) networks.push_back(network_json(atlas, atlas::NetworkId(row)));
    for (const auto& place : atlas.places()) places.push_back(place_json(place));
    for (const auto& membership : atlas.memberships()) memberships.push_back(membership_json(atlas, membership));
    return JsonObject{{"programme", JsonObject{{"id", atlas.programme().id}, {"name", atlas.programme().name}}},
                      {"clusters", clusters},
                      {"networks", networks},
                      {"places", places},
                      {"memberships", memberships}};
}

} // namespace cityweave::cli
