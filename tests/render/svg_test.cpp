#include "render/svg.hpp"

#include "base/assertion.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

Drawing one_point(double x, double y) {
    Drawing drawing{.width = 10, .height = 10};
    drawing.items = {PathItem{.path = {MoveTo{at(x, y)}}}};
    return drawing;
}

} // namespace

TEST_CASE("the SVG says its title, description and language, escaped") {
    const std::string svg = write_svg(small_drawing());
    CHECK(has(svg, "<title id=\"sheet-title\">Small &lt;sheet&gt; &amp; more</title>"));
    CHECK(has(svg, "<desc id=\"sheet-desc\">A red box</desc>"));
    CHECK(has(svg, "xml:lang=\"en\""));
    CHECK(has(svg, "viewBox=\"0 0 100 50\""));
}

TEST_CASE("a line of text is one text element whose halo lies under its ink") {
    const std::string svg = write_svg(small_drawing());
    CHECK(count(svg, "<text ") == 1);
    CHECK(has(svg, ">Älta &quot;1&quot;</text>"));
    CHECK(has(svg, "text-anchor=\"middle\""));
    CHECK(has(svg, "stroke-width=\"3\""));
    CHECK(has(svg, "paint-order=\"stroke\""));
}

TEST_CASE("several lines are one text element of spans under each other") {
    Drawing drawing{.width = 10, .height = 10};
    drawing.items = {TextItem{.at = at(5, 6), .text = "Clermont\nAuvergne", .style = {.size = 10}}};
    const std::string svg = write_svg(drawing);
    CHECK(count(svg, "<text ") == 1);
    CHECK(has(svg, "<tspan x=\"5\" dy=\"0\">Clermont</tspan><tspan x=\"5\" dy=\"11.5\">Auvergne</tspan></text>"));
}

TEST_CASE("paths keep their ids and titles, clips enclose what they clip, groups open and close") {
    const std::string svg = write_svg(small_drawing());
    CHECK(has(svg, "<path id=\"red\" fill=\"#ff0000\" d=\"M10 10L20 10L20 20L10 20Z\"><title>Red</title></path>"));
    CHECK(has(svg, "<g clip-path=\"url(#clip-1)\">\n<path fill=\"#0000ff\""));
    CHECK(count(svg, "<g ") == 2);
    CHECK(count(svg, "</g>") == 2);
}

TEST_CASE("numbers are short, round and never minus nought") {
    CHECK(has(write_svg(one_point(1.0, 2.5)), "d=\"M1 2.5\""));
    CHECK(has(write_svg(one_point(-0.001, -1.256)), "d=\"M0 -1.26\""));
    CHECK(has(write_svg(one_point(0.049, -0.5)), "d=\"M0.05 -0.5\""));
}

TEST_CASE("characters that XML 1.0 §2.2 forbids do not reach the document") {
    Drawing drawing{.width = 10,
                    .height = 10,
                    .title = std::string("a\x01\x1f"
                                         "b\xEF\xBF\xBF")};
    CHECK(has(write_svg(drawing), "<title id=\"sheet-title\">ab</title>"));
}

TEST_CASE("a group that never ends is a programmer's mistake") {
    Drawing drawing{.width = 10, .height = 10};
    drawing.items = {GroupBegin{"x"}};
    CHECK_THROWS_AS(write_svg(drawing), base::AssertionError);
    drawing.items = {GroupEnd{}};
    CHECK_THROWS_AS(write_svg(drawing), base::AssertionError);
}
