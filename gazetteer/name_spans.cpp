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

/// One edit from five letters, two from nine; from eight where the country is known to be right.
int edits_allowed(std::string_view key) {
    return key.size() >= 8 ? 2 : key.size() >= 5 ? 1 : 0;
}

/// The keys with the fewest edits in the range, if there are any.
std::vector<NearKey> nearest_keys(const Gazetteer& gazetteer, std::string_view key, std::string_view country, EditRange range) {
    std::vector<NearKey> near;
    for (int edits = range.least; edits <= std::min(range.most, edits_allowed(key)) && near.empty(); ++edits)
        near = gazetteer.near_keys(key, country, edits);
    return near;
}

/// `form` once for each key, with its places.
void add_near(const Gazetteer& gazetteer, std::vector<NearKey> near, const NameSpan& form, std::vector<NameSpan>& spans) {
    if (near.size() > most_places) near.resize(most_places);
    for (const auto& n : near) {
        auto span = form;
        span.edits = n.edits;
        span.places = gazetteer.named_at(n.key_index);
        keep(span.places);
        spans.push_back(std::move(span));
    }
}

/// "Wlkp." for "Wielkopolski": its first letter and others in their order.
bool letters_of(std::string_view word, std::string_view whole) {
    if (word.empty() || word.front() != whole.front()) return false;
    std::size_t next = 0;
    for (const char c : whole)
        if (next < word.size() && c == word[next]) ++next;
    return next == word.size();
}

bool shortens_word(const NameWord& word, std::string_view whole, bool first, const Gazetteer& gazetteer) {
    const std::string_view letters = word.folded;
    if (letters.size() >= whole.size()) return false;
    const auto wholes = gazetteer.values(Section::abbreviations, letters);
    if (std::find(wholes.begin(), wholes.end(), whole) != wholes.end()) return true;
    if (word.dotted) return letters_of(letters, whole);
    return !first && letters.size() <= longest_short && whole.starts_with(letters);
}

bool is_connector(std::string_view word, const Gazetteer& gazetteer) {
    const auto kinds = gazetteer.values(Section::words, word);
    return std::any_of(kinds.begin(), kinds.end(), [](std::string_view k) { return k.starts_with("connector"); });
}

/// How many words of `text` from `first` write the words of `key`, each whole or shortened, some of both; connectors and
/// what follows the second word may be left out ("V. N. Famalicão", "Brandýs n. L."). 0: they do not.
std::size_t words_shortening(const NameText& text, std::size_t first, const std::vector<std::string_view>& key,
                             const Gazetteer& gazetteer) {
    std::size_t used = 0, whole = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (first + used == text.words.size() || text.words[first + used].gap >= Gap::comma) {
            if (used < 3) return 0;
            break;
        }
        const auto& word = text.words[first + used];
        if (word.folded == key[i])
            ++whole;
        else if (!shortens_word(word, key[i], i == 0, gazetteer)) {
            if (i > 0 && i + 1 < key.size() && !word.dotted && is_connector(key[i], gazetteer)) continue;
            return 0;
        }
        ++used;
    }
    return whole > 0 && whole < used ? used : 0;
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
    const auto used = words.size() < 2 ? 0 : words_shortening(text, first, words, gazetteer);
    if (used == 0) return;
    auto span = make_span(text, first, used, NameMatch::shortened);
    span.places = gazetteer.named_at(key);
    keep(span.places);
    spans.push_back(std::move(span));
}

/// Beginnings of the names that a text shortened from `first` on may mean.
std::vector<std::string> shortened_beginnings(const NameText& text, const Gazetteer& gazetteer, std::size_t first, bool anywhere) {
    const auto& word = text.words[first];
    const auto& next = text.words[first + 1];
    std::vector<std::string> beginnings;
    const auto begin = [&](std::string_view whole) {
        const bool told = next.folded.size() > longest_short && !next.dotted;
        beginnings.push_back(std::string(whole) + ' ' + (told ? next.folded : std::string()));
    };
    for (const auto whole : gazetteer.values(Section::abbreviations, word.folded)) begin(whole);
    if (word.folded.size() > longest_short && !word.is(listed)) begin(word.folded);
    if (word.dotted && (!anywhere || word.folded.size() > 2)) beginnings.push_back(word.folded);
    return beginnings;
}

/// "powiat cieszyński", "région grenobloise": adjectives are written small, at the side of the word they belong to.
bool small_adjective(const NameText& text, std::size_t first) {
    constexpr std::size_t shortest = 6;
    constexpr std::uint32_t governing = municipal | metropolitan | area | district;
    if (text.words[first].folded.size() < shortest) return false;
    const bool before = first > 0 && text.words[first - 1].is(governing);
    return before || (first + 1 < text.words.size() && text.words[first + 1].is(governing));
}

void add_compounds(const NameText& text, const Gazetteer& gazetteer, std::size_t first, std::string_view country,
                   std::vector<NameSpan>& spans) {
    for (const auto key : compound_keys(text.words[first].folded, gazetteer, country)) {
        auto span = make_span(text, first, 1, NameMatch::declined);
        span.places = gazetteer.named_at(key);
        keep(span.places);
        spans.push_back(std::move(span));
    }
}

} // namespace

std::vector<NameSpan> known_spans(const NameText& text, const Gazetteer& gazetteer) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first) {
        const auto most = std::min(longest_name, text.words.size() - first);
        for (auto count = most; count > 0; --count) {
            if (comma_inside(text, first, count) || !may_be_name(text, first, count)) continue;
            auto places = count == text.words.size() ? text.whole : gazetteer.named(text.key(first, count));
            if (places.empty())
                if (const auto joined = joined_key(text, first, count); !joined.empty()) places = gazetteer.named(joined);
            if (places.empty()) continue;
            keep(places);
            auto span = make_span(text, first, count, NameMatch::whole);
            span.places = std::move(places);
            spans.push_back(std::move(span));
        }
    }
    return spans;
}

NameSpan whole_span(const NameText& text) {
    auto span = make_span(text, 0, text.words.size(), NameMatch::whole);
    span.places = text.whole;
    keep(span.places);
    return span;
}

std::vector<NameSpan> abbreviated_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country) {
    std::vector<NameSpan> spans;
    const auto short_word = [&](const NameWord& w) {
        return w.dotted ||
               (w.folded.size() <= longest_short && (!w.is(connector) || !gazetteer.values(Section::abbreviations, w.folded).empty()));
    };
    if (std::none_of(text.words.begin(), text.words.end(), short_word)) return spans;
    for (std::size_t first = 0; first + 1 < text.words.size(); ++first)
        for (const auto& beginning : shortened_beginnings(text, gazetteer, first, country.empty()))
            for (const auto key : gazetteer.keys_from(beginning, country, most_keys)) add_if_shortened(text, gazetteer, first, key, spans);
    return spans;
}

std::vector<NameSpan> declined_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country) {
    std::vector<NameSpan> spans;
    for (std::size_t first = 0; first < text.words.size(); ++first)
        for (std::size_t count = std::min<std::size_t>(4, text.words.size() - first); count > 0; --count) {
            if (comma_inside(text, first, count) || all_of(text, first, count, listed)) continue;
            if (!may_be_name(text, first, count) && !(count == 1 && small_adjective(text, first))) continue;
            for (const auto& form : base_forms(folded_words(text, first, count), gazetteer)) {
                auto places = gazetteer.named(form);
                if (places.empty()) continue;
                keep(places);
                auto span = make_span(text, first, count, NameMatch::declined);
                span.places = std::move(places);
                spans.push_back(std::move(span));
            }
            if (count == 1) add_compounds(text, gazetteer, first, country, spans);
        }
    return spans;
}

/// "Sit-Nilkaas", "Maritn Franca": what misspelling left may be in a list by chance, so a short text is also tried whole, if
/// hyphens make it one or no word of a body is in it.
bool may_be_one_name(const NameText& text) {
    constexpr std::size_t most = 5;
    constexpr std::uint32_t others = municipal | metropolitan | organisation | national | person | generic;
    if (text.words.size() < 2 || text.words.size() > most || !text.has(listed)) return false;
    const auto joined = [](const NameWord& w) { return w.gap == Gap::hyphen; };
    if (std::all_of(text.words.begin() + 1, text.words.end(), joined)) return true;
    return !text.has(others) &&
           std::all_of(text.words.begin() + 1, text.words.end(), [](const NameWord& w) { return w.gap <= Gap::apostrophe; });
}

std::vector<NameSpan> misspelt_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country, EditRange edits) {
    std::vector<NameSpan> spans;
    if (may_be_one_name(text))
        add_near(gazetteer, nearest_keys(gazetteer, text.key(0, text.words.size()), country, edits),
                 make_span(text, 0, text.words.size(), NameMatch::typo), spans);
    for (std::size_t first = 0; first < text.words.size();) {
        const auto count = unlisted_run(text, first);
        if (count == 0) {
            ++first;
            continue;
        }
        if (may_be_name(text, first, count))
            add_near(gazetteer, nearest_keys(gazetteer, text.key(first, count), country, edits),
                     make_span(text, first, count, NameMatch::typo), spans);
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
