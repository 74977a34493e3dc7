#include "ingest/anchors.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cityweave::ingest {

using namespace std::string_view_literals;

std::string_view part(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

std::vector<Word> words_in(std::string_view text, Span span) {
    auto words = words_of(part(text, span));
    for (auto& word : words) word.begin += span.begin, word.end += span.begin;
    return words;
}

RoleWords role_of(const Reading& reading, std::string_view text) {
    const auto words = words_of(text);
    if (words.empty() || words.size() > 6) return {};
    const auto& lexicon = reading.lexicon();
    // "in the capacity of lead partner": small words may stand before the role, at most one that is no mere joint.
    std::size_t content = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 5); ++i) {
        if (i > 0 && upper_at(text, words[i - 1].begin) && !lexicon.has(Cue::function, words[i - 1].folded)) break;
        if (i > 0 && !lexicon.has(Cue::function, words[i - 1].folded) && ++content > 1) break;
        const auto covers = [&](std::size_t n) { return n > 0 && i + n == words.size(); };
        if (covers(lexicon.match(Cue::lead, words, i)) || covers(lexicon.match(Cue::lead_role, words, i))) return {true, true};
        if (covers(lexicon.match(Cue::partner, words, i))) return {false, true};
    }
    return {};
}

bool read_bracket(const Reading& reading, std::string_view content, Anchor& anchor) {
    if (content.size() > longest_bracket) return false;
    const auto take = [&](std::string_view piece) {
        if (auto country = reading.country(piece)) {
            if (anchor.country.empty()) anchor.country = *country, anchor.code = piece.size() <= 3 ? std::string(piece) : "";
            return true;
        }
        const auto role = role_of(reading, piece);
        anchor.is_lead = anchor.is_lead || role.lead;
        anchor.has_role = anchor.has_role || role.any;
        return role.any;
    };
    if (take(base::tidy_blanks(content))) return true;
    bool known = false;
    for (std::size_t begin = 0; begin <= content.size();) {
        auto end = content.find_first_of(",;/", begin);
        for (const auto dash : {" - "sv, " – "sv}) end = std::min(end, content.find(dash, begin));
        end = std::min(end, content.size());
        known = take(base::tidy_blanks(content.substr(begin, end - begin))) || known;
        begin = end + 1;
        while (begin < content.size() && (content[begin] == ' ' || content[begin] == '-' || content.substr(begin).starts_with("–")))
            begin += content[begin] == ' ' || content[begin] == '-' ? 1U : 3U;
    }
    return known;
}

bool is_preposition(const std::string& folded) {
    constexpr std::array prepositions = {"in"sv,  "din"sv, "en"sv,   "em"sv,  "im"sv, "v"sv,   "ve"sv,   "vo"sv,    "u"sv,   "w"sv,  "we"sv,
                                         "sto"sv, "ste"sv, "sten"sv, "i"sv,   "na"sv, "fra"sv, "fran"sv, "from"sv,  "aus"sv, "iz"sv, "z"sv,
                                         "ze"sv,  "zo"sv,  "ot"sv,   "uit"sv, "au"sv, "de"sv,  "da"sv,   "dalla"sv, "of"sv};
    return std::find(prepositions.begin(), prepositions.end(), folded) != prepositions.end();
}

namespace {

/// A bracket that tells a country or role.
std::optional<Anchor> bracket_at(const Reading& reading, std::string_view text, std::size_t open, std::size_t end) {
    const auto close = text.substr(0, std::min(end, open + longest_bracket + 2)).find(')', open);
    if (close == std::string_view::npos) return std::nullopt;
    Anchor anchor{.span = {open, close + 1}};
    auto content = text.substr(open + 1, close - open - 1);
    if (const auto inner = content.rfind('('); inner != std::string_view::npos) return std::nullopt;
    if (!read_bracket(reading, content, anchor)) return std::nullopt;
    const auto first = words_of(content);
    anchor.both = !anchor.has_role && !anchor.country.empty() && first.size() > 1 && !first.front().folded.empty() &&
                  !upper_at(content, first.front().begin) && first.front().end - first.front().begin > 1;
    return anchor;
}

/// The country that begins with the word at `i`, the longest first; its end offset.
std::optional<std::pair<std::string, std::size_t>> country_from(const Reading& reading, std::string_view text,
                                                                const std::vector<Word>& words, std::size_t i) {
    if (words[i].folded.empty() || !upper_at(text, words[i].begin)) return std::nullopt;
    for (std::size_t n = std::min<std::size_t>(4, words.size() - i); n > 0; --n) {
        bool parted = false;
        for (std::size_t k = i; k + 1 < i + n; ++k) parted = parted || text.substr(words[k].end, words[k + 1].begin - words[k].end) != " ";
        if (parted) continue;
        const auto end = words[i + n - 1].end;
        if (auto country = reading.plain_country(text.substr(words[i].begin, end - words[i].begin))) return std::pair(*country, end);
    }
    // "ItalyPermet": a line break was lost after the country.
    const auto word = text.substr(words[i].begin, words[i].end - words[i].begin);
    for (std::size_t k = 4; k + 2 < word.size() && word.size() < 60; ++k)
        if (word[k] >= 'A' && word[k] <= 'Z' && word[k - 1] >= 'a' && word[k - 1] <= 'z')
            if (auto country = reading.plain_country(word.substr(0, k))) return std::pair(*country, words[i].begin + k);
    return std::nullopt;
}

/// A country that a separator or preposition joins to the words before it.
std::optional<Anchor> anchor_at(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t i) {
    const auto gap_begin = words[i - 1].folded.empty() && i > 1 ? words[i - 2].end : words[i - 1].end;
    const auto gap = text.substr(gap_begin, words[i].begin - gap_begin);
    const bool dash = gap.find('-') != std::string_view::npos || gap.find("–") != std::string_view::npos ||
                      gap.find("—") != std::string_view::npos || gap.find('|') != std::string_view::npos;
    const bool comma = gap.starts_with(',') && gap.size() <= 2;
    const bool preposition = gap == " " && is_preposition(words[i - 1].folded) && !upper_at(text, words[i - 1].begin) && i > 1;
    if (!dash && !comma && !preposition) return std::nullopt;
    const auto country = country_from(reading, text, words, i);
    if (!country) return std::nullopt;
    // "City of České Budějovice": the word is part of a longer name.
    const bool goes_on = preposition && text.substr(country->second).starts_with(' ') && upper_at(text, country->second + 1);
    if (goes_on) return std::nullopt;
    const auto written = text.substr(words[i].begin, country->second - words[i].begin);
    Anchor anchor{.span = {preposition ? words[i - 2].end : gap_begin, country->second},
                  .country = country->first,
                  .code = written.size() <= 3 ? std::string(written) : ""};
    anchor.form = preposition ? Anchor::Form::preposition : dash ? Anchor::Form::dash : Anchor::Form::comma;
    return anchor;
}

/// "Benissa-Spania": town and country in one word.
std::optional<Anchor> anchor_inside(const Reading& reading, std::string_view text, const Word& word) {
    const auto written = text.substr(word.begin, word.end - word.begin);
    for (const auto dash : {"-"sv, "–"sv}) {
        const auto at = written.rfind(dash);
        if (at == std::string_view::npos || at < 3 || written.size() - at < 5 || reading.country(written)) continue;
        if (auto country = reading.plain_country(written.substr(at + dash.size())))
            return Anchor{.span = {word.begin + at, word.end}, .country = *country, .form = Anchor::Form::dash};
    }
    return std::nullopt;
}

} // namespace

/// "Finland's Hamina"
static std::string_view without_possessive(std::string_view word) {
    for (const auto ending : {"'s"sv, "’s"sv})
        if (word.ends_with(ending)) word.remove_suffix(ending.size());
    return word;
}

std::optional<Anchor> adjective_at(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t i) {
    constexpr std::size_t longest_town = 5; // words
    auto country = reading.lexicon().adjective(words[i].folded);
    const bool adjective = country.has_value();
    if (!country && upper_at(text, words[i].begin))
        country = reading.plain_country(without_possessive(part(text, {words[i].begin, words[i].end}))); // "Leedu Utena"
    if (!country) return std::nullopt;
    // "con capitán finlandés: Tampere"
    const auto beside = [&](std::size_t k) {
        const auto gap = text.substr(words[k].end, words[k + 1].begin - words[k].end);
        return gap == " " || (adjective && k == i && gap == ": ");
    };
    auto first = i + 1;
    while (first < words.size() && first <= i + 2 && beside(first - 1) && !upper_at(text, words[first].begin) &&
           (reading.lexicon().has(Cue::body, words[first].folded) || reading.lexicon().has(Cue::function, words[first].folded)))
        ++first;
    if (first >= words.size() || !beside(first - 1) || !upper_at(text, words[first].begin)) return std::nullopt;
    if (!adjective && reading.lexicon().has(Cue::function, words[first].folded)) return std::nullopt; // "Denmark The City of …"
    auto last = first;
    while (last + 1 < words.size() && last + 1 < first + longest_town && beside(last)) ++last;
    for (; last + 1 > first; --last) {
        const Span name{words[first].begin, words[last].end};
        if (last == first ? reading.is_town_form(part(text, name), *country) : reading.is_town(part(text, name), *country))
            return Anchor{.span = {name.end, name.end}, .country = *country, .form = Anchor::Form::adjective, .name = name};
    }
    return std::nullopt;
}

std::vector<Anchor> anchors_of(const Reading& reading, std::string_view text, Span span) {
    std::vector<Anchor> anchors;
    const auto words = words_in(text, span);
    std::size_t open = text.find('(', span.begin);
    std::size_t done = span.begin;
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (; open != std::string_view::npos && open < words[i].begin && open < span.end; open = text.find('(', open + 1))
            if (open >= done)
                if (auto anchor = bracket_at(reading, text, open, span.end)) done = anchor->span.end, anchors.push_back(std::move(*anchor));
        if (i == 0 || words[i].begin < done) continue;
        auto anchor = anchor_at(reading, text, words, i);
        if (!anchor) anchor = anchor_inside(reading, text, words[i]);
        if (anchor && anchor->span.begin >= done) done = anchor->span.end, anchors.push_back(std::move(*anchor));
    }
    return anchors;
}

namespace {

/// Where "Utena, cidade lituana" tells the country of the town before the comma.
std::optional<Anchor> adjective_behind(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t i) {
    if (i < 2 || !reading.lexicon().has(Cue::body, words[i - 1].folded)) return std::nullopt;
    const auto country = reading.lexicon().adjective(words[i].folded);
    const auto comma = words[i - 2].end;
    if (!country || text.substr(comma, words[i - 1].begin - comma) != ", ") return std::nullopt;
    if (!reading.is_town(part(text, {words[i - 2].begin, comma}), *country)) return std::nullopt;
    return Anchor{.span = {comma, words[i].end}, .country = *country, .form = Anchor::Form::comma};
}

/// The longest town of the country, or of any, that begins with the word at `i`; empty where there is none.
Span town_at(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t i, const std::string& country) {
    constexpr std::size_t longest_town = 4; // words
    for (auto n = std::min(longest_town, words.size() - i); n > 0; --n) {
        const Span span{words[i].begin, words[i + n - 1].end};
        if (reading.is_town(part(text, span), country)) return span;
    }
    return {};
}

} // namespace

std::vector<Anchor> towns_behind_country(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t i) {
    constexpr std::size_t most_words_between = 4;
    constexpr std::size_t shortest_declined = 5; // bytes
    if (!upper_at(text, words[i].begin) || words[i].end - words[i].begin < shortest_declined) return {};
    const auto gap_before = [&](std::size_t k) { return text.substr(words[k - 1].end, words[k].begin - words[k - 1].end); };
    auto at = i + 1;
    while (at < words.size() && at <= i + most_words_between && gap_before(at) == " " && !upper_at(text, words[at].begin)) ++at;
    // Whether a declined word is a country costs most, so it is asked last.
    if (at >= words.size() || gap_before(at) != " " || !upper_at(text, words[at].begin)) return {};
    if (const auto any = town_at(reading, text, words, at, ""); any.begin >= any.end) return {};
    const auto written = part(text, {words[i].begin, words[i].end});
    const bool after_small = i > 0 && is_preposition(words[i - 1].folded);
    const auto plain = reading.plain_country(written);
    const auto country = plain ? plain : reading.country(written);
    if (!country || (plain && !after_small)) return {};
    std::vector<Anchor> towns;
    while (at < words.size() && (towns.empty() ? gap_before(at) == " " : gap_before(at) == " " || gap_before(at) == ", ") &&
           upper_at(text, words[at].begin)) {
        const auto name = town_at(reading, text, words, at, *country);
        if (name.begin >= name.end) break;
        towns.push_back({.span = {name.end, name.end}, .country = *country, .form = Anchor::Form::country_first, .name = name});
        while (at < words.size() && words[at].begin < name.end) ++at;
        if (at < words.size() && gap_before(at) == " " && reading.lexicon().has(Cue::conjunction, words[at].folded)) ++at;
    }
    return towns;
}

std::vector<Anchor> anchors_and_adjectives(const Reading& reading, std::string_view text, const std::vector<Word>& words) {
    auto anchors = anchors_of(reading, text, {0, text.size()});
    const auto add = [&](Anchor anchor) {
        const auto name = anchor.is_before() ? anchor.name : anchor.span;
        const auto next = std::find_if(anchors.begin(), anchors.end(), [&](const Anchor& a) { return a.span.end > name.begin; });
        if (next == anchors.end() || next->span.begin > name.end + 1) anchors.insert(next, std::move(anchor));
    };
    for (std::size_t w = 0; w < words.size(); ++w) {
        if (auto anchor = adjective_behind(reading, text, words, w)) add(std::move(*anchor));
        if (w + 1 == words.size()) break;
        if (auto anchor = adjective_at(reading, text, words, w)) add(std::move(*anchor));
        for (auto& anchor : towns_behind_country(reading, text, words, w)) add(std::move(anchor));
    }
    return anchors;
}

} // namespace cityweave::ingest
