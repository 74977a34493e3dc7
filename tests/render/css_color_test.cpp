#include "render/css_color.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::render;

namespace {
std::string read(std::string_view text) {
    const auto color = parse_css_color(text);
    return color ? to_text(ExpressionValue(*color)) : "none";
}
} // namespace

TEST_CASE("CSS Color 4: every notation the style specification allows") {
    CHECK(read("red") == "rgba(255,0,0,1)");
    CHECK(read("  RebeccaPurple ") == "rgba(102,51,153,1)");
    CHECK(read("aliceblue") == "rgba(240,248,255,1)");
    CHECK(read("yellowgreen") == "rgba(154,205,50,1)");
    CHECK(read("transparent") == "rgba(0,0,0,0)");
    CHECK(read("#f0c") == "rgba(255,0,204,1)");
    CHECK(read("#F2EFE9") == "rgba(242,239,233,1)");
    CHECK(read("#00ff0000") == "rgba(0,255,0,0)");
    CHECK(read("#000f") == "rgba(0,0,0,1)");
    CHECK(read("rgb(1, 2, 3)") == "rgba(1,2,3,1)");
    CHECK(read("rgb(1 2 3)") == "rgba(1,2,3,1)");
    CHECK(read("rgba(100%,0%,50%,.5)") == "rgba(255,0,128,0.5)");
    CHECK(read("rgb(0 0 255 / 25%)") == "rgba(0,0,255,0.25)");
    CHECK(read("rgb(300, -5, 0)") == "rgba(255,0,0,1)");
    CHECK(read("hsl(120, 100%, 50%)") == "rgba(0,255,0,1)");
    CHECK(read("hsl(-240deg 100% 50%)") == "rgba(0,255,0,1)");
    CHECK(read("hsla(0, 0%, 50%, 0.5)") == "rgba(128,128,128,0.5)");
}

TEST_CASE("what is no CSS colour gives none") {
    for (const char* text :
         {"", "nocolor", "#12", "#12345", "#gggggg", "rgb(1,2)", "rgb(1 2,3)", "rgb(1,2,3", "rgb(1,2,3))", "rgb(10%, 2, 3)", "rgb(1,2,3/4)",
          "rgb(1 2 3 4)", "hsl(1,2,3)", "rgb(nan,0,0)", "rgb()", "#", "rgb(1,2,3,4,5)"}) {
        INFO(text);
        CHECK_FALSE(parse_css_color(text));
    }
}

TEST_CASE("colours are written as six hexadecimal digits") {
    CHECK(to_hex({.red = 1, .green = 171, .blue = 255}) == "#01abff");
}
