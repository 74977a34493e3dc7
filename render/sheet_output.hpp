// A sheet's drawing as a file's bytes. Knows which writer serves which format; nothing of maps.
#pragma once

#include "base/result.hpp"
#include "render/drawing.hpp"
#include "render/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

enum class SheetFormat { png, svg, pdf };
/// "png", "svg", "pdf"; none for other words.
[[nodiscard]] std::optional<SheetFormat> sheet_format(std::string_view name);
/// Without a dot.
[[nodiscard]] std::string_view extension_of(SheetFormat format);

/// `scale`: pixels a sheet unit, for PNG only. The same drawing gives the same bytes.
[[nodiscard]] std::vector<std::byte> to_bytes(const Drawing& drawing, SheetFormat format, double scale, TextShaper& shaper);

/// A sheet's size in its units of 1/96 inch.
struct SheetSize {
    double width;
    double height;
};
/// "1600x1200", "A4" (upright), "A3-landscape", A0 to A6. Problem "sheet-size" for anything else, or sides outside
/// 100…20,000.
[[nodiscard]] base::Result<SheetSize> parse_sheet_size(std::string_view text);

} // namespace cityweave::render
