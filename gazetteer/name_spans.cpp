#include "gazetteer/name_spans.hpp"

#include "gazetteer/name_forms.hpp"

#include <algorithm>

namespace cityweave::gazetteer {

namespace {

constexpr std::size_t longest_name = 6; ///< words
constexpr std::size_t most_places = 200;
constexpr std::size_t most_keys = 4000;  ///< of one beginning: "saint" has the most
constexpr std::size_t longest_short = 3; ///< letters of a shortened word
constexpr std::uint32_t listed = municipal | metropolitan | area | organisation | national | person | generic | connector | district |
                                 compass | number | in_country | in_area;
constexpr std::uint32_t list_words = listed & ~in_area & ~in_country;
/// Words that introduce a town's name.
constexpr std::uint32_t body = municipal | metropolitan | area | organisation | district;

bool parted(Gap gap) {
    return gap == Gap::begin || gap >= Gap::slash;
}

/// Only connectors between a body's word and `first`, or the word itself.
bool body_before(const NameText& text, std::size_t first) {
    for (auto i = first; i > 0; --i) {
        const auto& word = text.words[i - 1];
        if (word.is(body)) return true;
        if (!word.is(connector)) return false;
    }
    return false;
}

bool body_after(const NameText& text, std::size_t next) {
    return next < text.words.size() && !parted(text.words[next].gap) && text.words[next].is(body);
}

void place_among_words(const NameText& text, NameSpan& span) {
    const auto next = span.first + span.count;
    const bool at_end = next == text.words.size();
    for (std::size_t i = 0; i < text.words.size(); ++i)
        if ((i < span.first || i >= next) && !text.words[i].is(listed)) ++span.unknown_words;
    span.whole = span.unknown_words == 0;
    span.introduced = body_before(text, span.first) || body_after(text, next);
    span.isolated = parted(text.words[span.first].gap) && (at_end || parted(text.words[next].gap));
    const auto joined = [&](std::size_t i) { return text.words[i].gap == Gap::hyphen; };
    span.cut = (span.first > 0 && joined(span.first)) || (!at_end && joined(next));
}

bool all_of(const NameText& text, std::size_t first, std::size_t count, std::uint32_t kinds) {
    for (auto i = first; i < first + count; ++i)
        if (!text.words[i].is(kinds)) return false;
    return true;
}

/// "Comune di Este", "Gmina Police": a list word may be the town where nothing else can be.
bool alone_in_its_body(const NameText& text, std::size_t first, std::size_t count) {
    if (first == 0 || all_of(text, first, count, municipal | connector | number | generic)) return false;
    for (std::size_t i = 0; i < text.words.size(); ++i)
        if ((i < first || i >= first + count) && !text.words[i].is(municipal | connector | in_country | number)) return false;
    return true;
}

/// A name may begin with an article, but not with a body's word unless more follows, and is written large where others are.
bool may_be_name(const NameText& text, std::size_t first, std::size_t count) {
    const bool everything = count == text.words.size();
    if (all_of(text, first, count, number)) return false;
    if (everything) return !all_of(text, first, count, generic);
    if (all_of(text, first, count, list_words)) return alone_in_its_body(text, first, count);
    const auto& last = text.words[first + count - 1];
    if (text.cased && !text.words[first].capital && !(last.capital && text.words[first].is(connector))) return false;
    return count > 1 || text.words[first].folded.size() > 1;
}

bool comma_inside(const NameText& text, std::size_t first, std::size_t count) {
    for (auto i = first + 1; i < first + count; ++i)
        if (text.words[i].gap == Gap::comma) return true;
    return false;
}

void keep(std::vector<NamedPlace>& places) {
    if (places.size() > most_places) places.resize(most_places);
}

/// The key with what apostrophes and hyphens part written in one: "Sant'Arcangelo" as "santarcangelo". Empty if none does.
std::string joined_key(const NameText& text, std::size_t first, std::size_t count) {
    std::string key = text.words[first].folded;
    bool joined = false;
    for (auto i = first + 1; i < first + count; ++i) {
        const bool join = text.words[i].gap == Gap::apostrophe || text.words[i].gap == Gap::hyphen;
        joined = joined || join;
        key += (join ? "" : " ") + text.words[i].folded;
    }
    return joined ? key : std::string();
}

NameSpan make_span(const NameText& text, std::size_t first, std::size_t count, NameMatch match) {
    NameSpan span{.first = first, .count = count, .match = match};
    place_among_words(text, span);
    span.listed = all_of(text, first, count, list_words);
    return span;
}

std::vector<std::string> folded_words(const NameText& text, std::size_t first, std::size_t count) {
    std::vector<std::string> words;
    for (auto i = first; i < first + count; ++i) words.push_back(text.words[i].folded);
    return words;
}

/// The run of words in no list from `first`, over blanks, hyphens and apostrophes.
std::size_t unlisted_run(const NameText& text, std::size_t first) {
    std::size_t count = 0;
    if (text.words[first].is(connector)) return 0;
    while (first + count < text.words.size() && !text.words[first + count].is(listed & ~connector) &&
           (count == 0 || text.words[first + count].gap <= Gap::apostrophe))
        ++count;
    while (count > 0 && text.words[first + count - 1].is(connector)) --count;
    return count;
}

int edits_allowed(std::string_view key) {
    return key.size() >= 9 ? 2 : key.size() >= 5 ? 1 : 0;
}

void add_near(const Gazetteer& gazetteer, std::string_view key, std::string_view country, const NameSpan& form,
              std::vector<NameSpan>& spans) {
    std::vector<NearKey> near;
    for (int edits = 1; edits <= edits_allowed(key) && near.empty(); ++edits) near = gazetteer.near_keys(key, country, edits);
    if (near.size() > most_places) near.resize(most_places);
    for (const auto& n : near) {
        auto span = form;
        span.edits = n.edits;
        span.places = gazetteer.named_at(n.key_index);
        keep(span.places);
        spans.push_back(std::move(span));
    }
}

/// Whether `text` writes the words of `key` from `first`, each whole or its first letters, at least one of these shortened
/// and not all.
bool shortens(const NameText& text, std::size_t first, const std::vector<std::string_view>& key, const Gazetteer& gazetteer) {
    if (key.size() < 2 || first + key.size() > text.words.size()) return false;
    std::size_t shortened = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const std::string_view word = text.words[first + i].folded;
        if (word == key[i]) continue;
        const auto wholes = gazetteer.values(Section::abbreviations, word);
        const bool told = std::find(wholes.begin(), wholes.end(), key[i]) != wholes.end();
        if (word.size() > longest_short || (!told && (i == 0 || !key[i].starts_with(word)))) return false;
        ++shortened;
    }
    return shortened > 0 && shortened < key.size();
}

std::vector<std::string_view> words_of(std::string_view key) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin <= key.size();) {
        const auto end = std::min(key.find(' ', begin), key.size());
        words.push_back(key.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

void add_if_shortened(const NameText& text, const Gazetteer& gazetteer, std::size_t first, std::uint32_t key,
                      std::vector<NameSpan>& spans) {
    const auto words = words_of(gazetteer.key_text(key));
    if (!shortens(text, first, words, gazetteer)) return;
    auto span = make_span(text, first, words.size(), NameMatch::shortened);
    span.places = gazetteer.named_at(key);
    keep(span.places);
    spans.push_back(std::move(span));
}

} // namespace

std::vector<NameSpan> known_spans(const NameText& text, const Gazetteer& gazetteer) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first) {
        const auto most = std::min(longest_name, text.words.size() - first);
        for (auto count = most; count > 0; --count) {
            if (comma_inside(text, first, count) || !may_be_name(text, first, count)) continue;
            auto places = gazetteer.named(text.key(first, count));
            if (places.empty()) places = gazetteer.named(joined_key(text, first, count));
            if (places.empty()) continue;
            keep(places);
            auto span = make_span(text, first, count, NameMatch::whole);
            span.places = std::move(places);
            spans.push_back(std::move(span));
        }
    }
    return spans;
}

std::vector<NameSpan> abbreviated_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first) {
        const auto& word = text.words[first];
        auto beginnings = gazetteer.values(Section::abbreviations, word.folded);
        if (word.folded.size() > longest_short && !word.is(listed)) beginnings.emplace_back(word.folded);
        if (first + 1 == text.words.size()) break;
        const auto& next = text.words[first + 1].folded;
        for (const auto beginning : beginnings) {
            auto prefix = std::string(beginning) + ' ';
            if (next.size() > longest_short) prefix += next;
            for (const auto key : gazetteer.keys_from(prefix, country, most_keys)) add_if_shortened(text, gazetteer, first, key, spans);
        }
    }
    return spans;
}

std::vector<NameSpan> declined_spans(const NameText& text, const Gazetteer& gazetteer) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first)
        for (std::size_t count = std::min<std::size_t>(4, text.words.size() - first); count > 0; --count) {
            if (comma_inside(text, first, count) || !may_be_name(text, first, count)) continue;
            if (all_of(text, first, count, listed)) continue;
            for (const auto& form : base_forms(folded_words(text, first, count), gazetteer)) {
                auto places = gazetteer.named(form);
                if (places.empty()) continue;
                keep(places);
                auto span = make_span(text, first, count, NameMatch::declined);
                span.places = std::move(places);
                spans.push_back(std::move(span));
            }
        }
    return spans;
}

std::vector<NameSpan> misspelt_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size();) {
        const auto count = unlisted_run(text, first);
        if (count == 0) {
            ++first;
            continue;
        }
        if (may_be_name(text, first, count))
            add_near(gazetteer, text.key(first, count), country, make_span(text, first, count, NameMatch::typo), spans);
        first += count;
    }
    return spans;
}

std::vector<NameSpan> beginning_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country) {
    constexpr std::size_t shortest_beginning = 4;
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first) {
        if (text.words[first].is(listed) || text.words[first].folded.size() < shortest_beginning || !may_be_name(text, first, 1)) continue;
        for (const auto key : gazetteer.keys_from(text.words[first].folded + ' ', country, most_places)) {
            auto span = make_span(text, first, 1, NameMatch::beginning);
            span.places = gazetteer.named_at(key);
            keep(span.places);
            spans.push_back(std::move(span));
        }
    }
    return spans;
}

} // namespace cityweave::gazetteer
