#include "render/png.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string_view>

namespace cityweave::render {

namespace {

using Bytes = std::vector<std::byte>;

void append_u32(Bytes& out, std::uint32_t value) { // PNG §7.1: most significant byte first
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(value >> shift));
}

void append_text(Bytes& out, std::string_view text) {
    for (const char c : text) out.push_back(static_cast<std::byte>(c));
}

/// PNG §5.3: length, type, data, CRC over type and data.
void append_chunk(Bytes& out, std::string_view type, const Bytes& data) {
    append_u32(out, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = out.size();
    append_text(out, type);
    out.insert(out.end(), data.begin(), data.end());
    append_u32(out, libdeflate_crc32(0, out.data() + start, out.size() - start));
}

enum class ColourType : std::uint8_t { rgb = 2, palette = 3, rgb_alpha = 6 };

Bytes header(int width, int height, ColourType type) { // §11.2.1
    Bytes data;
    append_u32(data, static_cast<std::uint32_t>(width));
    append_u32(data, static_cast<std::uint32_t>(height));
    data.push_back(std::byte{8});
    data.push_back(static_cast<std::byte>(type));
    data.insert(data.end(), 3, std::byte{0}); // deflate, adaptive filtering, not interlaced
    return data;
}

Bytes physical_size(double pixels_per_unit) { // §11.3.4.3: pixels a metre
    constexpr double units_per_metre = 96 / 0.0254;
    Bytes data;
    for (int axis = 0; axis < 2; ++axis) append_u32(data, static_cast<std::uint32_t>(std::lround(pixels_per_unit * units_per_metre)));
    data.push_back(std::byte{1});
    return data;
}

Bytes title_text(const std::string& title) { // §11.3.3.4: keyword, not compressed, no language, no translated keyword
    Bytes data;
    append_text(data, std::string_view("Title\0\0\0\0\0", 10));
    append_text(data, title);
    return data;
}

/// The picture's colours, ascending; none if more than 256.
std::optional<std::vector<std::uint32_t>> small_palette(const Pixels& pixels) {
    std::vector<std::uint32_t> colours;
    std::uint32_t last = ~0U;
    for (const std::uint32_t pixel : pixels.rgb) {
        if (pixel == last) continue;
        last = pixel;
        const auto at = std::lower_bound(colours.begin(), colours.end(), pixel);
        if (at != colours.end() && *at == pixel) continue;
        if (colours.size() == 256) return std::nullopt;
        colours.insert(at, pixel);
    }
    return colours;
}

Bytes palette_chunk(const std::vector<std::uint32_t>& colours) {
    Bytes data;
    for (const std::uint32_t colour : colours) {
        for (int shift = 16; shift >= 0; shift -= 8) data.push_back(static_cast<std::byte>(colour >> shift));
    }
    return data;
}

/// Scanlines, each begun by its filter type, 0: none (§9.2). `put` writes a pixel and gives the position after it.
template <class Put>
Bytes scanlines(const std::vector<std::uint32_t>& pixels, int columns, std::size_t bytes_a_pixel, Put put) {
    const auto width = static_cast<std::size_t>(columns);
    const std::size_t height = pixels.size() / width;
    Bytes lines(height * (1 + width * bytes_a_pixel));
    std::byte* at = lines.data();
    const std::uint32_t* pixel = pixels.data();
    for (std::size_t row = 0; row < height; ++row) {
        *at++ = std::byte{0};
        for (std::size_t i = 0; i < width; ++i) at = put(at, *pixel++);
    }
    return lines;
}

std::byte* put_rgb(std::byte* at, std::uint32_t pixel) {
    at[0] = static_cast<std::byte>(pixel >> 16);
    at[1] = static_cast<std::byte>(pixel >> 8);
    at[2] = static_cast<std::byte>(pixel);
    return at + 3;
}

Bytes rgb_lines(const Pixels& pixels) {
    return scanlines(pixels.rgb, pixels.width, 3, put_rgb);
}

Bytes rgb_alpha_lines(const TransparentPixels& pixels) {
    return scanlines(pixels.argb, pixels.width, 4, [](std::byte* at, std::uint32_t pixel) {
        at = put_rgb(at, pixel);
        *at = static_cast<std::byte>(pixel >> 24);
        return at + 1;
    });
}

Bytes palette_lines(const Pixels& pixels, const std::vector<std::uint32_t>& colours) {
    return scanlines(pixels.rgb, pixels.width, 1, [&](std::byte* at, std::uint32_t pixel) {
        *at = static_cast<std::byte>(std::lower_bound(colours.begin(), colours.end(), pixel) - colours.begin());
        return at + 1;
    });
}

Bytes deflated(const Bytes& data, int level) {
    struct Free {
        void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
    };
    const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(level));
    if (!compressor) throw base::Error("no memory to compress a picture");
    Bytes out(libdeflate_zlib_compress_bound(compressor.get(), data.size()));
    out.resize(libdeflate_zlib_compress(compressor.get(), data.data(), data.size(), out.data(), out.size()));
    return out;
}

bool is_whole(int width, int height, std::size_t pixels) {
    return width > 0 && height > 0 && pixels == static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

/// Signature and every chunk before the colours.
Bytes begun(const Bytes& header_data, const PngOptions& options) {
    Bytes out;
    append_text(out, "\x89PNG\r\n\x1a\n");
    append_chunk(out, "IHDR", header_data);
    append_chunk(out, "sRGB", {std::byte{0}});
    append_chunk(out, "pHYs", physical_size(options.pixels_per_unit));
    if (!options.title.empty()) append_chunk(out, "iTXt", title_text(options.title));
    return out;
}

} // namespace

std::vector<std::byte> encode_png(const Pixels& pixels, const PngOptions& options) {
    CITYWEAVE_ASSERT(is_whole(pixels.width, pixels.height, pixels.rgb.size()), "a picture must have an area and all of its pixels");
    const auto palette = small_palette(pixels);
    Bytes out = begun(header(pixels.width, pixels.height, palette ? ColourType::palette : ColourType::rgb), options);
    if (palette) append_chunk(out, "PLTE", palette_chunk(*palette));
    append_chunk(out, "IDAT", deflated(palette ? palette_lines(pixels, *palette) : rgb_lines(pixels), options.level));
    append_chunk(out, "IEND", {});
    return out;
}

std::vector<std::byte> encode_transparent_png(const TransparentPixels& pixels, const PngOptions& options) {
    CITYWEAVE_ASSERT(is_whole(pixels.width, pixels.height, pixels.argb.size()), "a picture must have an area and all of its pixels");
    Bytes out = begun(header(pixels.width, pixels.height, ColourType::rgb_alpha), options);
    append_chunk(out, "IDAT", deflated(rgb_alpha_lines(pixels), options.level));
    append_chunk(out, "IEND", {});
    return out;
}

} // namespace cityweave::render
