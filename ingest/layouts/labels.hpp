// The labels that announce partners: "Lead partner: …", "Partners (9):", sentences that end in a colon. Knows no lists below
// them.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// "Lead Partner: …", "Partners (9):", or a sentence that ends in a colon.
struct Label {
    bool lead = false;
    bool strong = true; ///< says "partner" or "lead" itself, not just "cities"
    Span value;         ///< empty where the list follows on the next lines
};

/// The labels of a page's blocks. The page outlives it.
class Labels {
public:
    explicit Labels(const Page& page) : page_(page), reading_(page.reading), blocks_(page.reading.blocks()) {}

    /// Labels inside one block, each with the text up to the next. Linear in the block.
    [[nodiscard]] std::vector<Label> of(std::size_t i) const;
    /// "Withdrew in 2023: Bregenz (Austria)": names one that is no partner any more.
    [[nodiscard]] bool tells_of_leaver(std::size_t i) const;
    /// Whether the block is a heading after which a list is over, and nothing else.
    [[nodiscard]] bool is_stop(std::size_t i) const;

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }
    /// "Localități partenere: …": a few words with the stem of "partner" among them.
    [[nodiscard]] std::optional<Label> partner_label(const Line& block) const;
    /// "AL" as a country, and no article.
    [[nodiscard]] bool is_code(const Line& block, const Word& word) const;
    /// "Lead" on a line of its own, over a partner with its country.
    [[nodiscard]] bool heads_lead(std::size_t i, const std::vector<Word>& words) const;
    /// "La rete Sotto i Portici: i partner": a heading that ends in the word, over a list.
    [[nodiscard]] bool heads_partners(std::size_t i, const std::vector<Word>& words) const;
    /// "* lead partner": says what the star behind a name means.
    [[nodiscard]] bool is_legend(std::size_t i) const;
    [[nodiscard]] bool search_said(const std::vector<Word>& words) const;
    /// A role's words at the front of the block, or anywhere in it before a colon.
    [[nodiscard]] std::optional<Label> label_at(const Line& block, const std::vector<Word>& words, std::size_t w, bool first) const;
    /// "…, with Esbjerg, Denmark, acting as lead partner:" tells the lead before, and announces the others.
    [[nodiscard]] bool place_before(std::string_view text, std::size_t end) const;
    /// "Network partners:", "Project's lead partner:": a word or two before the role.
    [[nodiscard]] bool is_qualifier(const std::vector<Word>& words, std::size_t w) const;
    /// "CAPOFILA Comune di …", "Lead partner Genk (BE)": no sign between, but capitals, bold or a country tell the field.
    [[nodiscard]] bool is_bare_field(const Line& block, const std::vector<Word>& words, std::size_t w, std::size_t n,
                                     std::size_t value) const;
    /// "The nine partners meet to learn: …": a sentence with a colon whose words before it speak of partners.
    [[nodiscard]] std::optional<Label> announcement(const Line& block, const std::vector<Word>& words) const;
    [[nodiscard]] std::optional<Label> announced_at(const Line& block, const std::vector<Word>& words, std::size_t at) const;

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
};

} // namespace cityweave::ingest
