// A Drawing as SVG 1.1 with SVG 2's paint-order: real vectors, one <text> per line of text. Knows no styles.
#pragma once

#include "render/drawing.hpp"

#include <string>

namespace cityweave::render {

/// A whole SVG document, UTF-8, width and height in sheet units (CSS pixels). Ids are those of the items; numbers have
/// at most two decimals, without the locale. Characters XML 1.0 forbids (§2.2) are left out.
[[nodiscard]] std::string write_svg(const Drawing& drawing);

} // namespace cityweave::render
