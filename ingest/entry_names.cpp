// The part of reading entries that tells which words are a partner's name.
#include "ingest/entries.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_name_words = 14;
constexpr std::size_t longest_name_bytes = 160;

bool is_phone_or_date(std::string_view text) {
    std::size_t digits = 0;
    for (const char c : text) digits += c >= '0' && c <= '9' ? 1 : 0;
    return digits > 5;
}

/// Small words that stand inside names of bodies and towns.
bool is_name_joint(const std::string& folded) {
    constexpr std::array joints = {"of"sv,  "the"sv,  "de"sv,  "del"sv,  "da"sv,  "do"sv,  "dos"sv,  "das"sv, "di"sv,   "della"sv,
                                   "dei"sv, "du"sv,   "des"sv, "la"sv,   "le"sv,  "les"sv, "el"sv,   "los"sv, "las"sv,  "an"sv,
                                   "am"sv,  "im"sv,   "der"sv, "den"sv,  "ob"sv,  "bei"sv, "nad"sv,  "pod"sv, "na"sv,   "pri"sv,
                                   "sur"sv, "sous"sv, "en"sv,  "lez"sv,  "aux"sv, "op"sv,  "aan"sv,  "ter"sv, "upon"sv, "for"sv,
                                   "und"sv, "von"sv,  "zu"sv,  "d"sv,    "l"sv,   "i"sv,   "y"sv,    "e"sv,   "et"sv,   "and"sv,
                                   "&"sv,   "with"sv, "al"sv,  "dell"sv, "mit"sv, "a"sv,   "sobre"sv};
    return std::find(joints.begin(), joints.end(), folded) != joints.end();
}

bool joins_two(const std::string& folded) {
    constexpr std::array joints = {"and"sv, "with"sv, "und"sv, "et"sv, "y"sv, "e"sv, "i"sv, "mit"sv, "a"sv, "for"sv};
    return std::find(joints.begin(), joints.end(), folded) != joints.end();
}

bool parted(std::string_view gap) {
    return gap.find_first_of(",;:!?()[]|/") != std::string_view::npos || gap.find(" – ") != std::string_view::npos ||
           gap.find("—") != std::string_view::npos || gap.find(" - ") != std::string_view::npos ||
           gap.find("“") != std::string_view::npos || gap.find("”") != std::string_view::npos;
}

/// A full stop after more than an abbreviation.
bool ends_sentence(std::string_view text, const Word& word, std::string_view gap) {
    if (gap.find_first_of("!?") != std::string_view::npos || gap.find("…") != std::string_view::npos) return true;
    if (gap.find('.') == std::string_view::npos) return false;
    const auto written = text.substr(word.begin, word.end - word.begin);
    return written.size() > 3 && written.find('.') == std::string_view::npos;
}

/// "l'Hospitalet", "d’Arcos", "s-Hertogenbosch"; but "c'è" is a word of its own.
bool capital_after_elision(std::string_view word) {
    for (const auto sign : {"'"sv, "’"sv, "-"sv})
        if (word.size() > sign.size() + 1 && word.substr(1).starts_with(sign)) return upper_at(word, 1 + sign.size());
    return false;
}

/// "C'est", "c’è": a small word written to the next, no part of a name.
bool elides_small_word(std::string_view word) {
    for (const auto sign : {"'"sv, "’"sv})
        if (word.size() > sign.size() + 1 && word.substr(1).starts_with(sign)) return !upper_at(word, 1 + sign.size());
    return false;
}

/// Whether the words from `from` on are a town, or a body's word and a town.
bool names_town_from(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t from, std::size_t last) {
    while (from < last && !upper_at(text, words[from].begin) && reading.lexicon().has(Cue::function, words[from].folded)) ++from;
    const auto rest = text.substr(words[from].begin, words[last].end - words[from].begin);
    return reading.is_town(rest) || (reading.lexicon().has(Cue::body, words[from].folded) && reading.holds_town(rest));
}

/// "Netzwerk ATEMPAUSE von Graz", "the Quiet Streets network of Genk": only the town after the genitive is the partner.
std::size_t after_network(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t first,
                          std::size_t last) {
    bool network = false;
    for (auto i = first; i < last; ++i) {
        network = network || reading.lexicon().match(Cue::network, words, i) > 0;
        const bool joint = network && i > first && is_name_joint(words[i].folded) && !upper_at(text, words[i].begin);
        if (joint && names_town_from(reading, text, words, i + 1, last)) return i + 1;
    }
    return first;
}

/// "unter der Ägide von Luzern": a noun of the sentence before the town.
std::size_t after_noun(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t first, std::size_t last) {
    if (first == 0 || first + 2 > last || reading.lexicon().has(Cue::body, words[first].folded)) return first;
    const auto& before = words[first - 1];
    const bool article = reading.lexicon().has(Cue::function, before.folded) && !upper_at(text, before.begin);
    if (!article || !is_name_joint(words[first + 1].folded) || upper_at(text, words[first + 1].begin)) return first;
    const auto whole = text.substr(words[first].begin, words[last].end - words[first].begin);
    return !reading.is_town(whole) && names_town_from(reading, text, words, first + 2, last) ? first + 2 : first;
}

/// "Portugisiska Covilhã", "Tanskan Aalborg": the country told before its town, with a capital where it begins a sentence.
std::size_t after_adjective(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t first,
                            std::size_t last) {
    if (first == last) return first;
    auto country = reading.lexicon().adjective(words[first].folded);
    if (!country) country = reading.plain_country(text.substr(words[first].begin, words[first].end - words[first].begin)); // "Leedu Utena"
    const auto town = text.substr(words[first + 1].begin, words[last].end - words[first + 1].begin);
    const auto whole = text.substr(words[first].begin, words[last].end - words[first].begin);
    return country && !reading.is_town(whole) && reading.is_town(town, *country) ? first + 1 : first;
}

/// Cuts off the front of a span what belongs to the sentence: cue phrases inside it, and function words before the name.
std::size_t first_of_name(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t first,
                          std::size_t last) {
    const auto& lexicon = reading.lexicon();
    first = after_noun(reading, text, words, after_network(reading, text, words, first, last), last);
    for (std::size_t i = first; i <= last; ++i)
        for (const auto cue : {Cue::led_by, Cue::lead, Cue::leads, Cue::joined, Cue::network})
            if (const auto n = lexicon.match(cue, words, i);
                n > 0 && i + n <= last && (n > 1 || !upper_at(text, words[i].begin) || i == first))
                first = std::max(first, i + n);
    // "unter der Leitung von Rijeka": a role and its genitive.
    for (std::size_t i = first; i + 1 < last; ++i)
        if (lexicon.has(Cue::lead_role, words[i].folded) && !upper_at(text, words[i + 1].begin) && is_name_joint(words[i + 1].folded))
            first = i + 2;
    const auto droppable = [&](std::size_t i) {
        if (lexicon.has(Cue::body, words[i].folded)) return false;
        if (elides_small_word(text.substr(words[i].begin, words[i].end - words[i].begin))) return true;
        if (!upper_at(text, words[i].begin)) return true;
        const bool starts_sentence =
            i == 0 || ends_sentence(text, words[i - 1], text.substr(words[i - 1].end, words[i].begin - words[i - 1].end));
        return (starts_sentence || words[i].folded == "the") && lexicon.has(Cue::function, words[i].folded);
    };
    while (first < last && droppable(first) && !reading.is_town(text.substr(words[first].begin, words[last].end - words[first].begin)))
        ++first;
    first = after_adjective(reading, text, words, after_noun(reading, text, words, first, last), last);
    // "Ask Pontevedra (ES)": a verb begins the sentence.
    const bool opens =
        first == 0 || ends_sentence(text, words[first - 1], text.substr(words[first - 1].end, words[first].begin - words[first - 1].end));
    if (opens && first + 1 == last && !lexicon.has(Cue::body, words[first].folded) &&
        !reading.holds_town(text.substr(words[first].begin, words[first].end - words[first].begin)) &&
        !reading.is_town(text.substr(words[first].begin, words[last].end - words[first].begin)) &&
        reading.is_town(text.substr(words[last].begin, words[last].end - words[last].begin)))
        return last;
    return first;
}

} // namespace

bool upper_at(std::string_view text, std::size_t offset) {
    const auto rest = text.substr(offset, 4);
    if (rest.empty()) return false;
    const auto c = static_cast<unsigned char>(rest[0]);
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    const auto points = base::code_points(rest);
    return !points.empty() && base::is_upper(points.front());
}

bool may_be_name(const Reading& reading, std::string_view text) {
    if (text.empty() || text.size() > longest_name_bytes || is_phone_or_date(text)) return false;
    if (text.find('@') != std::string_view::npos || text.find("http") != std::string_view::npos ||
        text.find("www.") != std::string_view::npos)
        return false;
    for (const std::string_view sign : {"->", "()", "::", "=>"}) // of a program's messages
        if (text.find(sign) != std::string_view::npos) return false;
    const auto words = words_of(text);
    if (words.empty() || words.size() > longest_name_words) return false;
    const auto first = std::find_if(words.begin(), words.end(), [](const Word& w) { return !w.folded.empty(); });
    if (first == words.end()) return false;
    const auto has_capital = [&](const Word& w) {
        for (auto i = w.begin; i < w.end; ++i)
            if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && upper_at(text, i)) return true;
        return false;
    };
    if (upper_at(text, first->begin) || (text[first->begin] >= '0' && text[first->begin] <= '9'))
        return std::any_of(words.begin(), words.end(), has_capital);
    const bool body = reading.lexicon().has(Cue::body, first->folded) || reading.lexicon().has(Cue::article, first->folded) ||
                      first->end - first->begin <= 2;
    const bool s_hertogenbosch = text.substr(first->begin).starts_with("s-") || text.substr(first->begin).starts_with("'s-") ||
                                 text.substr(first->begin).starts_with("’s-") || text.substr(first->begin).starts_with("l'") ||
                                 text.substr(first->begin).starts_with("d'");
    return s_hertogenbosch || (body && std::any_of(words.begin(), words.end(), has_capital));
}

Span name_before(const Reading& reading, std::string_view text, const std::vector<Word>& words, const Anchor& anchor,
                 std::size_t not_before) {
    const auto after =
        std::lower_bound(words.begin(), words.end(), anchor.span.begin, [](const Word& w, std::size_t offset) { return w.begin < offset; });
    if (after == words.begin()) return {};
    const auto last = static_cast<std::size_t>(after - words.begin()) - 1;
    std::size_t first = last + 1;
    for (std::size_t i = last + 1; i-- > 0 && last - i < 11;) {
        const auto& word = words[i];
        if (word.begin < not_before) break;
        if (i < last) {
            const auto gap = text.substr(word.end, words[i + 1].begin - word.end);
            if (parted(gap) || ends_sentence(text, word, gap)) break;
        }
        const bool capital = upper_at(text, word.begin) || (text[word.begin] >= '0' && text[word.begin] <= '9');
        const bool body = reading.lexicon().has(Cue::body, word.folded);
        const bool elided = capital_after_elision(text.substr(word.begin, word.end - word.begin));
        // "Communauté urbaine de Dunkerque": what a body is said to be.
        const bool of_body = i > 0 && i < last && !word.folded.empty() && is_name_joint(words[i + 1].folded) &&
                             !upper_at(text, words[i + 1].begin) && upper_at(text, words[i - 1].begin) &&
                             reading.lexicon().has(Cue::body, words[i - 1].folded) && !reading.lexicon().has(Cue::function, word.folded) &&
                             !reading.lexicon().has(Cue::copula, word.folded) &&
                             text.substr(words[i - 1].end, word.begin - words[i - 1].end) == " ";
        if (!capital && !body && !elided && !of_body && !is_name_joint(word.folded)) break;
        if (!capital && joins_two(word.folded) && i < last) {
            const auto right = text.substr(words[i + 1].begin, words[last].end - words[i + 1].begin);
            if (reading.is_town(right) || (!reading.knows_towns() && word.folded != "with" && word.folded != "&")) break;
        }
        first = i;
    }
    if (first > last) return {};
    first = first_of_name(reading, text, words, first, last);
    return {words[first].begin, anchor.span.begin};
}

} // namespace cityweave::ingest
