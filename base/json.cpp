#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>

namespace cityweave::base {

JsonObject::JsonObject() = default;
JsonObject::JsonObject(std::initializer_list<Member> members) {
    for (const auto& [key, value] : members) set(key, value);
}
JsonObject::JsonObject(const JsonObject&) = default;
JsonObject::JsonObject(JsonObject&&) noexcept = default;
JsonObject& JsonObject::operator=(const JsonObject&) = default;
JsonObject& JsonObject::operator=(JsonObject&&) noexcept = default;
JsonObject::~JsonObject() = default;
// Written out: clang 14 crashes on the default one, whose exception specification needs itself.
bool JsonObject::operator==(const JsonObject& other) const {
    return members_ == other.members_;
}

JsonObject JsonObject::from_distinct(std::vector<Member> members) {
    JsonObject object;
    object.members_ = std::move(members);
    return object;
}

void JsonObject::set(std::string key, Json value) {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.first == key; });
    if (found != members_.end())
        found->second = std::move(value);
    else
        members_.emplace_back(std::move(key), std::move(value));
}

const Json* JsonObject::find(std::string_view key) const {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.first == key; });
    return found == members_.end() ? nullptr : &found->second;
}

std::size_t JsonObject::size() const noexcept {
    return members_.size();
}
const JsonObject::Member* JsonObject::begin() const noexcept {
    return members_.data();
}
const JsonObject::Member* JsonObject::end() const noexcept {
    return members_.data() + members_.size();
}

double Json::number() const {
    if (const auto* i = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*i);
    if (const auto* u = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*u);
    CITYWEAVE_ASSERT(std::holds_alternative<double>(value_), "number() is asked of numbers only");
    return std::get<double>(value_);
}

const Json* Json::find(std::string_view key) const {
    const auto* members = object();
    return members ? members->find(key) : nullptr;
}

namespace {

/// What Boost's parser tells, made into our values. It gives doubles up to a last digit off, so they are read again here.
class JsonReader {
public:
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;
    using Error = boost::json::error_code;
    using Text = boost::json::string_view;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) { return true; }
    bool on_object_end(std::size_t count, Error&) {
        const auto key = keys_.end() - static_cast<std::ptrdiff_t>(count);
        const auto value = values_.end() - static_cast<std::ptrdiff_t>(count);
        std::vector<JsonObject::Member> members;
        members.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            members.emplace_back(std::move(*(key + static_cast<std::ptrdiff_t>(i))), std::move(*(value + static_cast<std::ptrdiff_t>(i))));
        keys_.erase(key, keys_.end());
        values_.erase(value, values_.end());
        values_.emplace_back(JsonObject::from_distinct(distinct(std::move(members))));
        return true;
    }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t count, Error&) {
        const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
        JsonArray items(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
        values_.erase(first, values_.end());
        values_.emplace_back(std::move(items));
        return true;
    }
    bool on_key_part(Text part, std::size_t, Error&) { return append(part); }
    bool on_key(Text part, std::size_t, Error&) { return append(part), keys_.push_back(std::exchange(text_, {})), true; }
    bool on_string_part(Text part, std::size_t, Error&) { return append(part); }
    bool on_string(Text part, std::size_t, Error&) { return append(part), put(std::exchange(text_, {})); }
    bool on_number_part(Text part, Error&) { return append(part); }
    bool on_int64(std::int64_t value, Text, Error&) { return text_.clear(), put(value); }
    bool on_uint64(std::uint64_t value, Text, Error&) { return text_.clear(), put(value); }
    bool on_double(double rough, Text part, Error& error) {
        append(part);
        double value = 0;
        const bool in_range = std::from_chars(text_.data(), text_.data() + text_.size(), value).ec == std::errc{};
        // Out of range is either too small, and 0, or too large to be a number.
        if (!in_range && !(std::abs(rough) < 1)) {
            error = boost::json::error::exponent_overflow;
            return false;
        }
        text_.clear();
        return put(value);
    }
    bool on_bool(bool value, Error&) { return put(value); }
    bool on_null(Error&) { return put(nullptr); }
    bool on_comment_part(Text, Error&) { return true; }
    bool on_comment(Text, Error&) { return true; }

    Json take() { return std::move(values_.back()); }

private:
    bool append(Text part) { return text_.append(part.data(), part.size()), true; }
    bool put(Json value) { return values_.push_back(std::move(value)), true; }

    /// Only the last of equal keys, as RFC 8259 §4 allows. O(n log n).
    static std::vector<JsonObject::Member> distinct(std::vector<JsonObject::Member> members) {
        std::map<std::string_view, std::size_t> last;
        for (std::size_t i = 0; i < members.size(); ++i) last[members[i].first] = i;
        if (last.size() == members.size()) return members;
        std::vector<JsonObject::Member> kept;
        for (std::size_t i = 0; i < members.size(); ++i)
            if (last[members[i].first] == i) kept.push_back(members[i]);
        return kept;
    }

    std::vector<Json> values_;
    std::vector<std::string> keys_;
    std::string text_; ///< the string, key or number being read
};

Problem syntax_problem(std::string_view text, std::size_t offset, const std::string& message) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return {.code = "json-syntax",
            .line = static_cast<int>(line),
            .column = static_cast<int>(before.size() - line_start + 1),
            .found = message,
            .expected = "JSON (RFC 8259)"};
}

class Writer {
public:
    explicit Writer(JsonLayout layout) : indented_(layout == JsonLayout::indented) {}

    void write(const Json& value) {
        std::visit([this](const auto& v) { write(v); }, value.value());
    }
    [[nodiscard]] std::string take() && {
        if (indented_) text_ += '\n';
        return std::move(text_);
    }

private:
    void write(std::nullptr_t) { text_ += "null"; }
    void write(bool value) { text_ += value ? "true" : "false"; }
    void write(std::int64_t value) { text_ += fmt::format("{}", value); }
    void write(std::uint64_t value) { text_ += fmt::format("{}", value); }
    void write(double value) {
        CITYWEAVE_ASSERT(std::isfinite(value), "JSON has no infinities");
        // "1" rather than "1.0" for whole doubles of moderate size, as JavaScript writes them.
        text_ += std::abs(value) < 1e15 && value == std::trunc(value) ? fmt::format("{:.0f}", value == 0 ? 0.0 : value)
                                                                      : fmt::format("{}", value);
    }
    void write(const std::string& value) { text_ += boost::json::serialize(boost::json::string_view(value)); }
    void write(const JsonArray& items) {
        write_list('[', ']', items, [this](const Json& item) { write(item); });
    }
    void write(const JsonObject& members) {
        write_list('{', '}', members, [this](const JsonObject::Member& member) {
            write(member.first);
            text_ += indented_ ? ": " : ":";
            write(member.second);
        });
    }

    template <class List, class Item>
    void write_list(char open, char close, const List& list, Item item) {
        text_ += open;
        ++depth_;
        bool first = true;
        for (const auto& element : list) {
            if (!std::exchange(first, false)) text_ += ',';
            break_line();
            item(element);
        }
        --depth_;
        if (!first) break_line();
        text_ += close;
    }
    void break_line() {
        if (indented_) text_ += '\n' + std::string(2 * depth_, ' ');
    }

    bool indented_;
    std::size_t depth_ = 0;
    std::string text_;
};

} // namespace

Result<Json> parse_json(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 100;
    boost::json::basic_parser<JsonReader> parser(options);
    boost::json::error_code error;
    const auto used = parser.write_some(false, text.data(), text.size(), error);
    if (error == boost::json::error::incomplete) return syntax_problem(text, text.size(), "the end of the text");
    if (error) return syntax_problem(text, used, error.message());
    if (text.substr(used).find_first_not_of(" \t\r\n") != std::string_view::npos) return syntax_problem(text, used, "text after the value");
    return parser.handler().take();
}

std::string to_text(const Json& value, JsonLayout layout) {
    Writer writer(layout);
    writer.write(value);
    return std::move(writer).take();
}

} // namespace cityweave::base
