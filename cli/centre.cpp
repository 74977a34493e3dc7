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
        fmt::format("\"{}\" may be several places; say which with --at or a country:\n  {}", text, fmt::join(candidates, "\n  ")));
}

std::string told(const std::string& name, const std::string& country, geo::LonLat position) {
    return fmt::format("{} ({})  --at {:.5f},{:.5f}", name, country, position.lon(), position.lat());
}

/// Candidates as good as the first: a user who gives only a name must choose between these.
std::vector<std::string> rivals(const gazetteer::Geocoding& answer) {
    constexpr double as_good = 0.02;
    std::vector<std::string> list;
    for (const auto& candidate : answer.candidates)
        if (!answer.chosen || answer.candidates.front().score - candidate.score < as_good)
            list.push_back(told(candidate.place.name, candidate.place.country, candidate.place.position));
    return list;
}

gazetteer::GazetteerPlace place_by_words(const Engine& engine, const std::string& text) {
    const auto answer = engine.geocoder().geocode(text, {});
    const auto list = rivals(answer);
    if (answer.candidates.empty()) throw base::ConfigError(fmt::format("\"{}\": no such city is known ({})", text, answer.refusal));
    if (list.size() > 1) ambiguous(text, list);
    return answer.candidates.front().place;
}

} // namespace

std::optional<atlas::PlaceId> place_in_atlas(const atlas::Atlas& atlas, const Engine& engine, const std::string& text) {
    const auto found = atlas::find_places(atlas, text);
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
        std::vector<std::string> candidates;
        for (const auto id : found) candidates.push_back(told(atlas.place(id).name, atlas.place(id).country, atlas.place(id).position));
        ambiguous(text, candidates);
    }
    const auto id = place_by_words(engine, text).geonameid;
    const auto places = atlas.places();
    const auto here = std::find_if(places.begin(), places.end(), [&](const auto& place) { return place.id == id; });
    if (here == places.end()) return std::nullopt;
    return atlas::PlaceId(static_cast<std::uint32_t>(here - places.begin()));
}

Centre centre_of(const FindOptions& options, const atlas::Atlas& atlas, const Engine& engine) {
    if (options.at.empty() == options.place.empty()) throw base::ConfigError("give either a city or --at LON,LAT");
    if (!options.at.empty()) return {.name = options.at, .position = position_of(options.at)};
    if (const auto place = place_in_atlas(atlas, engine, options.place))
        return {.name = atlas.place(*place).name, .position = atlas.place(*place).position};
    const auto place = place_by_words(engine, options.place);
    return {.name = place.name, .position = place.position};
}

} // namespace cityweave::cli
