#include "cli/report_json.hpp"

#include <algorithm>
#include <cmath>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

double micro(double degrees) {
    return std::round(degrees * 1e6) / 1e6;
}
double score(double value) {
    return std::round(value * 1000) / 1000;
}

JsonArray texts(const std::vector<std::string>& values) {
    return {values.begin(), values.end()};
}

Json candidate_json(const gazetteer::Candidate& candidate) {
    return JsonObject{{"id", candidate.place.geonameid},
                      {"name", candidate.place.name},
                      {"country", candidate.place.country},
                      {"score", score(candidate.score)},
                      {"reasons", texts(candidate.reasons)}};
}

Json place_json(const std::optional<atlas::Place>& place) {
    if (!place) return nullptr;
    return JsonObject{{"id", place->id},
                      {"name", place->name},
                      {"country", place->country},
                      {"lon", micro(place->position.lon())},
                      {"lat", micro(place->position.lat())}};
}

/// The next best places, where a person should look: nothing was chosen, or not surely.
JsonArray alternatives(const ingest::PlacedMention& entry) {
    constexpr std::size_t shown = 4;
    JsonArray list;
    for (const auto& candidate : entry.geocoding.candidates)
        if (list.size() < shown) list.push_back(candidate_json(candidate));
    return list;
}

Json entry_json(const ingest::PlacedMention& entry) {
    const auto& mention = entry.mention;
    const bool doubted = !entry.place || entry.confidence < doubted_below;
    JsonObject object{{"source", mention.source},
                      {"line", mention.line},
                      {"network", mention.network},
                      {"cluster", mention.cluster},
                      {"role", atlas::name_of(mention.role)},
                      {"partner", mention.partner},
                      {"country", mention.country},
                      {"place", place_json(entry.place)},
                      {"score", score(entry.confidence)},
                      {"reasons", texts(entry.reasons)},
                      {"doubted", doubted}};
    if (doubted) object.set("candidates", alternatives(entry));
    return object;
}

Json point_json(const atlas::PagePoint& point) {
    return JsonObject{{"source", point.source},
                      {"line", point.line},
                      {"label", point.label},
                      {"lon", micro(point.position.lon())},
                      {"lat", micro(point.position.lat())}};
}

template <class List, class Function>
JsonArray mapped(const List& list, Function function) {
    JsonArray array;
    for (const auto& item : list) array.push_back(function(item));
    return array;
}

Json counts_json(const MadeAtlas& made) {
    const auto placed = std::count_if(made.entries.begin(), made.entries.end(), [](const auto& e) { return e.place.has_value(); });
    JsonObject problems;
    for (const auto& [code, count] : made.report.counts()) problems.set(code, std::uint64_t{count});
    return JsonObject{{"entries", std::uint64_t{made.entries.size()}},
                      {"placed", static_cast<std::int64_t>(placed)},
                      {"clusters", std::uint64_t{made.atlas.clusters().size()}},
                      {"networks", std::uint64_t{made.atlas.networks().size()}},
                      {"places", std::uint64_t{made.atlas.places().size()}},
                      {"memberships", std::uint64_t{made.atlas.memberships().size()}},
                      {"links", std::uint64_t{made.atlas.links().size()}},
                      {"points", std::uint64_t{made.atlas.page_points().size()}},
                      {"problems", problems}};
}

} // namespace

Json problem_json(const base::Problem& problem) {
    JsonObject object{{"code", problem.code}};
    if (!problem.source.empty()) object.set("source", problem.source);
    if (problem.line > 0) object.set("line", problem.line);
    if (problem.column > 0) object.set("column", problem.column);
    if (!problem.found.empty()) object.set("found", problem.found);
    if (!problem.expected.empty()) object.set("expected", problem.expected);
    return object;
}

Json report_json(const MadeAtlas& made) {
    return JsonObject{{"counts", counts_json(made)},
                      {"entries", mapped(made.entries, entry_json)},
                      {"points", mapped(made.atlas.page_points(), point_json)},
                      {"problems", mapped(made.report.problems(), problem_json)}};
}

} // namespace cityweave::cli
