// Lines that begin with a network's name: "QUIET STREETS - Piraeus (EL), Burgas (BG)" (layout V), and the digests of one
// country's towns (layout W). Finds them; the lists around them are none of its business.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>
#include <optional>

namespace cityweave::ingest {

class NamedLines {
public:
    /// The page must outlive it.
    explicit NamedLines(const Page& page) : page_(page), reading_(page.reading), blocks_(page.reading.blocks()) {}

    /// The network and its partners where the block is such a line. One partner alone, or towns without countries, count
    /// only among other lines of the kind.
    [[nodiscard]] std::optional<Proposal> read(std::size_t block) const;
    /// Whether it is one among others of its kind.
    [[nodiscard]] bool is_one(std::size_t block) const;

private:
    [[nodiscard]] std::optional<Proposal> named(std::size_t i) const;
    [[nodiscard]] bool has_sibling(std::size_t i) const;
    /// "Im Netzwerk Hofgespräch geht es um Innenhöfe: …": a sentence about a network.
    [[nodiscard]] bool is_clause(std::string_view left, const std::vector<Word>& words) const;
    /// Whether other labels with other values stand right above and below.
    [[nodiscard]] bool is_form_field(std::size_t i) const;
    /// "Participation: the project allowed 40 citizens of Rastatt (Germany) …": a sentence, and no list.
    [[nodiscard]] bool begins_with_clause(const Line& block, std::size_t value, const Entry& first) const;
    [[nodiscard]] bool all_towns(const Line& block, const std::vector<Entry>& entries) const;
    [[nodiscard]] bool is_partner_town(std::string_view name) const;
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
};

} // namespace cityweave::ingest
