#include "render/expression_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

std::uint8_t to_byte(double channel) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(channel, 0.0, 1.0) * 255.0));
}

std::string quoted(const std::string& text) {
    return base::to_text(base::Json(text));
}

std::string json_text(const ExpressionValue& value);

std::string joined(const ValueArray& items) {
    std::string text = "[";
    for (const ExpressionValue& item : items) {
        if (text.size() > 1) text += ',';
        text += json_text(item);
    }
    return text + "]";
}

std::string joined(const ValueObject& members) {
    std::string text = "{";
    for (const auto& [key, member] : members) {
        if (text.size() > 1) text += ',';
        text += quoted(key) + ":" + json_text(member);
    }
    return text + "}";
}

/// As JSON.stringify writes it.
std::string json_text(const ExpressionValue& value) {
    if (value.is_null()) return "null";
    if (const auto* number = value.number()) return std::isfinite(*number) ? number_text(*number) : "null";
    if (const auto* text = value.string()) return quoted(*text);
    if (const auto* items = value.array()) return joined(*items);
    if (const auto* members = value.object()) return joined(*members);
    return to_text(value);
}

ValueType::Kind kind_of(const ExpressionValue& value) {
    if (value.is_null()) return ValueType::Kind::null;
    if (value.boolean()) return ValueType::Kind::boolean;
    if (value.number()) return ValueType::Kind::number;
    if (value.string()) return ValueType::Kind::string;
    if (value.color()) return ValueType::Kind::color;
    if (value.image()) return ValueType::Kind::image;
    if (value.formatted()) return ValueType::Kind::formatted;
    return value.array() ? ValueType::Kind::array : ValueType::Kind::object;
}

/// Decimal digits and exponent of the shortest form that reads back equal.
struct Digits {
    std::string digits;
    int point; ///< the value is 0.digits × 10^point
};

Digits shortest_digits(double number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t e = text.find('e');
    int exponent = 0;
    const std::size_t sign = text[e + 1] == '+' ? 1 : 0;
    std::from_chars(text.data() + e + 1 + sign, text.data() + text.size(), exponent);
    std::string digits(text.substr(0, e));
    std::erase(digits, '.');
    return {std::move(digits), exponent + 1};
}

} // namespace

Color to_color(const ColorValue& value) {
    return {
        .red = to_byte(value.red), .green = to_byte(value.green), .blue = to_byte(value.blue), .alpha = std::clamp(value.alpha, 0.0, 1.0)};
}

ColorValue to_color_value(const Color& color) {
    return {.red = color.red / 255.0, .green = color.green / 255.0, .blue = color.blue / 255.0, .alpha = color.alpha};
}

std::string FormattedText::plain() const {
    std::string text;
    for (const FormattedSection& section : sections) text += section.text;
    return text;
}

const ValueArray* ExpressionValue::array() const noexcept {
    const auto* held = std::get_if<std::shared_ptr<const ValueArray>>(&value_);
    return held ? held->get() : nullptr;
}

const ValueObject* ExpressionValue::object() const noexcept {
    const auto* held = std::get_if<std::shared_ptr<const ValueObject>>(&value_);
    return held ? held->get() : nullptr;
}

bool operator==(const ExpressionValue& a, const ExpressionValue& b) {
    if (a.array() && b.array()) return *a.array() == *b.array();
    if (a.object() && b.object()) return *a.object() == *b.object();
    return a.value_ == b.value_;
}

ExpressionValue value_from_json(const base::Json& json) {
    if (const auto* flag = json.boolean()) return *flag;
    if (json.is_number()) return json.number();
    if (const auto* text = json.string()) return *text;
    if (const auto* items = json.array()) {
        ValueArray values;
        values.reserve(items->size());
        for (const base::Json& item : *items) values.push_back(value_from_json(item));
        return values;
    }
    if (const auto* object = json.object()) {
        ValueObject members;
        for (const auto& [key, member] : *object) members.emplace_back(key, value_from_json(member));
        return members;
    }
    return {};
}

std::string number_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    if (number == 0) return "0";
    if (number < 0) return "-" + number_text(-number);
    // ECMA-262 §6.1.6.1.20, Number::toString.
    const auto [digits, point] = shortest_digits(number);
    const int count = static_cast<int>(digits.size());
    if (point > 21 || point <= -6) {
        const std::string fraction = count > 1 ? "." + digits.substr(1) : "";
        return fmt::format("{}{}e{:+d}", digits[0], fraction, point - 1);
    }
    if (point >= count) return digits + std::string(static_cast<std::size_t>(point - count), '0');
    if (point > 0) return digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
    return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
}

std::string to_text(const ExpressionValue& value) {
    if (value.is_null()) return "";
    if (const auto* flag = value.boolean()) return *flag ? "true" : "false";
    if (const auto* number = value.number()) return number_text(*number);
    if (const auto* text = value.string()) return *text;
    if (const auto* image = value.image()) return image->name;
    if (const auto* formatted = value.formatted()) return formatted->plain();
    if (const auto* color = value.color()) {
        const Color rounded = to_color(*color);
        return fmt::format("rgba({},{},{},{})", rounded.red, rounded.green, rounded.blue, number_text(color->alpha));
    }
    return json_text(value);
}

bool operator==(const ValueType& a, const ValueType& b) {
    if (a.kind != b.kind || a.length != b.length) return false;
    if (a.kind != ValueType::Kind::array) return true;
    const ValueType any{};
    return (a.item ? *a.item : any) == (b.item ? *b.item : any);
}

namespace types {
ValueType array(ValueType item, std::optional<std::size_t> length) {
    return {.kind = ValueType::Kind::array, .item = std::make_shared<const ValueType>(std::move(item)), .length = length};
}
} // namespace types

ValueType type_of(const ExpressionValue& value) {
    const ValueArray* items = value.array();
    if (!items) return {kind_of(value)};
    // Items of one plain kind give that kind; arrays among several items count as mixed, as in the specification's own code.
    ValueType item = items->empty() ? types::any() : type_of(items->front());
    const bool nested = item.kind == ValueType::Kind::array && items->size() > 1;
    const bool mixed = std::any_of(items->begin(), items->end(), [&](const ExpressionValue& v) { return kind_of(v) != item.kind; });
    return types::array(nested || mixed ? types::any() : std::move(item), items->size());
}

std::string name_of(const ValueType& type) {
    static constexpr std::array names = {"null",   "number", "string", "boolean",   "color",
                                         "object", "value",  "array",  "formatted", "resolvedImage"};
    std::string name = names[static_cast<std::size_t>(type.kind)];
    if (type.kind != ValueType::Kind::array) return name;
    const ValueType item = type.item ? *type.item : types::any();
    if (type.length) return fmt::format("array<{}, {}>", name_of(item), *type.length);
    return item.kind == ValueType::Kind::value ? name : fmt::format("array<{}>", name_of(item));
}

bool is_subtype(const ValueType& expected, const ValueType& actual) {
    if (expected.kind == ValueType::Kind::value) return true;
    if (expected.kind != actual.kind) return false;
    if (expected.kind != ValueType::Kind::array) return true;
    if (expected.length && expected.length != actual.length) return false;
    const ValueType any{};
    const ValueType& actual_item = actual.item ? *actual.item : any;
    if (actual.length == std::size_t{0} && actual_item.kind == ValueType::Kind::value) return true;
    return is_subtype(expected.item ? *expected.item : any, actual_item);
}

} // namespace cityweave::render
