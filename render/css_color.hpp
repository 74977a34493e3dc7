// Colours as text: the CSS notations the style specification allows, and back. Knows no palettes.
#pragma once

#include "render/expression_value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cityweave::render {

/// A CSS Color 4 colour: names, `transparent`, `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`, `hsl()`,
/// `hsla()` in comma and blank syntax, in any case. None for anything else. Out-of-range channels are clamped.
[[nodiscard]] std::optional<ColorValue> parse_css_color(std::string_view text);

/// `#rrggbb`, alpha left out.
[[nodiscard]] std::string to_hex(const Color& color);

} // namespace cityweave::render
