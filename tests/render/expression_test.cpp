#include "tests/render/expression_cases.hpp"

#include "base/json.hpp"

#include <fmt/format.h>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::testing;

namespace {

struct Case {
    const char* expression;
    const char* expected;
};

void check(std::initializer_list<Case> cases, const ValueType& type = types::any()) {
    for (const Case& c : cases) {
        INFO(c.expression);
        CHECK(outcome(c.expression, type) == c.expected);
    }
}

/// A chain of bindings, each the one before joined with itself by `op`.
std::string doubled(int times, const std::string& op, const std::string& start) {
    std::string nested = fmt::format(R"~(["var", "v{}"])~", times);
    for (int i = times; i > 0; --i) {
        const std::string below = fmt::format(R"~(["var", "v{}"])~", i - 1);
        nested = fmt::format(R"~(["let", "v{}", ["{}", {}, {}], {}])~", i, op, below, below, nested);
    }
    return fmt::format(R"~(["let", "v0", {}, {}])~", start, nested);
}

} // namespace

TEST_CASE("lookup operators read the feature, the state and arrays") {
    check({{R"(["get", "name"])", "\"Łódź\""},
           {R"(["get", "n"])", "3"},
           {R"(["get", "small"])", "1.5"},
           {R"(["get", "missing"])", "null"},
           {R"(["has", "lead"])", "true"},
           {R"(["has", "missing"])", "false"},
           {R"(["get", "k", ["literal", {"k": [1, "x"]}]])", R"([1,"x"])"},
           {R"(["has", "k", ["literal", {"j": 1}]])", "false"},
           {R"(["id"])", "42"},
           {R"(["geometry-type"])", "\"Point\""},
           {R"(["global-state", "network"])", "\"weldi\""},
           {R"(["global-state", "nothing"])", "null"},
           {R"(["global-state", "missing"])", "null"},
           {R"(["global-state", 3])", "error"},
           {R"(["at", 1, ["literal", [5, 6]]])", "6"},
           {R"(["at", ["get", "n"], ["literal", [5, 6]]])", "failure"},
           {R"(["at", 2, ["literal", [5, 6]]])", "error"}, // constant, so found when compiled
           {R"(["in", ";b;", ["get", "clusters"]])", "true"},
           {R"(["in", "c", ["literal", ["a", "b"]]])", "false"},
           {R"(["in", ["get", "n"], ["literal", [1, 2, 3]]])", "true"},
           {R"(["in", "x", ["get", "missing"]])", "false"},
           {R"(["index-of", "d", ["get", "name"]])", "2"},
           {R"(["index-of", 7, ["literal", [7, 8, 7]], 1])", "2"},
           {R"(["index-of", "z", "abc"])", "-1"},
           {R"(["length", ["get", "name"]])", "4"},
           {R"(["length", ["literal", [1, 2]]])", "2"},
           {R"(["length", 3])", "error"},
           {R"(["slice", ["get", "name"], -2])", "\"dź\""},
           {R"(["slice", ["literal", [1, 2, 3]], 1, 2])", "[2]"}});
}

TEST_CASE("decision operators choose lazily and check their types") {
    check({{R"(["case", ["get", "lead"], "lead", "mark"])", "\"lead\""},
           {R"(["case", ["==", ["get", "n"], 4], "four", [">", ["get", "n"], 2], "more", "less"])", "\"more\""},
           {R"(["case", ["get", "name"], 1, 2])", "failure"}, // not a boolean
           {R"(["case", true, 1, "two"])", "error"},
           {R"(["match", ["get", "n"], 1, "one", [2, 3], "few", "many"])", "\"few\""},
           {R"(["match", ["get", "name"], "Łódź", 1, 0])", "1"},
           {R"(["match", ["get", "n"], "3", 1, 0])", "0"}, // a number is no string
           {R"(["match", ["get", "n"], 1, 1, 1, 2, 0])", "error"},
           {R"(["match", ["get", "n"], 1.5, 1, 0])", "error"},
           {R"(["match", ["get", "n"], [], 1, 0])", "error"},
           {R"(["coalesce", ["get", "missing"], ["get", "name"]])", "\"Łódź\""},
           {R"(["coalesce", ["get", "missing"]])", "null"},
           {R"(["all", ["has", "n"], ["has", "missing"], ["get", "name"]])", "false"}, // the last is never asked
           {R"(["all"])", "true"},
           {R"(["any"])", "false"},
           {R"(["any", false, ["get", "lead"]])", "true"},
           {R"(["!", ["get", "lead"]])", "false"},
           {R"(["!", 1])", "error"}});
}

TEST_CASE("comparisons are of one type, strings by code unit") {
    check({{R"(["==", ["global-state", "network"], null])", "false"},
           {R"(["==", ["global-state", "missing"], null])", "true"},
           {R"(["==", 1, "1"])", "error"},
           {R"(["==", ["get", "n"], "3"])", "false"},
           {R"(["!=", ["get", "n"], 3])", "false"},
           {R"(["<", "a", "b"])", "true"},
           {R"(["<", "é", "z"])", "false"},
           {R"(["<", "\ud83d\ude00", "\uffee"])", "true"},
           {R"([">=", ["get", "share"], 0.25])", "true"},
           {R"(["<", ["get", "name"], 3])", "failure"},
           {R"(["<", ["get", "name"], ["get", "n"]])", "failure"},
           {R"(["<", true, false])", "error"},
           {R"(["==", ["literal", [1]], 1])", "error"}});
}

TEST_CASE("mathematics follows ECMAScript") {
    check({{R"(["+", 1, 2, ["get", "n"]])", "6"},
           {R"(["+"])", "0"},
           {R"(["*", 2, ["get", "share"]])", "0.5"},
           {R"(["-", 5])", "-5"},
           {R"(["-", 5, 7])", "-2"},
           {R"(["-"])", "error"},
           {R"(["/", 1, 0])", "Infinity"},
           {R"(["%", -7, 4])", "-3"},
           {R"(["^", 2, 10])", "1024"},
           {R"(["sqrt", -1])", "NaN"},
           {R"(["round", -2.5])", "-3"},
           {R"(["round", 2.5])", "3"},
           {R"(["floor", -2.5])", "-3"},
           {R"(["ceil", 2.1])", "3"},
           {R"(["abs", -3])", "3"},
           {R"(["min", 3, 1, 2])", "1"},
           {R"(["max"])", "-Infinity"},
           {R"(["log2", 8])", "3"},
           {R"(["+", ["get", "name"], 1])", "failure"},
           {R"(["+", "a", 1])", "error"}});
}

TEST_CASE("text operators work on characters, not bytes") {
    check({{R"(["concat", ["case", ["get", "lead"], "lead", "mark"], ["get", "clusters"]])", "\"lead;a;b;\""},
           {R"(["concat", "n=", ["get", "n"], " ", true, null, ["get", "share"]])", "\"n=3 true0.25\""},
           {R"(["upcase", ["get", "name"]])", "\"ŁÓDŹ\""},
           {R"(["upcase", "straße"])", "\"STRASSE\""},
           {R"(["downcase", "ÀÉ"])", "\"àé\""},
           {R"(["split", "a;b", ";"])", R"(["a","b"])"},
           {R"(["join", ["literal", ["a", "b"]], ", "])", "\"a, b\""},
           {R"(["number-format", 1234567.8915, {"max-fraction-digits": 2}])", "\"1,234,567.89\""},
           {R"(["number-format", 0.5, {"min-fraction-digits": 2}])", "\"0.50\""},
           {R"(["number-format", 999.9996, {}])", "\"1,000\""},
           {R"(["number-format", -12, {}])", "\"-12\""},
           {R"(["number-format", 1, {"currency": "EUR"}])", "error"},
           {R"(["format", ["get", "name"], {"font-scale": 0.8}, "\n", {}, ["get", "n"], {"text-color": "red"}])", "Łódź\n3"},
           {R"(["format", {}])", "error"},
           {R"(["image", ["concat", "mark", ["get", "clusters"]]])", "mark;a;b;"}});
    const auto formatted =
        evaluated(R"(["format", "a", {"font-scale": 0.8, "text-color": "red", "text-font": ["literal", ["Noto Sans"]]}])");
    REQUIRE(formatted);
    REQUIRE(formatted->formatted());
    CHECK(formatted->formatted()->sections ==
          std::vector<FormattedSection>{{.text = "a", .scale = 0.8, .fonts = {"Noto Sans"}, .color = ColorValue{.red = 1}}});
}

TEST_CASE("types are asserted, converted and told") {
    check({{R"(["to-string", null])", "\"\""},
           {R"(["to-string", 1e21])", "\"1e+21\""},
           {R"(["to-string", 0.1])", "\"0.1\""},
           {R"(["to-string", 1e-7])", "\"1e-7\""},
           {R"(["to-string", ["literal", [1, "a", {"b": null}]]])", R"~("[1,"a",{"b":null}]")~"},
           {R"(["to-string", ["to-color", "#f00"]])", "\"rgba(255,0,0,1)\""},
           {R"(["to-number", " 0x10 "])", "16"},
           {R"(["to-number", ""])", "0"},
           {R"(["to-number", ["get", "missing"]])", "0"},
           {R"(["to-number", ["get", "name"]])", "failure"},
           {R"(["to-number", "x", "7"])", "7"},
           {R"(["to-number", "-Infinity"])", "-Infinity"},
           {R"(["to-number", "inf"])", "error"},
           {R"(["to-boolean", ""])", "false"},
           {R"(["to-boolean", "0"])", "true"},
           {R"(["to-boolean", 0])", "false"},
           {R"(["number", ["get", "name"], ["get", "n"]])", "3"},
           {R"(["string", ["get", "n"]])", "failure"},
           {R"(["array", "number", 2, ["literal", [1, 2]]])", "[1,2]"},
           {R"(["array", "number", 3, ["literal", [1, 2]]])", "error"},
           {R"(["array", "string", ["literal", [1]]])", "error"},
           {R"(["typeof", ["literal", [1, 2]]])", "\"array<number, 2>\""},
           {R"(["typeof", ["get", "missing"]])", "\"null\""},
           {R"(["literal", [1, [2]]])", "[1,[2]]"},
           {R"(["rgb", 255, 0, ["get", "n"]])", "rgba(255,0,3,1)"},
           {R"(["rgba", 0, 0, 0, ["get", "n"]])", "failure"},
           {R"(["to-rgba", "#0000ff80"])", "[0,0,255,0.5019607843137255]"},
           {R"(["error", "told"])", "failure"}});
}

TEST_CASE("curves") {
    check({{R"(["interpolate", ["linear"], ["zoom"], 0, 10, 10, 20])", "15"},
           {R"(["interpolate", ["linear"], ["zoom"], 6, 10, 10, 20])", "10"},
           {R"(["interpolate", ["linear"], ["zoom"], 0, 10, 4, 20])", "20"},
           {R"(["interpolate", ["exponential", 2], ["zoom"], 4, 0, 6, 3])", "1"},
           {R"(["interpolate", ["linear"], ["zoom"], 0, ["literal", [0, 0]], 10, ["literal", [2, 4]]])", "[1,2]"},
           {R"(["interpolate", ["linear"], ["zoom"], 0, "a", 10, "b"])", "error"},
           {R"(["interpolate", ["linear"], ["zoom"], 5, 1, 5, 2])", "error"},
           {R"(["interpolate", ["spline"], ["zoom"], 0, 1, 5, 2])", "error"},
           {R"(["step", ["zoom"], "small", 5, "middle", 9, "large"])", "\"middle\""},
           {R"(["step", ["get", "n"], 0, 4, 1])", "0"}});
    check({{R"(["interpolate", ["linear"], ["zoom"], 0, "black", 10, "white"])", "rgba(128,128,128,1)"},
           {R"~(["interpolate", ["linear"], ["zoom"], 0, "rgba(255,0,0,0)", 10, "rgba(255,0,0,1)"])~", "rgba(255,0,0,0.5)"},
           {R"(["interpolate-lab", ["linear"], ["zoom"], 0, "black", 10, "white"])", "rgba(119,119,119,1)"},
           {R"(["get", "name"])", "failure"}},
          types::color());
    const auto eased = evaluated(R"(["interpolate", ["cubic-bezier", 0.42, 0, 0.58, 1], 0.25, 0, 0, 1, 1])");
    REQUIRE(eased);
    CHECK(*eased->number() == Approx(0.12916).margin(1e-5)); // the well-known ease-in-out
}

TEST_CASE("let binds for its result alone, and is computed once") {
    check({{R"(["let", "a", ["get", "n"], ["+", ["var", "a"], ["var", "a"]]])", "6"},
           {R"(["let", "a", 1, "b", 2, ["-", ["var", "a"], ["var", "b"]]])", "-1"},
           {R"(["+", ["let", "a", 1, ["var", "a"]], ["var", "a"]])", "error"},
           {R"(["let", "a b", 1, 2])", "error"},
           {R"(["var", "a"])", "error"}});
    // Without remembering, thirty doublings would cost 2^30 evaluations.
    CHECK(outcome(doubled(29, "+", R"(["get", "n"])")) == "1610612736");
}

TEST_CASE("a text that doubles without end is refused") {
    CHECK(outcome(doubled(2, "concat", R"(["get", "name"])")) == "\"ŁódźŁódźŁódźŁódź\"");
    CHECK(outcome(doubled(40, "concat", R"(["get", "name"])")) == "failure");
}

TEST_CASE("a wrong expression says where and what was expected") {
    const auto json = base::parse_json(R"(["case", true, ["+", 1, ["upcase", 3]], 2])");
    const auto compiled = Expression::compile(*json, types::number());
    REQUIRE_FALSE(compiled);
    CHECK(compiled.problem().code == "style-expression");
    CHECK(compiled.problem().source == "[2][2][1]");
    CHECK(compiled.problem().found == "number");
    CHECK(compiled.problem().expected == "string");
}

TEST_CASE("an expression expected of a type is asserted or converted to it") {
    CHECK(outcome(R"(["get", "n"])", types::number()) == "3");
    CHECK(outcome(R"(["get", "name"])", types::number()) == "failure");
    CHECK(outcome(R"(["get", "name"])", types::formatted()) == "Łódź");
    CHECK(outcome(R"("red")", types::color()) == "rgba(255,0,0,1)");
    CHECK(outcome(R"("no colour")", types::color()) == "error");
    CHECK(outcome(R"("text")", types::number()) == "error");
    CHECK(outcome(R"(["coalesce", ["get", "missing"], ["get", "name"]])", types::number()) == "failure");
    CHECK(outcome(R"({"a": 1})") == "error");
    CHECK(outcome(R"([])") == "error");
    CHECK(outcome(R"(["nonsense", 1])") == "error");
}

TEST_CASE("expressions know whether they look at the feature") {
    const auto depends = [](const char* text) { return Expression::compile(*base::parse_json(text), types::any())->depends_on_feature(); };
    CHECK(depends(R"(["+", 1, ["get", "n"]])"));
    CHECK(depends(R"(["let", "a", ["id"], ["var", "a"]])"));
    CHECK_FALSE(depends(R"(["interpolate", ["linear"], ["zoom"], 0, 1, 5, 2])"));
    CHECK_FALSE(depends(R"(["global-state", "network"])"));
}

TEST_CASE("without a feature or state their operators give nothing") {
    const auto get = Expression::compile(*base::parse_json(R"(["get", "n"])"), types::any());
    REQUIRE(get->evaluate({.zoom = 1}));
    CHECK(get->evaluate({.zoom = 1})->is_null());
    const auto state = Expression::compile(*base::parse_json(R"(["global-state", "network"])"), types::any());
    CHECK(state->evaluate({.zoom = 1})->is_null());
}
