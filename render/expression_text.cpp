#include "render/expression_node.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

using Values = std::vector<ExpressionValue>;
using base::Json;
using base::JsonArray;

/// No text of an expression grows beyond this; nested bindings could else double it past all memory.
constexpr std::size_t longest_text = 1U << 20U;

ExpressionValue limited(Evaluation& evaluation, std::string text) {
    if (text.size() > longest_text) return evaluation.fail(fmt::format("a text of {} bytes", text.size()));
    return text;
}

ExpressionValue concat(Evaluation& evaluation, const Values& values) {
    std::string text;
    for (const ExpressionValue& value : values) {
        text += to_text(value);
        if (text.size() > longest_text) break;
    }
    return limited(evaluation, std::move(text));
}

ExpressionValue join(Evaluation& evaluation, const Values& values) {
    std::string text;
    const ValueArray& parts = *values[0].array();
    for (std::size_t i = 0; i < parts.size() && text.size() <= longest_text; ++i) {
        if (i > 0) text += *values[1].string();
        text += to_text(parts[i]);
    }
    return limited(evaluation, std::move(text));
}

ExpressionValue split(Evaluation&, const Values& values) {
    const std::string& text = *values[0].string();
    const std::string& delimiter = *values[1].string();
    ValueArray parts;
    if (delimiter.empty()) {
        for (const char32_t c : base::code_points(text)) {
            std::string one;
            base::append_utf8(one, c);
            parts.emplace_back(std::move(one));
        }
        return parts;
    }
    std::size_t from = 0;
    for (std::size_t at = text.find(delimiter); at != std::string::npos; at = text.find(delimiter, from)) {
        parts.emplace_back(text.substr(from, at - from));
        from = at + delimiter.size();
    }
    parts.emplace_back(text.substr(from));
    return parts;
}

// --- format, image --------------------------------------------------------------------------------------------------

struct SectionNodes {
    NodePtr content;
    NodePtr scale{};
    NodePtr fonts{};
    NodePtr color{};
};

bool parse_section_options(Compiler& compiler, const Json& options, std::size_t index, SectionNodes& section) {
    const auto option = [&](std::string_view key, const ValueType& type, NodePtr& into) {
        const Json* json = options.find(key);
        if (json && !json->is_null()) into = compiler.nested(*json, index, type);
    };
    option("font-scale", types::number(), section.scale);
    option("text-font", types::array(types::string()), section.fonts);
    option("text-color", types::color(), section.color);
    return !compiler.failed();
}

bool may_be_content(const ValueType& type) {
    using Kind = ValueType::Kind;
    return type.kind == Kind::string || type.kind == Kind::value || type.kind == Kind::null || type.kind == Kind::image;
}

FormattedSection evaluate_section(Evaluation& evaluation, const SectionNodes& nodes) {
    const ExpressionValue content = nodes.content->evaluate(evaluation);
    FormattedSection section;
    if (const auto* image = content.image()) {
        section.image = image->name;
        return section;
    }
    section.text = to_text(content);
    const auto value = [&](const NodePtr& node) { return node && !evaluation.failed() ? node->evaluate(evaluation) : ExpressionValue(); };
    const ExpressionValue scale = value(nodes.scale);
    const ExpressionValue fonts = value(nodes.fonts);
    const ExpressionValue color = value(nodes.color);
    if (scale.number()) section.scale = *scale.number();
    if (color.color()) section.color = *color.color();
    if (fonts.array()) {
        for (const ExpressionValue& font : *fonts.array()) section.fonts.push_back(to_text(font));
    }
    return section;
}

NodePtr format_node(std::vector<SectionNodes> sections) {
    std::vector<NodePtr> all;
    for (const SectionNodes& section : sections) {
        for (const NodePtr& node : {section.content, section.scale, section.fonts, section.color}) {
            if (node) all.push_back(node);
        }
    }
    return make_node(types::formatted(), all, [sections = std::move(sections)](Evaluation& evaluation) -> ExpressionValue {
        FormattedText text;
        std::size_t size = 0;
        for (const SectionNodes& section : sections) {
            text.sections.push_back(evaluate_section(evaluation, section));
            size += text.sections.back().text.size();
            if (evaluation.failed()) return {};
            if (size > longest_text) return evaluation.fail(fmt::format("a text of {} bytes", size));
        }
        return text;
    });
}

NodePtr parse_format(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 2) return compiler.fail("no argument", "at least one section");
    std::vector<SectionNodes> sections;
    bool options_allowed = false;
    for (std::size_t i = 1; i < expression.size(); ++i) {
        if (expression[i].object()) {
            if (!options_allowed) return compiler.fail_at(i, "an object", "a text or image before its options");
            if (!parse_section_options(compiler, expression[i], i, sections.back())) return nullptr;
            options_allowed = false;
            continue;
        }
        NodePtr content = compiler.argument(expression, i, types::any());
        if (!content) return nullptr;
        if (!may_be_content(content->type)) return compiler.fail_at(i, name_of(content->type), "a string, image or null");
        sections.push_back({.content = std::move(content)});
        options_allowed = true;
    }
    return format_node(std::move(sections));
}

ExpressionValue image(Evaluation&, const Values& values) {
    return ImageName{*values[0].string()};
}

// --- number-format --------------------------------------------------------------------------------------------------

/// Adds one to the last digit of a decimal text.
void increment(std::string& digits) {
    for (std::size_t i = digits.size(); i-- > 0;) {
        if (digits[i] == '.') continue;
        if (digits[i] != '9') {
            ++digits[i];
            return;
        }
        digits[i] = '0';
    }
    digits.insert(digits.begin(), '1');
}

/// Rounds plain decimal text half away from zero to at most `most` places after the point, then keeps at least `least`.
std::string rounded_decimal(std::string text, std::size_t least, std::size_t most) {
    const std::size_t found = text.find('.');
    const std::size_t point = found == std::string::npos ? text.size() : found;
    if (found == std::string::npos) text += '.';
    if (text.size() - point - 1 > most) {
        const bool up = text[point + 1 + most] >= '5';
        text.resize(point + 1 + most);
        if (up) increment(text);
    }
    const std::size_t decimal = text.find('.');
    while (text.size() - decimal - 1 > least && text.back() == '0') text.pop_back();
    while (text.size() - decimal - 1 < least) text += '0';
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string grouped(const std::string& text) {
    const std::size_t whole = std::min(text.find('.'), text.size());
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) result += ',';
        result += text[i];
    }
    return result;
}

std::string format_number(double number, std::size_t least, std::size_t most) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-∞" : "∞";
    std::array<char, 1200> buffer{}; // the longest plain form of a double has about 1,080 characters
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number), std::chars_format::fixed).ptr;
    const std::string text = grouped(rounded_decimal(std::string(buffer.data(), end), least, std::max(least, most)));
    return std::signbit(number) ? "-" + text : text;
}

/// Fraction digits as ECMA-402 bounds them.
std::size_t digits_of(const ExpressionValue& value, std::size_t fallback) {
    return value.number() ? static_cast<std::size_t>(std::clamp(*value.number(), 0.0, 100.0)) : fallback;
}

/// Decimal numbers in the English form; currencies, units and other locales are not known yet and are refused, so that
/// nobody takes a wrong form for a right one.
NodePtr parse_number_format(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 3) return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "2");
    NodePtr number = compiler.argument(expression, 1, types::number());
    if (!number) return nullptr;
    const Json& options = expression[2];
    if (!options.object()) return compiler.fail_at(2, kind_name(options), "an object of options");
    if (options.find("currency") || options.find("unit")) return compiler.fail_at(2, "currency or unit", "a plain number's options");
    const Json* locale = options.find("locale");
    if (locale && (!locale->string() || !locale->string()->starts_with("en")))
        return compiler.fail_at(2, kind_name(*locale), "an English locale");
    const auto digits = [&](std::string_view key) {
        const Json* json = options.find(key);
        return json ? compiler.nested(*json, 2, types::number()) : make_literal(ExpressionValue());
    };
    NodePtr least = digits("min-fraction-digits");
    NodePtr most = digits("max-fraction-digits");
    if (!least || !most) return nullptr;
    return make_node(types::string(), {number, least, most}, [number, least, most](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue value = number->evaluate(evaluation);
        const ExpressionValue low = least->evaluate(evaluation);
        const ExpressionValue high = most->evaluate(evaluation);
        if (evaluation.failed()) return {};
        return format_number(*value.number(), digits_of(low, 0), digits_of(high, 3));
    });
}

} // namespace

void add_text_operators(OperatorTable& table) {
    const auto of_text = [](std::string (*function)(std::string_view)) {
        return plain({.result = types::string(), .parameters = {types::string()}, .apply = [function](Evaluation&, const Values& values) {
                          return ExpressionValue(function(*values[0].string()));
                      }});
    };
    table["upcase"] = of_text(base::to_upper);
    table["downcase"] = of_text(base::to_lower);
    table["concat"] = plain({.result = types::string(), .parameters = {types::any()}, .variadic = true, .apply = concat});
    table["join"] = plain({.result = types::string(), .parameters = {types::array(types::string()), types::string()}, .apply = join});
    table["split"] = plain({.result = types::array(types::string()), .parameters = {types::string(), types::string()}, .apply = split});
    table["is-supported-script"] =
        plain({.result = types::boolean(), .parameters = {types::string()}, .apply = [](Evaluation&, const Values&) {
                   return ExpressionValue(true);
               }});
    table["format"] = parse_format;
    table["image"] = plain({.result = types::image(), .parameters = {types::string()}, .apply = image});
    table["number-format"] = parse_number_format;
}

} // namespace cityweave::render
