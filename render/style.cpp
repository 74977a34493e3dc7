#include "render/style.hpp"

#include <algorithm>

namespace cityweave::render {
namespace {

const Expression* find_expression(const StyleLayer& layer, std::string_view name) {
    const auto found = std::lower_bound(layer.properties.begin(), layer.properties.end(), name,
                                        [](const auto& property, std::string_view n) { return property.first < n; });
    return found == layer.properties.end() || found->first != name ? nullptr : &found->second;
}

bool is_allowed(const PropertyRule& rule, const ExpressionValue& value) {
    const auto known = [&](const std::string& text) {
        return std::find(rule.choices.begin(), rule.choices.end(), text) != rule.choices.end();
    };
    if (rule.choices.empty()) return true;
    if (const auto* text = value.string()) return known(*text);
    const ValueArray* items = value.array();
    return !items || std::all_of(items->begin(), items->end(), [&](const ExpressionValue& v) { return v.string() && known(*v.string()); });
}

} // namespace

const char* name_of(LayerType type) {
    switch (type) {
    case LayerType::background: return "background";
    case LayerType::fill: return "fill";
    case LayerType::line: return "line";
    case LayerType::circle: return "circle";
    case LayerType::symbol: return "symbol";
    }
    return "";
}

bool StyleLayer::shown_at(double zoom) const {
    // 24 is the specification's last zoom: a layer that ends there never ends.
    return visible && zoom >= minzoom && (zoom < maxzoom || maxzoom >= 24);
}

bool StyleLayer::accepts(const ExpressionInput& input) const {
    if (!filter) return true;
    const auto result = filter->evaluate(input);
    const bool* passes = result ? result->boolean() : nullptr;
    return passes && *passes;
}

bool StyleLayer::has(std::string_view property) const {
    return find_expression(*this, property) != nullptr;
}

ExpressionValue StyleLayer::value(std::string_view property, const ExpressionInput& input) const {
    const PropertyRule* rule = find_property_rule(type, property);
    CITYWEAVE_ASSERT(rule, "a layer's type must have the property asked for");
    const Expression* expression = find_expression(*this, property);
    if (!expression) return rule->fallback;
    auto result = expression->evaluate(input);
    const bool usable = result && !result->is_null() && is_allowed(*rule, *result);
    return usable ? std::move(result).value() : rule->fallback;
}

double StyleLayer::number(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.number() ? *held.number() : 0;
}

bool StyleLayer::boolean(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.boolean() && *held.boolean();
}

std::string StyleLayer::string(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.string() ? *held.string() : "";
}

Color StyleLayer::color(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.color() ? to_color(*held.color()) : Color{.alpha = 0};
}

std::vector<double> StyleLayer::numbers(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    if (held.number()) return {*held.number()};
    std::vector<double> all;
    if (!held.array()) return all;
    for (const ExpressionValue& item : *held.array()) {
        if (item.number()) all.push_back(*item.number());
    }
    return all;
}

std::vector<std::string> StyleLayer::strings(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    std::vector<std::string> all;
    if (!held.array()) return all;
    for (const ExpressionValue& item : *held.array()) {
        if (item.string()) all.push_back(*item.string());
    }
    return all;
}

std::string StyleLayer::image(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.image() ? held.image()->name : "";
}

FormattedText StyleLayer::text(std::string_view property, const ExpressionInput& input) const {
    const ExpressionValue held = value(property, input);
    return held.formatted() ? *held.formatted() : FormattedText{};
}

const StyleLayer* Style::find(std::string_view layer_id) const {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const StyleLayer& layer) { return layer.id == layer_id; });
    return found == layers.end() ? nullptr : &*found;
}

State with(State state, std::string_view key, ExpressionValue value) {
    state.insert_or_assign(std::string(key), std::move(value));
    return state;
}

} // namespace cityweave::render
