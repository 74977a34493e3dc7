#include "ingest/word_shape.hpp"

#include "base/unicode.hpp"
#include "ingest/entries.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

bool is_lower_ascii(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_upper_ascii(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_digit_ascii(char c) {
    return c >= '0' && c <= '9';
}

/// "d'Europe", "l’Avenir": the article is written to the name.
bool capital_after_article(std::string_view word) {
    for (const auto apostrophe : {"'"sv, "’"sv}) {
        const auto at = word.find(apostrophe);
        if (at != std::string_view::npos && at > 0 && at <= 4) return upper_at(word, at + apostrophe.size());
    }
    return false;
}

} // namespace

Shape shape_of(std::string_view word) {
    Shape shape;
    shape.capital = upper_at(word, 0);
    int upper = 0;
    int lower = 0;
    int digits = 0;
    bool camel = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
        const bool is_upper = upper_at(word, i);
        upper += is_upper ? 1 : 0;
        lower += is_lower_ascii(c) || (static_cast<unsigned char>(c) >= 0x80 && !is_upper) ? 1 : 0;
        digits += is_digit_ascii(c) ? 1 : 0;
        if (is_upper && i > 0 && (is_lower_ascii(word[i - 1]) || is_digit_ascii(word[i - 1]))) camel = true;
        if (c == '@') camel = true;
        if (c == '.' && i + 1 < word.size() && (is_upper_ascii(word[i + 1]) || is_lower_ascii(word[i + 1])) && i > 0) camel = true;
    }
    const bool all_capitals = upper >= 2 && lower == 0 && upper + digits >= 3;
    const bool mixed_digits = digits > 0 && upper > 0 && lower + upper >= 2;
    // "Remote-IT", "DIGI-inclusion": capitals beside small letters in one hyphened word.
    const bool capitals_part = upper >= 3 && lower > 0;
    shape.strong = camel || all_capitals || mixed_digits || capitals_part || word.ends_with('+');
    shape.capital = shape.capital || (digits > 0 && upper > 0) || capital_after_article(word);
    return shape;
}

bool is_capitals(std::string_view text) {
    const auto points = base::code_points(text);
    const auto capitals = std::count_if(points.begin(), points.end(), [](char32_t c) { return base::is_upper(c); });
    return capitals >= 2 && std::none_of(points.begin(), points.end(), [](char32_t c) { return base::is_letter(c) && !base::is_upper(c); });
}

bool breaks_name(std::string_view gap) {
    return gap.find_first_of(",;:?()[]|/\"") != std::string_view::npos || gap.find("“") != std::string_view::npos ||
           gap.find("”") != std::string_view::npos || gap.find("„") != std::string_view::npos || gap.find("«") != std::string_view::npos ||
           gap.find("»") != std::string_view::npos || gap.find(" – ") != std::string_view::npos ||
           gap.find(" - ") != std::string_view::npos || gap.find("—") != std::string_view::npos ||
           gap.find("…") != std::string_view::npos || gap.find(" ‘") != std::string_view::npos ||
           gap.find("’ ") != std::string_view::npos || gap.find(" '") != std::string_view::npos || gap.find("' ") != std::string_view::npos;
}

bool stops(std::string_view text, const Word& word, std::string_view gap) {
    if (gap.find('!') != std::string_view::npos) return true;
    const auto stop = gap.find('.');
    if (stop == std::string_view::npos) return false;
    const auto written = text.substr(word.begin, word.end - word.begin);
    if (stop > 0) return true; // after a closing bracket or quote
    return written.size() > 2 && written.find('.') == std::string_view::npos;
}

bool is_joint(const std::string& folded) {
    constexpr std::array joints = {
        "of"sv,   "the"sv, "for"sv,  "and"sv,    "&"sv,     "in"sv,      "to"sv,      "at"sv,      "on"sv,   "by"sv,    "a"sv,    "an"sv,
        "with"sv, "de"sv,  "del"sv,  "la"sv,     "le"sv,    "les"sv,     "des"sv,     "du"sv,      "di"sv,   "della"sv, "da"sv,   "do"sv,
        "e"sv,    "y"sv,   "et"sv,   "und"sv,    "der"sv,   "die"sv,     "das"sv,     "im"sv,      "fur"sv,  "von"sv,   "en"sv,   "van"sv,
        "het"sv,  "og"sv,  "och"sv,  "i"sv,      "ja"sv,    "after"sv,   "from"sv,    "without"sv, "4"sv,    "2"sv,     "our"sv,  "your"sv,
        "we"sv,   "is"sv,  "or"sv,   "per"sv,    "pour"sv,  "para"sv,    "na"sv,      "v"sv,       "w"sv,    "s"sv,     "sans"sv, "los"sv,
        "las"sv,  "el"sv,  "into"sv, "beyond"sv, "meets"sv, "against"sv, "between"sv, "through"sv, "over"sv, "under"sv, "pa"sv,   "cu"sv,
        "med"sv,  "za"sv,  "po"sv,   "u"sv,      "ze"sv,    "nad"sv,     "pod"sv,     "z"sv,       "dla"sv,  "es"sv,    "un"sv,   "ir"sv,
        "si"sv,   "con"sv, "al"sv,   "dei"sv,    "delle"sv, "door"sv,    "aan"sv,     "op"sv,      "bij"sv,  "ohne"sv,  "mit"sv,  "statt"sv,
        "am"sv,   "auf"sv, "pre"sv,  "pri"sv};
    return std::find(joints.begin(), joints.end(), folded) != joints.end();
}

bool is_genitive(const std::string& folded) {
    constexpr std::array words = {"of"sv, "von"sv, "van"sv, "de"sv, "di"sv, "do"sv, "af"sv, "av"sv, "i"sv, "du"sv, "od"sv};
    return std::find(words.begin(), words.end(), folded) != words.end();
}

bool is_definite(const std::string& folded) {
    constexpr std::array articles = {"the"sv, "this"sv, "la"sv,  "le"sv, "il"sv,  "el"sv,  "der"sv, "die"sv,
                                     "das"sv, "de"sv,   "het"sv, "to"sv, "den"sv, "det"sv, "this"sv};
    return std::find(articles.begin(), articles.end(), folded) != articles.end();
}

std::size_t letters_in(std::string_view name) {
    const auto points = base::code_points(name);
    return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [](char32_t c) { return base::is_letter(c); }));
}

bool is_quote_before(std::string_view text, std::size_t begin) {
    const auto before = text.substr(0, begin);
    for (const auto quote : {"“"sv, "„"sv, "«"sv, "‘"sv, "\""sv, "'"sv, "”"sv, "‹"sv, "»"sv, "« "sv})
        if (before.ends_with(quote)) return true;
    return false;
}

bool is_quote_after(std::string_view rest) {
    for (const auto quote : {"”"sv, "“"sv, "»"sv, "’"sv, "\""sv, "'"sv, "›"sv, "«"sv, " »"sv, "!”"sv, "!’"sv})
        if (rest.starts_with(quote)) return true;
    return false;
}

std::vector<bool> inside_brackets(std::string_view text, const std::vector<Word>& words) {
    std::vector<bool> inside(words.size(), false);
    int depth = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (; at < words[i].begin; ++at) {
            if (text[at] == '(') ++depth;
            if (text[at] == ')') depth = std::max(0, depth - 1);
        }
        inside[i] = depth > 0;
    }
    return inside;
}

} // namespace cityweave::ingest
