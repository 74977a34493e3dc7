// Pixels to PNG bytes (W3C PNG, third edition): fast, and the same bytes every time. Knows nothing of drawing.
#pragma once

#include "render/canvas.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cityweave::render {

struct PngOptions {
    double pixels_per_unit = 1; ///< told in pHYs, so that the picture prints at its size (a sheet unit is 1/96 inch)
    std::string title{};        ///< UTF-8, written as iTXt; empty: none
    int level = 4;              ///< of libdeflate, 1 fast … 12 small
};

/// An 8-bit PNG: with a palette (colour type 3) when the picture has at most 256 colours, else RGB (type 2). Filter
/// none: on flat map colours it is smaller and faster than any other (bench/). Linear in the pixels.
[[nodiscard]] std::vector<std::byte> encode_png(const Pixels& pixels, const PngOptions& options = {});

/// A picture with transparency: rows from the top, each pixel 0xAARRGGBB, not premultiplied.
struct TransparentPixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> argb;
};

/// An 8-bit PNG of colour type 6 (RGB with alpha), else as above.
[[nodiscard]] std::vector<std::byte> encode_transparent_png(const TransparentPixels& pixels, const PngOptions& options = {});

} // namespace cityweave::render
