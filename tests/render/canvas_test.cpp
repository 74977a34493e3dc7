#include "render/canvas.hpp"

#include "base/error.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

std::uint32_t pixel(const Pixels& pixels, int x, int y) {
    return pixels.rgb[static_cast<std::size_t>(y * pixels.width + x)];
}

} // namespace

TEST_CASE("a drawing's shapes stand where sheet units say, at any scale") {
    TextShaper shaper(fonts());
    for (const int scale : {1, 2, 3}) {
        const Pixels pixels = draw_pixels(small_drawing(), scale, shaper);
        CHECK(pixels.width == 100 * scale);
        CHECK(pixels.height == 50 * scale);
        CHECK(pixel(pixels, 0, 0) == 0xFFFFFF);
        CHECK(pixel(pixels, 15 * scale, 15 * scale) == 0xFF0000);
        CHECK(pixel(pixels, 32 * scale, 15 * scale) == 0x0000FF);
        CHECK(pixel(pixels, 37 * scale, 15 * scale) == 0xFFFFFF); // outside the clip
    }
}

TEST_CASE("text leaves ink inside its measured box only") {
    TextShaper shaper(fonts());
    Drawing drawing{.width = 200, .height = 60};
    const TextStyle style{.size = 24};
    drawing.items = {TextItem{.at = at(20, 40), .text = "Győr fjord", .style = style}};
    const TextExtent extent = shaper.measure("Győr fjord", style);
    const Pixels pixels = draw_pixels(drawing, 1, shaper);
    int inked = 0;
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x) {
            if (pixel(pixels, x, y) == 0xFFFFFF) continue;
            ++inked;
            CHECK(x + 1 >= 20 + extent.ink.min_x());
            CHECK(x <= 20 + extent.ink.max_x());
            CHECK(y + 1 >= 40 + extent.ink.min_y());
            CHECK(y <= 40 + extent.ink.max_y());
        }
    }
    CHECK(inked > 200);
}

TEST_CASE("the same drawing gives the same pixels and, twice drawn, the same size of PDF") {
    TextShaper one(fonts());
    TextShaper two(fonts());
    CHECK(draw_pixels(small_drawing(), 1.5, one).rgb == draw_pixels(small_drawing(), 1.5, two).rgb);
    const std::string pdf = draw_pdf(small_drawing(), one);
    CHECK(pdf.starts_with("%PDF-1.5"));
    CHECK(pdf.size() == draw_pdf(small_drawing(), two).size());
}

TEST_CASE("a picture without area or of absurd size is refused") {
    TextShaper shaper(fonts());
    Drawing drawing = small_drawing();
    CHECK_THROWS_AS(draw_pixels(drawing, 0, shaper), base::ConfigError);
    CHECK_THROWS_AS(draw_pixels(drawing, 1000, shaper), base::ConfigError);
    drawing.height = 0;
    CHECK_THROWS_AS(draw_pixels(drawing, 1, shaper), base::ConfigError);
}
