// JSON values: parsed with line and column, written in a fixed order. Knows no schemas.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cityweave::base {

class Json;
using JsonArray = std::vector<Json>;

/// Members in the order given; looking one up is linear, which suits objects written by people.
class JsonObject {
public:
    using Member = std::pair<std::string, Json>;
    JsonObject();
    JsonObject(std::initializer_list<Member> members);
    JsonObject(const JsonObject&);
    JsonObject(JsonObject&&) noexcept;
    JsonObject& operator=(const JsonObject&);
    JsonObject& operator=(JsonObject&&) noexcept;
    ~JsonObject();

    /// Takes members whose keys are known to differ (linear, where repeated set() would be quadratic).
    [[nodiscard]] static JsonObject from_distinct(std::vector<Member> members);
    /// Appends, or replaces the value of an equal key in its place.
    void set(std::string key, Json value);
    /// Null pointer where there is no such member.
    [[nodiscard]] const Json* find(std::string_view key) const;
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] const Member* begin() const noexcept;
    [[nodiscard]] const Member* end() const noexcept;
    bool operator==(const JsonObject&) const;

private:
    std::vector<Member> members_;
};

/// One JSON value. Integers and doubles are told apart as written (`1` and `1.0`).
class Json {
public:
    using Value = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, JsonArray, JsonObject>;

    Json(std::nullptr_t = nullptr) : value_(nullptr) {}
    Json(bool value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::int64_t value) : value_(value) {}
    Json(std::uint64_t value) : value_(value) {}
    Json(double value) : value_(value) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(JsonArray value) : value_(std::move(value)) {}
    Json(JsonObject value) : value_(std::move(value)) {}

    [[nodiscard]] bool is_null() const noexcept { return value_.index() == 0; }
    /// Null pointers where the value is of another kind.
    [[nodiscard]] const bool* boolean() const noexcept { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::string* string() const noexcept { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const JsonArray* array() const noexcept { return std::get_if<JsonArray>(&value_); }
    [[nodiscard]] const JsonObject* object() const noexcept { return std::get_if<JsonObject>(&value_); }
    [[nodiscard]] bool is_number() const noexcept { return value_.index() >= 2 && value_.index() <= 4; }
    /// Any number as a double; precondition is_number().
    [[nodiscard]] double number() const;
    /// Member of an object; null pointer where this is no object or has no such member.
    [[nodiscard]] const Json* find(std::string_view key) const;
    [[nodiscard]] const Value& value() const noexcept { return value_; }
    bool operator==(const Json&) const = default;

private:
    Value value_;
};

/// Strict RFC 8259, UTF-8, nesting at most 100 deep. A problem ("json-syntax") has line and column.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

enum class JsonLayout { compact, indented };
/// Members in their order; numbers in the shortest form that reads back equal; never locale-dependent. Non-finite
/// numbers are a programmer's mistake. `indented` uses two blanks and ends with a newline.
[[nodiscard]] std::string to_text(const Json& value, JsonLayout layout = JsonLayout::compact);

} // namespace cityweave::base
