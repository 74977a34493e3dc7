// How words are written: capitals, signs, quotes; the small words and signs that join names or part them. Knows no networks
// and no languages but by such words.
#pragma once

#include "ingest/lexicon.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// How a word is written.
struct Shape {
    bool capital = false; ///< begins with one, or with a digit followed by letters
    bool strong = false;  ///< all capitals, capitals inside, "@" or digits among letters, inner dots
};

/// Judges one word as written; empty text is neither.
[[nodiscard]] Shape shape_of(std::string_view word);
/// Whether a text has two capitals or more, and no small letter.
[[nodiscard]] bool is_capitals(std::string_view text);
/// Whether what stands between two words parts names: commas, brackets, quotes, dashes with blanks.
[[nodiscard]] bool breaks_name(std::string_view gap);
/// Whether a sentence ends between a word and the next; the stop of an abbreviation ends none.
[[nodiscard]] bool stops(std::string_view text, const Word& word, std::string_view gap);
/// Small words inside names: "of", "de", "und", "4". Folded.
[[nodiscard]] bool is_joint(const std::string& folded);
/// What joins a name to the noun it belongs to: "the heart of", "am Steuer von". Folded.
[[nodiscard]] bool is_genitive(const std::string& folded);
/// Articles after which "network" points back to one known already. Folded.
[[nodiscard]] bool is_definite(const std::string& folded);
/// Whether a quotation mark stands right before byte `begin`, or begins `rest`.
[[nodiscard]] bool is_quote_before(std::string_view text, std::size_t begin);
[[nodiscard]] bool is_quote_after(std::string_view rest);
/// Number of letters of any script.
[[nodiscard]] std::size_t letters_in(std::string_view name);
/// For every word of a text whether it stands in round brackets. Linear.
[[nodiscard]] std::vector<bool> inside_brackets(std::string_view text, const std::vector<Word>& words);

} // namespace cityweave::ingest
