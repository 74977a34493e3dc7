// The network a text speaks of, found by evidence: how its words are written, what stands beside them, where they come
// again on the page. Knows no list of networks.
#pragma once

#include "ingest/entries.hpp"
#include "ingest/reading.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cityweave::ingest {

/// Words that may be a network's name, with the weight of evidence: below 2 a mere capitalised word, from 4 on likely.
struct NameCandidate {
    Span span;
    std::string name;
    double score = 0;
};

/// A name without possessives and stray blanks: "Quiet Streets’s" is "Quiet Streets".
[[nodiscard]] std::string tidy_name(std::string_view name);

class NetworkNames {
public:
    explicit NetworkNames(const Reading& reading);

    /// Candidates of a block of prose, best first; places are spans that name partners and are no names of networks.
    [[nodiscard]] std::vector<NameCandidate> in_prose(std::size_t block, const std::vector<Entry>& places) const;
    /// The name a heading, title or label's value gives: without subtitle, expansion, quotes and the word "network". Empty
    /// where the text is only furniture ("Partners", "Timeline").
    [[nodiscard]] std::string from_title(std::string_view title) const;
    /// The same for a title that is a sentence: the name inside it where there is one, else nothing.
    [[nodiscard]] std::optional<std::string> inside_title(std::string_view title) const;
    /// Blocks that look like headings: by mark-up, or short, without final stop and set apart.
    [[nodiscard]] bool is_heading(std::size_t block) const { return headings_[block]; }
    /// How often the words stand on the page, in any case; at most counted to 50.
    [[nodiscard]] int occurrences(std::string_view name) const;
    /// In how many sentences they do: what a site prints round its content is spoken of in none. At most 50.
    [[nodiscard]] int sentences_with(std::string_view name) const;
    /// Whether one word is a town the page names elsewhere, in another form: "Písku" beside "Písek".
    [[nodiscard]] bool resembles_town(std::string_view name) const;
    /// "Talvikaupunki-hanke" and "Windows on Wind -verkosto" without what says that they are networks.
    [[nodiscard]] std::string_view without_network_word(std::string_view name) const;
    /// Labels and furniture: "Partners", "Timeline", "Ongoing", dates, menus.
    [[nodiscard]] bool is_furniture(std::string_view text) const;
    /// The same of a block, remembered.
    [[nodiscard]] bool is_furniture_at(std::size_t block) const { return furniture_[block]; }
    /// The two best names of a block of prose that may be a title for what follows it, of evidence 4.5 or more; found once
    /// a block. Not thread-safe.
    [[nodiscard]] const std::vector<NameCandidate>& title_candidates(std::size_t block) const;

private:
    struct Seen {
        int times = 0;
        int sentences = 0;
        std::size_t last_sentence = static_cast<std::size_t>(-1);
    };
    [[nodiscard]] bool looks_like_heading(std::size_t block) const;
    [[nodiscard]] bool is_leftover(std::string_view text) const;
    /// Words of the programme's name that begins at a word, or 0; short ones count in capitals only.
    [[nodiscard]] std::size_t programme_at(std::string_view text, const std::vector<Word>& words, std::size_t i) const;
    [[nodiscard]] bool is_label(const std::vector<Word>& words) const;
    [[nodiscard]] bool is_menu(std::string_view text, const std::vector<Word>& words) const;
    [[nodiscard]] const Seen& seen(std::string_view name) const;
    void note_runs(std::size_t block);
    const Reading& reading_;
    std::vector<bool> furniture_;
    std::vector<bool> headings_;
    mutable std::unordered_map<std::size_t, std::vector<NameCandidate>> title_candidates_;
    std::unordered_map<std::string, int> heading_slugs_;
    std::unordered_map<std::string, Seen> capital_runs_;
    bool speaks_of_redes_ = false; ///< of networks, in Spanish or Portuguese
    std::set<std::string> towns_;  ///< that the page names, folded
};

} // namespace cityweave::ingest
