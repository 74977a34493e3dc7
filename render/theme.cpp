#include "render/theme.hpp"

#include "render/css_color.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace cityweave::render {
namespace {

using base::Json;
using Colors = std::map<std::string, Color, std::less<>>;

constexpr std::array color_names = {"sea",           "land",  "land-chosen", "lake",    "river", "boundary", "boundary-disputed",
                                    "country-label", "label", "label-halo",  "outline", "paper", "none"};

base::Problem missing(const std::string& where, const Json* found, std::string expected) {
    return {.code = "palette-file",
            .source = where,
            .found = found ? base::to_text(*found).substr(0, 60) : "nothing",
            .expected = std::move(expected)};
}

std::optional<Color> color_of(const Json* json) {
    const auto parsed = json && json->string() ? parse_css_color(*json->string()) : std::nullopt;
    return parsed ? std::optional(to_color(*parsed)) : std::nullopt;
}

std::string text_of(const Json* json) {
    return json && json->string() ? *json->string() : "";
}

base::Result<Colors> theme_colors(const Json& palette, const std::string& theme) {
    const Json* themes = palette.find("themes");
    const Json* colors = themes ? themes->find(theme) : nullptr;
    Colors all;
    for (const char* name : color_names) {
        const Json* written = colors ? colors->find(name) : nullptr;
        const auto color = color_of(written);
        if (!color) return missing("themes." + theme + "." + name, written, "a colour");
        all.emplace(name, *color);
    }
    return all;
}

std::uint8_t towards_white(std::uint8_t channel, double share) {
    return static_cast<std::uint8_t>(std::lround(channel + (255 - channel) * share));
}

} // namespace

const Color& ThemeLook::color(std::string_view name) const {
    const auto found = colors.find(name);
    CITYWEAVE_ASSERT(found != colors.end(), "a theme must have the colour asked for");
    return found->second;
}

Color lightened(const Color& color, const Color& ground, double least) {
    constexpr int steps = 100;
    for (int i = 0; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        const Color tint{
            .red = towards_white(color.red, share), .green = towards_white(color.green, share), .blue = towards_white(color.blue, share)};
        if (contrast(tint, ground) >= least) return tint;
    }
    return {255, 255, 255, 1};
}

base::Result<Palette> Palette::from_json(const Json& json) {
    Palette palette;
    auto light = theme_colors(json, "light");
    if (!light) return light.problem();
    auto dark = theme_colors(json, "dark");
    if (!dark) return dark.problem();
    palette.light_ = std::move(light).value();
    palette.dark_ = std::move(dark).value();
    const Json* clusters = json.find("clusters");
    if (!clusters || !clusters->array() || clusters->array()->empty()) return missing("clusters", clusters, "a list of hues and shapes");
    for (const Json& cluster : *clusters->array()) {
        const auto hue = color_of(cluster.find("hue"));
        const auto hue_dark = color_of(cluster.find("hue_dark"));
        const auto shape = shape_of(text_of(cluster.find("shape")));
        if (!hue || !hue_dark || !shape) return missing("clusters", &cluster, "hue, hue_dark and shape");
        palette.entries_.push_back({.hue = *hue, .hue_dark = *hue_dark, .shape = *shape});
    }
    return palette;
}

/// Beyond the palette its hues come again, each round with shapes moved on by one, so that pairs stay distinct.
Palette::Entry Palette::entry(std::size_t position) const {
    const std::size_t count = entries_.size();
    Entry result = entries_[position % count];
    result.shape = entries_[(position + position / count) % count].shape;
    return result;
}

ClusterLook Palette::cluster_look(const Json& cluster, std::size_t position, Theme theme) const {
    const Entry fallback = entry(position);
    const auto hue = color_of(cluster.find("hue"));
    const auto hue_dark = color_of(cluster.find("hue_dark"));
    ClusterLook look{.id = text_of(cluster.find("id")), .name = text_of(cluster.find("name"))};
    look.hue = hue.value_or(fallback.hue);
    look.shape = shape_of(text_of(cluster.find("shape"))).value_or(fallback.shape);
    look.link = look.hue;
    if (theme == Theme::light) return look;
    constexpr double comfortable = 4; // links are thin: a little more than the least
    look.link = hue_dark ? *hue_dark : hue && *hue != fallback.hue ? lightened(*hue, dark_.at("land"), comfortable) : fallback.hue_dark;
    return look;
}

ThemeLook Palette::look(const Json& cityweave, Theme theme) const {
    ThemeLook look{.colors = theme == Theme::light ? light_ : dark_, .clusters = {}};
    const Json* clusters = cityweave.find("clusters");
    if (!clusters || !clusters->array()) return look;
    for (const Json& cluster : *clusters->array()) look.clusters.push_back(cluster_look(cluster, look.clusters.size(), theme));
    std::erase_if(look.clusters, [](const ClusterLook& c) { return c.id.empty(); });
    return look;
}

MarkSet marks_of(const ThemeLook& look) {
    std::vector<MarkCluster> clusters;
    for (const ClusterLook& cluster : look.clusters) clusters.push_back({.id = cluster.id, .hue = cluster.hue, .shape = cluster.shape});
    return {std::move(clusters), {.outline = look.color("outline"), .paper = look.color("paper"), .none = look.color("none")}};
}

std::vector<base::Problem> check_look(const ThemeLook& look) {
    std::vector<PaletteEntry> entries;
    for (const ClusterLook& cluster : look.clusters) entries.push_back({.cluster = cluster.id, .hue = cluster.hue, .link = cluster.link});
    return check_palette(entries, {.land = look.color("land"), .sea = look.color("sea"), .outline = look.color("outline")});
}

} // namespace cityweave::render
