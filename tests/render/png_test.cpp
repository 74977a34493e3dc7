#include "render/png.hpp"

#include "base/assertion.hpp"

#include <cairo.h>
#include <catch2/catch.hpp>

#include <cstring>
#include <random>

using namespace cityweave;
using namespace cityweave::render;

namespace {

struct Source {
    const std::vector<std::byte>& bytes;
    std::size_t at = 0;
};

cairo_status_t read_bytes(void* closure, unsigned char* target, unsigned int length) {
    auto& source = *static_cast<Source*>(closure);
    if (source.bytes.size() - source.at < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(target, source.bytes.data() + source.at, length);
    source.at += length;
    return CAIRO_STATUS_SUCCESS;
}

/// What libpng, through Cairo, reads from the bytes.
Pixels decoded(const std::vector<std::byte>& png) {
    Source source{png};
    cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(read_bytes, &source);
    REQUIRE(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
    Pixels pixels{.width = cairo_image_surface_get_width(surface), .height = cairo_image_surface_get_height(surface), .rgb = {}};
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x) {
            std::uint32_t pixel = 0;
            std::memcpy(&pixel, data + y * stride + 4 * x, 4);
            pixels.rgb.push_back(pixel & 0xFFFFFF);
        }
    }
    cairo_surface_destroy(surface);
    return pixels;
}

Pixels random_picture(unsigned seed, int colours) {
    std::mt19937 random(seed);
    Pixels pixels{.width = static_cast<int>(1 + random() % 60), .height = static_cast<int>(1 + random() % 60), .rgb = {}};
    std::vector<std::uint32_t> palette;
    for (int i = 0; i < colours; ++i) palette.push_back(random() & 0xFFFFFF);
    for (int i = 0; i < pixels.width * pixels.height; ++i) pixels.rgb.push_back(palette[random() % palette.size()]);
    return pixels;
}

char colour_type(const std::vector<std::byte>& png) {
    return static_cast<char>(png.at(25)); // signature 8, length and type 8, width and height 8, depth 1
}

} // namespace

TEST_CASE("pictures come back from libpng pixel for pixel, with and without a palette") {
    for (unsigned seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        const Pixels picture = random_picture(seed, seed % 2 == 0 ? 100 : 100'000);
        const auto png = encode_png(picture);
        const Pixels back = decoded(png);
        CHECK(back.width == picture.width);
        CHECK(back.height == picture.height);
        CHECK(back.rgb == picture.rgb);
    }
}

TEST_CASE("up to 256 colours take a palette, one more does not") {
    Pixels picture{.width = 257, .height = 1, .rgb = {}};
    for (std::uint32_t i = 0; i < 257; ++i) picture.rgb.push_back(i < 256 ? i : 0);
    CHECK(colour_type(encode_png(picture)) == 3);
    picture.rgb.back() = 0xFF0000;
    CHECK(colour_type(encode_png(picture)) == 2);
}

TEST_CASE("a title and the printing size are told, and a title changes no pixel") {
    const Pixels picture = random_picture(7, 10);
    const auto png = encode_png(picture, {.pixels_per_unit = 2, .title = "Networks, Köln"});
    const std::string text(reinterpret_cast<const char*>(png.data()), png.size());
    CHECK(text.find(std::string("iTXtTitle\0\0\0\0\0Networks, Köln", 28)) != std::string::npos);
    CHECK(text.find(std::string("pHYs\0\0\x1d\x87\0\0\x1d\x87\x01", 13)) != std::string::npos); // 7559 pixels a metre, 192 an inch
    CHECK(decoded(png).rgb == picture.rgb);
}

TEST_CASE("a picture whose pixels do not fit its size is a programmer's mistake") {
    CHECK_THROWS_AS(encode_png({.width = 2, .height = 2, .rgb = {1, 2, 3}}), base::AssertionError);
    CHECK_THROWS_AS(encode_png({}), base::AssertionError);
}
