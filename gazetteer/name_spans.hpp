// Runs of words inside a partner's name that are, or may be declined or misspelt from, names of the gazetteer, and how
// they stand among the other words. Does not rate places.
#pragma once

#include "gazetteer/name_text.hpp"
#include "gazetteer/place_rating.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cityweave::gazetteer {

struct NameSpan {
    std::size_t first = 0; ///< word
    std::size_t count = 0; ///< words
    NameMatch match = NameMatch::whole;
    int edits = 0;
    std::vector<NamedPlace> places;
    bool whole = false;            ///< every other word is one of the word lists or a number
    bool introduced = false;       ///< a word of a body, or a connector after one, stands at its side
    bool isolated = false;         ///< commas, brackets, slashes or ends on both sides
    bool listed = false;           ///< its own words are all list words ("Este", "Spa"): only a strong place counts
    bool cut = false;              ///< a hyphen joins it to a word outside
    std::size_t unknown_words = 0; ///< outside it and in no list
};

/// Longest runs first wherever they begin, all that the gazetteer knows; runs of list words only are left out unless they
/// are the whole text. At most six words a run.
[[nodiscard]] std::vector<NameSpan> known_spans(const NameText& text, const Gazetteer& gazetteer);

/// The whole text as one run, with the places of its name.
[[nodiscard]] NameSpan whole_span(const NameText& text);

/// Runs with a shortened word that begin a name of `country` (anywhere if empty): "Nové Mesto n. V.", "Ste-Foy",
/// "Gorzów Wlkp."
[[nodiscard]] std::vector<NameSpan> abbreviated_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country);

/// The same for declined forms and adjectives; those of two words together in `country` only, if it is given.
[[nodiscard]] std::vector<NameSpan> declined_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country);

/// How many edits to look for: the fewest first, no more once some are found.
struct EditRange {
    int least = 1;
    int most = 2;
};

/// Runs of words in no list, with near names of `country`, and short texts as a whole. One edit from five letters, two from
/// eight; none outside of `edits`.
[[nodiscard]] std::vector<NameSpan> misspelt_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country,
                                                   EditRange edits = {});

/// Words that begin a longer name of `country` ("Clermont" for Clermont-Ferrand).
[[nodiscard]] std::vector<NameSpan> beginning_spans(const NameText& text, const Gazetteer& gazetteer, std::string_view country);

} // namespace cityweave::gazetteer
