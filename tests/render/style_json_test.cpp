#include "render/style_json.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::render;

namespace {

struct Reading {
    Style style;
    base::Report report;
};

Reading read(std::string_view text) {
    base::Report report;
    auto style = parse_style_text(text, "style.json", report);
    REQUIRE(style);
    return {std::move(style).value(), report};
}

Reading with_layer(const std::string& layer) {
    return read(R"({"version": 8, "sources": {}, "layers": [)" + layer + "]}");
}

std::string only_problem(const Reading& reading) {
    REQUIRE(reading.report.total() == 1);
    return base::describe(reading.report.problems().front());
}

bool accepts(const StyleLayer& layer, const tiles::Properties& properties, std::uint64_t id = 1) {
    const FeatureView feature{.geometry = GeometryKind::line, .id = id, .properties = &properties};
    return layer.accepts({.zoom = 3, .feature = &feature});
}

} // namespace

TEST_CASE("a style is read with its state, layers, filters and properties") {
    const Reading reading =
        read(R"({"version": 8, "name": "Atlas", "state": {"network": {"default": null}, "k": {"default": [1]}}, "sources": {},
      "layers": [
        {"id": "sea", "type": "background", "paint": {"background-color": "#abc"}},
        {"id": "links", "type": "line", "source": "atlas", "source-layer": "links", "minzoom": 2, "maxzoom": 9,
         "filter": ["==", ["get", "network"], ["global-state", "network"]],
         "layout": {"line-cap": "round"},
         "paint": {"line-width": ["interpolate", ["linear"], ["zoom"], 0, 1, 10, 2], "line-dasharray": [2, 1]}}]})");
    CHECK(reading.report.total() == 0);
    const Style& style = reading.style;
    CHECK(style.name == "Atlas");
    CHECK(style.state.at("network").is_null());
    REQUIRE(style.layers.size() == 2);
    CHECK(style.layers[0].color("background-color", {}) == Color{0xAA, 0xBB, 0xCC, 1});
    const StyleLayer* links = style.find("links");
    REQUIRE(links);
    CHECK(links->source_layer == "links");
    CHECK(links->string("line-cap", {}) == "round");
    CHECK(links->string("line-join", {}) == "miter"); // the specification's default
    CHECK(links->number("line-width", {.zoom = 5}) == Approx(1.5));
    CHECK(links->numbers("line-dasharray", {}) == std::vector<double>{2, 1});
    CHECK_FALSE(links->has("line-opacity"));
    CHECK(links->number("line-opacity", {}) == 1);
    CHECK(style.find("nothing") == nullptr);
}

TEST_CASE("filters ask the state that a request sets") {
    const Reading reading = with_layer(R"({"id": "m", "type": "symbol", "source": "a", "source-layer": "memberships",
      "filter": ["==", ["get", "network"], ["global-state", "network"]]})");
    const tiles::Properties properties{{"network", std::string("weldi")}};
    const FeatureView feature{.properties = &properties};
    const State asked = with(reading.style.state, "network", "weldi");
    CHECK(reading.style.layers[0].accepts({.feature = &feature, .state = &asked}));
    const State other = with(asked, "network", "cope");
    CHECK_FALSE(reading.style.layers[0].accepts({.feature = &feature, .state = &other}));
}

TEST_CASE("zoom bounds include the lower and exclude the upper") {
    const StyleLayer layer{.id = "l", .type = LayerType::line, .minzoom = 2, .maxzoom = 4};
    CHECK_FALSE(layer.shown_at(1.9));
    CHECK(layer.shown_at(2));
    CHECK(layer.shown_at(3.9));
    CHECK_FALSE(layer.shown_at(4));
    CHECK(StyleLayer{.id = "l"}.shown_at(24));
}

TEST_CASE("deprecated filters mean what they meant") {
    const auto filter = [](const std::string& text) {
        return with_layer(R"({"id": "l", "type": "line", "source": "a", "source-layer": "l", "filter": )" + text + "}").style.layers.at(0);
    };
    const tiles::Properties properties{{"class", std::string("river")}, {"rank", std::int64_t{3}}};
    CHECK(accepts(filter(R"(["==", "class", "river"])"), properties));
    CHECK_FALSE(accepts(filter(R"(["!=", "class", "river"])"), properties));
    CHECK(accepts(filter(R"(["in", "class", "lake", "river"])"), properties));
    CHECK_FALSE(accepts(filter(R"(["!in", "class", "lake", "river"])"), properties));
    CHECK(accepts(filter(R"(["<=", "rank", 3])"), properties));
    CHECK_FALSE(accepts(filter(R"(["<", "class", 3])"), properties)); // of another type: false, no error
    CHECK(accepts(filter(R"(["none", ["<", "class", 3]])"), properties));
    CHECK(accepts(filter(R"(["all", ["has", "rank"], ["!has", "name"]])"), properties));
    CHECK(accepts(filter(R"(["any", ["==", "$type", "Polygon"], ["==", "$type", "LineString"]])"), properties));
    CHECK(accepts(filter(R"(["==", "$id", 7])"), properties, 7));
    CHECK_FALSE(accepts(filter(R"(["any"])"), properties));
}

TEST_CASE("tokens and zoom functions of old styles") {
    const StyleLayer layer = with_layer(R"~({"id": "l", "type": "symbol", "source": "a", "source-layer": "l",
      "layout": {"text-field": "{name} ({country})", "text-size": {"stops": [[0, 10], [10, 20]]}, "text-anchor": {"stops": [[0, "top"], [4, "left"]]}}})~")
                                 .style.layers.at(0);
    const tiles::Properties properties{{"name", std::string("Łódź")}, {"country", std::string("PL")}};
    const FeatureView feature{.properties = &properties};
    CHECK(layer.text("text-field", {.feature = &feature}).plain() == "Łódź (PL)");
    CHECK(layer.number("text-size", {.zoom = 5}) == Approx(15));
    CHECK(layer.string("text-anchor", {.zoom = 3}) == "top");
    CHECK(layer.string("text-anchor", {.zoom = 4}) == "left");
}

TEST_CASE("a problem names the path of what is wrong, and the rest is read") {
    const auto line = [](const std::string& rest) {
        return with_layer(R"({"id": "l", "type": "line", "source": "a", "source-layer": "l", )" + rest + "}");
    };
    CHECK(only_problem(line(R"("paint": {"line-width": ["+", 1, ["upcase", 2]]})")) ==
          R"(style.json layers[0].paint.line-width[2][1]: found "number", expected string [style-expression])");
    CHECK(only_problem(line(R"("paint": {"line-wdth": 2})")) ==
          R"(style.json layers[0].paint.line-wdth: found "2", expected a paint property of line layers [style-property])");
    CHECK(only_problem(line(R"("layout": {"line-cap": "oval"})")) ==
          R"(style.json layers[0].layout.line-cap: found ""oval"", expected one of butt, round, square [style-property])");
    CHECK(only_problem(line(R"("paint": {"line-color": "no colour"})")).find("layers[0].paint.line-color: ") != std::string::npos);
    CHECK(only_problem(line(R"("paint": {"line-cap": "butt"})")).find("a paint property") != std::string::npos);
    CHECK(line(R"("paint": {"line-color": "no colour"})").style.layers.at(0).color("line-color", {}) == Color{0, 0, 0, 1});
}

TEST_CASE("layers that cannot be drawn are left out and told") {
    CHECK(with_layer(R"({"id": "h", "type": "heatmap"})").report.count("style-layer-unsupported") == 1);
    CHECK(with_layer(R"({"id": "h", "type": "nonsense"})").report.count("style-layer") == 1);
    CHECK(with_layer(R"({"type": "line"})").style.layers.empty());
    CHECK(with_layer(R"({"id": "b", "type": "background"}, {"id": "b", "type": "background"})").style.layers.size() == 1);
    // A filter that cannot be read would let everything through.
    const Reading reading = with_layer(R"({"id": "l", "type": "line", "source": "a", "source-layer": "l", "filter": ["==", ["get"], 1]})");
    CHECK(reading.style.layers.empty());
    CHECK(reading.report.count("style-expression") == 1);
}

TEST_CASE("what is no style at all is a problem") {
    base::Report report;
    CHECK(parse_style_text("[]", "s", report).problem().code == "style-root");
    CHECK(parse_style_text(R"({"version": 7, "layers": []})", "s", report).problem().code == "style-root");
    CHECK(parse_style_text(R"({"version": 8})", "s", report).problem().code == "style-root");
    const auto broken = parse_style_text("{\n \"version\": ", "s", report);
    CHECK(broken.problem().code == "json-syntax");
    CHECK(broken.problem().source == "s");
}

TEST_CASE("asking a layer for a property its type does not have is a programmer's mistake") {
    CHECK_THROWS_AS(StyleLayer{.type = LayerType::fill}.number("line-width", {}), base::AssertionError);
}

TEST_CASE("a value outside an enumeration, or a failed evaluation, gives the default") {
    const StyleLayer layer = with_layer(R"({"id": "l", "type": "line", "source": "a", "source-layer": "l",
      "layout": {"line-cap": ["get", "cap"]}, "paint": {"line-width": ["get", "cap"]}})")
                                 .style.layers.at(0);
    const tiles::Properties properties{{"cap", std::string("oval")}};
    const FeatureView feature{.properties = &properties};
    CHECK(layer.string("line-cap", {.feature = &feature}) == "butt");
    CHECK(layer.number("line-width", {.feature = &feature}) == 1);
}
