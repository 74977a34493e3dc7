// Reads a MapLibre style (specification 8) into values. Knows JSON and the specification's clauses; no drawing.
#pragma once

#include "base/json.hpp"
#include "base/report.hpp"
#include "render/style.hpp"

#include <string_view>

namespace cityweave::render {

/// The style, or the Problem that leaves nothing to draw ("style-root": no object, version other than 8, no list of
/// layers). What is wrong inside goes into `report`, its path in the problem's source (`style.json layers[3].paint.line-width[2]`), and
/// the rest is read:
/// "style-layer" (a layer without id, of unknown type, an id twice: skipped), "style-property" (unknown name: left out),
/// "style-expression" (the property keeps its default; a layer whose filter is wrong is skipped, since without it too
/// much would be drawn). Layers of types we do not draw (raster, hillshade, heatmap, fill-extrusion, sky) are skipped
/// under "style-layer-unsupported". `source` names the file.
[[nodiscard]] base::Result<Style> parse_style(const base::Json& json, std::string_view source, base::Report& report);
/// The same from text; Problem "json-syntax" with line and column if it is no JSON.
[[nodiscard]] base::Result<Style> parse_style_text(std::string_view text, std::string_view source, base::Report& report);

} // namespace cityweave::render
