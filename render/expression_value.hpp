// The values and types of style expressions (MapLibre style specification 8, "Expressions"). No parsing, no features.
#pragma once

#include "base/json.hpp"
#include "render/drawing.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cityweave::render {

/// A colour as expressions count with it: sRGB, each channel 0…1, not premultiplied.
struct ColorValue {
    double red = 0;
    double green = 0;
    double blue = 0;
    double alpha = 1;
    friend bool operator==(const ColorValue&, const ColorValue&) = default;
};

/// Channels clamped to 0…1 and rounded to 8 bits.
[[nodiscard]] Color to_color(const ColorValue& value);
[[nodiscard]] ColorValue to_color_value(const Color& color);

/// The name of a sprite image.
struct ImageName {
    std::string name;
    friend bool operator==(const ImageName&, const ImageName&) = default;
};

/// A run of text, or an image, with what `format` says of it.
struct FormattedSection {
    std::string text;
    std::string image{};
    std::optional<double> scale{};
    std::vector<std::string> fonts{};
    std::optional<ColorValue> color{};
    friend bool operator==(const FormattedSection&, const FormattedSection&) = default;
};

/// The result of `format`, and of every text-field.
struct FormattedText {
    std::vector<FormattedSection> sections;
    /// All sections' text, one after the other.
    [[nodiscard]] std::string plain() const;
    friend bool operator==(const FormattedText&, const FormattedText&) = default;
};

class ExpressionValue;
using ValueArray = std::vector<ExpressionValue>;
/// Members in the order written; looking one up is linear.
using ValueObject = std::vector<std::pair<std::string, ExpressionValue>>;

/// One value; copying arrays and objects is cheap (they are shared and never changed).
class ExpressionValue {
public:
    using Variant = std::variant<std::monostate, bool, double, std::string, ColorValue, ImageName, FormattedText,
                                 std::shared_ptr<const ValueArray>, std::shared_ptr<const ValueObject>>;

    ExpressionValue() = default;
    ExpressionValue(bool value) : value_(value) {}
    ExpressionValue(double value) : value_(value) {}
    ExpressionValue(int value) : value_(static_cast<double>(value)) {}
    ExpressionValue(std::string value) : value_(std::move(value)) {}
    ExpressionValue(const char* value) : value_(std::string(value)) {}
    ExpressionValue(ColorValue value) : value_(value) {}
    ExpressionValue(ImageName value) : value_(std::move(value)) {}
    ExpressionValue(FormattedText value) : value_(std::move(value)) {}
    ExpressionValue(ValueArray value) : value_(std::make_shared<const ValueArray>(std::move(value))) {}
    ExpressionValue(ValueObject value) : value_(std::make_shared<const ValueObject>(std::move(value))) {}

    [[nodiscard]] bool is_null() const noexcept { return value_.index() == 0; }
    /// Null pointers where the value is of another kind.
    [[nodiscard]] const bool* boolean() const noexcept { return std::get_if<bool>(&value_); }
    [[nodiscard]] const double* number() const noexcept { return std::get_if<double>(&value_); }
    [[nodiscard]] const std::string* string() const noexcept { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const ColorValue* color() const noexcept { return std::get_if<ColorValue>(&value_); }
    [[nodiscard]] const ImageName* image() const noexcept { return std::get_if<ImageName>(&value_); }
    [[nodiscard]] const FormattedText* formatted() const noexcept { return std::get_if<FormattedText>(&value_); }
    [[nodiscard]] const ValueArray* array() const noexcept;
    [[nodiscard]] const ValueObject* object() const noexcept;

    friend bool operator==(const ExpressionValue& a, const ExpressionValue& b);

private:
    Variant value_;
};

/// JSON as it stands: numbers to doubles, no strings read as colours.
[[nodiscard]] ExpressionValue value_from_json(const base::Json& json);
/// The specification's `to-string`: null → "", colours as `rgba(r,g,b,a)`, arrays and objects as JSON.
[[nodiscard]] std::string to_text(const ExpressionValue& value);
/// A number as ECMAScript prints it: 1, 0.1, 1e+21.
[[nodiscard]] std::string number_text(double number);

/// What an expression gives. `item` and `length` are of arrays only.
struct ValueType {
    enum class Kind { null, number, string, boolean, color, object, value, array, formatted, image };
    Kind kind = Kind::value;
    std::shared_ptr<const ValueType> item{}; ///< of arrays: null pointer for any
    std::optional<std::size_t> length{};     ///< of arrays: none for any

    friend bool operator==(const ValueType& a, const ValueType& b);
};

namespace types {
[[nodiscard]] inline ValueType null() {
    return {ValueType::Kind::null};
}
[[nodiscard]] inline ValueType number() {
    return {ValueType::Kind::number};
}
[[nodiscard]] inline ValueType string() {
    return {ValueType::Kind::string};
}
[[nodiscard]] inline ValueType boolean() {
    return {ValueType::Kind::boolean};
}
[[nodiscard]] inline ValueType color() {
    return {ValueType::Kind::color};
}
[[nodiscard]] inline ValueType object() {
    return {ValueType::Kind::object};
}
[[nodiscard]] inline ValueType any() {
    return {ValueType::Kind::value};
}
[[nodiscard]] inline ValueType formatted() {
    return {ValueType::Kind::formatted};
}
[[nodiscard]] inline ValueType image() {
    return {ValueType::Kind::image};
}
[[nodiscard]] ValueType array(ValueType item = any(), std::optional<std::size_t> length = {});
} // namespace types

[[nodiscard]] ValueType type_of(const ExpressionValue& value);
/// As messages say it: `number`, `array<string, 3>`.
[[nodiscard]] std::string name_of(const ValueType& type);
/// Whether every value of `actual` is one of `expected`; `value` expects anything.
[[nodiscard]] bool is_subtype(const ValueType& expected, const ValueType& actual);

} // namespace cityweave::render
