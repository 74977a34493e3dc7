// The properties of layers as the MapLibre style specification 8 lists them ("Layers", paint and layout per type), those left out that
// only a turning or moving view has.
#include "render/style.hpp"

#include <algorithm>

namespace cityweave::render {
namespace {

using Rules = std::vector<PropertyRule>;
using Words = std::vector<std::string_view>;
constexpr bool in_layout = true;

const ColorValue black{};
const ColorValue clear{.alpha = 0};

PropertyRule number(std::string_view name, std::optional<double> fallback, bool layout = false) {
    return {.name = name, .type = types::number(), .fallback = fallback ? ExpressionValue(*fallback) : ExpressionValue(), .layout = layout};
}
PropertyRule color(std::string_view name, ColorValue fallback = black) {
    return {.name = name, .type = types::color(), .fallback = fallback};
}
PropertyRule optional_color(std::string_view name) {
    return {.name = name, .type = types::color(), .fallback = {}};
}
PropertyRule flag(std::string_view name, bool fallback, bool layout = false) {
    return {.name = name, .type = types::boolean(), .fallback = fallback, .layout = layout};
}
PropertyRule image(std::string_view name, bool layout = false) {
    return {.name = name, .type = types::image(), .fallback = {}, .layout = layout};
}
PropertyRule word(std::string_view name, Words choices, std::string_view fallback, bool layout = false) {
    ExpressionValue value = fallback.empty() ? ExpressionValue() : ExpressionValue(std::string(fallback));
    return {.name = name, .type = types::string(), .fallback = std::move(value), .choices = std::move(choices), .layout = layout};
}
PropertyRule pair(std::string_view name, bool layout = false) {
    return {.name = name, .type = types::array(types::number(), 2), .fallback = ValueArray{0.0, 0.0}, .layout = layout};
}
PropertyRule words(std::string_view name, Words choices) {
    return {.name = name, .type = types::array(types::string()), .fallback = {}, .choices = std::move(choices), .layout = in_layout};
}
/// A property whose own type we do not check: padding (one to four numbers), anchors with offsets.
PropertyRule loose(std::string_view name, ExpressionValue fallback) {
    return {.name = name, .type = types::any(), .fallback = std::move(fallback), .layout = in_layout};
}

const Words anchors = {"center", "left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right"};
const Words overlaps = {"never", "always", "cooperative"};
const Words frames = {"map", "viewport"};
const Words alignments = {"map", "viewport", "auto"};

Rules background_rules() {
    return {color("background-color"), number("background-opacity", 1), image("background-pattern")};
}

Rules fill_rules() {
    return {flag("fill-antialias", true),
            color("fill-color"),
            number("fill-layer-opacity", 1),
            number("fill-opacity", 1),
            optional_color("fill-outline-color"),
            image("fill-pattern"),
            number("fill-sort-key", {}, in_layout),
            pair("fill-translate"),
            word("fill-translate-anchor", frames, "map")};
}

Rules line_rules() {
    return {number("line-blur", 0),
            word("line-cap", {"butt", "round", "square"}, "butt", in_layout),
            color("line-color"),
            {.name = "line-dasharray", .type = types::array(types::number()), .fallback = {}},
            number("line-gap-width", 0),
            optional_color("line-gradient"),
            word("line-join", {"bevel", "round", "miter"}, "miter", in_layout),
            number("line-layer-opacity", 1),
            number("line-miter-limit", 2, in_layout),
            number("line-offset", 0),
            number("line-opacity", 1),
            image("line-pattern"),
            number("line-round-limit", 1.05, in_layout),
            number("line-sort-key", {}, in_layout),
            pair("line-translate"),
            word("line-translate-anchor", frames, "map"),
            number("line-width", 1)};
}

Rules circle_rules() {
    return {number("circle-blur", 0),
            color("circle-color"),
            number("circle-opacity", 1),
            word("circle-pitch-alignment", frames, "viewport"),
            word("circle-pitch-scale", frames, "map"),
            number("circle-radius", 5),
            number("circle-sort-key", {}, in_layout),
            color("circle-stroke-color"),
            number("circle-stroke-opacity", 1),
            number("circle-stroke-width", 0),
            pair("circle-translate"),
            word("circle-translate-anchor", frames, "map")};
}

Rules icon_rules() {
    return {flag("icon-allow-overlap", false, in_layout),
            word("icon-anchor", anchors, "center", in_layout),
            color("icon-color"),
            number("icon-halo-blur", 0),
            color("icon-halo-color", clear),
            number("icon-halo-width", 0),
            flag("icon-ignore-placement", false, in_layout),
            image("icon-image", in_layout),
            flag("icon-keep-upright", false, in_layout),
            pair("icon-offset", in_layout),
            number("icon-opacity", 1),
            flag("icon-optional", false, in_layout),
            word("icon-overlap", overlaps, "", in_layout),
            loose("icon-padding", ValueArray{2.0}),
            word("icon-pitch-alignment", alignments, "auto", in_layout),
            number("icon-rotate", 0, in_layout),
            word("icon-rotation-alignment", alignments, "auto", in_layout),
            number("icon-size", 1, in_layout),
            word("icon-text-fit", {"none", "width", "height", "both"}, "none", in_layout),
            {.name = "icon-text-fit-padding",
             .type = types::array(types::number(), 4),
             .fallback = ValueArray{0.0, 0.0, 0.0, 0.0},
             .layout = in_layout},
            pair("icon-translate"),
            word("icon-translate-anchor", frames, "map")};
}

Rules text_rules() {
    return {flag("text-allow-overlap", false, in_layout),
            word("text-anchor", anchors, "center", in_layout),
            color("text-color"),
            {.name = "text-field", .type = types::formatted(), .fallback = FormattedText{}, .layout = in_layout},
            {.name = "text-font",
             .type = types::array(types::string()),
             .fallback = ValueArray{"Open Sans Regular", "Arial Unicode MS Regular"},
             .layout = in_layout},
            number("text-halo-blur", 0),
            color("text-halo-color", clear),
            number("text-halo-width", 0),
            flag("text-ignore-placement", false, in_layout),
            word("text-justify", {"auto", "left", "center", "right"}, "center", in_layout),
            flag("text-keep-upright", true, in_layout),
            number("text-letter-spacing", 0, in_layout),
            number("text-line-height", 1.2, in_layout),
            number("text-max-angle", 45, in_layout),
            number("text-max-width", 10, in_layout),
            pair("text-offset", in_layout),
            number("text-opacity", 1),
            flag("text-optional", false, in_layout),
            word("text-overlap", overlaps, "", in_layout),
            number("text-padding", 2, in_layout),
            word("text-pitch-alignment", alignments, "auto", in_layout),
            number("text-radial-offset", 0, in_layout),
            number("text-rotate", 0, in_layout),
            word("text-rotation-alignment", {"map", "viewport", "viewport-glyph", "auto"}, "auto", in_layout),
            number("text-size", 16, in_layout),
            word("text-transform", {"none", "uppercase", "lowercase"}, "none", in_layout),
            pair("text-translate"),
            word("text-translate-anchor", frames, "map"),
            words("text-variable-anchor", anchors),
            loose("text-variable-anchor-offset", {}),
            words("text-writing-mode", {"horizontal", "vertical"})};
}

Rules symbol_rules() {
    Rules rules = icon_rules();
    const Rules text = text_rules();
    rules.insert(rules.end(), text.begin(), text.end());
    const Rules placement = {flag("symbol-avoid-edges", false, in_layout),
                             word("symbol-placement", {"point", "line", "line-center"}, "point", in_layout),
                             number("symbol-sort-key", {}, in_layout), number("symbol-spacing", 250, in_layout),
                             word("symbol-z-order", {"auto", "viewport-y", "source"}, "auto", in_layout)};
    rules.insert(rules.end(), placement.begin(), placement.end());
    return rules;
}

Rules sorted(Rules rules) {
    std::sort(rules.begin(), rules.end(), [](const PropertyRule& a, const PropertyRule& b) { return a.name < b.name; });
    return rules;
}

} // namespace

const std::vector<PropertyRule>& property_rules(LayerType type) {
    static const Rules background = sorted(background_rules());
    static const Rules fill = sorted(fill_rules());
    static const Rules line = sorted(line_rules());
    static const Rules circle = sorted(circle_rules());
    static const Rules symbol = sorted(symbol_rules());
    switch (type) {
    case LayerType::background: return background;
    case LayerType::fill: return fill;
    case LayerType::line: return line;
    case LayerType::circle: return circle;
    case LayerType::symbol: return symbol;
    }
    return background;
}

const PropertyRule* find_property_rule(LayerType type, std::string_view name) {
    const Rules& rules = property_rules(type);
    const auto found =
        std::lower_bound(rules.begin(), rules.end(), name, [](const PropertyRule& rule, std::string_view n) { return rule.name < n; });
    return found == rules.end() || found->name != name ? nullptr : &*found;
}

} // namespace cityweave::render
