#include "ingest/reading.hpp"

#include "base/assertion.hpp"
#include "base/unicode.hpp"
#include "ingest/anchors.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t remembered_blocks = 512;
constexpr std::size_t remembered_answers = 200'000;
constexpr std::size_t longest_country = 80;
constexpr std::size_t longest_town = 80;
constexpr std::size_t longest_hanging = 200; ///< bytes of a list entry told on several lines
constexpr std::size_t widest_column = 135;   ///< lines of a page that was wrapped to a column are no longer

bool is_lone_sign(const Line& line, std::string_view sign) {
    return line.text == sign;
}

bool is_lone_dash(const Line& line) {
    return is_lone_sign(line, "-") || is_lone_sign(line, "–") || is_lone_sign(line, "—") || is_lone_sign(line, "|");
}

bool is_lone_bullet(const Line& line) {
    return is_lone_sign(line, "•") || is_lone_sign(line, "*") || is_lone_sign(line, "·") || is_lone_sign(line, "▪");
}

/// Joins `next` to `line`, remembering where it stood.
void join(Line& line, const Line& next, std::string_view glue) {
    line.text += glue;
    const auto offset = line.text.size();
    line.more_starts.push_back({offset, next.number});
    for (const auto& start : next.more_starts) line.more_starts.push_back({start.offset + offset, start.number});
    for (const auto& bold : next.bold) line.bold.push_back({bold.begin + offset, bold.end + offset});
    line.text += next.text;
}

/// "un-" at a line's end, the rest of the word on the next.
bool ends_with_cut_word(std::string_view text) {
    return text.size() > 3 && text.ends_with('-') && text[text.size() - 2] >= 'a' && text[text.size() - 2] <= 'z';
}

/// A word cut at the end of the line is whole again, unless a capital follows: "Saint-" / "Quentin".
void join_wrapped(Line& line, const Line& next) {
    const bool cut = ends_with_cut_word(line.text);
    const bool small = next.text.front() >= 'a' && next.text.front() <= 'z';
    if (cut && small) line.text.pop_back();
    join(line, next, cut ? "" : " ");
}

/// Columns a text takes: its characters, whatever bytes they need.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t first_word_width(const Line& line) {
    return width_of(std::string_view(line.text).substr(0, line.text.find(' ')));
}

/// Width of the column a run of lines from `at` was wrapped to, or 0 where it was not wrapped.
std::size_t column_width(const std::vector<Line>& lines, std::size_t at) {
    std::size_t width = width_of(lines[at].text);
    std::size_t count = 1;
    for (std::size_t i = at + 1;
         i < lines.size() && count < 40 && lines[i].blanks_before == 0 && lines[i].marker == Marker::none && lines[i].heading == 0;
         ++i, ++count)
        width = std::max(width, width_of(lines[i].text));
    return count < 2 || width < 45 || width > widest_column ? 0 : width;
}

/// A sentence that goes on in the middle: the line ends without a stop, and the next begins small or with a bracket.
bool runs_on(const Line& line, std::size_t line_width, const Line& next) {
    constexpr std::size_t shortest_line = 35;
    if (next.text.find(": ") < 30 || line_width < shortest_line || line.marker != Marker::none || next.text.find('@') != std::string::npos)
        return false;
    if (std::string_view(".!?:;|").find(line.text.back()) != std::string_view::npos || next.text.starts_with("www")) return false;
    const auto last = line.text.substr(line.text.rfind(' ') + 1);
    const bool small_end = last.size() <= 4 && last.front() >= 'a' && last.front() <= 'z';
    const auto first = base::code_points(std::string_view(next.text).substr(0, 4)).front();
    const bool small_start = base::is_letter(first) && !base::is_upper(first) && !base::fold_for_search(next.text.substr(0, 4)).empty();
    return next.text.front() == '(' || small_end || small_start || ends_with_cut_word(line.text);
}

/// "Partners:" on a line of its own.
bool is_label(std::string_view text) {
    constexpr std::size_t longest = 40;
    return text.ends_with(':') && text.size() <= longest && text.find_first_of(",;.") == std::string_view::npos &&
           text.find(": ") == std::string_view::npos;
}

/// "PP2", "P3:", "M1 -" before a name: its letters, its number, and the bytes until the name. Length 0 where there is none.
struct Numbering {
    std::string_view letters;
    int number = 0;
    std::size_t length = 0;
};

/// Bytes of blanks, stops and dashes that a text begins with.
std::size_t signs_at_front(std::string_view text) {
    std::size_t length = 0;
    for (std::size_t before = 1; before != length;) {
        before = length;
        for (const auto sign : {" "sv, "."sv, ":"sv, ")"sv, "-"sv, "–"sv, "—"sv})
            if (text.substr(length).starts_with(sign)) length += sign.size();
    }
    return length;
}

Numbering numbering_of(std::string_view text) {
    constexpr std::size_t most_letters = 3;
    std::size_t letters = 0;
    std::size_t i = 0;
    while (i < text.size() && letters <= most_letters && upper_at(text, i)) {
        ++letters;
        do ++i;
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    }
    Numbering found{.letters = text.substr(0, i)};
    const auto digits = i;
    while (i < text.size() && i < digits + 2 && text[i] >= '0' && text[i] <= '9') found.number = found.number * 10 + (text[i++] - '0');
    if (letters == 0 || letters > most_letters || i >= text.size()) return {};
    found.length = i + signs_at_front(text.substr(i));
    return found.length == i || found.length >= text.size() ? Numbering{} : found;
}

/// "Ostend (BE), City of" / "Emden (DE), …": a run of names with their countries goes on, wherever the line was broken.
bool breaks_run(std::string_view text, std::string_view next) {
    const auto comma = text.rfind(',');
    if (comma == std::string_view::npos || text.substr(0, comma).find(')') == std::string_view::npos) return false;
    if (next.find('(') == std::string_view::npos || next.substr(0, 40).find(": ") != std::string_view::npos) return false;
    const auto tail = text.substr(comma + 1);
    const bool parted = text[comma - 1] == ')';
    const bool open = tail.find_first_of("().:;") == std::string_view::npos && tail.size() < 60;
    return parted && open && (!tail.empty() || std::count(text.begin(), text.end(), ')') > 1 || text.find(": ") != std::string_view::npos);
}

/// A continuation begins without marker, blank line or mark-up, and would not have fitted on the line before.
bool continues(const Line& line, std::size_t line_width, const Line& next, std::size_t column) {
    if (next.blanks_before > 0 || next.marker != Marker::none || next.heading > 0 || line.heading > 0) return false;
    if (line.text.back() == ':' || is_label(next.text)) return false;
    if (const auto numbering = numbering_of(next.text); numbering.length > 0 && numbering.letters == numbering_of(line.text).letters)
        return false;
    if (!next.cells.empty() || !line.cells.empty() || next.indent < line.indent) return false;
    if (breaks_run(line.text, next.text)) return true;
    // A line that ends like an entry or sentence, before one that begins like one, needs more than its width to go on.
    const bool closed = std::string_view(".!?):;").find(line.text.back()) != std::string_view::npos;
    if (closed && next.text.front() >= 'A' && next.text.front() <= 'Z' && line_width < 60) return false;
    if (line.text.back() == ')' && next.text.front() >= 'A' && next.text.front() <= 'Z') return false;
    return (column > 0 && line_width + 1 + first_word_width(next) > column) || runs_on(line, line_width, next);
}

/// Puts a sign into the text at `at`, and moves what stands behind it.
void insert_sign(Line& line, std::size_t at, std::string_view sign) {
    line.text.insert(at, sign);
    for (auto& start : line.more_starts)
        if (start.offset >= at) start.offset += sign.size();
    for (auto* spans : {&line.bold, &line.set_off})
        for (auto& span : *spans) {
            if (span.begin >= at) span.begin += sign.size();
            if (span.end > at) span.end += sign.size();
        }
}

/// Pieces of a line: what mark-up sets off, and what stands between.
std::vector<Span> pieces_of(const Line& line) {
    std::vector<Span> pieces;
    std::size_t from = 0;
    const auto push = [&](std::size_t begin, std::size_t end) {
        while (begin < end && line.text[begin] == ' ') ++begin;
        while (end > begin && line.text[end - 1] == ' ') --end;
        if (begin < end) pieces.push_back({begin, end});
    };
    for (const auto span : line.set_off) {
        push(from, span.begin);
        push(span.begin, span.end);
        from = span.end;
    }
    push(from, line.text.size());
    return pieces;
}

/// Whether a name or country may stand there: no signs at its ends, which would part it already.
bool is_bare(std::string_view text) {
    const auto first = base::code_points(text.substr(0, 4)).front();
    return (base::is_letter(first) || (first >= '0' && first <= '9')) &&
           std::string_view(",;:-(/|.").find(text.back()) == std::string_view::npos;
}

/// Whether a name may end here rather than the words before one: "Partners from", "Kingdom of".
bool ends_like_name(std::string_view text) {
    const auto blank = text.rfind(' ');
    const auto last = text.substr(blank == std::string_view::npos ? 0 : blank + 1);
    return !last.empty() && base::is_upper(base::code_points(last.substr(0, 4)).front());
}

/// "<span>Aalborg</span> <span>Denmark</span>": a form's fields, which only its design parts, are parted by a sign.
void part_fields(Line& line, const std::function<bool(std::string_view)>& is_country) {
    constexpr std::size_t longest = 160;
    if (line.set_off.empty() || line.text.size() > longest || !line.cells.empty()) return;
    const auto pieces = pieces_of(line);
    if (pieces.size() < 2 || pieces.size() > 4 || is_country(line.text)) return;
    if (!std::all_of(pieces.begin(), pieces.end(), [&](Span piece) { return is_bare(line.text_of(piece)); })) return;
    const auto country = std::find_if(pieces.begin(), pieces.end(), [&](Span piece) { return is_country(line.text_of(piece)); });
    if (country - pieces.begin() > 1) return;
    const bool first = country == pieces.begin();
    if (!first && !ends_like_name(line.text_of(pieces[0]))) return;
    for (auto i = pieces.size() - 1; i > 0; --i) {
        const std::string sign = i == 1 && first ? " –" : ",";
        insert_sign(line, pieces[i - 1].end, pieces[i].begin == pieces[i - 1].end ? sign + " " : sign);
    }
}

/// Takes bytes off the front of the text.
void drop_front(Line& line, std::size_t count) {
    while (!line.more_starts.empty() && line.more_starts.front().offset <= count) {
        line.number = line.more_starts.front().number;
        line.more_starts.erase(line.more_starts.begin());
    }
    for (auto& start : line.more_starts) start.offset -= count;
    for (auto* spans : {&line.bold, &line.set_off}) {
        std::erase_if(*spans, [&](Span span) { return span.end <= count; });
        for (auto& span : *spans) span = {span.begin > count ? span.begin - count : 0, span.end - count};
    }
    line.text.erase(0, count);
}

/// Lines that letters with a rising number begin are a numbered list: "P1 Lublin, Poland" / "P2 Ystad, Sweden". The line above
/// it with other letters is the lead's: "LP Genk, Belgium", "ВП1 – Габрово (BG)".
void mark_numbered(std::vector<Line>& blocks) {
    const auto numbering = [&](std::size_t i) {
        const bool plain = i < blocks.size() && blocks[i].marker == Marker::none && blocks[i].heading == 0 && blocks[i].cells.empty();
        return plain ? numbering_of(blocks[i].text) : Numbering{};
    };
    const auto mark = [&](std::size_t i, std::string_view role) {
        drop_front(blocks[i], numbering(i).length);
        insert_sign(blocks[i], 0, role);
        blocks[i].marker = Marker::number;
    };
    for (std::size_t i = 0; i < blocks.size();) {
        const auto first = numbering(i);
        auto end = i;
        for (auto last = first; last.length > 0 && last.number > 0; last = numbering(end))
            if (++end; numbering(end).letters != first.letters || numbering(end).number != last.number + 1) break;
        const auto above = i > 0 ? numbering(i - 1) : Numbering{};
        const bool after_lead = above.length > 0 && above.letters != first.letters &&
                                (above.number == 0 || above.number + 1 == first.number) && above.letters.size() > 1 && first.number <= 2;
        if (end - i >= 2 || (end > i && after_lead)) {
            for (auto k = i; k < end; ++k) mark(k, "");
            if (after_lead) mark(i - 1, "LP: ");
        }
        i = std::max(end, i + 1);
    }
}

/// Told by its small words: more than one in twenty-five.
bool is_german(const std::vector<Line>& blocks) {
    constexpr std::array small = {"und"sv, "der"sv,  "die"sv, "das"sv, "mit"sv, "von"sv,
                                  "ist"sv, "wird"sv, "für"sv, "zum"sv, "zur"sv, "auf"sv};
    std::size_t german = 0;
    std::size_t words = 0;
    for (const auto& block : blocks)
        for (std::size_t begin = 0; begin < block.text.size(); ++words) {
            const auto end = std::min(block.text.find(' ', begin), block.text.size());
            const auto word = std::string_view(block.text).substr(begin, end - begin);
            german += std::find(small.begin(), small.end(), word) != small.end() ? 1U : 0U;
            begin = end + 1;
        }
    return german > 3 && german * 25 > words;
}

/// Layout C: `LEAD PARTNER` / `:` / `Braga` / `-` / `Portugal`, every inline element on a line of its own.
class Joiner {
public:
    Joiner(const Document& document, const std::function<bool(std::string_view)>& is_country)
        : lines_(document.lines), wrapped_(!document.is_html), is_country_(is_country) {}

    std::vector<Line> run() {
        for (i_ = 0; i_ < lines_.size(); ++i_)
            if (!join_signs()) add_wrapped();
        return std::move(blocks_);
    }

private:
    /// Whether the line at hand was a sign standing alone, now joined to its neighbours.
    bool join_signs() {
        const auto& line = lines_[i_];
        const bool has_next = i_ + 1 < lines_.size();
        if (is_lone_bullet(line) && has_next) {
            Line entry = lines_[++i_];
            entry.marker = Marker::bullet;
            entry.indent = line.indent;
            entry.blanks_before = line.blanks_before;
            blocks_.push_back(std::move(entry));
            return true;
        }
        if (line.text == ":" && !blocks_.empty()) {
            blocks_.back().text += " :";
            if (has_next && lines_[i_ + 1].marker == Marker::none) join(blocks_.back(), lines_[++i_], " ");
            return true;
        }
        if (!is_lone_dash(line) || !has_next) return false;
        if (!blocks_.empty() && is_country_(lines_[i_ + 1].text) && blocks_.back().text.size() < 150) {
            blocks_.back().text += line.text == "|" ? " |" : " -";
            join(blocks_.back(), lines_[++i_], " ");
            return true;
        }
        Line entry = lines_[++i_];
        entry.marker = Marker::dash;
        entry.indent = line.indent;
        entry.blanks_before = line.blanks_before;
        blocks_.push_back(std::move(entry));
        return true;
    }

    /// "- Municipality of Castle" / "  Hill (Portugal),": the rest of a bullet's text, indented as far as the text above it.
    static bool hangs(const Line& block, const Line& next) {
        if (block.marker == Marker::none || next.marker != Marker::none || next.blanks_before > 0 || next.indent <= block.indent)
            return false;
        if (!next.cells.empty() || next.heading > 0 || block.heading > 0 || block.text.size() + next.text.size() > longest_hanging)
            return false;
        const bool closed = std::string_view(".!?):;").find(block.text.back()) != std::string_view::npos || block.text.ends_with("),");
        const bool closes =
            (next.text.find(')') != std::string::npos || next.text.ends_with(',')) && next.text.find(':') == std::string::npos;
        return !closed && closes && block.text.find('(') == std::string::npos && block.text.find(" - ") == std::string::npos;
    }

    void add_wrapped() {
        Line block = lines_[i_];
        if (!wrapped_) part_fields(block, is_country_);
        const auto column = block.cells.empty() ? column_width(lines_, i_) : 0;
        auto width = width_of(block.text);
        while (wrapped_ && i_ + 1 < lines_.size() && (continues(block, width, lines_[i_ + 1], column) || hangs(block, lines_[i_ + 1]))) {
            width = width_of(lines_[i_ + 1].text);
            join_wrapped(block, lines_[++i_]);
        }
        blocks_.push_back(std::move(block));
    }

    const std::vector<Line>& lines_;
    bool wrapped_; ///< lines may have been cut at a column
    const std::function<bool(std::string_view)>& is_country_;
    std::vector<Line> blocks_;
    std::size_t i_ = 0;
};

} // namespace

Reading::Reading(const Document& document, const ExtractOptions& options)
    : document_(&document), options_(&options), words_(remembered_blocks) {
    CITYWEAVE_ASSERT(options.lexicon && options.knowledge.country, "extraction needs a lexicon and knows countries");
    blocks_ = Joiner(document, [this](std::string_view text) { return country(text).has_value(); }).run();
    mark_numbered(blocks_);
    nouns_have_capitals_ = is_german(blocks_);
}

const std::vector<Word>& Reading::words(std::size_t block) const {
    auto& remembered = words_[block % remembered_blocks];
    if (remembered.block != block) remembered = {block, words_of(blocks_[block].text)};
    return remembered.words;
}

std::optional<std::string> Reading::ask(const Asked& asked, Answers& answers, std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '.')) text.remove_prefix(1);
    while (!text.empty() && std::string_view(" .,;*").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (text.size() < 2 || text.size() > longest_country) return std::nullopt;
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (text.size() <= 3 && !std::all_of(text.begin(), text.end(), is_capital)) return std::nullopt;
    if (const auto known = answers.find(std::string(text)); known != answers.end()) return known->second;
    auto answer = asked(text);
    if (answers.size() < remembered_answers) answers.emplace(text, answer);
    return answer;
}

std::optional<std::string> Reading::country(std::string_view text) const {
    return ask(options_->knowledge.country, countries_, text);
}

std::optional<std::string> Reading::plain_country(std::string_view text) const {
    const auto& asked = options_->knowledge.plain_country;
    return asked ? ask(asked, plain_countries_, text) : country(text);
}

bool Reading::is_town(std::string_view name, std::string_view country) const {
    if (!options_->knowledge.is_town || name.empty() || name.size() > longest_town) return false;
    const auto key = std::string(name) + '\n' + std::string(country);
    if (const auto known = towns_.find(key); known != towns_.end()) return known->second;
    const bool answer = options_->knowledge.is_town(name, country);
    if (towns_.size() < remembered_answers) towns_.emplace(key, answer);
    return answer;
}

bool Reading::is_town_form(std::string_view name, std::string_view country) const {
    if (!country.empty() && is_town(name, country)) return true;
    return options_->knowledge.is_town_form && name.size() <= longest_town && options_->knowledge.is_town_form(name, country);
}

bool Reading::holds_town(std::string_view name, std::string_view country) const {
    constexpr std::size_t longest_run = 4;
    constexpr std::size_t shortest_town = 3; // bytes: shorter ones are small words too
    const auto words = words_of(name);
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t n = std::min(longest_run, words.size() - i); n > 0; --n) {
            const auto run = name.substr(words[i].begin, words[i + n - 1].end - words[i].begin);
            const bool body = n == 1 && lexicon().has(Cue::body, words[i].folded);
            if (run.size() >= shortest_town && !body && base::is_upper(base::code_points(run.substr(0, 4)).front()) &&
                is_town(run, country))
                return true;
        }
    return false;
}

std::vector<std::string> Reading::confused_with(const std::string& alpha2) const {
    return options_->knowledge.confused_with ? options_->knowledge.confused_with(alpha2) : std::vector<std::string>{};
}

} // namespace cityweave::ingest
