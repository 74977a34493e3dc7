// Draws a Drawing: onto pixels, and as a PDF with real vectors and real text. Knows no features and no styles.
#pragma once

#include "render/drawing.hpp"
#include "render/text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cityweave::render {

/// An opaque picture: rows from the top, pixels from the left, each 0x00RRGGBB.
struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> rgb;
};

/// The largest picture drawn, in pixels a side: what a 32-bit surface and a PNG viewer can carry.
inline constexpr int max_pixels_a_side = 16'384;

/// The drawing at `scale` pixels a sheet unit; width and height are rounded up to whole pixels. Scale never moves
/// anything relative to the rest. The same bytes on every run. Throws base::ConfigError for a picture without area or
/// larger than max_pixels_a_side.
[[nodiscard]] Pixels draw_pixels(const Drawing& drawing, double scale, TextShaper& shaper);

/// The drawing as PDF 1.5, 0.75 pt a sheet unit: text selectable, each line standing once in the text (halos are
/// strokes), groups as structure. Not finished: dates are in it (see pdf_finish.hpp).
[[nodiscard]] std::string draw_pdf(const Drawing& drawing, TextShaper& shaper);

} // namespace cityweave::render
