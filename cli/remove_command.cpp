// remove: a network or a city out of an atlas.
#include "atlas/link_curves.hpp"
#include "atlas/query.hpp"
#include "atlas/removal.hpp"
#include "atlas/store.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "cli/centre.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/timings.hpp"

#include <fmt/format.h>

#include <variant>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;
using Target = std::variant<atlas::NetworkId, atlas::PlaceId>;

/// A network by its slug or name, else a city. What could be either is not guessed: nothing brings back what is removed.
Target target_of(const CommonOptions& common, const RemoveOptions& options, const atlas::Atlas& atlas) {
    const auto network = options.kind == "place" ? std::nullopt : atlas::find_network(atlas, options.what);
    const bool place_too = options.kind.empty() && !atlas::find_places(atlas, options.what).empty();
    if (network && place_too)
        throw base::ConfigError(
            fmt::format("\"{}\" is a network and a city of this atlas; say which with --kind network or --kind place", options.what));
    if (network) return *network;
    if (options.kind != "network") {
        const Engine engine(common);
        engine.require_sound();
        if (const auto place = place_in_atlas(atlas, engine, options.what, Typos::refused)) return *place;
    }
    throw base::ConfigError(unknown_in_atlas(atlas, options.what));
}

/// What removing did, told from the atlas before and after.
struct Removed {
    bool is_network;
    std::string id;
    std::string name;
    std::size_t memberships, places, links; ///< gone
    std::vector<std::string> leaderless;    ///< networks that had a lead before
    std::vector<std::string> empty;         ///< networks that had a partner before
    std::string left;
};

std::vector<std::string> networks_that_lost(const atlas::Atlas& before, const atlas::Atlas& after,
                                            bool (*has)(const atlas::Atlas&, atlas::NetworkId)) {
    std::vector<std::string> slugs;
    for (std::uint32_t row = 0; row < after.networks().size(); ++row) {
        const auto& slug = after.networks()[row].slug;
        if (!has(after, atlas::NetworkId(row)) && has(before, *atlas::find_network(before, slug))) slugs.push_back(slug);
    }
    return slugs;
}

Removed compared(const atlas::Atlas& before, const atlas::Atlas& after, const Target& target) {
    const auto* network = std::get_if<atlas::NetworkId>(&target);
    const auto* place = std::get_if<atlas::PlaceId>(&target);
    return {.is_network = network != nullptr,
            .id = network ? before.network(*network).slug : fmt::format("{}", before.place(*place).id),
            .name = network ? before.network(*network).name : before.place(*place).name,
            .memberships = before.memberships().size() - after.memberships().size(),
            .places = before.places().size() - after.places().size(),
            .links = before.links().size() - after.links().size(),
            .leaderless = networks_that_lost(before, after, [](const auto& atlas, auto id) { return atlas.lead_of(id).has_value(); }),
            .empty = networks_that_lost(before, after, [](const auto& atlas, auto id) { return !atlas.memberships_of(id).empty(); }),
            .left = counts(after)};
}

void tell(const Removed& removed) {
    fmt::print(stderr, "removed {} {} ({}): {} memberships, {} places, {} links; left: {}\n", removed.is_network ? "network" : "place",
               removed.name, removed.id, removed.memberships, removed.places, removed.links, removed.left);
    if (!removed.leaderless.empty()) fmt::print(stderr, "without a lead now: {}\n", fmt::join(removed.leaderless, ", "));
    if (!removed.empty.empty()) fmt::print(stderr, "without a partner now: {}\n", fmt::join(removed.empty, ", "));
}

Json json_of(const Removed& removed) {
    return JsonObject{{"kind", removed.is_network ? "network" : "place"},
                      {"id", removed.is_network ? Json(removed.id) : Json(std::uint64_t{std::stoull(removed.id)})},
                      {"name", removed.name},
                      {"memberships", std::uint64_t{removed.memberships}},
                      {"places", std::uint64_t{removed.places}},
                      {"links", std::uint64_t{removed.links}},
                      {"networks_without_lead", JsonArray(removed.leaderless.begin(), removed.leaderless.end())},
                      {"networks_without_partner", JsonArray(removed.empty.begin(), removed.empty.end())}};
}

} // namespace

int run(const CommonOptions& common, const RemoveOptions& options) {
    std::optional<Removed> removed;
    atlas::open_store(options.atlas)->change([&](const atlas::Atlas& before) {
        const auto target = target_of(common, options, before);
        auto parts = std::visit([&](auto id) { return atlas::without(before, id); }, target);
        auto after = atlas::Atlas::from_parts(atlas::with_links(std::move(parts)));
        removed.emplace(compared(before, after, target));
        return after;
    });
    tell(*removed);
    if (common.json) write_output("-", base::to_text(json_of(*removed), base::JsonLayout::indented));
    return 0;
}

} // namespace cityweave::cli
