// A small programme for tests: two clusters, three networks, six places, one of them in all networks.
#pragma once

#include "atlas/atlas.hpp"

namespace cityweave::test {

inline geo::LonLat at(double lon, double lat) {
    return *geo::LonLat::from_degrees({.lon = lon, .lat = lat});
}

/// Rows deliberately out of order; no links. Networks 0 and 1 have a lead, network 2 has none and no cluster.
inline atlas::AtlasParts sample_parts() {
    using namespace atlas;
    const auto member = [](std::uint32_t network, std::uint32_t place, Role role, const char* partner) {
        return Membership{.network = NetworkId(network),
                          .place = PlaceId(place),
                          .role = role,
                          .partner = partner,
                          .source = "page.txt",
                          .line = 7,
                          .confidence = 0.9};
    };
    AtlasParts parts;
    parts.programme = {.id = "sample", .name = "Sample programme", .sources = {"A page of our own"}};
    parts.clusters = {
        {.slug = "green", .name = "Green towns", .names = {{"en", "Green towns"}, {"fi", "Vihreät"}}, .hue = "#1B7837", .shape = "circle"},
        {.slug = "fair", .name = "Fair towns", .names = {}, .hue = "#762A83", .shape = "square"}};
    parts.networks = {{.slug = "river-towns", .name = "River Towns", .cluster = ClusterId(0)},
                      {.slug = "night-trains", .name = "Night \"Trains\"", .cluster = ClusterId(1)},
                      {.slug = "small", .name = "S.M.ALL", .cluster = std::nullopt}};
    parts.places = {
        {.id = 650224, .name = "Kuopio", .country = "FI", .position = at(27.67703, 62.89238), .population = 88520, .search_names = {}},
        {.id = 2996944,
         .name = "Lyon",
         .country = "FR",
         .position = at(4.84671, 45.74846),
         .population = 522969,
         .search_names = {"Lugdunum", "Λυών"}},
        {.id = 2761369,
         .name = "Vienna",
         .country = "AT",
         .position = at(16.37208, 48.20849),
         .population = 1691468,
         .search_names = {"Wien", "Wiedeń"}},
        {.id = 3169070, .name = "Rome", .country = "IT", .position = at(12.51133, 41.89193), .population = 2318895, .search_names = {}},
        {.id = 2964574, .name = "Dublin", .country = "IE", .position = at(-6.24889, 53.33306), .population = 1024027, .search_names = {}},
        {.id = 935264,
         .name = "Saint-Denis",
         .country = "RE",
         .position = at(55.4504, -20.88231),
         .population = 137195,
         .search_names = {}}};
    parts.memberships = {
        member(0, 2, Role::partner, "City of Vienna"),    member(0, 1, Role::lead, "Lyon"),    member(0, 0, Role::partner, "Kuopio"),
        member(1, 1, Role::partner, "Métropole de Lyon"), member(1, 1, Role::partner, "Lyon"), member(1, 3, Role::lead, "Roma Capitale"),
        member(1, 5, Role::partner, "Saint-Denis"),       member(2, 1, Role::partner, "Lyon"), member(2, 4, Role::partner, "Dublin")};
    parts.page_points = {{.label = "Kuopio", .position = at(25.748151, 61.92411), .source = "page.txt", .line = 3},
                         {.label = "", .position = at(-61.5, 16.2), .source = "page.txt", .line = 4}};
    return parts;
}

} // namespace cityweave::test
