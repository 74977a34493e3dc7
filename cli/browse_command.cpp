// networks and show: browsing an atlas.
#include "atlas/query.hpp"
#include "atlas/store.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "cli/centre.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

std::string cluster_name(const atlas::Atlas& atlas, atlas::NetworkId id) {
    const auto cluster = atlas.network(id).cluster;
    return cluster ? atlas.cluster(*cluster).name : std::string("No theme");
}

std::string lead_name(const atlas::Atlas& atlas, atlas::NetworkId id) {
    const auto lead = atlas.lead_of(id);
    return lead ? fmt::format("{} ({})", atlas.place(*lead).name, atlas.place(*lead).country) : std::string("no lead known");
}

Json membership_json(const atlas::Atlas& atlas, const atlas::Membership& membership) {
    const auto& place = atlas.place(membership.place);
    return JsonObject{{"role", atlas::name_of(membership.role)},
                      {"partner", membership.partner},
                      {"place", place.id},
                      {"place_name", place.name},
                      {"country", place.country}};
}

Json network_json(const atlas::Atlas& atlas, atlas::NetworkId id, bool members) {
    const auto& network = atlas.network(id);
    JsonObject object{{"id", network.slug},
                      {"name", network.name},
                      {"cluster", network.cluster ? Json(atlas.cluster(*network.cluster).slug) : Json()},
                      {"lead", lead_name(atlas, id)},
                      {"memberships", std::uint64_t{atlas.memberships_of(id).size()}}};
    JsonArray list;
    for (const auto& membership : atlas.memberships_of(id)) list.push_back(membership_json(atlas, membership));
    if (members) object.set("members", list);
    return object;
}

int show_network(const CommonOptions& common, const atlas::Atlas& atlas, atlas::NetworkId id) {
    if (common.json) {
        write_output("-", base::to_text(network_json(atlas, id, true), base::JsonLayout::indented));
        return 0;
    }
    std::string text = fmt::format("{}\n{}, led by {}\n", atlas.network(id).name, cluster_name(atlas, id), lead_name(atlas, id));
    for (const auto& membership : atlas.memberships_of(id)) {
        const auto& place = atlas.place(membership.place);
        text += fmt::format("  {:<8}{} ({}){}\n", atlas::name_of(membership.role), membership.partner, place.country,
                            place.name == membership.partner ? "" : ", at " + place.name);
    }
    write_output("-", text);
    return 0;
}

int show_place(const CommonOptions& common, const atlas::Atlas& atlas, atlas::PlaceId id) {
    const auto& place = atlas.place(id);
    JsonArray list;
    std::string text = fmt::format("{} ({}), {:.5f} {:.5f}\n", place.name, place.country, place.position.lon(), place.position.lat());
    for (const auto index : atlas.memberships_of(id)) {
        const auto& membership = atlas.memberships()[index];
        const auto& network = atlas.network(membership.network);
        list.push_back(JsonObject{{"network", network.slug},
                                  {"network_name", network.name},
                                  {"role", atlas::name_of(membership.role)},
                                  {"partner", membership.partner}});
        text += fmt::format("  {:<8}{} ({})\n", atlas::name_of(membership.role), network.name, cluster_name(atlas, membership.network));
    }
    const JsonObject object{{"id", place.id},
                            {"name", place.name},
                            {"country", place.country},
                            {"lon", place.position.lon()},
                            {"lat", place.position.lat()},
                            {"memberships", list}};
    write_output("-", common.json ? base::to_text(object, base::JsonLayout::indented) : text);
    return 0;
}

} // namespace

int run(const CommonOptions& common, const NetworksOptions& options) {
    const auto atlas = atlas::open_store(options.atlas)->load();
    JsonArray list;
    std::string text;
    for (std::uint32_t row = 0; row < atlas.networks().size(); ++row) {
        const atlas::NetworkId id(row);
        list.push_back(network_json(atlas, id, false));
        text += fmt::format("{:<40}{:<28}{:>3} places, led by {}\n", atlas.network(id).slug, cluster_name(atlas, id),
                            atlas.memberships_of(id).size(), lead_name(atlas, id));
    }
    write_output("-", common.json ? base::to_text(list, base::JsonLayout::indented) : text);
    return 0;
}

int run(const CommonOptions& common, const ShowOptions& options) {
    const auto view = atlas::open_store(options.atlas)->view();
    const auto networks = view->part({});
    if (const auto network = atlas::find_network(*networks, options.what))
        return show_network(common, *view->part({.networks = {networks->network(*network).slug}}), *network);
    const Engine engine(common);
    engine.require_sound();
    const auto places = view->part(places_meant(engine, {options.what}));
    if (const auto place = place_in_atlas(*places, engine, options.what)) return show_place(common, *places, *place);
    throw base::ConfigError(unknown_in_atlas(*view->whole(), options.what));
}

} // namespace cityweave::cli
