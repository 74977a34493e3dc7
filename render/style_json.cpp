#include "render/style_json.hpp"

#include "render/legacy_filter.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace cityweave::render {
namespace {

using base::Json;
using base::JsonArray;
using base::Problem;

std::string shown(const Json& json) {
    std::string text = base::to_text(json);
    if (text.size() <= 60) return text;
    std::size_t end = 60;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end; // not inside a character
    return text.substr(0, end) + "…";
}

std::optional<LayerType> layer_type_of(std::string_view name) {
    for (const LayerType type : {LayerType::background, LayerType::fill, LayerType::line, LayerType::circle, LayerType::symbol}) {
        if (name == name_of(type)) return type;
    }
    return {};
}

bool is_other_type(std::string_view name) {
    static constexpr std::array others = {"raster", "hillshade", "color-relief", "heatmap", "fill-extrusion", "sky"};
    return std::find(others.begin(), others.end(), name) != others.end();
}

/// `"{name}, {country}"` as an expression (the specification's tokens, in text-field and icon-image only).
Json with_tokens(const std::string& text) {
    JsonArray parts{"concat"};
    std::size_t from = 0;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', from)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) break;
        if (open > from) parts.push_back(text.substr(from, open - from));
        parts.push_back(JsonArray{"get", text.substr(open + 1, close - open - 1)});
        from = close + 1;
    }
    if (from == 0) return text;
    if (from < text.size()) parts.push_back(text.substr(from));
    return parts;
}

/// Whether an interpolation between two values of this type means something.
bool is_continuous(const ValueType& type) {
    if (type.kind == ValueType::Kind::number || type.kind == ValueType::Kind::color) return true;
    return type.kind == ValueType::Kind::array && type.length.has_value();
}

Json literal_of(const Json& json) {
    return json.array() || json.object() ? Json(JsonArray{"literal", json}) : json;
}

/// A deprecated zoom function `{"base": b, "stops": [[zoom, value], …]}` as an expression; none if it is no such thing.
std::optional<Json> from_zoom_function(const Json& json, const ValueType& type) {
    const Json* stops = json.find("stops");
    if (!stops || !stops->array() || stops->array()->empty() || json.find("property")) return {};
    const Json* base_member = json.find("base");
    const double base = base_member && base_member->is_number() ? base_member->number() : 1;
    const bool continuous = is_continuous(type);
    JsonArray expression =
        continuous ? JsonArray{"interpolate", JsonArray{"exponential", base}, JsonArray{"zoom"}} : JsonArray{"step", JsonArray{"zoom"}};
    for (const Json& stop : *stops->array()) {
        const JsonArray* pair = stop.array();
        if (!pair || pair->size() != 2 || !(*pair)[0].is_number()) return {};
        // A step begins with the value below its first input; the first stop's value holds there too.
        if (!continuous && expression.size() == 2) expression.push_back(literal_of((*pair)[1]));
        expression.push_back((*pair)[0]);
        expression.push_back(literal_of((*pair)[1]));
    }
    return expression;
}

/// Reads one style; every problem gets the path where it stands.
class Reader {
public:
    Reader(std::string_view source, base::Report& report) : source_(source), report_(report) {}

    base::Result<Style> style(const Json& json) {
        const Json* version = json.find("version");
        if (!json.object()) return problem("style-root", shown(json), "an object");
        if (!version || !version->is_number() || version->number() != 8) {
            return problem("style-root", "version " + (version ? shown(*version) : "missing"), "version 8");
        }
        const Json* layers = json.find("layers");
        if (!layers || !layers->array()) return problem("style-root", "no list of layers", "layers, as an array");
        Style style;
        if (const Json* name = json.find("name"); name && name->string()) style.name = *name->string();
        if (const Json* metadata = json.find("metadata")) style.metadata = *metadata;
        if (const Json* state = json.find("state")) style.state = root_state(*state);
        for (std::size_t i = 0; i < layers->array()->size(); ++i) {
            path_ = fmt::format("layers[{}]", i);
            if (auto read = layer((*layers->array())[i])) style.layers.push_back(std::move(*read));
        }
        return style;
    }

private:
    [[nodiscard]] Problem problem(std::string code, std::string found, std::string expected) const {
        return {.code = std::move(code), .source = source_, .found = std::move(found), .expected = std::move(expected)};
    }
    void tell(std::string code, const std::string& below, const std::string& found, std::string expected) {
        report_.add({.code = std::move(code), .source = source_ + " " + path_ + below, .found = found, .expected = std::move(expected)});
    }
    void tell_expression(const std::string& below, const Problem& inner) {
        // Inside an expression the problem already says where: "[2][1]".
        tell(inner.code, below + inner.source, inner.found, inner.expected);
    }

    State root_state(const Json& json) {
        State state;
        path_ = "state";
        if (!json.object()) {
            tell("style-property", "", shown(json), "an object of properties with defaults");
            return state;
        }
        for (const auto& [key, property] : *json.object()) {
            const Json* fallback = property.find("default");
            if (!property.object()) tell("style-property", "." + key, shown(property), R"({"default": value})");
            state.emplace(key, fallback ? value_from_json(*fallback) : ExpressionValue());
        }
        return state;
    }

    std::optional<StyleLayer> layer(const Json& json) {
        const Json* id = json.find("id");
        const Json* type = json.find("type");
        const auto text = [](const Json* member) { return member && member->string() ? *member->string() : std::string(); };
        if (text(id).empty())
            tell("style-layer", "", "no id", "an id, as a string");
        else if (!ids_.insert(text(id)).second)
            tell("style-layer", ".id", shown(*id), "an id that no layer before has");
        else if (is_other_type(text(type)))
            tell("style-layer-unsupported", ".type", shown(*type), "background, fill, line, circle or symbol");
        else if (!layer_type_of(text(type)))
            tell("style-layer", ".type", type ? shown(*type) : "missing", "a known layer type");
        else
            return known_layer(json, *layer_type_of(text(type)));
        return {};
    }

    std::optional<StyleLayer> known_layer(const Json& json, LayerType type) {
        StyleLayer layer{.id = *json.find("id")->string(), .type = type};
        const Json* source_layer = json.find("source-layer");
        if (source_layer && source_layer->string())
            layer.source_layer = *source_layer->string();
        else if (type != LayerType::background)
            tell("style-layer", "", "no source-layer", "the name of a tile layer");
        layer.minzoom = zoom_bound(json, "minzoom", 0);
        layer.maxzoom = zoom_bound(json, "maxzoom", 24);
        if (const Json* metadata = json.find("metadata")) layer.metadata = *metadata;
        if (const Json* filter = json.find("filter"); filter && !filter->is_null()) {
            layer.filter = compile_filter(*filter);
            if (!layer.filter) return {};
        }
        read_properties(json, "layout", layer);
        read_properties(json, "paint", layer);
        std::sort(layer.properties.begin(), layer.properties.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return layer;
    }

    double zoom_bound(const Json& json, const std::string& key, double fallback) {
        const Json* bound = json.find(key);
        if (!bound) return fallback;
        if (bound->is_number() && bound->number() >= 0 && bound->number() <= 24) return bound->number();
        tell("style-layer", "." + key, shown(*bound), "a zoom from 0 to 24");
        return fallback;
    }

    std::optional<Expression> compile_filter(const Json& filter) {
        const auto compiled = Expression::compile(is_legacy_filter(filter) ? to_expression_filter(filter) : filter, types::boolean());
        if (compiled) return *compiled;
        tell_expression(".filter", compiled.problem());
        return {};
    }

    void read_properties(const Json& json, const std::string& block, StyleLayer& layer) {
        const Json* properties = json.find(block);
        if (!properties) return;
        if (!properties->object()) return tell("style-layer", "." + block, shown(*properties), "an object");
        for (const auto& [name, value] : *properties->object()) {
            const auto below = fmt::format(".{}.{}", block, name);
            const PropertyRule* rule = find_property_rule(layer.type, name);
            if (name == "visibility" && block == "layout")
                read_visibility(value, below, layer);
            else if (name.ends_with("-transition") && block == "paint")
                continue;
            else if (!rule || rule->layout != (block == "layout"))
                tell("style-property", below, shown(value), fmt::format("a {} property of {} layers", block, name_of(layer.type)));
            else if (!value.is_null())
                read_property(value, below, *rule, layer);
        }
    }

    void read_visibility(const Json& value, const std::string& below, StyleLayer& layer) {
        const std::string* word = value.string();
        if (word && (*word == "visible" || *word == "none"))
            layer.visible = *word == "visible";
        else
            tell("style-property", below, shown(value), "visible or none");
    }

    void read_property(const Json& value, const std::string& below, const PropertyRule& rule, StyleLayer& layer) {
        const auto function = from_zoom_function(value, rule.type);
        const bool tokens = value.string() && (rule.name == "text-field" || rule.name == "icon-image");
        const bool expression = function || looks_like_expression(value);
        const Json written = function ? *function : tokens ? with_tokens(*value.string()) : expression ? value : literal_of(value);
        const auto compiled = Expression::compile(written, rule.type);
        if (!compiled) return tell_expression(below, compiled.problem());
        if (!expression && value.string() && !rule.choices.empty() &&
            std::find(rule.choices.begin(), rule.choices.end(), *value.string()) == rule.choices.end()) {
            return tell("style-property", below, shown(value), fmt::format("one of {}", fmt::join(rule.choices, ", ")));
        }
        layer.properties.emplace_back(std::string(rule.name), *compiled);
    }

    std::string source_;
    base::Report& report_;
    std::string path_;
    std::set<std::string> ids_;
};

} // namespace

base::Result<Style> parse_style(const Json& json, std::string_view source, base::Report& report) {
    return Reader(source, report).style(json);
}

base::Result<Style> parse_style_text(std::string_view text, std::string_view source, base::Report& report) {
    const auto json = base::parse_json(text);
    if (json) return parse_style(*json, source, report);
    Problem problem = json.problem();
    problem.source = source;
    return problem;
}

} // namespace cityweave::render
