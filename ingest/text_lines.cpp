#include "ingest/text_lines.hpp"

#include "base/unicode.hpp"
#include "ingest/printed_tables.hpp"
#include "ingest/running_heads.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::array bullets = {"•"sv, "●"sv, "▪"sv, "■"sv, "◦"sv, "‣"sv, "∙"sv, "·"sv, "○"sv,
                                "►"sv, "▸"sv, "➢"sv, "✓"sv, "‧"sv, "▫"sv, "→"sv, "➔"sv, "»"sv};
constexpr std::array dashes = {"-"sv, "–"sv, "—"sv, "−"sv, "‐"sv, "‒"sv};

/// Blank characters at the front: how many columns, how many bytes. A tab counts to the next multiple of four.
struct Blanks {
    int columns = 0;
    std::size_t bytes = 0;
};

/// Length in bytes of the blank at `i`, or 0.
std::size_t blank_at(std::string_view text, std::size_t i) {
    const auto rest = text.substr(i);
    if (rest.empty()) return 0;
    if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\f' || rest[0] == '\v' || rest[0] == '\r') return 1;
    if (rest.starts_with("\xC2\xA0")) return 2;
    for (const auto wide :
         {"\xE2\x80\x8B"sv, "\xE2\x80\xAF"sv, "\xE2\x80\x89"sv, "\xE2\x80\x82"sv, "\xE2\x80\x83"sv, "\xE3\x80\x80"sv, "\xEF\xBB\xBF"sv})
        if (rest.starts_with(wide)) return wide.size();
    return 0;
}

Blanks leading_blanks(std::string_view text) {
    Blanks blanks;
    while (const auto length = blank_at(text, blanks.bytes)) {
        blanks.columns = text[blanks.bytes] == '\t' ? (blanks.columns / 4 + 1) * 4 : blanks.columns + 1;
        blanks.bytes += length;
    }
    return blanks;
}

struct FoundMarker {
    Marker marker = Marker::none;
    std::size_t bytes = 0;
};

/// "1.", "12)", "(3)" before a blank; at most three digits, so that years stay text.
FoundMarker number_marker(std::string_view text) {
    std::size_t i = text.starts_with('(') ? 1 : 0;
    const auto first = i;
    while (i < text.size() && i - first < 4 && text[i] >= '0' && text[i] <= '9') ++i;
    if (i == first || i - first > 3 || i >= text.size() || (text[i] != '.' && text[i] != ')')) return {};
    if (i + 1 < text.size() && blank_at(text, i + 1) == 0) return {};
    return {Marker::number, i + 1};
}

FoundMarker marker_of(std::string_view text) {
    for (const auto bullet : bullets)
        if (text.starts_with(bullet)) return {Marker::bullet, bullet.size()};
    const auto needs_blank = [&](std::string_view sign) {
        return text.starts_with(sign) && (text.size() == sign.size() || blank_at(text, sign.size()) > 0);
    };
    for (const auto dash : dashes)
        if (needs_blank(dash)) return {Marker::dash, dash.size()};
    if (needs_blank("*") || needs_blank("+")) return {Marker::star, 1};
    if (needs_blank("o") && text.size() > 1) return {Marker::bullet, 1};
    return number_marker(text);
}

/// Columns parted by tabs, or by three blanks and more, get the bar that other tables have. Tables of one column have none.
std::string with_bars(std::string_view text) {
    constexpr std::size_t wide_gap = 3;
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        std::size_t blanks = 0;
        bool tab = false;
        while (const auto length = end < text.size() ? blank_at(text, end) : 0) {
            tab = tab || text[end] == '\t';
            end += length;
            ++blanks;
        }
        if (blanks == 0) {
            out += text[i++];
            continue;
        }
        const bool inside = i > 0 && end < text.size() && text[i - 1] != '|' && text[end] != '|';
        out += inside && (tab || blanks >= wide_gap) ? std::string_view(" | ") : text.substr(i, end - i);
        i = end;
    }
    return out;
}

/// A line drawn with signs: "-----", "---|---|---". Nothing for text.
std::optional<bool> rule_has_bars(std::string_view text) {
    std::size_t signs = 0;
    bool bars = false;
    for (const char c : text) {
        if (c == '|' || c == '+') bars = true;
        if (c == '-' || c == '=' || c == '_' || c == '*' || c == '~' || c == '#')
            ++signs;
        else if (c != '|' && c != '+' && c != ':' && c != ' ' && c != '\t')
            return std::nullopt;
    }
    return signs >= 3 ? std::optional(bars) : std::nullopt;
}

/// Tags that pages keep when their text is copied; anything else in angle brackets is text.
std::size_t stray_tag_length(std::string_view text) {
    constexpr std::array names = {"strong"sv, "b"sv,   "em"sv,  "i"sv,    "u"sv,     "br"sv,  "p"sv,  "span"sv, "div"sv,
                                  "a"sv,      "li"sv,  "ul"sv,  "ol"sv,   "td"sv,    "tr"sv,  "h1"sv, "h2"sv,   "h3"sv,
                                  "h4"sv,     "sup"sv, "sub"sv, "font"sv, "small"sv, "img"sv, "hr"sv};
    std::size_t i = text.starts_with("</") ? 2 : 1;
    const auto first = i;
    while (i < text.size() && i - first < 8 && (((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') || (text[i] >= '0' && text[i] <= '9')))
        ++i;
    std::string name(text.substr(first, i - first));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (std::find(names.begin(), names.end(), name) == names.end()) return 0;
    const auto close = text.substr(0, 1000).find('>', i);
    return close == std::string_view::npos ? 0 : close + 1;
}

/// "[label](address)" of light mark-up: the label's span and the whole length; length 0 where there is none.
struct Link {
    Span label{};
    std::size_t length = 0;
};

Link link_at(std::string_view text) {
    const auto window = text.substr(0, 2000);
    const auto middle = window.find("](");
    if (middle == std::string_view::npos || window.substr(1, middle - 1).find('[') != std::string_view::npos) return {};
    const auto target = window.substr(middle + 2);
    if (!target.starts_with("http") && !target.starts_with('/') && !target.starts_with('#') && !target.starts_with("mailto:")) return {};
    const auto close = target.find(')');
    if (close == std::string_view::npos) return {};
    return {{1, middle}, middle + 2 + close + 1};
}

/// Builds a line's text: blanks evened out, mark-up taken off, bold remembered.
class Cleaner {
public:
    explicit Cleaner(std::string_view raw) : raw_(raw) {}

    void run(Line& line) {
        for (std::size_t i = 0; i < raw_.size();) i += step(i);
        if (bold_from_) add_bold(text_.size());
        line.text = std::move(text_);
        line.bold = std::move(bold_);
    }

private:
    std::size_t step(std::size_t i) {
        if (const auto blank = blank_at(raw_, i)) {
            pending_blank_ = !text_.empty();
            return blank;
        }
        const auto rest = raw_.substr(i);
        if (rest.starts_with("\xC2\xAD")) return 2; // soft hyphen
        if (rest[0] == '<')
            if (const auto length = stray_tag_length(rest)) return tag(rest.substr(0, length));
        if (rest.starts_with("**") || rest.starts_with("__")) return toggle_bold(2);
        if (rest.starts_with("![") || rest[0] == '[')
            if (const auto length = link(rest)) return length;
        put(rest[0]);
        return 1;
    }

    std::size_t tag(std::string_view tag) {
        const bool closing = tag.starts_with("</");
        const char c = static_cast<char>(tag[closing ? 2 : 1] | 0x20);
        const char next = static_cast<char>(tag[closing ? 3 : 2] | 0x20);
        const bool bold = (c == 'b' && (next == '>' || next == ' ')) || (c == 's' && next == 't');
        if (bold && closing == bold_from_.has_value()) toggle_bold(0);
        if (!bold)
            pending_blank_ = pending_blank_ || (!text_.empty() && c != 'i' && c != 'e' && c != 'u' && c != 's' && c != 'a' && c != 'f');
        return tag.size();
    }

    std::size_t toggle_bold(std::size_t length) {
        if (bold_from_)
            add_bold(text_.size());
        else
            bold_from_ = text_.size() + (pending_blank_ ? 1 : 0);
        return length;
    }

    void add_bold(std::size_t end) {
        if (*bold_from_ < end) bold_.push_back({*bold_from_, end});
        bold_from_.reset();
    }

    std::size_t link(std::string_view rest) {
        const bool image = rest[0] == '!';
        const auto found = link_at(image ? rest.substr(1) : rest);
        if (found.length == 0 || image) return found.length + (found.length > 0 ? 1 : 0);
        for (const char c : rest.substr(found.label.begin, found.label.end - found.label.begin)) {
            if (c == ' ')
                pending_blank_ = !text_.empty();
            else if (c != '*')
                put(c);
        }
        return found.length;
    }

    void put(char c) {
        if (pending_blank_) text_ += ' ';
        pending_blank_ = false;
        text_ += c;
    }

    std::string_view raw_;
    std::string text_;
    std::vector<Span> bold_;
    std::optional<std::size_t> bold_from_;
    bool pending_blank_ = false;
};

/// "## Heading": its level, or 0.
int heading_marks(std::string_view text) {
    const auto marks = std::min(text.find_first_not_of('#'), text.size());
    return marks >= 1 && marks <= 6 && marks < text.size() && text[marks] == ' ' ? static_cast<int>(marks) : 0;
}

/// Reads lines one at a time into the list.
class TextReader {
public:
    explicit TextReader(std::vector<Line>& lines) : lines_(lines) {}

    /// One source line; a `<br>` inside it ends a line of the page.
    void read(std::string_view raw, int number) {
        for (auto at = raw.find("<br"); at != std::string_view::npos; at = raw.find("<br")) {
            read_piece(raw.substr(0, at), number);
            const auto close = raw.find('>', at);
            if (close == std::string_view::npos) break;
            raw.remove_prefix(close + 1);
        }
        read_piece(raw, number);
    }

    /// Rows that stand apart from what is above and below.
    void add(std::vector<Line> rows) {
        rows.front().blanks_before = std::max(1, blanks_before_);
        for (auto& row : rows) lines_.push_back(std::move(row));
        blanks_before_ = 2;
    }

private:
    void read_piece(std::string_view raw, int number) {
        const auto blanks = leading_blanks(raw);
        raw.remove_prefix(blanks.bytes);
        if (raw.empty()) return void(++blanks_before_);
        if (const auto bars = rule_has_bars(raw)) return rule(*bars);
        Line line{.number = number, .indent = blanks.columns, .blanks_before = blanks_before_};
        line.heading = heading_marks(raw);
        if (line.heading > 0) raw.remove_prefix(static_cast<std::size_t>(line.heading));
        // Quotes of mails and light mark-up.
        if (raw.starts_with("> ")) raw.remove_prefix(2);
        const auto marker = marker_of(raw);
        line.marker = marker.marker;
        const auto columns = with_bars(raw.substr(marker.bytes));
        Cleaner(columns).run(line);
        if (line.text.empty() && marker.bytes > 0) {
            line.text = std::string(raw.substr(0, marker.bytes));
            line.marker = Marker::none;
        }
        if (line.text.empty()) return void(++blanks_before_);
        line.cells = cells_of(line.text);
        blanks_before_ = 0;
        lines_.push_back(std::move(line));
    }

    /// A rule under a short line makes it a heading, or names the columns of a table.
    void rule(bool bars) {
        if (!lines_.empty() && blanks_before_ == 0) {
            auto& above = lines_.back();
            if (bars)
                above.header_row = !above.cells.empty();
            else if (above.marker == Marker::none && above.text.size() <= 120)
                above.heading = 2;
        }
        ++blanks_before_;
    }

    std::vector<Line>& lines_;
    int blanks_before_ = 0;
};

} // namespace

std::vector<Span> cells_of(std::string_view text) {
    std::vector<Span> cells;
    if (text.find('|') == std::string_view::npos) return cells;
    const auto push = [&](std::size_t begin, std::size_t end) {
        while (begin < end && text[begin] == ' ') ++begin;
        while (end > begin && text[end - 1] == ' ') --end;
        cells.push_back({begin, end});
    };
    std::size_t begin = text.starts_with('|') ? 1 : 0;
    for (std::size_t bar = text.find('|', begin); bar != std::string_view::npos; bar = text.find('|', begin)) {
        push(begin, bar);
        begin = bar + 1;
    }
    if (text.find_first_not_of(' ', begin) != std::string_view::npos) push(begin, text.size());
    return cells;
}

bool append_text_lines(std::string_view text, std::vector<Line>& lines) {
    std::vector<std::string_view> raw;
    while (!text.empty()) {
        const auto end = text.find_first_of("\n\r");
        raw.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    TextReader reader(lines);
    std::size_t no_table_before = 0; // each line is tried as a head once
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (lines.size() >= max_page_lines) return false;
        const int number = static_cast<int>(i) + 1;
        if (i >= no_table_before) {
            auto table = read_printed_table(std::span(raw).subspan(i), number);
            no_table_before = i + table.seen;
            if (table.lines > 0) {
                reader.add(std::move(table.rows));
                i += table.lines - 1;
                continue;
            }
        }
        reader.read(raw[i], number);
    }
    drop_running_heads(lines);
    return true;
}

} // namespace cityweave::ingest
