// The words of a partner's name and what each is for: body word, connector, country, region, or perhaps a town. Knows the
// word lists of the gazetteer, not its places.
#pragma once

#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// What stands before a word.
enum class Gap : std::uint8_t { begin, blank, hyphen, apostrophe, slash, bracket, comma, dash };

/// What a word may be for; a set of bits. None: it may be a name.
enum WordKind : std::uint32_t {
    municipal = 1U << 0U,    ///< the body of one town: municipality, comune, kaupunki
    metropolitan = 1U << 1U, ///< a union round a core town
    area = 1U << 2U,         ///< larger than a town: county, region, island
    organisation = 1U << 3U,
    national = 1U << 4U, ///< a body of a whole state
    person = 1U << 5U,   ///< title or post of a person
    generic = 1U << 6U,  ///< names nothing: partner, TBC
    connector = 1U << 7U,
    district = 1U << 8U,
    compass = 1U << 9U,
    given_name = 1U << 10U,
    number = 1U << 11U,
    in_country = 1U << 12U, ///< belongs to the name or code of a country
    in_area = 1U << 13U,    ///< belongs to the name of a known region
    country_prefix = 1U << 14U,
};

struct NameWord {
    std::string text;
    std::string folded; ///< base::fold_for_search of it; never empty
    Gap gap;
    bool capital;            ///< begins with a capital letter or a letter of a script without cases
    bool dotted = false;     ///< a full stop follows: perhaps shortened
    std::uint32_t kinds = 0; ///< of WordKind
    [[nodiscard]] bool is(std::uint32_t any_of) const noexcept { return (kinds & any_of) != 0; }
};

/// A run of words.
struct Phrase {
    std::size_t first;
    std::size_t count;
};

struct NameText {
    std::vector<NameWord> words;
    std::string country;                      ///< alpha-2 of a country told inside the text beside other words; may be empty
    std::vector<std::string> areas;           ///< "CC" or "CC.admin1" of the regions told inside the text
    std::vector<Phrase> area_phrases;         ///< where they stand
    std::vector<std::string> spoken;          ///< alpha-2 of countries whose languages the body words belong to; empty: no hint
    std::vector<NamedPlace> whole;            ///< what the gazetteer knows by the whole text
    std::optional<std::string> whole_country; ///< the country whose name the whole text is
    std::uint32_t kinds = 0;                  ///< union of its words' kinds
    bool parted = false;                      ///< something other than blanks and hyphens stands between words
    bool plain = true;                        ///< no letter beyond ASCII, or capitals only: diacritics are then no evidence
    bool cased = false;                       ///< some word begins with a capital, so that words in lower case are no names
    [[nodiscard]] bool has(std::uint32_t any_of) const noexcept { return (kinds & any_of) != 0; }
    /// The key of `count` words from `first`: their folded forms with blanks between.
    [[nodiscard]] std::string key(std::size_t first, std::size_t count) const;
    /// The words as written, parted by blanks.
    [[nodiscard]] std::string slice(std::size_t first, std::size_t count) const;
};

/// Takes at most the first 300 bytes and 40 words. Linear.
[[nodiscard]] NameText read_name(std::string_view text, const Gazetteer& gazetteer, const Countries& countries);

} // namespace cityweave::gazetteer
