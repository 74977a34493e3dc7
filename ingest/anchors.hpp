// Where a text tells a country or role beside a name: "(FR, lead)", " - France", ", France", " in France". Knows the ways of
// writing a country; knows neither the name beside it nor networks.
#pragma once

#include "ingest/document.hpp"
#include "ingest/reading.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// A country beside a name: "(FR)", " - France", ", France", " in France".
struct Anchor {
    Span span;           ///< from the sign that parts it from the name to its end
    std::string country; ///< empty for a bracket that only tells a role
    std::string code;    ///< as written, where it is a code
    bool is_lead = false;
    bool has_role = false;
    enum class Form { bracket, dash, comma, preposition, adjective, country_first } form = Form::bracket;
    /// Whether the country stands before the town, whose name is then `name`.
    [[nodiscard]] bool is_before() const { return form == Form::adjective || form == Form::country_first; }
    Span name{};       ///< of the town, where its country stands before it
    bool both = false; ///< said of the name before too: "Panevėžys, Šiauliai (abu – Lietuva)"
};

/// A town of the country that the word at `i` tells as its adjective, with words for "town" between them or none: "het
/// Belgische Mechelen", "италијанскиот град Фаенца". Nothing where no such town follows.
[[nodiscard]] std::optional<Anchor> adjective_at(const Reading& reading, std::string_view text, const std::vector<Word>& words,
                                                 std::size_t i);

/// All countries beside names in a text, ascending, not overlapping. Linear.
[[nodiscard]] std::vector<Anchor> anchors_of(const Reading& reading, std::string_view text, Span span);

/// Towns of the country that begins with the word at `i` and is said before them: "aus Polen sind Jelenia Góra und Tychy
/// dabei", "Från Sverige deltar Borås", "Puolasta Gdynia". Empty where no town of that country follows in the clause.
[[nodiscard]] std::vector<Anchor> towns_behind_country(const Reading& reading, std::string_view text, const std::vector<Word>& words,
                                                       std::size_t i);

/// The same of a text whose words are given, and adjectives before towns that have no country behind them.
[[nodiscard]] std::vector<Anchor> anchors_and_adjectives(const Reading& reading, std::string_view text, const std::vector<Word>& words);

/// Longest text between brackets that may tell a country and a role, bytes.
inline constexpr std::size_t longest_bracket = 90;

/// Reads what a bracket holds: parts of country and role, in any order. False where it tells neither.
bool read_bracket(const Reading& reading, std::string_view content, Anchor& anchor);

struct RoleWords {
    bool lead = false;
    bool any = false;
};

/// Whether a short text says a role and nothing else.
[[nodiscard]] RoleWords role_of(const Reading& reading, std::string_view text);

/// "in", "din", "aus": a small word, folded, that may join a town and its country.
[[nodiscard]] bool is_preposition(const std::string& folded);

/// The text of a span, and its words with offsets into the whole text.
[[nodiscard]] std::string_view part(std::string_view text, Span span);
[[nodiscard]] std::vector<Word> words_in(std::string_view text, Span span);

/// Whether a character of text is an upper-case letter, at a byte offset.
[[nodiscard]] bool upper_at(std::string_view text, std::size_t offset);

} // namespace cityweave::ingest
