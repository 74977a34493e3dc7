#include "cli/centre.hpp"

#include "atlas/query.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cityweave::cli {

namespace {

geo::LonLat position_of(const std::string& text) {
    double lon = 0;
    double lat = 0;
    const auto* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, lon);
    const bool comma = first.ec == std::errc{} && first.ptr != end && *first.ptr == ',';
    const auto second = comma ? std::from_chars(first.ptr + 1, end, lat) : first;
    if (!comma || second.ec != std::errc{} || second.ptr != end)
        throw base::ConfigError(fmt::format("--at: found \"{}\", expected LON,LAT in degrees such as 27.68,62.89", text));
    const auto position = geo::LonLat::from_degrees({.lon = lon, .lat = lat});
    if (!position) throw base::ConfigError(fmt::format("--at: {}", base::describe(position.problem())));
    return *position;
}

[[noreturn]] void ambiguous(const std::string& text, const std::vector<std::string>& candidates) {
    throw base::ConfigError(
        fmt::format("\"{}\" may be several places; say which with its country, its id, or --at where there is one:\n  {}", text,
                    fmt::join(candidates, "\n  ")));
}

std::string told(std::uint64_t id, const std::string& name, const std::string& country, geo::LonLat position) {
    return fmt::format("{} ({})  id {}  --at {:.5f},{:.5f}", name, country, id, position.lon(), position.lat());
}

/// The number that a text of digits is.
std::optional<std::uint64_t> id_in(const std::string& text) {
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(id) : std::nullopt;
}

std::optional<atlas::PlaceId> place_with_id(const atlas::Atlas& atlas, std::uint64_t id) {
    const auto places = atlas.places();
    const auto here = std::find_if(places.begin(), places.end(), [&](const auto& place) { return place.id == id; });
    if (here == places.end()) return std::nullopt;
    return atlas::PlaceId(static_cast<std::uint32_t>(here - places.begin()));
}

/// Candidates as good as the first: a user who gives only a name must choose between these.
std::vector<std::string> rivals(const gazetteer::Geocoding& answer) {
    constexpr double as_good = 0.02;
    std::vector<std::string> list;
    for (const auto& candidate : answer.candidates)
        if (!answer.chosen || answer.candidates.front().score - candidate.score < as_good)
            list.push_back(told(candidate.place.geonameid, candidate.place.name, candidate.place.country, candidate.place.position));
    return list;
}

bool is_misspelt(const gazetteer::Candidate& candidate) {
    const auto& reasons = candidate.reasons;
    return std::any_of(reasons.begin(), reasons.end(), [](const std::string& reason) { return reason.starts_with("typo-"); });
}

/// Of the gazetteer; none if it has no such city.
std::optional<gazetteer::GazetteerPlace> place_by_words(const Engine& engine, const std::string& text, Typos typos) {
    if (const auto id = id_in(text)) return engine.gazetteer().place(*id);
    const auto answer = engine.geocoder().geocode(text, {});
    if (answer.candidates.empty() || (typos == Typos::refused && is_misspelt(answer.candidates.front()))) return std::nullopt;
    const auto list = rivals(answer);
    if (list.size() > 1) ambiguous(text, list);
    return answer.candidates.front().place;
}

} // namespace

atlas::Wanted places_meant(const Engine& engine, const std::vector<std::string>& texts) {
    atlas::Wanted wanted;
    for (const auto& text : texts) {
        if (text.empty()) continue;
        wanted.names.push_back(text);
        if (const auto id = id_in(text)) wanted.ids.push_back(*id);
        for (const auto& candidate : engine.geocoder().geocode(text, {}).candidates) wanted.ids.push_back(candidate.place.geonameid);
    }
    return wanted;
}

std::optional<atlas::PlaceId> place_in_atlas(const atlas::Atlas& atlas, const Engine& engine, const std::string& text, Typos typos) {
    if (const auto id = id_in(text)) return place_with_id(atlas, *id);
    const auto found = atlas::find_places(atlas, text);
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
        std::vector<std::string> candidates;
        for (const auto row : found) {
            const auto& place = atlas.place(row);
            candidates.push_back(told(place.id, place.name, place.country, place.position));
        }
        ambiguous(text, candidates);
    }
    const auto place = place_by_words(engine, text, typos);
    return place ? place_with_id(atlas, place->geonameid) : std::nullopt;
}

std::string unknown_in_atlas(const atlas::Atlas& atlas, const std::string& text) {
    constexpr std::size_t shown = 5;
    const auto alike = atlas::names_alike(atlas, text, shown);
    const auto what = fmt::format("\"{}\" is neither a network nor a city of this atlas", text);
    return alike.empty() ? what : fmt::format("{}; it has {}", what, fmt::join(alike, ", "));
}

Centre centre_of(const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    if (options.at.empty() == options.place.empty()) throw base::ConfigError("give either a city or --at LON,LAT");
    if (!options.at.empty()) return {.name = options.at, .position = position_of(options.at)};
    if (const auto place = place_in_atlas(atlas, engine, options.place))
        return {.name = atlas.place(*place).name, .position = atlas.place(*place).position};
    const auto place = place_by_words(engine, options.place, Typos::forgiven);
    if (!place) throw base::ConfigError(fmt::format("\"{}\": no such city is known", options.place));
    return {.name = place->name, .position = place->position};
}

} // namespace cityweave::cli
