// The words by which pages tell roles, networks and the ends of lists, per language. Knows no names of networks or places.
#pragma once

#include "ingest/country_adjectives.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cityweave::ingest {

/// What a phrase does in a text. One phrase may do several things.
enum class Cue : std::uint8_t {
    lead,        ///< names the lead's role: "lead partner", "chef de file"
    lead_role,   ///< names it too, but is said of other things as well ("coordinator", "leader"): only with a colon or in brackets
    partner,     ///< "partner(s)", "members", "cities": in labels and before runs
    led_by,      ///< says who leads, the lead after it: "led by", "guidata da"
    leads,       ///< says who leads, the lead before it: "leads", "is at the head of"
    network,     ///< "network", "project" and the like
    joined,      ///< announces the partners: "joined by", "together with"
    stop,        ///< a heading after which a partner list is over: "Timeline", "Lead Expert"
    search,      ///< tells that a partnership is only wished for: "partner search", "interested cities"
    seek,        ///< does so if partners are its object: "looking for"
    function,    ///< words that never begin or end a name: articles, prepositions, "this"
    article,     ///< leading articles a partner's name goes without
    body,        ///< "city", "municipality": kept with the partner's name
    programme,   ///< programmes and bodies that are no networks: "URBACT", "European Union"
    status,      ///< lines of page furniture: "Ongoing", "Copy link"
    conjunction, ///< "and"
    person,      ///< roles of persons: "expert", "coordinator NAME", "mayor"
    event,       ///< "meeting", "conference": places in such sentences are no partners
    country,     ///< heads a column of countries
    theme,       ///< heads a column of themes
    role,        ///< heads a column of roles
    menu,        ///< what sites print round their content: "Home", "Share", "Privacy policy", names of languages
    title,       ///< labels of a network's name: "Project title", "Acronym"
    company,     ///< legal forms at the end of companies' names: "GmbH", "Ltd"
    member,      ///< says that a town belongs to a network, which does not lead it: "is part of", "nimmt teil"
    copula,      ///< "is", "stands": what may stand between a role and who has it
    left,        ///< tells that a partner is one no more: "withdrew", "former partners"
    contact,     ///< headings over addresses and persons: "Contact", "Get in touch"
    count_
};

/// A word of a text: its core without punctuation at either end.
struct Word {
    std::size_t begin = 0; ///< bytes of the core in the text
    std::size_t end = 0;
    std::string folded; ///< the core by base::fold_for_search; empty for a mere sign such as "-"
};

/// Splits at blanks, and trims punctuation off both ends of every word. Linear.
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

/// The phrases of all languages together.
class Lexicon {
public:
    /// Reads `words.json` of a folder: category → language → phrases; a word with a star at its end stands for all its forms;
    /// and `country_adjectives.csv`. Throws base::IoError, base::FormatError.
    [[nodiscard]] static Lexicon open(const std::filesystem::path& folder);
    [[nodiscard]] static Lexicon from_json(std::string_view text, std::string_view name);

    /// Number of words of the longest phrase of this kind that begins at word `at`, or 0.
    [[nodiscard]] std::size_t match(Cue cue, const std::vector<Word>& words, std::size_t at) const;
    /// Whether a single folded word is a phrase of this kind.
    [[nodiscard]] bool has(Cue cue, const std::string& folded) const;
    /// Whether the words speak of a partnership that is only wished for.
    [[nodiscard]] bool speaks_of_search(const std::vector<Word>& words) const;
    /// Whether they speak of partners by that word, not only of cities or members.
    [[nodiscard]] bool speaks_of_partners(const std::vector<Word>& words) const;
    /// First word at which a phrase of this kind begins.
    [[nodiscard]] std::optional<std::size_t> find(Cue cue, const std::vector<Word>& words, std::size_t from = 0) const;
    /// Whether a phrase of any of the cues stands among the words.
    [[nodiscard]] bool holds_any(std::initializer_list<Cue> cues, const std::vector<Word>& words) const;

    /// The country a folded word tells as an adjective: "belgische".
    [[nodiscard]] std::optional<std::string> adjective(const std::string& folded) const { return adjectives_.country(folded); }

private:
    void add(Cue cue, std::string_view phrase);
    using Phrases = std::vector<std::vector<std::string>>; ///< that begin with one word, the longest first
    /// Whether the word is a form of a phrase written with a star in the file: "projekt*" has "projektem", "projektissa".
    [[nodiscard]] bool is_form(Cue cue, const std::string& folded) const;
    std::unordered_map<std::string, Phrases> by_first_word_[static_cast<std::size_t>(Cue::count_)];
    std::vector<std::string> stems_[static_cast<std::size_t>(Cue::count_)];
    CountryAdjectives adjectives_;
};

} // namespace cityweave::ingest
