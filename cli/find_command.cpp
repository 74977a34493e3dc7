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

std::vector<std::string> with_territories(const std::vector<std::string>& texts, atlas::AtlasView& view, const Engine& engine) {
    std::vector<std::string> codes;
    if (texts.empty()) return codes;
    const auto told = view.countries();
    for (const auto& text : texts) {
        const auto code = engine.countries().alpha2(text);
        if (!code) throw base::ConfigError(fmt::format("--country: \"{}\" is no country's name or code", text));
        codes.push_back(*code);
        for (const auto& country : told)
            if (gazetteer::Countries::sovereign(country) == *code) codes.push_back(country);
    }
    return codes;
}

void add_filters(atlas::Question& question, const FindOptions& options, const atlas::Atlas& atlas) {
    for (const auto& text : options.networks)
        question.networks.push_back(atlas.network(known(atlas::find_network(atlas, text), "--network", text)).slug);
    for (const auto& text : options.clusters)
        question.clusters.push_back(atlas.cluster(known(atlas::find_cluster(atlas, text), "--cluster", text)).slug);
    for (const auto& text : options.roles) question.roles.push_back(text == "lead" ? atlas::Role::lead : atlas::Role::partner);
}

/// The city that "partners of", "not yet linked" and "partners of partners" speak of: --partners-of, else the centre.
const std::string& subject_of(const FindOptions& options) {
    return options.partners_of.empty() ? options.place : options.partners_of;
}

void add_relations(atlas::Question& question, const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    if (options.partners_of.empty() && !options.not_yet_linked && !options.partners_of_partners) return;
    const auto subject = place_in_atlas(atlas, engine, subject_of(options));
    if (!subject) throw base::ConfigError(fmt::format("\"{}\" is no city of this atlas", subject_of(options)));
    question.relations = {.subject = atlas.place(*subject).id,
                          .partners = !options.partners_of.empty() && !options.partners_of_partners && !options.not_yet_linked,
                          .partners_of_partners = options.partners_of_partners,
                          .not_yet_linked = options.not_yet_linked};
}

atlas::Question question_of(const FindOptions& options, atlas::AtlasView& view, const Engine& engine) {
    const auto named = view.part(places_meant(engine, {options.place, subject_of(options)}));
    atlas::Question question{.centre = centre_of(options, *named, engine).position};
    add_filters(question, options, *named);
    question.countries = with_territories(options.countries, view, engine);
    add_relations(question, options, *named, engine);
    if (options.count == 0)
        question.radius = radius_of(options.radius);
    else
        question.count = options.count;
    return question;
}

} // namespace

int run(const CommonOptions& common, const FindOptions& options) {
    const auto view = atlas::open_store(options.atlas)->view();
    const Engine engine(common);
    engine.require_sound();
    const auto answer = view->answer(question_of(options, *view, engine));
    write_output("-", formatted(*answer.atlas, answer.found, common.json ? TableFormat::json : options.format));
    return 0;
}

} // namespace cityweave::cli
