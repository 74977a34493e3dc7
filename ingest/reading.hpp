// A page made ready for the layouts: wrapped lines joined, words cut, answers of the gazetteer remembered. Shared by all
// layouts; decides nothing itself.
#pragma once

#include "ingest/document.hpp"
#include "ingest/extract.hpp"
#include "ingest/lexicon.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cityweave::ingest {

/// Not thread-safe: it remembers. One per page.
class Reading {
public:
    Reading(const Document& document, const ExtractOptions& options);

    [[nodiscard]] const Document& document() const noexcept { return *document_; }
    [[nodiscard]] const Lexicon& lexicon() const noexcept { return *options_->lexicon; }
    /// The page's blocks: paragraphs, list entries, table rows, headings. Lines that only a narrow column or a browser's
    /// line break had parted are one block again.
    [[nodiscard]] const std::vector<Line>& blocks() const noexcept { return blocks_; }
    /// Words of a block; valid until words() is asked for some hundred other blocks.
    [[nodiscard]] const std::vector<Word>& words(std::size_t block) const;

    /// Alpha-2 where the text names a country and nothing else. Lower-case codes are words, not countries.
    [[nodiscard]] std::optional<std::string> country(std::string_view text) const;
    /// The same without guesses at declined or misspelt names: for running text.
    [[nodiscard]] std::optional<std::string> plain_country(std::string_view text) const;
    /// Whether the gazetteer knows the town; false if there is none.
    [[nodiscard]] bool is_town(std::string_view name, std::string_view country = {}) const;
    /// Whether `name` is a town, or may be a declined form of one, where other evidence speaks for it; of no country only towns
    /// of Europe of some size.
    [[nodiscard]] bool is_town_form(std::string_view name, std::string_view country = {}) const;
    /// Whether some words of `name` are one: "Comune di Ivrea".
    [[nodiscard]] bool holds_town(std::string_view name, std::string_view country = {}) const;
    /// Whether the page is German, in which every noun begins with a capital.
    [[nodiscard]] bool nouns_have_capitals() const noexcept { return nouns_have_capitals_; }
    [[nodiscard]] bool knows_towns() const noexcept { return static_cast<bool>(options_->knowledge.is_town); }
    /// Codes `alpha2` is written for by mistake.
    [[nodiscard]] std::vector<std::string> confused_with(const std::string& alpha2) const;

private:
    using Asked = std::function<std::optional<std::string>(std::string_view)>;
    using Answers = std::unordered_map<std::string, std::optional<std::string>>;
    static std::optional<std::string> ask(const Asked& asked, Answers& answers, std::string_view text);
    struct Remembered {
        std::size_t block = static_cast<std::size_t>(-1);
        std::vector<Word> words;
    };
    const Document* document_;
    const ExtractOptions* options_;
    std::vector<Line> blocks_;
    bool nouns_have_capitals_ = false;
    mutable std::vector<Remembered> words_;
    mutable std::unordered_map<std::string, std::optional<std::string>> countries_;
    mutable std::unordered_map<std::string, std::optional<std::string>> plain_countries_;
    mutable std::unordered_map<std::string, bool> towns_;
};

} // namespace cityweave::ingest
