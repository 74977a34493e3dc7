#include "tiles/atlas_layers.hpp"

#include "atlas/outside_ids.hpp"
#include "atlas/place_facts.hpp"
#include "geo/mercator.hpp"
#include "geo/tile_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cityweave::tiles {

namespace {

using atlas::Atlas;
using base::Json;
using base::JsonArray;
using base::JsonObject;

using WorldFeature = Feature<geo::WorldPoint>;

/// The double nearest to the coordinate in 1e-6°.
double degrees(std::int64_t micro) {
    return static_cast<double>(micro) / 1e6;
}

std::string cluster_slug(const Atlas& atlas, std::optional<atlas::ClusterId> cluster) {
    return cluster ? atlas.cluster(*cluster).slug : std::string();
}

Value number(std::size_t count) {
    return static_cast<std::int64_t>(count);
}

WorldFeature place_feature(const Atlas& atlas, atlas::PlaceId row) {
    const auto& place = atlas.place(row);
    const auto facts = facts_of(atlas, row);
    const auto position = geo::to_micro_degrees(place.position);
    return {.id = place.id,
            .properties = {{"id", static_cast<std::int64_t>(place.id)},
                           {"name", place.name},
                           {"country", place.country},
                           {"lon", degrees(position.lon)},
                           {"lat", degrees(position.lat)},
                           {"lead", facts.lead},
                           {"n_networks", number(facts.networks.size())},
                           {"n_clusters", number(facts.clusters.size())},
                           {"cluster", cluster_slug(atlas, facts.cluster)},
                           {"clusters", semicolon_list(atlas, facts.clusters)},
                           {"networks", semicolon_list(atlas, facts.networks)},
                           {"rank", number(row.row())}},
            .geometry = geo::MultiPoint<geo::WorldPoint>{geo::to_world(place.position)}};
}

WorldFeature membership_feature(const Atlas& atlas, const atlas::Membership& membership) {
    const auto& network = atlas.network(membership.network);
    const auto& place = atlas.place(membership.place);
    const auto id = outside_id(atlas, membership);
    return {.id = id,
            .properties = {{"id", static_cast<std::int64_t>(id)},
                           {"network", network.slug},
                           {"network_name", network.name},
                           {"cluster", cluster_slug(atlas, network.cluster)},
                           {"role", std::string(name_of(membership.role))},
                           {"place", static_cast<std::int64_t>(place.id)},
                           {"name", membership.partner},
                           {"place_name", place.name},
                           {"country", place.country}},
            .geometry = geo::MultiPoint<geo::WorldPoint>{geo::to_world(place.position)}};
}

/// The curve over the antimeridian goes on beyond the world's edge instead of jumping back over it.
geo::Line<geo::WorldPoint> unbroken(const geo::Line<geo::LonLat>& curve) {
    geo::Line<geo::WorldPoint> line;
    line.reserve(curve.size());
    double worlds = 0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const double step = i == 0 ? 0 : curve[i].lon() - curve[i - 1].lon();
        if (std::abs(step) > 180) worlds += step > 0 ? -1 : 1;
        const auto point = geo::to_world(curve[i]);
        line.push_back(geo::WorldPoint::at({.x = point.x() + worlds, .y = point.y()}));
    }
    return line;
}

WorldFeature link_feature(const Atlas& atlas, const atlas::Link& link) {
    const auto& network = atlas.network(link.network);
    const auto from = atlas.place(link.from).id;
    const auto to = atlas.place(link.to).id;
    const auto id = outside_id(atlas, link);
    return {.id = id,
            .properties = {{"id", static_cast<std::int64_t>(id)},
                           {"network", network.slug},
                           {"network_name", network.name},
                           {"cluster", cluster_slug(atlas, network.cluster)},
                           {"from", static_cast<std::int64_t>(from)},
                           {"to", static_cast<std::int64_t>(to)},
                           {"km", std::round(in_kilometres(link.length) * 10) / 10}},
            .geometry = geo::MultiLine<geo::WorldPoint>{{unbroken(link.curve)}}};
}

Json cluster_json(const atlas::Cluster& cluster) {
    JsonObject names;
    for (const auto& [language, text] : cluster.names) names.set(language, text);
    return JsonObject{
        {"id", cluster.slug}, {"name", cluster.name}, {"names", std::move(names)}, {"hue", cluster.hue}, {"shape", cluster.shape}};
}

/// Memberships of a network come lead first, so equal places need not be neighbours.
std::size_t places_of(const Atlas& atlas, atlas::NetworkId network) {
    std::vector<std::uint32_t> rows;
    for (const auto& membership : atlas.memberships_of(network)) rows.push_back(membership.place.row());
    std::sort(rows.begin(), rows.end());
    return static_cast<std::size_t>(std::unique(rows.begin(), rows.end()) - rows.begin());
}

Json network_json(const Atlas& atlas, atlas::NetworkId row) {
    const auto& network = atlas.network(row);
    const auto lead = atlas.lead_of(row);
    return JsonObject{{"id", network.slug},
                      {"name", network.name},
                      {"cluster", cluster_slug(atlas, network.cluster)},
                      {"lead", lead ? Json(static_cast<std::int64_t>(atlas.place(*lead).id)) : Json(nullptr)},
                      {"places", static_cast<std::int64_t>(places_of(atlas, row))}};
}

Json source_json(const LayerSource& source) {
    return JsonObject{{"layer", source.layer}, {"text", source.text}, {"licence", source.licence}, {"url", source.url}};
}

} // namespace

std::vector<WorldLayer> atlas_layers(const Atlas& atlas) {
    WorldLayer links{.name = "links"};
    for (const auto& link : atlas.links()) links.features.push_back(link_feature(atlas, link));
    WorldLayer memberships{.name = "memberships"};
    for (const auto& membership : atlas.memberships()) memberships.features.push_back(membership_feature(atlas, membership));
    WorldLayer places{.name = "places"};
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row) places.features.push_back(place_feature(atlas, atlas::PlaceId(row)));
    std::vector<WorldLayer> layers;
    for (auto* layer : {&links, &memberships, &places}) {
        layer->maxzoom = geo::max_zoom;
        layers.push_back(std::move(*layer));
    }
    return layers;
}

Json metadata_block(const Atlas& atlas, const std::vector<LayerSource>& sources, const std::vector<std::string>& disclaimers) {
    const auto& programme = atlas.programme();
    JsonArray clusters;
    for (const auto& cluster : atlas.clusters()) clusters.push_back(cluster_json(cluster));
    JsonArray networks;
    for (std::uint32_t row = 0; row < atlas.networks().size(); ++row) networks.push_back(network_json(atlas, atlas::NetworkId(row)));
    JsonArray credits;
    for (const auto& text : programme.sources) credits.push_back(source_json({.layer = "memberships", .text = text}));
    for (const auto& source : sources) credits.push_back(source_json(source));
    JsonArray notes;
    for (const auto& note : disclaimers) notes.emplace_back(note);
    return JsonObject{{"programme", JsonObject{{"id", programme.id}, {"name", programme.name}}},
                      {"crs", programme.crs},
                      {"clusters", std::move(clusters)},
                      {"networks", std::move(networks)},
                      {"sources", std::move(credits)},
                      {"disclaimers", std::move(notes)}};
}

} // namespace cityweave::tiles
