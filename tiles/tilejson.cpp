#include "tiles/tilejson.hpp"

#include "base/assertion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

namespace cityweave::tiles {

namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;

/// 1e-6° as the shortest decimal.
double rounded(double degrees) {
    return std::round(degrees * 1e6) / 1e6;
}

int zoom_or(const Json* json, int otherwise) {
    if (json == nullptr || !json->is_number()) return otherwise;
    const double zoom = json->number();
    return zoom >= 0 && zoom <= 30 ? static_cast<int>(zoom) : otherwise;
}

std::vector<std::pair<std::string, std::string>> fields_of(const Json* json) {
    std::vector<std::pair<std::string, std::string>> fields;
    const auto* object = json == nullptr ? nullptr : json->object();
    if (object == nullptr) return fields;
    for (const auto& [name, type] : *object)
        if (type.string() != nullptr) fields.emplace_back(name, *type.string());
    return fields;
}

} // namespace

Json vector_layers_json(const std::vector<VectorLayer>& layers) {
    JsonArray array;
    for (const auto& layer : layers) {
        std::vector<JsonObject::Member> fields;
        for (const auto& [name, type] : layer.fields) fields.emplace_back(name, type);
        array.push_back(JsonObject{{"id", layer.id},
                                   {"fields", JsonObject::from_distinct(std::move(fields))},
                                   {"minzoom", layer.minzoom},
                                   {"maxzoom", layer.maxzoom}});
    }
    return array;
}

std::vector<VectorLayer> vector_layers_from(const Json& json, int minzoom, int maxzoom) {
    std::vector<VectorLayer> layers;
    const auto* array = json.array();
    if (array == nullptr) return layers;
    for (const auto& item : *array) {
        const auto* id = item.find("id");
        if (id == nullptr || id->string() == nullptr) continue;
        layers.push_back({.id = *id->string(),
                          .fields = fields_of(item.find("fields")),
                          .minzoom = zoom_or(item.find("minzoom"), minzoom),
                          .maxzoom = zoom_or(item.find("maxzoom"), maxzoom)});
    }
    return layers;
}

Json to_tilejson(const TilesetMetadata& metadata, const std::vector<std::string>& tile_urls) {
    CITYWEAVE_ASSERT(!tile_urls.empty(), "TileJSON needs an address (TileJSON 3.0.0 §3.2)");
    JsonObject json{{"tilejson", "3.0.0"}, {"name", metadata.name}};
    if (!metadata.description.empty()) json.set("description", metadata.description);
    if (!metadata.attribution.empty()) json.set("attribution", metadata.attribution);
    json.set("version", metadata.version);
    json.set("scheme", "xyz");
    JsonArray urls;
    for (const auto& url : tile_urls) urls.emplace_back(url);
    json.set("tiles", std::move(urls));
    json.set("minzoom", metadata.minzoom);
    json.set("maxzoom", metadata.maxzoom);
    const auto& [low, high, middle] = std::tie(metadata.south_west, metadata.north_east, metadata.center);
    json.set("bounds", JsonArray{rounded(low.lon()), rounded(low.lat()), rounded(high.lon()), rounded(high.lat())});
    json.set("center", JsonArray{rounded(middle.lon()), rounded(middle.lat()), metadata.center_zoom});
    json.set("vector_layers", vector_layers_json(metadata.vector_layers));
    if (!metadata.cityweave.is_null()) json.set("cityweave", metadata.cityweave);
    return json;
}

std::string bounds_text(const TilesetMetadata& metadata) {
    const auto& low = metadata.south_west;
    const auto& high = metadata.north_east;
    return fmt::format("{},{},{},{}", rounded(low.lon()), rounded(low.lat()), rounded(high.lon()), rounded(high.lat()));
}

std::string center_text(const TilesetMetadata& metadata) {
    return fmt::format("{},{},{}", rounded(metadata.center.lon()), rounded(metadata.center.lat()), metadata.center_zoom);
}

std::vector<double> numbers_of(const std::string& text) {
    std::vector<double> numbers;
    const char* next = text.data();
    const char* const end = next + text.size();
    while (next != end) {
        while (next != end && (*next == ' ' || *next == ',')) ++next;
        double number = 0;
        const auto [after, error] = std::from_chars(next, end, number);
        if (error != std::errc() || !std::isfinite(number)) break;
        numbers.push_back(number);
        next = after;
    }
    return numbers;
}

void read_bounds(const std::string& text, TilesetMetadata& metadata) {
    const auto numbers = numbers_of(text);
    if (numbers.size() != 4) return;
    const auto low = geo::LonLat::from_degrees({.lon = numbers[0], .lat = numbers[1]});
    const auto high = geo::LonLat::from_degrees({.lon = numbers[2], .lat = numbers[3]});
    if (!low || !high) return;
    metadata.south_west = *low;
    metadata.north_east = *high;
}

void read_center(const std::string& text, TilesetMetadata& metadata) {
    const auto numbers = numbers_of(text);
    if (numbers.size() != 3) return;
    const auto middle = geo::LonLat::from_degrees({.lon = numbers[0], .lat = numbers[1]});
    if (!middle) return;
    metadata.center = *middle;
    metadata.center_zoom = static_cast<int>(std::clamp(numbers[2], 0.0, 30.0));
}

} // namespace cityweave::tiles
