#include "base/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
bool JsonObject::operator==(const JsonObject& other) const { return members_ == other.members_; }

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

Json from_boost(boost::json::value& source);

JsonArray array_from(boost::json::array& source) {
    JsonArray items;
    items.reserve(source.size());
    for (auto& item : source) items.push_back(from_boost(item));
    return items;
}

/// Boost has already kept only the last of equal keys, as RFC 8259 §4 allows.
JsonObject object_from(boost::json::object& source) {
    std::vector<JsonObject::Member> members;
    members.reserve(source.size());
    for (auto& member : source) members.emplace_back(std::string(member.key()), from_boost(member.value()));
    return JsonObject::from_distinct(std::move(members));
}

Json from_boost(boost::json::value& source) {
    switch (source.kind()) {
    case boost::json::kind::null: return nullptr;
    case boost::json::kind::bool_: return source.get_bool();
    case boost::json::kind::int64: return source.get_int64();
    case boost::json::kind::uint64: return source.get_uint64();
    case boost::json::kind::double_: return source.get_double();
    case boost::json::kind::string: return std::string(std::string_view(source.get_string()));
    case boost::json::kind::array: return array_from(source.get_array());
    case boost::json::kind::object: return object_from(source.get_object());
    }
    return nullptr;
}

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
    boost::json::stream_parser parser(boost::json::storage_ptr(), options);
    boost::json::error_code error;
    const auto used = parser.write_some(text.data(), text.size(), error);
    if (error) return syntax_problem(text, used, error.message());
    if (text.substr(used).find_first_not_of(" \t\r\n") != std::string_view::npos) return syntax_problem(text, used, "text after the value");
    parser.finish(error);
    if (error) return syntax_problem(text, text.size(), "the end of the text");
    auto value = parser.release();
    return from_boost(value);
}

std::string to_text(const Json& value, JsonLayout layout) {
    Writer writer(layout);
    writer.write(value);
    return std::move(writer).take();
}

} // namespace cityweave::base
