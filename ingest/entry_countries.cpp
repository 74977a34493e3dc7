#include "ingest/entry_countries.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

/// Signs between a name and its country, blanks included; those that also stand inside names come last.
constexpr std::array separators = {" - "sv, " – "sv, " — "sv, " | "sv, " − "sv, ", "sv, " / "sv, ": "sv,
                                   "- "sv,  "– "sv,  " -"sv,  " –"sv,  ","sv,   "–"sv,  "-"sv};

bool is_trim(std::string_view rest, std::size_t& length) {
    constexpr std::array signs = {" "sv, ","sv, ";"sv, ":"sv, "-"sv, "–"sv, "—"sv, "•"sv, "*"sv, "|"sv,
                                  "/"sv, "·"sv, "…"sv, "“"sv, "”"sv, "„"sv, "«"sv, "»"sv, "\""sv};
    for (const auto sign : signs)
        if (rest.starts_with(sign)) {
            length = sign.size();
            return true;
        }
    return false;
}

bool ends_with_sign(std::string_view text, std::size_t& length) {
    constexpr std::array signs = {" "sv, ","sv, ";"sv, ":"sv, "-"sv, "–"sv, "—"sv, "•"sv, "*"sv,
                                  "|"sv, "/"sv, "·"sv, "…"sv, "“"sv, "”"sv, "«"sv, "»"sv, "\""sv};
    for (const auto sign : signs)
        if (text.ends_with(sign)) {
            length = sign.size();
            return true;
        }
    // A full stop ends the entry, but belongs to "S.A." and the like.
    if (text.ends_with('.') && (text.size() < 3 || text[text.size() - 3] != '.')) {
        length = 1;
        return true;
    }
    return false;
}

/// "Shoqata „Të rinjtë“": the quote at the end closes one inside.
bool closes_quote(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs = {
        {{"\"", "\""}, {"„", "“"}, {"„", "”"}, {"“", "”"}, {"«", "»"}}};
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return text.ends_with(pair.second) && text.substr(0, text.size() - pair.second.size()).find(pair.first) != std::string_view::npos;
    });
}

} // namespace

Span trimmed(std::string_view text, Span span) {
    std::size_t length = 0;
    while (span.begin < span.end && is_trim(text.substr(span.begin, span.end - span.begin), length)) span.begin += length;
    while (span.begin < span.end && !closes_quote(text.substr(span.begin, span.end - span.begin)) &&
           ends_with_sign(text.substr(span.begin, span.end - span.begin), length))
        span.end -= length;
    return span;
}

/// The country after the last separator that has one behind it.
bool take_country_after(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    const auto inside = part(text, name);
    for (const auto separator : separators) {
        auto at = inside.rfind(separator);
        for (int tries = 0; tries < 3 && at != std::string_view::npos && at > 0; ++tries) {
            const auto right = inside.substr(at + separator.size());
            if (auto country = reading.country(right)) {
                found.country = *country;
                found.code = right.size() <= 3 ? std::string(right) : "";
                name = trimmed(text, {name.begin, name.begin + at});
                return true;
            }
            at = inside.rfind(separator, at - 1);
        }
    }
    return false;
}

/// "AL | Shkodër", "[DK] Kolding": a code before the name.
void take_country_before(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    if (!found.country.empty()) return;
    const auto inside = part(text, name);
    const auto open = inside.starts_with('[') || inside.starts_with('(') ? std::size_t{1} : std::size_t{0};
    const auto end = inside.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", open);
    if (end == std::string_view::npos || end - open < 2 || end - open > 3) return;
    const auto rest = inside.substr(end);
    const bool parted = open == 1 ? rest.starts_with(inside[0] == '[' ? "] " : ") ")
                                  : rest.starts_with(" | ") || rest.starts_with(": ") || rest.starts_with(" - ") || rest.starts_with(" – ");
    const auto code = inside.substr(open, end - open);
    const auto country = parted ? reading.country(code) : std::nullopt;
    if (!country) return;
    found.country = *country;
    found.code = std::string(code);
    name = trimmed(text, {name.begin + end + rest.find(' '), name.end});
}

/// Whether words behind a country's name may be a place there or a body of it, not what happens there.
static bool is_place_of(const Reading& reading, std::string_view name, const std::string& country, bool comma) {
    constexpr std::size_t longest = 5; // words
    const auto words = words_of(name);
    const auto& lexicon = reading.lexicon();
    if (reading.plain_country(name) || name.find_first_of(",:0123456789") != std::string_view::npos) return false;
    if (words.empty() || lexicon.holds_any({Cue::event, Cue::person}, words)) return false;
    if (comma) return reading.is_town(name, country);
    return reading.holds_town(name) || lexicon.find(Cue::body, words) || (upper_at(name, words[0].begin) && words.size() <= longest);
}

/// "Portugal – Braga", "Ukraine: Lutsk City Council": the country's name before the place.
bool take_country_name_before(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    const auto inside = part(text, name);
    for (const auto sign : {" – "sv, " — "sv, " - "sv, ": "sv, " | "sv, ", "sv}) {
        const auto at = inside.find(sign);
        if (at == std::string_view::npos) continue;
        const auto left = inside.substr(0, at);
        const auto country = reading.plain_country(left);
        const bool comma = sign == ", ";
        if (!country || (comma && reading.is_town(left))) continue;
        if (!is_place_of(reading, inside.substr(at + sign.size()), *country, comma)) return false;
        found.country = *country;
        name = trimmed(text, {name.begin + at + sign.size(), name.end});
        return true;
    }
    return false;
}

/// "Lyon, France (FR)": told twice.
void take_same_country(const Reading& reading, std::string_view text, Span& name, const Anchor& found) {
    Span shorter = name;
    Anchor again;
    if (!found.country.empty() && take_country_after(reading, text, shorter, again) && again.country == found.country) name = shorter;
}

/// "Idrija in Slovenia": the country after a small word.
bool take_country_after_preposition(const Reading& reading, std::string_view text, Span& name, Anchor& found) {
    const auto words = words_in(text, name);
    for (std::size_t i = words.size() > 6 ? words.size() - 6 : 1; i + 1 < words.size(); ++i) {
        if (!is_preposition(words[i].folded) || upper_at(text, words[i].begin)) continue;
        if (auto country = reading.country(text.substr(words[i + 1].begin, name.end - words[i + 1].begin))) {
            found.country = *country;
            name = trimmed(text, {name.begin, words[i - 1].end});
            return true;
        }
    }
    return false;
}

} // namespace cityweave::ingest
