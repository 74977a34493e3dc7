#include "render/style_template.hpp"

#include "render/css_color.hpp"
#include "render/style_json.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::render;

namespace {

const StyleTemplate& shipped() {
    static const StyleTemplate read = StyleTemplate::read(CITYWEAVE_SOURCE_DIR "/data/style");
    return read;
}

/// An archive of a programme with two clusters, the second without hue and shape.
tiles::TilesetMetadata two_clusters() {
    tiles::TilesetMetadata metadata;
    metadata.center = geo::LonLat::wrapped({.lon = 10.5, .lat = 50.25});
    metadata.center_zoom = 3;
    metadata.cityweave = *base::parse_json(R"({"programme": {"id": "p", "name": "A programme"},
        "clusters": [{"id": "green", "name": "Green", "hue": "#117733", "shape": "star"}, {"id": "social", "name": "Social"}]})");
    return metadata;
}

Style read_style(Theme theme, const tiles::TilesetMetadata& metadata = two_clusters()) {
    base::Report report;
    auto style = parse_style(shipped().style(metadata, theme), "style.json", report);
    for (const auto& problem : report.problems()) UNSCOPED_INFO(base::describe(problem));
    REQUIRE(report.total() == 0);
    REQUIRE(style);
    return std::move(style).value();
}

bool shows(const Style& style, std::string_view layer, const tiles::Properties& properties, const State& state) {
    const FeatureView feature{.properties = &properties};
    return style.find(layer)->accepts({.zoom = 4, .feature = &feature, .state = &state});
}

const tiles::Properties membership{
    {"network", std::string("weldi")}, {"cluster", std::string("social")}, {"role", std::string("lead")}, {"country", std::string("NL")}};

} // namespace

TEST_CASE("the template is read by our own reader without a problem, light and dark") {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const Style style = read_style(theme);
        CHECK(style.name == "A programme");
        CHECK(style.layers.front().type == LayerType::background);
        for (const char* key : {"network", "cluster", "country", "role"}) CHECK(style.state.at(key).is_null());
    }
}

TEST_CASE("both themes are one style but for colours and sprites") {
    const auto blank = [](base::Json json) {
        std::string text = base::to_text(json);
        std::string kept;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '#')
                i += 6;
            else
                kept += text[i];
        }
        const std::size_t dark = kept.find("sprite-dark");
        return dark == std::string::npos ? kept : kept.erase(dark + 6, 5);
    };
    CHECK(blank(shipped().style(two_clusters(), Theme::light)) == blank(shipped().style(two_clusters(), Theme::dark)));
}

TEST_CASE("no placeholder is left, and addresses stand as asked") {
    const base::Json style = shipped().style(two_clusters(), Theme::dark, {.base = "https://maps.example/"});
    CHECK(base::to_text(style).find("\"@") == std::string::npos);
    CHECK(style.find("filters") == nullptr);
    CHECK(*style.find("sprite")->string() == "https://maps.example/sprites/sprite-dark");
    CHECK(*style.find("sources")->find("atlas")->find("url")->string() == "pmtiles://https://maps.example/atlas.pmtiles");
    const auto first_font = [](const base::Json& of) {
        return *(*of.find("font-faces")->find("Noto Sans Bold")->array())[0].find("url")->string();
    };
    CHECK(first_font(style) == "https://maps.example/fonts/noto-sans-latin-700.woff2");
    const base::Json relative = shipped().style(two_clusters(), Theme::light);
    CHECK(*relative.find("sprite")->string() == "sprites/sprite");
    CHECK(first_font(relative) == "fonts/noto-sans-latin-700.woff2");
}

TEST_CASE("the overview shows places, a selection memberships, and never both") {
    const Style style = read_style(Theme::light);
    const State none = style.state;
    CHECK(shows(style, "place-marks", {}, none));
    CHECK(shows(style, "place-labels", {}, none));
    CHECK(shows(style, "links-overview", {}, none));
    CHECK_FALSE(shows(style, "membership-marks", membership, none));
    CHECK_FALSE(shows(style, "links", membership, none));
    for (const auto& [key, value] : {std::pair{"network", "weldi"}, {"cluster", "social"}, {"country", "NL"}, {"role", "lead"}}) {
        INFO(key);
        const State chosen = with(none, key, value);
        CHECK(shows(style, "membership-marks", membership, chosen));
        CHECK(shows(style, "membership-labels", membership, chosen));
        CHECK_FALSE(shows(style, "place-marks", {}, chosen));
        CHECK_FALSE(shows(style, "links-overview", {}, chosen));
        CHECK_FALSE(shows(style, "membership-marks", membership, with(none, key, "another")));
    }
    const State both = with(with(none, "network", "weldi"), "country", "FI");
    CHECK_FALSE(shows(style, "membership-marks", membership, both));
}

TEST_CASE("links follow the network and cluster chosen") {
    const Style style = read_style(Theme::light);
    CHECK(shows(style, "links", membership, with(style.state, "network", "weldi")));
    CHECK_FALSE(shows(style, "links", membership, with(style.state, "network", "cope")));
    CHECK(shows(style, "links", membership, with(style.state, "cluster", "social")));
    // A link has no country of its own.
    CHECK_FALSE(shows(style, "links", membership, with(style.state, "country", "NL")));
}

TEST_CASE("icons are named by their set of clusters") {
    const Style style = read_style(Theme::light);
    const auto icon = [&](const char* layer, const tiles::Properties& properties) {
        const FeatureView feature{.properties = &properties};
        return style.find(layer)->image("icon-image", {.feature = &feature});
    };
    CHECK(icon("place-marks", {{"lead", true}, {"clusters", std::string(";green;social;")}}) == "lead;green;social;");
    CHECK(icon("place-marks", {{"lead", false}, {"clusters", std::string(";")}}) == "mark;");
    CHECK(icon("membership-marks", membership) == "lead;social;");
    CHECK(icon("membership-marks", {{"role", std::string("partner")}, {"cluster", std::string()}}) == "mark;");
    CHECK(icon("membership-marks", {{"role", std::string("partner")}}) == "mark;");
}

TEST_CASE("links are drawn in their cluster's colour, no theme in grey") {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const Style style = read_style(theme);
        const ThemeLook look = shipped().palette().look(two_clusters().cityweave, theme);
        const auto color = [&](const std::string& cluster) {
            const tiles::Properties properties{{"cluster", cluster}};
            const FeatureView feature{.properties = &properties};
            return style.find("links")->color("line-color", {.feature = &feature});
        };
        CHECK(color("green") == look.clusters.at(0).link);
        CHECK(color("social") == look.clusters.at(1).link);
        CHECK(color("") == look.color("none"));
    }
}

TEST_CASE("a programme without clusters, or an archive of others, still has a style") {
    CHECK(read_style(Theme::light, {}).name == "Cityweave");
    tiles::TilesetMetadata foreign;
    foreign.name = "Somebody's tiles";
    CHECK(read_style(Theme::dark, foreign).name == "Somebody's tiles");
}

TEST_CASE("labels have the sizes the contract asks for") {
    const Style style = read_style(Theme::light);
    for (const auto& [layer, lead, partner] :
         {std::tuple{"place-labels", tiles::Properties{{"lead", true}}, tiles::Properties{{"lead", false}}},
          {"membership-labels", {{"role", std::string("lead")}}, {{"role", std::string("partner")}}}}) {
        const FeatureView of_lead{.properties = &lead};
        const FeatureView of_partner{.properties = &partner};
        CHECK(style.find(layer)->number("text-size", {.zoom = 4, .feature = &of_lead}) >= 11);
        CHECK(style.find(layer)->number("text-size", {.zoom = 4, .feature = &of_partner}) >= 10);
    }
}

TEST_CASE("a template that names what nothing stands for is refused") {
    const base::Json palette = *base::parse_json(R"({"themes": {}})");
    CHECK(StyleTemplate::from_json("no object", palette).problem().code == "style-template");
    CHECK(StyleTemplate::from_json(base::JsonObject{}, palette).problem().code == "palette-file");
    std::string text =
        R"({"themes": {"light": COLORS, "dark": COLORS}, "clusters": [{"hue": "#123", "hue_dark": "#456", "shape": "star"}]})";
    std::string colors;
    for (const char* name : {"sea", "land", "land-chosen", "lake", "river", "boundary", "boundary-disputed", "country-label", "label",
                             "label-halo", "outline", "paper", "none"}) {
        colors += (colors.empty() ? "{\"" : ", \"") + std::string(name) + "\": \"#777\"";
    }
    colors += "}";
    for (std::size_t at = text.find("COLORS"); at != std::string::npos; at = text.find("COLORS")) text.replace(at, 6, colors);
    const base::Json sound = *base::parse_json(text);
    CHECK(StyleTemplate::from_json(base::JsonObject{{"a", "@land"}}, sound));
    CHECK(StyleTemplate::from_json(base::JsonObject{{"a", "@lnd"}}, sound).problem().found == "@lnd");
    CHECK(StyleTemplate::from_json(*base::parse_json(R"({"a": "@b", "filters": {"b": ["!", "@b"]}})"), sound).problem().code ==
          "style-template");
}
