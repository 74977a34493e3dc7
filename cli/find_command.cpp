// near and nearest: the planners' questions, from options to an answer in the format asked for.
#include "atlas/query.hpp"
#include "atlas/store.hpp"
#include "base/error.hpp"
#include "cli/centre.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/find_format.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace cityweave::cli {

namespace {

/// "300km", "300 km", "25000m"; a bare number is kilometres.
geo::Metres radius_of(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    const bool km = unit.empty() || unit == "km";
    if (error != std::errc{} || number < 0 || (!km && unit != "m"))
        throw base::ConfigError(fmt::format("--radius: found \"{}\", expected a distance such as 300km or 25000m", text));
    return km ? geo::kilometres(number) : geo::Metres(number);
}

template <class Id>
Id known(const std::optional<Id>& id, const char* option, const std::string& text) {
    if (!id) throw base::ConfigError(fmt::format("{}: \"{}\" is not in this atlas", option, text));
    return *id;
}

std::vector<std::string> with_territories(const std::vector<std::string>& texts, const atlas::Atlas& atlas, const Engine& engine) {
    std::vector<std::string> codes;
    for (const auto& text : texts) {
        const auto code = engine.countries().alpha2(text);
        if (!code) throw base::ConfigError(fmt::format("--country: \"{}\" is no country's name or code", text));
        codes.push_back(*code);
        for (const auto& place : atlas.places())
            if (gazetteer::Countries::sovereign(place.country) == *code) codes.push_back(place.country);
    }
    return codes;
}

atlas::Filter filter_of(const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    atlas::Filter filter;
    for (const auto& text : options.networks) filter.networks.push_back(known(atlas::find_network(atlas, text), "--network", text));
    for (const auto& text : options.clusters) filter.clusters.push_back(known(atlas::find_cluster(atlas, text), "--cluster", text));
    for (const auto& text : options.roles) filter.roles.push_back(text == "lead" ? atlas::Role::lead : atlas::Role::partner);
    filter.countries = with_territories(options.countries, atlas, engine);
    return filter;
}

/// The city that "partners of", "not yet linked" and "partners of partners" speak of: --partners-of, else the centre.
atlas::PlaceId subject_of(const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    const auto& text = options.partners_of.empty() ? options.place : options.partners_of;
    const auto place = place_in_atlas(atlas, engine, text);
    if (!place) throw base::ConfigError(fmt::format("\"{}\" is no city of this atlas", text));
    return *place;
}

void add_relations(atlas::Filter& filter, const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    if (options.partners_of.empty() && !options.not_yet_linked && !options.partners_of_partners) return;
    const auto subject = subject_of(options, atlas, engine);
    if (options.not_yet_linked) filter.among.push_back(atlas::not_yet_linked(atlas, subject));
    if (options.partners_of_partners)
        filter.among.push_back(atlas::partners_of_partners(atlas, subject));
    else if (!options.partners_of.empty() && !options.not_yet_linked)
        filter.among.push_back(atlas::partners_of(atlas, subject));
}

} // namespace

int run(const CommonOptions& common, const FindOptions& options) {
    const auto atlas = atlas::open_store(options.atlas)->load();
    const Engine engine(common);
    engine.require_sound();
    const auto centre = centre_of(options, atlas, engine);
    auto filter = filter_of(options, atlas, engine);
    add_relations(filter, options, atlas, engine);
    // A file has its index beside it; it appears with the first question, and is made again when the atlas has changed.
    const auto neighbourhood =
        options.atlas.ends_with(".gpkg") ? atlas::Neighbourhood(atlas, options.atlas + ".cwi") : atlas::Neighbourhood(atlas);
    const auto found = options.count == 0 ? neighbourhood.near(centre.position, radius_of(options.radius), filter)
                                          : neighbourhood.nearest(centre.position, options.count, filter);
    write_output("-", formatted(atlas, found, common.json ? TableFormat::json : options.format));
    return 0;
}

} // namespace cityweave::cli
