#include "gazetteer/name_text.hpp"

#include "base/unicode.hpp"
#include "gazetteer/languages.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t longest_text = 300;
constexpr std::size_t most_words = 40;
constexpr std::size_t longest_phrase = 5; ///< words of a country's or region's name

constexpr std::array kind_names = std::to_array<std::pair<std::string_view, std::uint32_t>>({
    {"municipal", municipal},
    {"metropolitan", metropolitan},
    {"area", area},
    {"organisation", organisation},
    {"national", national},
    {"person", person},
    {"generic", generic},
    {"connector", connector},
    {"district", district},
    {"compass", compass},
    {"given-name", given_name},
    {"country-prefix", country_prefix},
});

/// Gaps in rising order of how much they part.
Gap gap_of(char32_t c) {
    switch (c) {
    case U'-':
    case U'\u2010':
    case U'\u2011': return Gap::hyphen;
    case U'\'':
    case U'\u2019':
    case U'\u2018':
    case U'`':
    case U'\u00B4': return Gap::apostrophe;
    case U'/':
    case U'|': return Gap::slash;
    case U'(':
    case U')':
    case U'[':
    case U']': return Gap::bracket;
    case U',':
    case U';':
    case U':': return Gap::comma;
    case U'\u2013':
    case U'\u2014': return Gap::dash;
    default: return Gap::blank;
    }
}

bool in_word(char32_t c) {
    return base::is_letter(c) || base::is_digit(c) || (c >= 0x0300 && c <= 0x036F);
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// As base::fold_for_search; text of plain letters, the common case, without its cost.
std::string fold_word(std::string_view text) {
    if (!is_ascii(text)) return base::fold_for_search(text);
    std::string folded(text);
    for (auto& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

std::string clipped(std::string_view text) {
    auto end = std::min(text.size(), longest_text);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return base::nfc(text.substr(0, end));
}

/// A hyphen with blanks on either side parts more than one without.
Gap stronger(Gap known, Gap next) {
    if ((known == Gap::hyphen && next == Gap::blank) || (known == Gap::blank && next == Gap::hyphen)) return Gap::dash;
    return std::max(known, next);
}

class WordSplitter {
public:
    std::vector<NameWord> split(std::string_view text) {
        for (const char32_t c : base::code_points(text)) {
            if (in_word(c)) {
                if (humped(c)) break_hump();
                if (word_.empty()) capital_ = base::is_upper(c) || !has_case(c);
                lower_ = base::is_letter(c) && !base::is_upper(c) ? lower_ + 1 : 0;
                base::append_utf8(word_, c);
            } else {
                if (c == U'.' && !word_.empty()) dotted_ = true;
                finish();
                if (words_.size() >= most_words) return std::move(words_);
                gap_ = words_.empty() ? Gap::begin : pending_ ? stronger(gap_, gap_of(c)) : gap_of(c);
                pending_ = true;
            }
        }
        finish();
        return std::move(words_);
    }

private:
    /// "FrankfurtRheinMain" is three words; "McDonald" and "DeVille" are one.
    [[nodiscard]] bool humped(char32_t c) const { return lower_ >= 3 && base::is_upper(c); }
    void break_hump() {
        finish();
        gap_ = Gap::hyphen;
        pending_ = true;
    }
    static bool has_case(char32_t c) { return c < 0x0590 || (c >= 0x1E00 && c < 0x2000); }
    void finish() {
        if (word_.empty()) return;
        auto folded = fold_word(word_);
        if (!folded.empty())
            words_.push_back({.text = std::move(word_), .folded = std::move(folded), .gap = gap_, .capital = capital_, .dotted = dotted_});
        word_.clear();
        lower_ = 0;
        dotted_ = false;
        pending_ = false;
        gap_ = Gap::blank;
    }
    std::vector<NameWord> words_;
    std::string word_;
    Gap gap_ = Gap::begin;
    bool capital_ = false;
    bool dotted_ = false;
    std::size_t lower_ = 0; ///< small letters just before
    bool pending_ = false;
};

/// Of a value "kind:language" of the word lists.
std::uint32_t kind_of(std::string_view value) {
    const auto name = value.substr(0, value.find(':'));
    for (const auto& [known, kind] : kind_names)
        if (known == name) return kind;
    return 0;
}

void mark(NameText& text, std::size_t first, std::size_t count, std::uint32_t kinds) {
    for (auto i = first; i < first + count; ++i) text.words[i].kinds |= kinds;
}

/// The longest phrase at each place that the list knows gives its kinds to all its words. Phrases run across blanks,
/// hyphens and apostrophes only.
std::size_t phrase_limit(const NameText& text, std::size_t first, std::size_t most) {
    std::size_t count = 1;
    while (first + count < text.words.size() && count < most && text.words[first + count].gap <= Gap::apostrophe) ++count;
    return count;
}

/// "Δήμος" is Greek, so the town is Greek or Cypriot. Words of English or of many languages say nothing.
void narrow_spoken(NameText& text, const std::vector<std::string_view>& values) {
    constexpr std::uint32_t telling = municipal | metropolitan | area | district | organisation;
    std::vector<std::string_view> languages;
    for (const auto value : values)
        if ((kind_of(value) & telling) != 0) languages.push_back(value.substr(value.find(':') + 1));
    const auto spoken = countries_speaking(languages);
    if (spoken.empty()) return;
    std::vector<std::string> both;
    std::set_intersection(text.spoken.begin(), text.spoken.end(), spoken.begin(), spoken.end(), std::back_inserter(both));
    text.spoken = both.empty() ? spoken : both;
}

/// A phrase may stand in the list of one language though its words are of more.
void add_word_values(const NameText& text, std::size_t first, std::size_t count, const Gazetteer& gazetteer,
                     std::vector<std::string_view>& values) {
    for (auto i = first; i < first + count; ++i)
        for (const auto value : gazetteer.values(Section::words, text.words[i].folded)) values.push_back(value);
}

void mark_kinds(NameText& text, const Gazetteer& gazetteer) {
    for (std::size_t i = 0; i < text.words.size(); ++i) {
        for (auto count = phrase_limit(text, i, 3); count > 0; --count) {
            std::uint32_t kinds = 0;
            auto values = gazetteer.values(Section::words, text.key(i, count));
            for (const auto value : values) kinds |= kind_of(value);
            mark(text, i, count, kinds);
            if (count > 1 && kinds != 0) add_word_values(text, i, count, gazetteer, values);
            narrow_spoken(text, values);
            // A phrase counts for all its words; shorter ones inside may add what they are alone.
            if (count > 1 && kinds != 0) break;
        }
        const auto& folded = text.words[i].folded;
        if (folded.front() >= '0' && folded.front() <= '9') text.words[i].kinds |= number;
    }
}

bool roman_numeral(const NameWord& word) {
    return word.text.size() <= 5 &&
           std::all_of(word.text.begin(), word.text.end(), [](char c) { return c == 'I' || c == 'V' || c == 'X'; });
}

/// Where the whole text is a name the gazetteer knows ("Valencia West"), only what a comma or bracket parts may be a country.
void mark_countries(NameText& text, const Countries& countries, bool whole_known) {
    for (std::size_t i = 0; i < text.words.size(); ++i)
        for (auto count = std::min(phrase_limit(text, i, longest_phrase), text.words.size()); count > 0; --count) {
            if (whole_known && text.words[i].gap != Gap::bracket && text.words[i].gap != Gap::comma) continue;
            if (count == text.words.size()) continue; // the whole text may still be a town
            const auto key = text.key(i, count);
            const auto code = key.size() > 3 ? countries.by_name(key) : std::nullopt;
            if (!code) continue;
            mark(text, i, count, in_country);
            if (text.country.empty()) text.country = *code;
            i += count - 1;
            break;
        }
}

/// "Cork IE", "Lyon (FR)": a code in capitals at the end.
void mark_code(NameText& text, const Countries& countries, bool whole_known) {
    if (text.words.size() < 2 || !text.country.empty()) return;
    auto& last = text.words.back();
    const bool capitals = std::all_of(last.text.begin(), last.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool parted = last.gap == Gap::bracket || last.gap == Gap::comma;
    if (!capitals || (!parted && (roman_numeral(last) || last.is(organisation | municipal | metropolitan)))) return;
    if (!parted && (whole_known || last.gap != Gap::blank)) return;
    if (const auto code = countries.by_code(last.text)) {
        last.kinds |= in_country;
        text.country = *code;
    }
}

void mark_areas(NameText& text, const Gazetteer& gazetteer) {
    for (std::size_t i = 0; i < text.words.size(); ++i)
        for (auto count = phrase_limit(text, i, longest_phrase); count > 0; --count) {
            const auto areas = gazetteer.values(Section::areas, text.key(i, count));
            if (areas.empty()) continue;
            mark(text, i, count, in_area);
            text.area_phrases.push_back({.first = i, .count = count});
            for (const auto a : areas) text.areas.emplace_back(a);
            i += count - 1;
            break;
        }
}

void note_letters(NameText& text, std::string_view raw) {
    text.cased = std::any_of(text.words.begin(), text.words.end(), [](const NameWord& w) { return w.capital; });
    const auto points = base::code_points(raw);
    text.plain =
        is_ascii(raw) || std::none_of(points.begin(), points.end(), [](char32_t c) { return base::is_letter(c) && !base::is_upper(c); });
}

} // namespace

std::string NameText::key(std::size_t first, std::size_t count) const {
    std::string joined;
    for (auto i = first; i < first + count; ++i) {
        if (i > first) joined += ' ';
        joined += words[i].folded;
    }
    return joined;
}

std::string NameText::slice(std::size_t first, std::size_t count) const {
    std::string joined;
    for (auto i = first; i < first + count; ++i) {
        if (i > first) joined += ' ';
        joined += words[i].text;
    }
    return joined;
}

NameText read_name(std::string_view text, const Gazetteer& gazetteer, const Countries& countries) {
    const auto clean = clipped(text);
    NameText name;
    name.words = WordSplitter().split(clean);
    if (name.words.empty()) return name;
    note_letters(name, clean);
    mark_kinds(name, gazetteer);
    const auto key = name.key(0, name.words.size());
    name.whole = gazetteer.named(key);
    name.whole_country = countries.by_name(key);
    const bool whole_known = !name.whole.empty();
    mark_countries(name, countries, whole_known);
    mark_code(name, countries, whole_known);
    mark_areas(name, gazetteer);
    for (const auto& word : name.words) {
        name.kinds |= word.kinds;
        name.parted = name.parted || word.gap > Gap::hyphen;
    }
    return name;
}

} // namespace cityweave::gazetteer
