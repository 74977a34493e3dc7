// Evaluates expressions written as JSON text, for the tests beside this file.
#pragma once

#include "render/expression.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace cityweave::render::testing {

/// A partner of two clusters, at zoom 5, of a style whose state asks for one network.
struct Setting {
    tiles::Properties properties = {{"name", std::string("Łódź")},      {"n", std::int64_t{3}}, {"share", 0.25}, {"lead", true},
                                    {"clusters", std::string(";a;b;")}, {"small", 1.5F}};
    FeatureView feature{.geometry = GeometryKind::point, .id = 42, .properties = &properties};
    State state{{"network", "weldi"}, {"nothing", ExpressionValue()}};
    ExpressionInput input{.zoom = 5, .feature = &feature, .state = &state};
};

inline base::Result<ExpressionValue> evaluated(std::string_view text, const ValueType& type = types::any()) {
    const auto json = base::parse_json(text);
    REQUIRE(json);
    const auto expression = Expression::compile(*json, type);
    if (!expression) return expression.problem();
    const Setting setting;
    return expression->evaluate(setting.input);
}

/// The value as JSON text; "error" where it does not compile, "failure" where its evaluation fails.
inline std::string outcome(std::string_view text, const ValueType& type = types::any()) {
    const auto value = evaluated(text, type);
    if (!value) return value.problem().code == "style-expression" ? "error" : "failure";
    if (value->is_null()) return "null";
    if (value->string()) return "\"" + *value->string() + "\"";
    return to_text(*value);
}

} // namespace cityweave::render::testing
