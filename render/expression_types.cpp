#include "render/expression_node.hpp"

#include "render/css_color.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

using Kind = ValueType::Kind;
using Values = std::vector<ExpressionValue>;
using base::JsonArray;

// --- to-… -----------------------------------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n\v\f"), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(" \t\r\n\v\f") + 1);
}

/// ECMAScript's Number(text) for decimal text, hexadecimal integers and Infinity; none where it gives NaN.
std::optional<double> number_of_text(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return 0;
    const auto whole = [&](std::string_view digits, auto parse) -> std::optional<double> {
        double value = 0;
        const auto [end, error] = parse(digits.data(), digits.data() + digits.size(), value);
        if (end != digits.data() + digits.size() || digits.empty()) return {};
        if (error == std::errc::result_out_of_range) return HUGE_VAL;
        return error == std::errc{} ? std::optional(value) : std::nullopt;
    };
    if (text.starts_with("0x") || text.starts_with("0X")) {
        return whole(text.substr(2),
                     [](const char* b, const char* e, double& v) { return std::from_chars(b, e, v, std::chars_format::hex); });
    }
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    std::optional<double> value;
    if (text == "Infinity") value = HUGE_VAL;
    // from_chars also reads "inf" and "nan", which are no numbers here.
    else if (!text.empty() && (text.front() == '.' || (text.front() >= '0' && text.front() <= '9'))) {
        value = whole(text, [](const char* b, const char* e, double& v) { return std::from_chars(b, e, v); });
    }
    return value && negative ? -*value : value;
}

std::optional<double> number_of(const ExpressionValue& value) {
    if (const auto* number = value.number()) return std::isnan(*number) ? std::nullopt : std::optional(*number);
    if (const auto* flag = value.boolean()) return *flag ? 1 : 0;
    if (const auto* text = value.string()) return number_of_text(*text);
    return {};
}

std::optional<ColorValue> color_of_channels(const ValueArray& channels) {
    if (channels.size() != 3 && channels.size() != 4) return {};
    const bool numbers = std::all_of(channels.begin(), channels.end(), [](const ExpressionValue& v) { return v.number() != nullptr; });
    if (!numbers) return {};
    const auto channel = [&](std::size_t i) { return *channels[i].number(); };
    const double alpha = channels.size() == 4 ? channel(3) : 1;
    const auto in_range = [](double v, double most) { return v >= 0 && v <= most; };
    if (!in_range(channel(0), 255) || !in_range(channel(1), 255) || !in_range(channel(2), 255) || !in_range(alpha, 1)) return {};
    return ColorValue{.red = channel(0) / 255, .green = channel(1) / 255, .blue = channel(2) / 255, .alpha = alpha};
}

std::optional<ColorValue> color_of(const ExpressionValue& value) {
    if (const auto* color = value.color()) return *color;
    if (const auto* text = value.string()) return parse_css_color(*text);
    if (const auto* channels = value.array()) return color_of_channels(*channels);
    return {};
}

std::string shown(const ExpressionValue& value) {
    return fmt::format("\"{}\"", to_text(value).substr(0, 60));
}

/// The first argument that `read` can make something of.
Evaluate first_that(std::vector<NodePtr> arguments, std::string what,
                    std::function<std::optional<ExpressionValue>(const ExpressionValue&)> read) {
    return [arguments = std::move(arguments), what = std::move(what), read = std::move(read)](Evaluation& evaluation) -> ExpressionValue {
        ExpressionValue value;
        for (const NodePtr& argument : arguments) {
            value = argument->evaluate(evaluation);
            if (evaluation.failed()) return {};
            if (auto result = read(value)) return std::move(*result);
        }
        return evaluation.fail(fmt::format("{} where {} is needed", shown(value), what));
    };
}

Evaluate coercion(Kind kind, std::vector<NodePtr> arguments) {
    using Read = std::optional<ExpressionValue>;
    switch (kind) {
    case Kind::number:
        return first_that(std::move(arguments), "a number", [](const ExpressionValue& v) -> Read {
            if (v.is_null()) return 0.0;
            const auto number = number_of(v);
            return number ? Read(*number) : Read();
        });
    case Kind::color:
        return first_that(std::move(arguments), "a colour", [](const ExpressionValue& v) -> Read {
            const auto color = color_of(v);
            return color ? Read(*color) : Read();
        });
    case Kind::boolean: return first_that(std::move(arguments), "a boolean", [](const ExpressionValue& v) -> Read { return is_truthy(v); });
    case Kind::formatted:
        return first_that(std::move(arguments), "text", [](const ExpressionValue& v) -> Read {
            if (v.formatted()) return v;
            return FormattedText{{FormattedSection{.text = to_text(v)}}};
        });
    case Kind::image:
        return first_that(std::move(arguments), "an image", [](const ExpressionValue& v) -> Read { return ImageName{to_text(v)}; });
    default: return first_that(std::move(arguments), "text", [](const ExpressionValue& v) -> Read { return to_text(v); });
    }
}

ParseOperator to_operator(ValueType type, bool several) {
    return [type = std::move(type), several](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        if (expression.size() < 2 || (!several && expression.size() > 2)) {
            return compiler.fail(fmt::format("{} arguments", expression.size() - 1), several ? "at least 1" : "1");
        }
        auto arguments = compiler.arguments(expression, 1, types::any());
        return arguments ? make_coercion(type, *arguments) : nullptr;
    };
}

// --- string, number, array … ------------------------------------------------------------------------------------------

ParseOperator assertion_operator(ValueType type) {
    return [type = std::move(type)](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        if (expression.size() < 2) return compiler.fail("no argument", "at least 1");
        auto arguments = compiler.arguments(expression, 1, types::any());
        return arguments ? make_assertion(type, *arguments) : nullptr;
    };
}

std::optional<ValueType> item_type_named(const base::Json& json) {
    const std::string* name = json.string();
    if (!name) return {};
    if (*name == "string") return types::string();
    if (*name == "number") return types::number();
    if (*name == "boolean") return types::boolean();
    return {};
}

/// `["array", x]`, `["array", type, x]`, `["array", type, length, x]`.
NodePtr parse_array(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 2) return compiler.fail("no argument", "at least 1");
    std::size_t first = 1;
    ValueType item = types::any();
    std::optional<std::size_t> length;
    if (expression.size() > 2) {
        const auto named = item_type_named(expression[first]);
        if (!named) return compiler.fail_at(1, kind_name(expression[1]), R"("string", "number" or "boolean")");
        item = *named;
        ++first;
    }
    if (expression.size() > 3) {
        const base::Json& json = expression[first];
        if (!json.is_null()) {
            const bool whole = json.is_number() && json.number() >= 0 && json.number() == std::floor(json.number()) && json.number() < 1e9;
            if (!whole) return compiler.fail_at(2, kind_name(json), "a whole number that is not negative");
            length = static_cast<std::size_t>(json.number());
        }
        ++first;
    }
    auto arguments = compiler.arguments(expression, first, types::any());
    return arguments ? make_assertion(types::array(item, length), *arguments) : nullptr;
}

// --- literal, let, var, error, typeof -----------------------------------------------------------------------------------

NodePtr parse_literal(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 2) return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "1");
    ExpressionValue value = value_from_json(expression[1]);
    const std::optional<ValueType>& expected = compiler.expected();
    const bool any_empty_array =
        value.array() && value.array()->empty() && expected && expected->kind == Kind::array && expected->length.value_or(0) == 0;
    return any_empty_array ? make_literal(std::move(value), *expected) : make_literal(std::move(value));
}

bool is_variable_name(const std::string& name) {
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Names and values of a `let`; false after an error.
bool parse_bindings(Compiler& compiler, const JsonArray& expression, std::vector<std::pair<std::string, NodePtr>>& bindings) {
    for (std::size_t i = 1; i + 1 < expression.size(); i += 2) {
        const std::string* name = expression[i].string();
        if (!name || !is_variable_name(*name)) {
            compiler.fail_at(i, kind_name(expression[i]), "a name of letters, digits and _");
            return false;
        }
        NodePtr value = compiler.argument(expression, i + 1);
        if (!value) return false;
        bindings.emplace_back(*name, std::move(value));
    }
    return true;
}

NodePtr parse_let(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 4 || expression.size() % 2 != 0) {
        return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "names with values, and a result");
    }
    std::vector<std::pair<std::string, NodePtr>> bindings;
    if (!parse_bindings(compiler, expression, bindings)) return nullptr;
    const std::optional<ValueType> expected = compiler.expected();
    for (const auto& [name, node] : bindings) compiler.bind(name, node);
    NodePtr result = compiler.argument(expression, expression.size() - 1, expected);
    for (const auto& [name, node] : bindings) compiler.unbind(name);
    return result;
}

NodePtr parse_var(Compiler& compiler, const JsonArray& expression) {
    const std::string* name = expression.size() == 2 ? expression[1].string() : nullptr;
    if (!name) return compiler.fail("no name", "one name, as a string");
    const Compiler::Binding* binding = compiler.find_binding(*name);
    if (!binding) return compiler.fail_at(1, kind_name(expression[1]), "a name bound by `let`");
    if (binding->node->is_literal) return binding->node;
    auto node = std::make_shared<ExpressionNode>();
    node->type = binding->node->type;
    node->reads_feature = binding->node->reads_feature;
    node->evaluate = [bound = binding->node, slot = binding->slot](Evaluation& evaluation) { return evaluation.bound(slot, *bound); };
    return node;
}

ExpressionValue color_from_numbers(Evaluation& evaluation, const Values& values) {
    const auto color = color_of_channels(values);
    if (color) return *color;
    return evaluation.fail("channels out of range (red, green, blue 0…255, alpha 0…1)");
}

ExpressionValue channels_of(Evaluation&, const Values& values) {
    const ColorValue& color = *values[0].color();
    return ValueArray{color.red * 255, color.green * 255, color.blue * 255, color.alpha};
}

ParseOperator outside(ValueType type, ExpressionValue (*look)(const Evaluation&)) {
    return plain({.result = std::move(type),
                  .parameters = {},
                  .apply = [look](Evaluation& evaluation, const Values&) { return look(evaluation); },
                  .purity = Purity::reads_outside});
}

} // namespace

bool is_truthy(const ExpressionValue& value) {
    if (value.is_null()) return false;
    if (const auto* flag = value.boolean()) return *flag;
    if (const auto* number = value.number()) return *number != 0 && !std::isnan(*number);
    if (const auto* text = value.string()) return !text->empty();
    return true;
}

NodePtr make_coercion(const ValueType& type, const std::vector<NodePtr>& arguments) {
    auto node = std::make_shared<ExpressionNode>(*make_node(type, arguments, coercion(type.kind, arguments)));
    node->is_annotation = true;
    return node;
}

NodePtr make_assertion(const ValueType& type, const std::vector<NodePtr>& arguments) {
    Evaluate evaluate = [type, arguments](Evaluation& evaluation) -> ExpressionValue {
        ExpressionValue value;
        for (const NodePtr& argument : arguments) {
            value = argument->evaluate(evaluation);
            if (evaluation.failed() || is_subtype(type, type_of(value))) return value;
        }
        return evaluation.fail(fmt::format("a value of type {}, not {}", name_of(type_of(value)), name_of(type)));
    };
    auto node = std::make_shared<ExpressionNode>(*make_node(type, arguments, std::move(evaluate)));
    node->is_annotation = true;
    return node;
}

void add_type_operators(OperatorTable& table) {
    table["literal"] = parse_literal;
    table["let"] = parse_let;
    table["var"] = parse_var;
    table["array"] = parse_array;
    table["string"] = assertion_operator(types::string());
    table["number"] = assertion_operator(types::number());
    table["boolean"] = assertion_operator(types::boolean());
    table["object"] = assertion_operator(types::object());
    table["to-string"] = to_operator(types::string(), false);
    table["to-boolean"] = to_operator(types::boolean(), false);
    table["to-number"] = to_operator(types::number(), true);
    table["to-color"] = to_operator(types::color(), true);
    table["typeof"] = plain({.result = types::string(), .parameters = {types::any()}, .apply = [](Evaluation&, const Values& values) {
                                 return ExpressionValue(name_of(type_of(values[0])));
                             }});
    table["error"] = plain({.result = types::any(),
                            .parameters = {types::string()},
                            .apply = [](Evaluation& evaluation, const Values& values) { return evaluation.fail(*values[0].string()); },
                            .purity = Purity::reads_outside});
    const ValueType number = types::number();
    table["rgb"] = plain({.result = types::color(), .parameters = {number, number, number}, .apply = color_from_numbers});
    table["rgba"] = plain({.result = types::color(), .parameters = {number, number, number, number}, .apply = color_from_numbers});
    table["to-rgba"] = plain({.result = types::array(number, 4), .parameters = {types::color()}, .apply = channels_of});
    table["zoom"] = outside(number, [](const Evaluation& evaluation) { return ExpressionValue(evaluation.input().zoom); });
    // What sheets have none of, as the specification says it reads then.
    for (const char* name : {"heatmap-density", "elevation", "line-progress"}) {
        table[name] = outside(number, [](const Evaluation&) { return ExpressionValue(0.0); });
    }
    table["accumulated"] = outside(types::any(), [](const Evaluation&) { return ExpressionValue(); });
}

} // namespace cityweave::render
