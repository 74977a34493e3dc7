#include "geo/wkt.hpp"

#include "geo/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace cityweave::geo {

namespace {

using base::Problem;
using base::Result;

constexpr std::array<std::pair<std::string_view, WktKind>, 10> keywords{{
    {"POINT", WktKind::point},
    {"LINESTRING", WktKind::line_string},
    {"POLYGON", WktKind::polygon},
    {"TRIANGLE", WktKind::triangle},
    {"MULTIPOINT", WktKind::multi_point},
    {"MULTILINESTRING", WktKind::multi_line_string},
    {"MULTIPOLYGON", WktKind::multi_polygon},
    {"POLYHEDRALSURFACE", WktKind::polyhedral_surface},
    {"TIN", WktKind::tin},
    {"GEOMETRYCOLLECTION", WktKind::geometry_collection},
}};
constexpr std::array<std::pair<std::string_view, WktAxes>, 3> tags{{{"ZM", WktAxes::xyzm}, {"Z", WktAxes::xyz}, {"M", WktAxes::xym}}};
constexpr std::string_view expected_keyword =
    "POINT, LINESTRING, POLYGON, their MULTI forms, a surface of polygons or GEOMETRYCOLLECTION; no curves";

template <class Table>
auto find_word(const Table& table, std::string_view word) {
    return std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == word; });
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_blank(char c) {
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}
bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

std::size_t count_of(WktAxes axes) {
    if (axes == WktAxes::xy) return 2;
    return axes == WktAxes::xyzm ? 4 : 3;
}

/// The parts a kind's list holds; itself for kinds whose list holds positions.
WktKind kind_of_parts(WktKind kind) {
    switch (kind) {
    case WktKind::polygon:
    case WktKind::triangle:
    case WktKind::multi_line_string: return WktKind::line_string;
    case WktKind::multi_point: return WktKind::point;
    case WktKind::multi_polygon:
    case WktKind::polyhedral_surface: return WktKind::polygon;
    case WktKind::tin: return WktKind::triangle;
    default: return kind;
    }
}

/// Skips blanks from `at`, U+00A0 too, which pages put between numbers.
[[gnu::always_inline]] inline std::size_t after_blanks(std::string_view text, std::size_t at) {
    for (; at < text.size(); ++at) {
        if (is_blank(text[at])) continue;
        if (text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0')
            ++at;
        else
            break;
    }
    return at;
}

bool ends_number(std::string_view text, std::size_t at) {
    return at == text.size() || text[at] == ')' || text[at] == ',' || text[at] == '(' || after_blanks(text, at) > at;
}

/// One text being read. Every reading member gives false after noting the first problem, and is not called again then.
class Parser {
public:
    Parser(std::string_view text, WktLimits limits) : text_(text), limits_(limits) {}

    Result<Wkt> run() {
        Wkt wkt;
        if (!srid(wkt) || !tagged(wkt.geometry, 0) || !end()) return std::move(*problem_);
        wkt.axes = axes_.value_or(WktAxes::xy);
        return wkt;
    }

private:
    /// What stands at an offset, as far as a person needs to see it.
    [[nodiscard]] std::string found_at(std::size_t at) const {
        if (at >= text_.size()) return "end of text";
        const auto delimits = [](char c) { return is_blank(c) || c == ',' || c == '(' || c == ')'; };
        std::size_t end = at + 1;
        while (!delimits(text_[at]) && end < text_.size() && end - at < 24 && !delimits(text_[end])) ++end;
        while (end < text_.size() && continues_character(text_[end])) ++end;
        return std::string(text_.substr(at, end - at));
    }

    bool fail(std::string code, std::size_t at, std::string expected) {
        const auto before = text_.substr(0, std::min(at, text_.size()));
        const auto line_begin = before.rfind('\n') + 1; // npos + 1 is 0
        const auto characters = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_begin), before.end(),
                                              [](char c) { return !continues_character(c); });
        problem_ = Problem{.code = std::move(code),
                           .line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                           .column = 1 + static_cast<int>(characters),
                           .found = found_at(at),
                           .expected = std::move(expected)};
        return false;
    }

    void skip_blanks() { at_ = after_blanks(text_, at_); }

    /// Upper-cased letters from here; the position stays.
    [[nodiscard]] std::string peek_word() {
        skip_blanks();
        std::string word;
        for (std::size_t i = at_; i < text_.size() && is_letter(text_[i]) && word.size() < 32; ++i)
            word.push_back(static_cast<char>(text_[i] & ~0x20));
        return word;
    }
    bool take_word(std::string_view wanted) {
        if (peek_word() != wanted) return false;
        at_ += wanted.size();
        return true;
    }
    bool take(char wanted) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool end() {
        skip_blanks();
        return at_ == text_.size() || fail("wkt-syntax", at_, "nothing more");
    }

    bool srid(Wkt& wkt) {
        if (peek_word() != "SRID") return true;
        const std::size_t begin = at_;
        at_ += 4;
        int number = 0;
        if (!take('=')) return fail("wkt-syntax", at_, "= after SRID");
        const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
        at_ = static_cast<std::size_t>(end - text_.data());
        if (error != std::errc{} || number != 4326) return fail("wkt-srid", begin, "SRID=4326 (longitude and latitude on WGS 84)");
        wkt.has_srid = true;
        return take(';') || fail("wkt-syntax", at_, "; after the SRID");
    }

    /// The first of the text's tags and positions settles its axes for all (§7.2: one dimension throughout).
    bool settle_axes(WktAxes axes, std::size_t at) {
        if (!axes_) axes_ = axes;
        return *axes_ == axes || fail("wkt-dimension", at, "the same dimensions throughout");
    }

    bool count_element() {
        return ++elements_ <= limits_.elements || fail("wkt-size", at_, fmt::format("at most {} positions and parts", limits_.elements));
    }

    bool keyword(WktKind& kind) {
        const std::string word = peek_word();
        const std::size_t begin = at_;
        for (const auto& [name, its_kind] : keywords) {
            if (word.compare(0, name.size(), name) != 0) continue;
            const auto suffix = std::string_view(word).substr(name.size());
            const auto tag = find_word(tags, suffix);
            if (!suffix.empty() && tag == tags.end()) continue;
            kind = its_kind;
            at_ += word.size();
            return suffix.empty() ? separate_tag() : settle_axes(tag->second, begin);
        }
        return fail("wkt-keyword", begin, std::string(expected_keyword));
    }
    bool separate_tag() {
        const auto tag = find_word(tags, peek_word());
        if (tag == tags.end()) return true;
        const std::size_t begin = at_;
        at_ += tag->first.size();
        return settle_axes(tag->second, begin);
    }

    bool tagged(WktGeometry& geometry, int depth) { return count_element() && keyword(geometry.kind) && body(geometry, depth); }

    /// What follows the keyword: EMPTY, or a list in brackets.
    bool body(WktGeometry& geometry, int depth) {
        if (take_word("EMPTY")) return true;
        switch (geometry.kind) {
        case WktKind::point: return point_body(geometry);
        case WktKind::line_string: return line_body(geometry);
        case WktKind::geometry_collection: return collection_body(geometry, depth);
        default: return parts_body(geometry, depth);
        }
    }

    template <class Item>
    bool list(Item item) {
        if (!take('(')) return fail("wkt-syntax", at_, "( or EMPTY");
        do {
            if (!item()) return false;
        } while (take(','));
        return take(')') || fail("wkt-syntax", at_, ", or )");
    }

    bool point_body(WktGeometry& point) {
        return (take('(') || fail("wkt-syntax", at_, "( or EMPTY")) && position(point) && (take(')') || fail("wkt-syntax", at_, ")"));
    }
    bool line_body(WktGeometry& line) {
        skip_blanks();
        const std::size_t begin = at_;
        if (!list([&] { return position(line); })) return false;
        return line.positions.size() > 1 || fail("wkt-line", begin, "two or more positions");
    }
    bool collection_body(WktGeometry& collection, int depth) {
        if (depth >= limits_.depth) return fail("wkt-depth", at_, fmt::format("collections nested at most {} deep", limits_.depth));
        return list([&] { return tagged(collection.parts.emplace_back(), depth + 1); });
    }
    bool parts_body(WktGeometry& geometry, int depth) {
        const bool is_multi_point = geometry.kind == WktKind::multi_point;
        skip_blanks();
        const std::size_t begin_of_list = at_;
        return list([&] {
                   auto& part = geometry.parts.emplace_back(WktGeometry{.kind = kind_of_parts(geometry.kind)});
                   skip_blanks();
                   const std::size_t begin = at_;
                   if (!count_element()) return false;
                   // MULTIPOINT (1 2, 3 4): the older form, whose members have no brackets.
                   const bool bare = is_multi_point && begin < text_.size() && text_[begin] != '(' && !is_letter(text_[begin]);
                   if (bare ? !position(part) : !body(part, depth)) return false;
                   const bool is_area = geometry.kind == WktKind::polygon || geometry.kind == WktKind::triangle;
                   return !is_area || ring(part, begin);
               }) &&
               (geometry.kind != WktKind::triangle || one_triangle(geometry, begin_of_list));
    }
    /// §6.1.12: a triangle has one ring of three corners.
    bool one_triangle(const WktGeometry& triangle, std::size_t begin) {
        const auto& rings = triangle.parts;
        const bool good = rings.size() == 1 && (rings[0].positions.empty() || rings[0].positions.size() == 4);
        return good || fail("wkt-ring", begin, "one ring of four positions, the last equal to the first");
    }
    bool ring(const WktGeometry& line, std::size_t begin) {
        const auto& p = line.positions;
        if (p.empty()) return true;
        const bool closed = p.size() >= 4 && p.front().lonlat == p.back().lonlat;
        return closed || fail("wkt-ring", begin, "a ring of four or more positions, the last equal to the first");
    }

    bool number(double& value, const char* expected) {
        skip_blanks();
        const std::size_t begin = at_;
        const auto scanned = scan_number(text_, at_);
        if (!scanned || !ends_number(text_, at_)) return fail("wkt-number", begin, expected);
        value = *scanned;
        return true;
    }

    bool position(WktGeometry& geometry) {
        skip_blanks();
        const std::size_t begin = at_;
        std::array<double, 4> numbers{};
        std::size_t count = 0;
        while (count < 2 || (count < 4 && starts_number())) {
            if (!number(numbers[count], count == 0 ? "a number" : second_number())) return false;
            ++count;
        }
        if (!axes_) axes_ = count == 2 ? WktAxes::xy : count == 3 ? WktAxes::xyz : WktAxes::xyzm;
        if (count != count_of(*axes_))
            return fail("wkt-dimension", begin, fmt::format("{} numbers, as its dimensions ask", count_of(*axes_)));
        const auto lonlat = LonLat::from_degrees({.lon = numbers[0], .lat = numbers[1]});
        if (!lonlat) return fail(lonlat.problem().code, begin, lonlat.problem().expected);
        const bool m_is_third = *axes_ == WktAxes::xym;
        geometry.positions.push_back({.lonlat = *lonlat, .z = m_is_third ? 0 : numbers[2], .m = m_is_third ? numbers[2] : numbers[3]});
        return count_element();
    }
    /// People of many countries write decimals with a comma.
    const char* second_number() {
        skip_blanks();
        const bool comma = at_ + 1 < text_.size() && text_[at_] == ',' && is_digit(text_[at_ + 1]);
        return comma ? "a blank and a second number; decimals have a point, as in 25.7" : "a second number";
    }
    bool starts_number() {
        skip_blanks();
        return at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')';
    }

    std::string_view text_;
    WktLimits limits_;
    std::size_t at_ = 0;
    std::size_t elements_ = 0;
    std::optional<WktAxes> axes_;
    std::optional<Problem> problem_;
};

/// Whether `word` stands at `at`, in any case; then it moves behind it.
bool skip_letters(std::string_view text, std::size_t& at, std::string_view word) {
    if (text.size() - at < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if ((text[at + i] & ~0x20) != word[i]) return false;
    at += word.size();
    return true;
}

/// How many numbers may stand in the brackets.
struct NumberCount {
    int least;
    int most;
};

/// What stands before the numbers, `POINT (` or `SRID=4326;POINT ZM (`; none for anything else.
[[gnu::always_inline]] inline std::optional<NumberCount> skip_point_head(std::string_view text, std::size_t& at) {
    constexpr std::string_view point = "POINT";
    constexpr std::string_view srid = "SRID=4326;";
    at = point.size();
    if (!text.starts_with(point)) {
        at = after_blanks(text, 0);
        if (text.substr(at).starts_with(srid)) at = after_blanks(text, at + srid.size());
        if (!skip_letters(text, at, point)) return std::nullopt;
    }
    at = after_blanks(text, at);
    if (at == text.size()) return std::nullopt;
    NumberCount count{2, 4};
    if (text[at] != '(') {
        const int axes = 2 + (skip_letters(text, at, "Z") ? 1 : 0) + (skip_letters(text, at, "M") ? 1 : 0);
        at = after_blanks(text, at);
        if (axes == 2 || at == text.size() || text[at] != '(') return std::nullopt;
        count = {axes, axes};
    }
    at = after_blanks(text, at + 1);
    return count;
}

/// A point in any form that has nothing wrong with it, else none: then the full parser decides and explains.
std::optional<LonLat> scan_point(std::string_view text) {
    std::size_t at = 0;
    const auto wanted = skip_point_head(text, at);
    if (!wanted) return std::nullopt;
    const auto lon = scan_number(text, at);
    const auto lon_end = std::exchange(at, after_blanks(text, at));
    const auto lat = lon && at > lon_end ? scan_number(text, at) : std::nullopt;
    if (!lat) return std::nullopt;
    int count = 2;
    for (auto end = std::exchange(at, after_blanks(text, at)); at < text.size() && text[at] != ')'; ++count) {
        if (at == end || count == wanted->most || !scan_number(text, at)) return std::nullopt;
        end = std::exchange(at, after_blanks(text, at));
    }
    if (count < wanted->least || at == text.size() || after_blanks(text, at + 1) != text.size()) return std::nullopt;
    return LonLat::in_range({.lon = *lon, .lat = *lat});
}

void append_number(std::string& text, double value) {
    fmt::format_to(std::back_inserter(text), "{}", value);
}

class Writer {
public:
    explicit Writer(WktAxes axes) : axes_(axes) {}

    void tagged(const WktGeometry& geometry) {
        for (const auto& [name, kind] : keywords)
            if (kind == geometry.kind) text_ += name;
        text_ += ' ';
        for (const auto& [name, axes] : tags)
            if (axes == axes_) (text_ += name) += ' ';
        body(geometry);
    }
    std::string take() && { return std::move(text_); }

    void body(const WktGeometry& geometry) {
        if (geometry.positions.empty() && geometry.parts.empty()) {
            text_ += "EMPTY";
            return;
        }
        text_ += '(';
        const char* separator = "";
        for (const WktPosition& p : geometry.positions) position(p, std::exchange(separator, ", "));
        for (const WktGeometry& part : geometry.parts) {
            text_ += std::exchange(separator, ", ");
            if (geometry.kind == WktKind::geometry_collection)
                tagged(part);
            else
                body(part);
        }
        text_ += ')';
    }

private:
    void position(const WktPosition& p, const char* separator) {
        text_ += separator;
        append_number(text_, p.lonlat.lon());
        append_number(text_ += ' ', p.lonlat.lat());
        if (axes_ == WktAxes::xyz || axes_ == WktAxes::xyzm) append_number(text_ += ' ', p.z);
        if (axes_ == WktAxes::xym || axes_ == WktAxes::xyzm) append_number(text_ += ' ', p.m);
    }

    WktAxes axes_;
    std::string text_;
};

void collect_points(const WktGeometry& geometry, std::vector<LonLat>& points) {
    if (geometry.kind == WktKind::point)
        for (const WktPosition& p : geometry.positions) points.push_back(p.lonlat);
    for (const WktGeometry& part : geometry.parts) collect_points(part, points);
}

} // namespace

Result<Wkt> parse_wkt(std::string_view text, WktLimits limits) {
    return Parser(text, limits).run();
}

bool looks_like_wkt(std::string_view text) {
    constexpr std::size_t longest_head = 64;
    text = text.substr(after_blanks(text, 0), longest_head);
    std::string start(text);
    for (char& c : start) c = c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    if (start.starts_with("SRID=")) return true;
    const bool keyword = std::any_of(keywords.begin(), keywords.end(), [&](const auto& k) { return start.starts_with(k.first); });
    const auto bracket = start.find('(');
    const auto head = std::string_view(start).substr(0, bracket);
    if (!keyword || head.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != std::string_view::npos) return false;
    if (bracket == std::string::npos) return head.ends_with(" EMPTY");
    if (start.starts_with("GEOMETRYCOLLECTION")) return true;
    auto at = start.find_first_not_of(" (", bracket);
    if (at == std::string::npos || !(is_digit(start[at]) || std::string_view("+-.").find(start[at]) != std::string_view::npos))
        return false;
    // In words written small, what follows the number must be another, not "partners".
    at = start.find_first_not_of("+-.,0123456789 ", at);
    return text.starts_with(std::string_view(start).substr(0, 5)) || at == std::string::npos || start[at] == ')' || start[at] == 'E';
}

Result<LonLat> parse_wkt_point(std::string_view text) {
    if (const auto plain = scan_point(text)) return *plain;
    const auto wkt = parse_wkt(text);
    if (!wkt) return wkt.problem();
    const WktGeometry& geometry = wkt->geometry;
    if (geometry.kind != WktKind::point)
        return Problem{.code = "wkt-keyword", .line = 1, .column = 1, .found = "another kind of geometry", .expected = "POINT"};
    if (geometry.positions.empty())
        return Problem{.code = "wkt-empty", .line = 1, .column = 1, .found = "POINT EMPTY", .expected = "a position"};
    return geometry.positions.front().lonlat;
}

std::string to_wkt(const Wkt& wkt) {
    Writer writer(wkt.axes);
    writer.tagged(wkt.geometry);
    return (wkt.has_srid ? "SRID=4326;" : "") + std::move(writer).take();
}

std::string to_wkt(LonLat point) {
    return fmt::format("POINT ({} {})", point.lon(), point.lat());
}

std::vector<LonLat> points_of(const WktGeometry& geometry) {
    std::vector<LonLat> points;
    collect_points(geometry, points);
    return points;
}

} // namespace cityweave::geo
