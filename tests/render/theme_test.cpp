#include "render/theme.hpp"

#include "render/css_color.hpp"
#include "render/style_template.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <set>

using namespace cityweave;
using namespace cityweave::render;

namespace {

const Palette& shipped() {
    static const StyleTemplate read = StyleTemplate::read(CITYWEAVE_SOURCE_DIR "/data/style");
    return read.palette();
}

Color hex(const char* text) {
    return to_color(*parse_css_color(text));
}

base::Json bare_clusters(int count) {
    base::JsonArray clusters;
    for (int i = 0; i < count; ++i) clusters.push_back(base::JsonObject{{"id", fmt::format("c{}", i)}});
    return base::JsonObject{{"clusters", std::move(clusters)}};
}

} // namespace

TEST_CASE("the default palette keeps its own thresholds on light and dark ground") {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        for (const auto& problem : check_look(shipped().look(bare_clusters(7), theme))) FAIL_CHECK(base::describe(problem));
    }
}

TEST_CASE("text stands off its ground on both themes (WCAG 1.4.3)") {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const ThemeLook look = shipped().look(nullptr, theme);
        CHECK(contrast(look.color("label"), look.color("label-halo")) >= 7);
        CHECK(contrast(look.color("country-label"), look.color("land")) >= 4.5);
        CHECK(contrast(look.color("none"), look.color("land")) >= 3);
    }
}

TEST_CASE("a cluster keeps its hue on every ground") {
    const ThemeLook light = shipped().look(bare_clusters(3), Theme::light);
    const ThemeLook dark = shipped().look(bare_clusters(3), Theme::dark);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(light.clusters[i].hue == dark.clusters[i].hue);
        CHECK(light.clusters[i].link == light.clusters[i].hue);
        CHECK(contrast(dark.clusters[i].link, dark.color("land")) >= 3);
    }
}

TEST_CASE("what a programme gives is taken, what it leaves out is given") {
    const auto block =
        base::parse_json(R"({"clusters": [{"id": "a", "name": "A", "hue": "#004488", "hue_dark": "#88bbff", "shape": "hexagon"},
                                             {"id": "b", "hue": "no colour", "shape": "blob"}, {"name": "no id"}, {"id": "d", "hue": "#220044"}]})");
    const ThemeLook dark = shipped().look(*block, Theme::dark);
    REQUIRE(dark.clusters.size() == 3);
    CHECK(dark.clusters[0].name == "A");
    CHECK(dark.clusters[0].hue == hex("#004488"));
    CHECK(dark.clusters[0].link == hex("#88bbff"));
    CHECK(dark.clusters[0].shape == MarkShape::hexagon);
    CHECK(dark.clusters[1].hue == shipped().look(bare_clusters(2), Theme::dark).clusters[1].hue);
    CHECK(dark.clusters[2].hue == hex("#220044"));
    CHECK(contrast(dark.clusters[2].link, dark.color("land")) >= 4); // lightened, since nobody gave a tint
}

TEST_CASE("forty clusters have forty pairs of hue and shape") {
    std::set<std::pair<std::string, MarkShape>> pairs;
    for (const ClusterLook& cluster : shipped().look(bare_clusters(40), Theme::light).clusters)
        pairs.emplace(to_hex(cluster.hue), cluster.shape);
    CHECK(pairs.size() == 40);
}

TEST_CASE("lightening goes only as far as it must") {
    const Color navy = hex("#213B8F");
    const Color ground = hex("#1E2630");
    const Color tint = lightened(navy, ground, 4);
    CHECK(contrast(tint, ground) >= 4);
    CHECK(contrast(tint, ground) < 4.3);
    CHECK(lightened(hex("#ffffff"), ground, 4) == hex("#ffffff"));
    CHECK(lightened(navy, hex("#ffffff"), 21) == hex("#ffffff"));
}

TEST_CASE("marks know the theme's colours") {
    const MarkSet marks = marks_of(shipped().look(bare_clusters(2), Theme::dark));
    CHECK(marks.clusters().size() == 2);
    CHECK(contrast(marks.colors().outline, shipped().look(nullptr, Theme::dark).color("land")) >= 3);
}

TEST_CASE("a palette file that lacks something says what") {
    CHECK(Palette::from_json(base::JsonObject{}).problem().source == "themes.light.sea");
    CHECK(Palette::from_json(nullptr).problem().code == "palette-file");
}
