#include "render/style_template.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "render/css_color.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <optional>

namespace cityweave::render {
namespace {

using base::Json;
using base::JsonArray;
using base::JsonObject;
using base::Problem;

/// What a placeholder stands for; none leaves it as it is.
using Meaning = std::function<std::optional<Json>(std::string_view name)>;

Json replaced(const Json& json, const Meaning& meaning) {
    if (const auto* text = json.string(); text && text->starts_with('@')) {
        auto value = meaning(std::string_view(*text).substr(1));
        return value ? *value : json;
    }
    if (const auto* items = json.array()) {
        JsonArray result;
        for (const Json& item : *items) result.push_back(replaced(item, meaning));
        return result;
    }
    if (const auto* object = json.object()) {
        std::vector<JsonObject::Member> members;
        for (const auto& [key, value] : *object) members.emplace_back(key, replaced(value, meaning));
        return JsonObject::from_distinct(std::move(members));
    }
    return json;
}

constexpr int deepest_filters = 8; ///< filters within filters; more is a circle

/// The template with its own filters put in, and without their block.
Json with_filters(const Json& json) {
    JsonObject style;
    for (const auto& [key, value] : *json.object()) {
        if (key != "filters") style.set(key, value);
    }
    const Json* filters = json.find("filters");
    Json result = style;
    for (int i = 0; filters && i < deepest_filters; ++i) {
        result = replaced(result, [&](std::string_view name) -> std::optional<Json> {
            const Json* filter = filters->find(name);
            return filter ? std::optional(*filter) : std::nullopt;
        });
    }
    return result;
}

Json hex(const Color& color) {
    return to_hex(color);
}

/// `["match", ["get", "cluster"], id, colour, …, no theme's]`, or that last alone where there are no clusters.
Json links_by_cluster(const ThemeLook& look) {
    if (look.clusters.empty()) return hex(look.color("none"));
    JsonArray match{"match", JsonArray{"get", "cluster"}};
    std::vector<std::string> seen;
    for (const ClusterLook& cluster : look.clusters) {
        if (std::find(seen.begin(), seen.end(), cluster.id) != seen.end()) continue;
        seen.push_back(cluster.id);
        match.emplace_back(cluster.id);
        match.push_back(hex(cluster.link));
    }
    match.push_back(hex(look.color("none")));
    return match;
}

double to_micro(double degrees) {
    return std::round(degrees * 1e6) / 1e6;
}

std::string title_of(const tiles::TilesetMetadata& metadata) {
    const Json* programme = metadata.cityweave.find("programme");
    const Json* name = programme ? programme->find("name") : nullptr;
    if (name && name->string() && !name->string()->empty()) return *name->string();
    return metadata.name.empty() ? "Cityweave" : metadata.name;
}

/// The addresses of one theme's style, complete.
struct Addresses {
    std::string tiles, sprite, fonts;
};

constexpr std::string_view font = "fonts/"; ///< what begins so is a file of that folder

/// All that depends on archive, theme and addresses.
Meaning meaning_of(const ThemeLook& look, const tiles::TilesetMetadata& metadata, const Addresses& addresses) {
    return [=](std::string_view name) -> std::optional<Json> {
        if (name == "name") return title_of(metadata);
        if (name == "center") return JsonArray{to_micro(metadata.center.lon()), to_micro(metadata.center.lat())};
        if (name == "zoom") return metadata.center_zoom;
        if (name == "tiles") return addresses.tiles;
        if (name == "sprite") return addresses.sprite;
        if (name.starts_with(font)) return addresses.fonts + std::string(name.substr(font.size()));
        if (name == "cluster-links") return links_by_cluster(look);
        const auto color = look.colors.find(name);
        return color == look.colors.end() ? std::nullopt : std::optional(hex(color->second));
    };
}

/// The first placeholder that nothing stands for.
std::optional<std::string> unknown_placeholder(const Json& json, const Meaning& meaning) {
    std::optional<std::string> unknown;
    (void)replaced(json, [&](std::string_view name) -> std::optional<Json> {
        if (!unknown && !meaning(name)) unknown = std::string(name);
        return {};
    });
    return unknown;
}

Json parsed_file(const std::filesystem::path& path) {
    const base::MappedFile file = base::MappedFile::open(path);
    auto json = base::parse_json(file.text());
    if (json) return std::move(json).value();
    Problem problem = json.problem();
    problem.source = path.string();
    throw base::FormatError(base::describe(problem));
}

} // namespace

base::Result<StyleTemplate> StyleTemplate::from_json(const Json& style, const Json& palette) {
    if (!style.object()) return Problem{.code = "style-template", .found = "no object", .expected = "a style as an object"};
    auto checked = Palette::from_json(palette);
    if (!checked) return checked.problem();
    Json complete = with_filters(style);
    const ThemeLook look = checked->look(nullptr, Theme::light);
    const auto unknown = unknown_placeholder(complete, meaning_of(look, {}, {}));
    if (unknown) return Problem{.code = "style-template", .found = "@" + *unknown, .expected = "a placeholder that stands for something"};
    return StyleTemplate(std::move(complete), std::move(checked).value());
}

StyleTemplate StyleTemplate::read(const std::string& folder) {
    const std::filesystem::path path(folder);
    auto read = from_json(parsed_file(path / "template.json"), parsed_file(path / "palette.json"));
    if (read) return std::move(read).value();
    Problem problem = read.problem();
    problem.source = problem.source.empty() ? folder : folder + " " + problem.source;
    throw base::FormatError(base::describe(problem));
}

Json StyleTemplate::style(const tiles::TilesetMetadata& metadata, Theme theme, const StyleAddresses& addresses) const {
    const ThemeLook look = palette_.look(metadata.cityweave, theme);
    const Addresses complete{.tiles = "pmtiles://" + addresses.base + addresses.tiles,
                             .sprite = addresses.base + addresses.sprites + (theme == Theme::dark ? "-dark" : ""),
                             .fonts = addresses.base + addresses.fonts};
    return replaced(template_, meaning_of(look, metadata, complete));
}

} // namespace cityweave::render
