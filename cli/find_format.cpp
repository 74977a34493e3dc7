#include "cli/find_format.hpp"

#include "base/json.hpp"
#include "base/unicode.hpp"
#include "cli/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cityweave::cli {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

double rounded(double value, double unit) {
    return std::round(value / unit) * unit;
}
double km(const atlas::Neighbour& hit) {
    return rounded(geo::in_kilometres(hit.distance) * 1000, 1) / 1000;
}

/// "PUMA (lead), S.M.ALL"
std::string networks_text(const atlas::Atlas& atlas, atlas::PlaceId place) {
    std::string text;
    for (const auto& [network, role] : atlas::networks_of(atlas, place))
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ", atlas.network(network).name, role == atlas::Role::lead ? " (lead)" : "");
    return text;
}

Json networks_json(const atlas::Atlas& atlas, atlas::PlaceId place) {
    JsonArray list;
    for (const auto& [network, role] : atlas::networks_of(atlas, place))
        list.push_back(
            JsonObject{{"id", atlas.network(network).slug}, {"name", atlas.network(network).name}, {"role", atlas::name_of(role)}});
    return list;
}

JsonObject hit_json(const atlas::Atlas& atlas, const atlas::Neighbour& hit) {
    const auto& place = atlas.place(hit.place);
    return {{"id", place.id},
            {"name", place.name},
            {"country", place.country},
            {"km", km(hit)},
            {"bearing", rounded(hit.bearing.value() * 10, 1) / 10},
            {"compass", hit.compass},
            {"networks", networks_json(atlas, hit.place)}};
}

Json feature_json(const atlas::Atlas& atlas, const atlas::Neighbour& hit) {
    const auto& position = atlas.place(hit.place).position;
    const auto micro = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
    return JsonObject{{"type", "Feature"},
                      {"id", atlas.place(hit.place).id},
                      {"geometry", JsonObject{{"type", "Point"}, {"coordinates", JsonArray{micro(position.lon()), micro(position.lat())}}}},
                      {"properties", hit_json(atlas, hit)}};
}

std::string as_json(const atlas::Atlas& atlas, const std::vector<atlas::Neighbour>& found, bool geojson) {
    JsonArray list;
    for (const auto& hit : found) list.push_back(geojson ? feature_json(atlas, hit) : Json(hit_json(atlas, hit)));
    const Json value = geojson ? Json(JsonObject{{"type", "FeatureCollection"}, {"features", list}}) : Json(list);
    return base::to_text(value, base::JsonLayout::indented);
}

std::string as_csv(const atlas::Atlas& atlas, const std::vector<atlas::Neighbour>& found) {
    std::string text = csv_line({"id", "name", "country", "lon", "lat", "km", "bearing", "compass", "networks"});
    for (const auto& hit : found) {
        const auto& place = atlas.place(hit.place);
        text += csv_line({fmt::format("{}", place.id), place.name, place.country, fmt::format("{:.6f}", place.position.lon()),
                          fmt::format("{:.6f}", place.position.lat()), fmt::format("{:.3f}", km(hit)),
                          fmt::format("{:.1f}", hit.bearing.value()), hit.compass, networks_text(atlas, hit.place)});
    }
    return text;
}

std::string padded(const std::string& text, std::size_t width) {
    const auto length = base::code_points(text).size();
    return text + std::string(width > length ? width - length : 0, ' ');
}

std::string as_table(const atlas::Atlas& atlas, const std::vector<atlas::Neighbour>& found) {
    std::size_t width = 0;
    for (const auto& hit : found) width = std::max(width, base::code_points(atlas.place(hit.place).name).size());
    std::string text;
    for (const auto& hit : found)
        text +=
            fmt::format("{:>9.1f} km  {:>5.1f}° {:<3}  {}  {}  {}\n", geo::in_kilometres(hit.distance), hit.bearing.value(), hit.compass,
                        padded(atlas.place(hit.place).name, width), atlas.place(hit.place).country, networks_text(atlas, hit.place));
    return text;
}

} // namespace

std::string formatted(const atlas::Atlas& atlas, const std::vector<atlas::Neighbour>& found, TableFormat format) {
    switch (format) {
    case TableFormat::table: return as_table(atlas, found);
    case TableFormat::json: return as_json(atlas, found, false);
    case TableFormat::geojson: return as_json(atlas, found, true);
    case TableFormat::csv: return as_csv(atlas, found);
    }
    return {};
}

} // namespace cityweave::cli
