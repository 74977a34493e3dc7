// A map style as values: layers in painting order, each with its filter and its properties as expressions, and the root state they read.
// Knows no JSON (style_json.hpp), no tiles' bytes, no drawing.
#pragma once

#include "render/expression.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cityweave::render {

enum class LayerType { background, fill, line, circle, symbol };
/// As the specification writes it: "background", "fill" …
[[nodiscard]] const char* name_of(LayerType type);

/// One paint or layout property the specification knows for a layer type. Paint and layout share one list: their names
/// never collide.
struct PropertyRule {
    std::string_view name;
    ValueType type;
    ExpressionValue fallback;                ///< the specification's default; null where it has none
    std::vector<std::string_view> choices{}; ///< of enumerations: the words allowed
    bool layout = false;
};
/// All properties that layers of this type may have, in alphabetical order.
[[nodiscard]] const std::vector<PropertyRule>& property_rules(LayerType type);
/// Null pointer if the specification has no such property for that type, or we do not draw it.
[[nodiscard]] const PropertyRule* find_property_rule(LayerType type, std::string_view name);

/// A layer of the style. Property names are the specification's ("line-width"); asking for a name its type does not
/// have is a programmer's mistake. A property left out, null, or whose evaluation fails gives the specification's default.
struct StyleLayer {
    std::string id;
    LayerType type = LayerType::background;
    std::string source_layer; ///< empty for backgrounds
    double minzoom = 0;       ///< shown from here …
    double maxzoom = 24;      ///< … to below here; 24 for ever
    bool visible = true;
    std::optional<Expression> filter{};
    std::vector<std::pair<std::string, Expression>> properties{}; ///< in alphabetical order
    base::Json metadata{};                                        ///< as it stands in the style; null if none

    /// Whether the layer stands at all at this zoom.
    [[nodiscard]] bool shown_at(double zoom) const;
    /// Whether the filter lets this feature through; a filter that fails does not.
    [[nodiscard]] bool accepts(const ExpressionInput& input) const;

    [[nodiscard]] bool has(std::string_view property) const;
    [[nodiscard]] ExpressionValue value(std::string_view property, const ExpressionInput& input) const;
    /// Typed readings of value(). Null values give 0, "", transparent black, nothing.
    [[nodiscard]] double number(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] bool boolean(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] std::string string(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] Color color(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] std::vector<double> numbers(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] std::vector<std::string> strings(std::string_view property, const ExpressionInput& input) const;
    /// The sprite image's name; empty for none.
    [[nodiscard]] std::string image(std::string_view property, const ExpressionInput& input) const;
    [[nodiscard]] FormattedText text(std::string_view property, const ExpressionInput& input) const;
};

/// The whole style.
struct Style {
    std::string name;
    State state;                    ///< the root state's defaults
    std::vector<StyleLayer> layers; ///< first painted first
    base::Json metadata{};          ///< the style's own; null if none

    /// Null pointer if there is no layer of that id.
    [[nodiscard]] const StyleLayer* find(std::string_view layer_id) const;
};

/// The defaults with one value replaced: what a request for one network sets.
[[nodiscard]] State with(State state, std::string_view key, ExpressionValue value);

} // namespace cityweave::render
