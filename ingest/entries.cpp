#include "ingest/entries.hpp"

#include "base/unicode.hpp"
#include "gazetteer/place_rating.hpp"
#include "ingest/entry_countries.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_name_bytes = 160;

/// The bracket that closes at the end of the span, or that is never closed.
std::optional<Span> last_bracket(std::string_view text, Span span) {
    const auto inside = part(text, span);
    if (inside.ends_with(')')) {
        int depth = 0;
        for (std::size_t i = inside.size(); i-- > 0;) {
            if (inside[i] == ')') ++depth;
            if (inside[i] == '(' && --depth == 0) return Span{span.begin + i, span.end};
        }
        return std::nullopt;
    }
    const auto open = inside.rfind('(');
    if (open == std::string_view::npos || inside.find(')', open) != std::string_view::npos) return std::nullopt;
    return Span{span.begin + open, span.end};
}

std::string_view without_brackets(std::string_view bracket) {
    bracket.remove_prefix(1);
    if (bracket.ends_with(')')) bracket.remove_suffix(1);
    return bracket;
}

/// Takes brackets off the end of the name for as long as they tell country or role.
void take_brackets(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    for (auto bracket = last_bracket(text, name); bracket; bracket = last_bracket(text, name)) {
        Anchor said;
        if (bracket->begin == name.begin || !read_bracket(reading, without_brackets(part(text, *bracket)), said)) return;
        if (found.country.empty()) found.country = said.country, found.code = said.code;
        found.is_lead = found.is_lead || said.is_lead;
        found.has_role = found.has_role || said.has_role;
        name = trimmed(text, {name.begin, bracket->begin});
    }
}

/// "Espainiako Hernani": a town behind the adjective of its country.
void take_adjective(const Reading& reading, std::string_view text, Entry& entry) {
    const auto words = words_in(text, entry.name);
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (const auto anchor = adjective_at(reading, text, words, i); anchor && anchor->name.end == words.back().end) {
            entry.country = anchor->country;
            entry.name = anchor->name;
            return;
        }
}

/// "Hjørring Municipality1", "Genk²", "Riga [3]": the number of a footnote.
void take_footnote(std::string_view text, Span& name) {
    const auto written = part(text, name);
    for (const auto sign : {"¹"sv, "²"sv, "³"sv, "⁴"sv, "⁵"sv, "⁶"sv})
        if (written.ends_with(sign)) name = trimmed(text, {name.begin, name.end - sign.size()});
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto size = written.size();
    if (size > 4 && written.back() == ']' && is_digit(written[size - 2]) && written[size - 3] == '[')
        name = trimmed(text, {name.begin, name.end - 3});
    const bool glued = size > 4 && is_digit(written.back()) &&
                       std::all_of(written.end() - 4, written.end() - 1, [](char c) { return c >= 'a' && c <= 'z'; });
    if (glued) --name.end;
}

std::string without_number(const std::string& folded) {
    const auto end = folded.find_last_not_of("0123456789");
    return end == std::string::npos ? folded : folded.substr(0, end + 1);
}

/// "Leiden, Netherlands Lead partner": a badge that only its design sets off.
void take_lead_behind(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    const auto words = words_in(text, name);
    for (auto i = words.size(); i-- > 1 && words.size() - i <= 4;)
        if (upper_at(text, words[i].begin) && reading.lexicon().match(Cue::lead, words, i) == words.size() - i &&
            text.substr(words[i - 1].end, words[i].begin - words[i - 1].end) == " ") {
            found.is_lead = found.has_role = true;
            name = trimmed(text, {name.begin, words[i - 1].end});
            return;
        }
}

/// "Utrecht - Lead Partner", "Lead Partner: Utrecht", "Utrecht, lead".
void take_roles(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    const auto& lexicon = reading.lexicon();
    for (const auto separator : {" - "sv, " – "sv, ", "sv, ": "sv, " | "sv}) {
        const auto at = part(text, name).rfind(separator);
        if (at == std::string_view::npos) continue;
        const auto role = role_of(reading, part(text, name).substr(at + separator.size()));
        if (!role.any) continue;
        found.is_lead = found.is_lead || role.lead;
        found.has_role = true;
        name = trimmed(text, {name.begin, name.begin + at});
    }
    take_lead_behind(reading, text, name, found);
    auto words = words_in(text, name);
    if (words.empty()) return;
    if (const auto bare = without_number(words[0].folded); bare.size() < words[0].folded.size()) words[0].folded = bare; // "PP2:"
    const auto lead = lexicon.match(Cue::lead, words, 0);
    const auto n = lead > 0 ? lead : std::max(lexicon.match(Cue::lead_role, words, 0), lexicon.match(Cue::partner, words, 0));
    if (n == 0 || n >= words.size()) return;
    const auto gap = text.substr(words[n - 1].end, words[n].begin - words[n - 1].end);
    const bool parted = gap.find_first_of(":-=") != std::string_view::npos || gap.find("–") != std::string_view::npos;
    if (!parted && lead == 0) return;
    found.is_lead = found.is_lead || lead > 0 || lexicon.match(Cue::lead_role, words, 0) > 0;
    found.has_role = true;
    name = trimmed(text, {words[n].begin, name.end});
}

Span without_conjunction(const Reading& reading, std::string_view text, Span span) {
    span = trimmed(text, span);
    const auto words = words_in(text, span);
    if (words.size() < 2 || upper_at(text, words[0].begin)) return span;
    const auto n = reading.lexicon().match(Cue::conjunction, words, 0);
    if (n == 0 || n >= words.size()) return span;
    return trimmed(text, {words[n].begin, span.end});
}

void take_article(const Reading& reading, std::string_view text, Span& name) {
    // "l'Agence", "l’Associació": an elided article; "L'Aquila" keeps its own.
    for (const auto elided : {"l'"sv, "l’"sv, "d'"sv, "d’"sv})
        if (part(text, name).starts_with(elided) && upper_at(text, name.begin + elided.size()) && !reading.is_town(part(text, name)))
            name.begin += elided.size();
    const auto words = words_in(text, name);
    if (words.size() < 2 || !reading.lexicon().has(Cue::article, words[0].folded)) return;
    const bool capital = upper_at(text, words[0].begin);
    const bool before_body = reading.lexicon().has(Cue::body, words[1].folded);
    // "La Rochelle", "Den Haag", "The Hague": capital articles belong to the name unless a word like "city" follows.
    if (capital && !before_body && (words[0].folded != "the" || reading.is_town(part(text, name)))) return;
    name.begin = words[1].begin;
}

/// "y cuenta con Mulhouse": a few small words before a town; its index, or `first` where none follows.
std::size_t at_town(const Reading& reading, std::string_view text, const std::vector<Word>& words, std::size_t first, std::size_t end) {
    constexpr std::size_t most_small_words = 4;
    const auto written = [&](std::size_t i) { return text.substr(words[i].begin, words[i].end - words[i].begin); };
    for (auto i = first; i < std::min(words.size(), first + most_small_words + 1); ++i) {
        if (upper_at(text, words[i].begin))
            return i > first && reading.holds_town(text.substr(words[i].begin, end - words[i].begin)) ? i : first;
        if (reading.lexicon().has(Cue::body, words[i].folded) || written(i).find_first_of("'-") != std::string_view::npos) return first;
    }
    return first;
}

/// "is joined by Regensburg": what the sentence says before the name.
/// The word after the last full stop that ends a sentence: "A network about heating. Umeå" is Umeå.
std::size_t after_sentence(std::string_view text, const std::vector<Word>& words) {
    for (std::size_t i = words.size(); i-- > 1;) {
        const auto before = text.substr(words[i - 1].begin, words[i - 1].end - words[i - 1].begin);
        const bool stop = text.substr(words[i - 1].end, words[i].begin - words[i - 1].end).starts_with(". ");
        if (stop && before.size() > 4 && !upper_at(before, 0) && upper_at(text, words[i].begin)) return i;
    }
    return 0;
}

void take_sentence_words(const Reading& reading, std::string_view text, Span& name) {
    const auto words = words_in(text, name);
    const auto& lexicon = reading.lexicon();
    std::size_t first = 0;
    while (first + 1 < words.size() && !upper_at(text, words[first].begin) && !lexicon.has(Cue::body, words[first].folded)) {
        const bool small = lexicon.has(Cue::function, words[first].folded) || lexicon.has(Cue::copula, words[first].folded);
        const auto n = std::max({lexicon.match(Cue::joined, words, first), lexicon.match(Cue::led_by, words, first),
                                 lexicon.match(Cue::leads, words, first), std::size_t{small ? 1U : 0U}});
        if (n == 0 || first + n >= words.size()) break;
        first += n;
    }
    first = std::max(first, at_town(reading, text, words, first, name.end));
    first = std::max(first, after_sentence(text, words));
    if (first > 0 && !reading.is_town(part(text, name))) name.begin = words[first].begin;
}

/// A code that no town of this name goes with, while one of the codes it is mistaken for has such a town.
void read_code_from_context(const Reading& reading, std::string_view name, const std::string& code, Entry& entry) {
    if (code.empty()) return;
    const auto others = reading.confused_with(entry.country);
    if (others.empty() || reading.is_town(name, entry.country)) return;
    const auto words = words_of(name);
    const auto town_of = [&](const std::string& country) {
        if (reading.is_town(name, country)) return true;
        return std::any_of(words.begin(), words.end(), [&](const Word& w) {
            return w.end - w.begin > 3 && reading.is_town(name.substr(w.begin, w.end - w.begin), country);
        });
    };
    if (reading.knows_towns() && town_of(entry.country)) return;
    auto right = std::find_if(others.begin(), others.end(), [&](const auto& other) { return !reading.knows_towns() || town_of(other); });
    // No town in either: a code from another continent is the mistake ("Fingal County Council (IR)").
    if (right == others.end() && !gazetteer::in_europe(entry.country))
        right = std::find_if(others.begin(), others.end(), [](const auto& other) { return gazetteer::in_europe(other); });
    if (right == others.end()) return;
    entry.country = *right;
    entry.doubted = true;
}

std::vector<std::size_t> offsets_of(std::string_view text, Span span, std::string_view sign) {
    std::vector<std::size_t> offsets;
    for (auto at = text.find(sign, span.begin); at != std::string_view::npos && at < span.end; at = text.find(sign, at + sign.size()))
        offsets.push_back(at);
    return offsets;
}

std::vector<Span> split(std::string_view text, Span span, std::string_view sign) {
    std::vector<Span> pieces;
    std::size_t begin = span.begin;
    for (const auto at : offsets_of(text, span, sign)) {
        pieces.push_back({begin, at});
        begin = at + sign.size();
    }
    pieces.push_back({begin, span.end});
    return pieces;
}

/// Number of pieces that are a partner with its country.
std::size_t with_country(const Reading& reading, std::string_view text, const std::vector<Span>& pieces) {
    return static_cast<std::size_t>(std::count_if(pieces.begin(), pieces.end(), [&](Span piece) {
        const auto entry = read_entry(reading, text, piece);
        return entry && !entry->country.empty();
    }));
}

/// Where the words "and" of any language stand alone between two names.
std::optional<Span> conjunction_in(const Reading& reading, std::string_view text, Span span) {
    const auto words = words_in(text, span);
    for (std::size_t i = words.size(); i-- > 1;) {
        if (i + 1 >= words.size() || upper_at(text, words[i].begin)) continue;
        const auto n = reading.lexicon().match(Cue::conjunction, words, i);
        if (n > 0 && i + n < words.size() && upper_at(text, words[i + n].begin)) return Span{words[i].begin, words[i + n].begin};
    }
    return std::nullopt;
}

/// "Sibiu-led", "Bergamo-steered": a town and an English participle of leading.
void take_led(const Reading& reading, std::string_view text, Entry& entry) {
    const auto written = part(text, entry.name);
    const auto hyphen = written.rfind('-');
    if (hyphen == std::string_view::npos || hyphen == 0) return;
    const auto ending = written.substr(hyphen + 1);
    const bool small = std::all_of(ending.begin(), ending.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool participle =
        ending == "led" || ((ending == "run" || ending.ends_with("ed")) && reading.holds_town(written.substr(0, hyphen)));
    if (!small || !participle) return;
    entry.name.end = entry.name.begin + hyphen;
    entry.is_lead = entry.has_role = true;
}

/// "Leds från Umeå", "Övriga: Vasa": words that say who leads, or a label, before the town.
void take_leading_phrase(const Reading& reading, std::string_view text, Entry& entry) {
    const auto words = words_in(text, entry.name);
    if (words.size() < 2) return;
    auto first = reading.lexicon().match(Cue::led_by, words, 0);
    const bool led = first > 0;
    if (!led && text.substr(words[0].end, 2) == ": ") first = 1;
    if (first == 0 || first >= words.size() || !upper_at(text, words[first].begin)) return;
    if (!reading.holds_town(text.substr(words[first].begin, entry.name.end - words[first].begin))) return;
    entry.name.begin = words[first].begin;
    entry.is_lead = entry.is_lead || led;
    entry.has_role = entry.has_role || led;
}

/// Names before one country: "Trikala and Psahna in Greece". With a shared country only where a preposition says so.
void read_names_before(const Reading& reading, std::string_view text, Span names, const Anchor& anchor, std::vector<Entry>& entries) {
    std::vector<Span> pieces = split(text, names, ",");
    if (const auto conjunction = conjunction_in(reading, text, pieces.back()); conjunction && anchor.form == Anchor::Form::preposition) {
        const auto last = pieces.back();
        pieces.back() = {last.begin, conjunction->begin};
        pieces.push_back({conjunction->end, last.end});
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto piece = without_conjunction(reading, text, pieces[i]);
        if (piece.begin >= piece.end) continue;
        const bool last = i + 1 == pieces.size();
        auto entry =
            last || anchor.form == Anchor::Form::preposition ? entry_of(reading, text, piece, anchor) : read_entry(reading, text, piece);
        if (entry) entries.push_back(std::move(*entry));
    }
}

std::vector<Entry> read_pieces(const Reading& reading, std::string_view text, const std::vector<Span>& pieces) {
    std::vector<Entry> entries;
    for (const auto piece : pieces) {
        const auto names = without_conjunction(reading, text, piece);
        if (auto entry = read_entry(reading, text, names)) entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace

/// The word "Country" itself, as before a colon.
static bool is_country_label(const Reading& reading, std::string_view name) {
    const auto words = words_of(name);
    return !words.empty() && reading.lexicon().match(Cue::country, words, 0) == words.size();
}

std::optional<Entry> entry_of(const Reading& reading, std::string_view text, Span name, const Anchor& anchor) {
    Entry entry{.name = trimmed(text, name),
                .country = anchor.country,
                .is_lead = anchor.is_lead,
                .has_role = anchor.has_role,
                .whole = {name.begin, std::max(name.end, anchor.span.end)}};
    Anchor more;
    take_brackets(reading, text, entry.name, more);
    take_roles(reading, text, entry.name, more);
    entry.is_lead = entry.is_lead || more.is_lead;
    entry.has_role = entry.has_role || more.has_role;
    if (entry.country.empty()) entry.country = more.country;
    take_led(reading, text, entry);
    if (entry.country.empty()) take_adjective(reading, text, entry);
    take_footnote(text, entry.name);
    take_sentence_words(reading, text, entry.name);
    take_leading_phrase(reading, text, entry);
    take_article(reading, text, entry.name);
    const auto written = part(text, entry.name);
    if (!may_be_name(reading, written) || role_of(reading, written).any || is_country_label(reading, written)) return std::nullopt;
    if (reading.lexicon().find(Cue::left, words_of(written))) return std::nullopt; // "Umea (withdrew in 2024)"
    read_code_from_context(reading, written, anchor.code, entry);
    return entry;
}

std::optional<Entry> read_entry(const Reading& reading, std::string_view text, Span span) {
    auto name = without_conjunction(reading, text, span);
    if (name.end - name.begin > longest_name_bytes + longest_bracket || name.begin >= name.end) return std::nullopt;
    Anchor found{.span = {span.end, span.end}};
    // A bare country is an entry too, and "Bosnia-Herzegovina" no town with its country.
    if (!reading.country(part(text, name))) {
        take_country_before(reading, text, name, found);
        take_brackets(reading, text, name, found);
        take_roles(reading, text, name, found);
        if (found.country.empty() && !reading.country(part(text, name)))
            if (!take_country_name_before(reading, text, name, found) && !take_country_after(reading, text, name, found))
                take_country_after_preposition(reading, text, name, found);
        take_brackets(reading, text, name, found);
        take_same_country(reading, text, name, found);
    }
    if (found.country.empty())
        if (auto country = reading.country(part(text, name))) found.country = *country;
    auto entry = entry_of(reading, text, name, found);
    if (entry) entry->whole = span;
    return entry;
}

/// What commas part, and the last "and" between names.
static std::vector<Span> listed_pieces(const Reading& reading, std::string_view text, Span span) {
    auto pieces = split(text, span, ",");
    const auto last = pieces.back();
    const auto conjunction = conjunction_in(reading, text, last);
    if (!conjunction) return pieces;
    const auto right = part(text, {conjunction->end, last.end});
    if (pieces.size() > 1 || reading.is_town(right)) {
        pieces.back() = {last.begin, conjunction->begin};
        pieces.push_back({conjunction->end, last.end});
    }
    return pieces;
}

std::optional<std::string> country_field(const Reading& reading, std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon + 2 > text.size()) return std::nullopt;
    const auto label = words_of(text.substr(0, colon));
    if (label.empty() || reading.lexicon().match(Cue::country, label, 0) == 0) return std::nullopt;
    return reading.country(text.substr(colon + 1));
}

std::vector<Entry> read_entries(const Reading& reading, std::string_view text, Span span) {
    for (const auto sign : {" / "sv, "/"sv, ";"sv, " | "sv, " • "sv, "•"sv, " · "sv}) {
        const auto pieces = split(text, span, sign);
        if (pieces.size() < 2) continue;
        if (sign == ";" || sign == "•" || with_country(reading, text, pieces) * 2 >= pieces.size()) {
            std::vector<Entry> entries;
            for (const auto piece : pieces)
                for (auto& entry : read_entries(reading, text, piece)) entries.push_back(std::move(entry));
            return entries;
        }
    }
    const auto anchors = anchors_of(reading, text, span);
    if (anchors.empty()) return read_pieces(reading, text, listed_pieces(reading, text, span));
    std::vector<Entry> entries;
    std::size_t begin = span.begin;
    for (const auto& anchor : anchors) {
        const auto whole = part(text, trimmed(text, {begin, anchor.span.end}));
        if (anchor.form != Anchor::Form::bracket && reading.country(whole)) continue;
        read_names_before(reading, text, {begin, anchor.span.begin}, anchor, entries);
        begin = anchor.span.end;
    }
    if (const auto rest = without_conjunction(reading, text, {begin, span.end}); rest.begin < rest.end)
        for (auto& entry : read_pieces(reading, text, listed_pieces(reading, text, rest))) entries.push_back(std::move(entry));
    return entries;
}

} // namespace cityweave::ingest
