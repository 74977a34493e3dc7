#include "render/text.hpp"

#include "base/error.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <numeric>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

std::string font_of(const ShapedText& shaped) {
    REQUIRE(shaped.runs.size() == 1);
    return std::filesystem::path(shaped.runs[0].font_file).filename().string();
}

int missing_glyphs(const ShapedText& shaped) {
    int missing = 0;
    for (const GlyphRun& run : shaped.runs) {
        for (const Glyph& glyph : run.glyphs) missing += glyph.index == 0 ? 1 : 0;
    }
    return missing;
}

} // namespace

TEST_CASE("every script of Europe and its neighbours is set in its Noto Sans, with no glyph missing") {
    TextShaper shaper(fonts());
    const std::vector<std::pair<std::string, std::string>> samples = {
        {"Nyíregyháza", "NotoSans-Regular.ttf"},
        {"Θεσσαλονίκη", "NotoSans-Regular.ttf"},
        {"Київ", "NotoSans-Regular.ttf"},
        {"თბილისი", "NotoSansGeorgian-Regular.ttf"},
        {"الدار البيضاء", "NotoSansArabic-Regular.ttf"},
        {"Երևան", "NotoSansArmenian-Regular.ttf"},
        {"חיפה", "NotoSansHebrew-Regular.ttf"},
    };
    for (const auto& [text, file] : samples) {
        INFO(text);
        const ShapedText& shaped = shaper.shape(text, {});
        CHECK(font_of(shaped) == file);
        CHECK(missing_glyphs(shaped) == 0);
        CHECK_FALSE(shaped.ink.empty());
    }
}

TEST_CASE("Arabic is joined and runs from the right") {
    TextShaper shaper(fonts());
    const ShapedText& joined = shaper.shape("بيت", {});
    REQUIRE(joined.runs.size() == 1);
    CHECK(joined.runs[0].right_to_left);
    double apart = 0;
    for (const char* letter : {"ب", "ي", "ت"}) apart += shaper.shape(letter, {}).advance;
    CHECK(joined.advance < apart - 0.2);
}

TEST_CASE("bold and italic are their own cuts, and lengths scale with the size exactly") {
    TextShaper shaper(fonts());
    CHECK(font_of(shaper.shape("Kuopio", {.weight = FontWeight::bold})) == "NotoSans-Bold.ttf");
    CHECK(font_of(shaper.shape("Kuopio", {.italic = true})) == "NotoSans-Italic.ttf");
    const TextExtent small = shaper.measure("Kuopio", {.size = 10});
    const TextExtent large = shaper.measure("Kuopio", {.size = 37});
    CHECK(large.advance == Approx(3.7 * small.advance).margin(1e-9));
    CHECK(large.ink.max_y() == Approx(3.7 * small.ink.max_y()).margin(1e-9));
    CHECK(small.ascent > 9);
    CHECK(small.descent > 2);
}

TEST_CASE("metrics are the font's own, unhinted and unrounded") {
    TextShaper shaper(fonts());
    // Noto Sans: 1000 units an em; H has an advance of 741, its ink stands on the baseline and is 714 high.
    const ShapedText& shaped = shaper.shape("H", {});
    CHECK(shaped.advance == Approx(0.741).margin(2e-4));
    CHECK(shaped.ink.max_y() == Approx(0).margin(2e-4));
    CHECK(shaped.ink.min_y() == Approx(-0.714).margin(2e-4));
}

TEST_CASE("clusters account for every byte and every glyph") {
    TextShaper shaper(fonts());
    for (const char* text : {"Ærøskøbing", "لا إله", "ffi", "Z̄a", "ქუთაისი და X"}) {
        INFO(text);
        std::size_t bytes = 0;
        for (const GlyphRun& run : shaper.shape(text, {}).runs) {
            int run_bytes = 0;
            int glyphs = 0;
            for (const GlyphCluster& cluster : run.clusters) {
                run_bytes += cluster.bytes;
                glyphs += cluster.glyphs;
            }
            CHECK(static_cast<std::size_t>(run_bytes) == run.text.size());
            CHECK(static_cast<std::size_t>(glyphs) == run.glyphs.size());
            bytes += run.text.size();
        }
        CHECK(bytes == std::string(text).size());
    }
}

TEST_CASE("lines stand under each other from one start") {
    TextShaper shaper(fonts());
    const TextExtent one = shaper.measure("Auvergne", {.size = 20});
    const TextExtent two = shaper.measure("Au\nAuvergne", {.size = 20});
    CHECK(two.advance == Approx(one.advance).margin(1e-9));
    CHECK(two.ascent == Approx(one.ascent).margin(1e-9));
    CHECK(two.ink.max_y() == Approx(one.ink.max_y() + 20 * line_step).margin(1e-9));
    CHECK(lines_of("").size() == 1);
    CHECK(lines_of("a\n\nb").size() == 3);
}

TEST_CASE("line breaks and broken bytes are set as one line") {
    TextShaper shaper(fonts());
    CHECK(shaper.shape("a\nb", {}).advance == shaper.shape("a b", {}).advance);
    CHECK(shaper
              .shape("a\xE2\x80\xA8"
                     "b",
                     {})
              .advance == shaper.shape("a b", {}).advance);
    CHECK(shaper.shape("caf\xE9", {}).advance == shaper.shape("café", {}).advance);
    CHECK(shaper.shape("", {}).advance == 0);
    CHECK(shaper.shape("   ", {}).ink.empty());
}

TEST_CASE("a folder without Noto Sans is named") {
    CHECK_THROWS_AS(Fonts::from_folder("/nowhere"), base::ConfigError);
}
