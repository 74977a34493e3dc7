#include "render/palette.hpp"

#include "render/css_color.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::render;

namespace {

Color hex(const char* text) {
    return to_color(*parse_css_color(text));
}

const Grounds light{.land = hex("#F2EFE9"), .sea = hex("#C9D8E1"), .outline = hex("#22262B")};

} // namespace

TEST_CASE("CIEDE2000 gives the differences Sharma, Wu and Dalal publish (2005, table 1)") {
    struct Pair {
        LabColor one;
        LabColor two;
        double difference;
    };
    const std::initializer_list<Pair> pairs = {{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
                                               {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
                                               {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
                                               {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
                                               {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
                                               {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
                                               {{50, 0, 0}, {50, -1, 2}, 2.3669},
                                               {{50, -1, 2}, {50, 0, 0}, 2.3669},
                                               {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
                                               {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
                                               {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
                                               {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
                                               {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
                                               {{50, -0.0010, 2.4900}, {50, 0.0010, -2.4900}, 4.8045},
                                               {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
                                               {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
                                               {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
                                               {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
                                               {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
                                               {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
                                               {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
                                               {{50, 2.5, 0}, {50, 3.2972, 0}, 1.0000},
                                               {{50, 2.5, 0}, {50, 1.8634, 0.5757}, 1.0000},
                                               {{50, 2.5, 0}, {50, 3.2592, 0.3350}, 1.0000},
                                               {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
                                               {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
                                               {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
                                               {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
                                               {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
                                               {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
                                               {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
                                               {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
                                               {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
                                               {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
    for (const Pair& pair : pairs) {
        INFO(pair.one.lightness << " " << pair.one.a << " " << pair.one.b << " against " << pair.two.lightness << " " << pair.two.a);
        CHECK(color_difference(pair.one, pair.two) == Approx(pair.difference).margin(0.00005));
        CHECK(color_difference(pair.two, pair.one) == Approx(pair.difference).margin(0.00005));
    }
}

TEST_CASE("sRGB to CIELAB under D65") {
    const LabColor red = to_lab(hex("#ff0000"));
    CHECK(red.lightness == Approx(53.24).margin(0.01));
    CHECK(red.a == Approx(80.09).margin(0.02));
    CHECK(red.b == Approx(67.20).margin(0.02));
    CHECK(to_lab(hex("#ffffff")).lightness == Approx(100).margin(0.001));
    CHECK(color_difference(hex("#000"), hex("#fff")) == Approx(100).margin(0.01));
}

TEST_CASE("WCAG 2.1 contrast") {
    CHECK(contrast(hex("#000"), hex("#fff")) == Approx(21));
    CHECK(contrast(hex("#777"), hex("#fff")) == Approx(4.48).margin(0.01));
    CHECK(contrast(hex("#fff"), hex("#777")) == contrast(hex("#777"), hex("#fff")));
    CHECK(contrast(hex("#123456"), hex("#123456")) == 1);
}

TEST_CASE("simulated colour vision keeps greys and merges what it must") {
    for (const Vision vision : {Vision::protan, Vision::deutan, Vision::tritan}) {
        const Color grey = simulated(hex("#808080"), vision);
        CHECK(std::abs(grey.red - 128) <= 1);
        CHECK(std::abs(grey.green - 128) <= 1);
        CHECK(std::abs(grey.blue - 128) <= 1);
    }
    CHECK(simulated(hex("#123456"), Vision::normal) == hex("#123456"));
    // A red and a green that differ plainly, but hardly for a deuteranope.
    CHECK(color_difference(hex("#b05a2a"), hex("#6f7a20")) > 25);
    CHECK(color_difference(simulated(hex("#b05a2a"), Vision::deutan), simulated(hex("#6f7a20"), Vision::deutan)) < 12);
}

TEST_CASE("the sample programme's palette passes, as its notes say") {
    const std::vector<PaletteEntry> clusters = {{"participative-governance", hex("#8A5FE6"), hex("#8A5FE6")},
                                                {"urban-planning", hex("#213B8F"), hex("#213B8F")},
                                                {"local-development", hex("#A87204"), hex("#A87204")},
                                                {"climate-action", hex("#258D79"), hex("#258D79")},
                                                {"social-cohesion", hex("#7C2A30"), hex("#7C2A30")}};
    CHECK(check_palette(clusters, light).empty());
    const double contrasts[] = {3.77, 8.77, 3.61, 3.54, 8.20};
    for (std::size_t i = 0; i < 5; ++i) CHECK(contrast(clusters[i].hue, light.land) == Approx(contrasts[i]).margin(0.006));
}

TEST_CASE("a palette that fails says what, where and by how much") {
    const std::vector<PaletteEntry> alike = {{"a", hex("#117733"), hex("#117733")}, {"b", hex("#158030"), hex("#eeee99")}};
    const auto problems = check_palette(alike, light);
    REQUIRE(problems.size() == 5); // four visions, and links too pale
    CHECK(problems[0].code == "palette-difference");
    CHECK(problems[0].found.find("a #117733 and b #158030 differ by") == 0);
    CHECK(problems[4].code == "palette-link");
    CHECK(problems[4].found.find("the links of b #eeee99") == 0);
    const auto outline = check_palette({}, {.land = light.land, .sea = light.sea, .outline = hex("#b0b0b0")});
    CHECK(outline.size() == 2);
    CHECK(outline.at(0).code == "palette-outline");
}

TEST_CASE("only the first five clusters must differ by hue; more have their shapes") {
    std::vector<PaletteEntry> clusters;
    for (int i = 0; i < 7; ++i) clusters.push_back({"c", hex("#213B8F"), hex("#213B8F")});
    CHECK(check_palette(clusters, light).size() == 10 * 4);
}
