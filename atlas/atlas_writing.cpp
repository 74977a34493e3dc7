#include "atlas/atlas_writing.hpp"

#include "atlas/outside_ids.hpp"
#include "atlas/place_facts.hpp"
#include "base/json.hpp"

#include <cmath>
#include <iterator>
#include <optional>

namespace cityweave::atlas {

namespace {

using base::Json;
using Column = TableColumn;

std::string json_text(const Names& names) {
    std::vector<base::JsonObject::Member> members;
    for (const auto& [language, text] : names) members.emplace_back(language, text);
    return to_text(Json(base::JsonObject::from_distinct(std::move(members))));
}

std::string json_text(const std::vector<std::string>& texts) {
    return to_text(Json(base::JsonArray(texts.begin(), texts.end())));
}

std::string slug_of(const Atlas& atlas, std::optional<ClusterId> cluster) {
    return cluster ? atlas.cluster(*cluster).slug : std::string();
}

/// Rows are numbered from 1, as a GeoPackage has them.
std::int64_t number_of(std::size_t row) {
    return static_cast<std::int64_t>(row) + 1;
}

void write_programme(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"programme", "What holds for the whole atlas", TableGeometry::none, "fid"},
                                          {{"key", Column::text}, {"value", Column::text}});
    const Programme& p = atlas.programme();
    const std::pair<const char*, std::string> rows[] = {
        {"format", atlas_format}, {"id", p.id}, {"name", p.name}, {"crs", p.crs}, {"sources", json_text(p.sources)}};
    std::int64_t number = 0;
    for (const auto& [key, value] : rows) table->begin(++number).text(key).text(value).end();
}

void write_clusters(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table(
        {"clusters", "Themes, in programme order", TableGeometry::none, "fid"},
        {{"id", Column::text}, {"name", Column::text}, {"names", Column::text}, {"hue", Column::text}, {"shape", Column::text}});
    for (std::size_t row = 0; row < atlas.clusters().size(); ++row) {
        const Cluster& c = atlas.clusters()[row];
        table->begin(number_of(row)).text(c.slug).text(c.name).text(json_text(c.names)).text(c.hue).text(c.shape).end();
    }
}

void write_networks(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"networks", "Networks, in programme order", TableGeometry::none, "fid"},
                                          {{"id", Column::text}, {"name", Column::text}, {"cluster", Column::text}});
    for (std::size_t row = 0; row < atlas.networks().size(); ++row) {
        const Network& n = atlas.networks()[row];
        table->begin(number_of(row)).text(n.slug).text(n.name).text(slug_of(atlas, n.cluster)).end();
    }
}

void write_places(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"places", "Places, by rank", TableGeometry::point, "id"}, {{"name", Column::text},
                                                                                                      {"country", Column::text},
                                                                                                      {"lon", Column::real},
                                                                                                      {"lat", Column::real},
                                                                                                      {"lead", Column::flag},
                                                                                                      {"n_networks", Column::integer},
                                                                                                      {"n_clusters", Column::integer},
                                                                                                      {"cluster", Column::text},
                                                                                                      {"clusters", Column::text},
                                                                                                      {"networks", Column::text},
                                                                                                      {"rank", Column::integer},
                                                                                                      {"population", Column::integer},
                                                                                                      {"search_names", Column::text}});
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row) {
        const Place& p = atlas.places()[row];
        const PlaceFacts facts = facts_of(atlas, PlaceId(row));
        const auto micro = geo::to_micro_degrees(p.position);
        table->begin(static_cast<std::int64_t>(p.id))
            .text(p.name)
            .text(p.country)
            .real(static_cast<double>(micro.lon) / 1e6)
            .real(static_cast<double>(micro.lat) / 1e6);
        table->flag(facts.lead).integer(std::ssize(facts.networks)).integer(std::ssize(facts.clusters)).text(slug_of(atlas, facts.cluster));
        table->text(semicolon_list(atlas, facts.clusters)).text(semicolon_list(atlas, facts.networks)).integer(row);
        table->integer(static_cast<std::int64_t>(p.population)).text(json_text(p.search_names)).end_at(p.position);
    }
}

void write_memberships(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"memberships", "Who is in which network, at its place", TableGeometry::point, "fid"},
                                          {{"id", Column::integer},
                                           {"network", Column::text},
                                           {"network_name", Column::text},
                                           {"cluster", Column::text},
                                           {"role", Column::text},
                                           {"place", Column::integer},
                                           {"name", Column::text},
                                           {"place_name", Column::text},
                                           {"country", Column::text},
                                           {"source", Column::text},
                                           {"line", Column::integer},
                                           {"confidence", Column::real}});
    for (std::size_t row = 0; row < atlas.memberships().size(); ++row) {
        const Membership& m = atlas.memberships()[row];
        const Network& network = atlas.network(m.network);
        const Place& place = atlas.place(m.place);
        table->begin(number_of(row)).integer(static_cast<std::int64_t>(outside_id(atlas, m)));
        table->text(network.slug).text(network.name).text(slug_of(atlas, network.cluster)).text(name_of(m.role));
        table->integer(static_cast<std::int64_t>(place.id)).text(m.partner).text(place.name).text(place.country);
        table->text(m.source).integer(m.line).real(m.confidence).end_at(place.position);
    }
}

void write_links(Tables& tables, const Atlas& atlas) {
    const auto table =
        tables.write_table({"links", "From each lead to its partners", TableGeometry::line, "fid"}, {{"id", Column::integer},
                                                                                                     {"network", Column::text},
                                                                                                     {"network_name", Column::text},
                                                                                                     {"cluster", Column::text},
                                                                                                     {"from", Column::integer},
                                                                                                     {"to", Column::integer},
                                                                                                     {"km", Column::real},
                                                                                                     {"metres", Column::real}});
    for (std::size_t row = 0; row < atlas.links().size(); ++row) {
        const Link& l = atlas.links()[row];
        const Network& network = atlas.network(l.network);
        table->begin(number_of(row)).integer(static_cast<std::int64_t>(outside_id(atlas, l)));
        table->text(network.slug).text(network.name).text(slug_of(atlas, network.cluster));
        table->integer(static_cast<std::int64_t>(atlas.place(l.from).id)).integer(static_cast<std::int64_t>(atlas.place(l.to).id));
        table->real(std::round(in_kilometres(l.length) * 10) / 10).real(l.length.value()).end_along(l.curve);
    }
}

void write_page_points(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"page_points", "Bare points of the pages read", TableGeometry::point, "fid"},
                                          {{"label", Column::text}, {"source", Column::text}, {"line", Column::integer}});
    for (std::size_t row = 0; row < atlas.page_points().size(); ++row) {
        const PagePoint& p = atlas.page_points()[row];
        table->begin(number_of(row)).text(p.label).text(p.source).integer(p.line).end_at(p.position);
    }
}

} // namespace

void write_atlas(Tables& tables, const Atlas& atlas) {
    write_places(tables, atlas);
    write_memberships(tables, atlas);
    write_links(tables, atlas);
    write_page_points(tables, atlas);
    write_networks(tables, atlas);
    write_clusters(tables, atlas);
    write_programme(tables, atlas);
}

} // namespace cityweave::atlas
