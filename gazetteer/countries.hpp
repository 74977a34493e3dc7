// Countries by name, in any language, and by code. Does not know towns, only that a town's name is no misspelt country.
#pragma once

#include "gazetteer/gazetteer.hpp"
#include "gazetteer/gazetteer_build.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::gazetteer {

/// Thread-safe once made. Codes are ISO 3166-1 alpha-2, with XK for Kosovo.
class Countries {
public:
    /// The gazetteer carries the table of names; it must outlive this object.
    explicit Countries(const Gazetteer& gazetteer);

    /// The country a text names and nothing else: alpha-2 (EL and UK too), alpha-3, a name in any language CLDR knows, an
    /// abbreviation, a declined form, or a name of six letters or more with a typing error (nine: two). Any case. A text
    /// that is a town's name is never taken for a declined or misspelt country.
    [[nodiscard]] std::optional<std::string> alpha2(std::string_view text) const;
    /// As alpha2(), but names as they stand in the table only, no codes and no guesses: what may stand inside a longer
    /// text. `folded` is a base::fold_for_search form. O(log n).
    [[nodiscard]] std::optional<std::string> by_name(std::string_view folded) const;
    /// As by_name() for one folded word in a declined form ("kroatian", "graikijos"); nothing if two countries fit.
    [[nodiscard]] std::optional<std::string> by_stem(std::string_view folded) const;
    /// Codes as pages write them beside a name: two or three capital letters.
    [[nodiscard]] std::optional<std::string> by_code(std::string_view text) const;

    [[nodiscard]] bool is_country_text(std::string_view text) const { return alpha2(text).has_value(); }

    /// "FI" → "FIN"; empty for no country.
    [[nodiscard]] std::string alpha3(std::string_view alpha2) const;
    /// The name to show, in the language of a BCP 47 tag ("en", "de", "sr-Latn"); the code itself if unknown.
    [[nodiscard]] static std::string name(std::string_view alpha2, std::string_view language);
    /// The country whose programmes a territory takes part in: FR for RE, GP, MQ, GF, YT …; else the code itself.
    [[nodiscard]] static std::string sovereign(std::string_view alpha2);
    /// The same as a view of `alpha2` or of a constant.
    [[nodiscard]] static std::string_view sovereign_code(std::string_view alpha2);
    /// Codes that people write for `alpha2` by mistake or that it is mistaken for: SL and SI, IR and IE …
    [[nodiscard]] static std::vector<std::string> confused_with(std::string_view alpha2);

    /// Every name of every country in every language CLDR knows, for the compiler of the gazetteer: one code a name, the
    /// one most languages mean by it.
    [[nodiscard]] static WordPairs names_of_all_languages();

private:
    struct Name {
        std::string_view folded;
        std::string_view code; ///< alpha-2
    };
    [[nodiscard]] std::size_t name_count() const { return gazetteer_->pair_count(Section::country_names); }
    [[nodiscard]] Name name_at(std::size_t i) const;
    /// The first name not before `folded`, or their number.
    [[nodiscard]] std::size_t first_from(std::string_view folded) const;
    [[nodiscard]] std::optional<std::string> misspelt(std::string_view folded) const;
    [[nodiscard]] bool is_prefix(std::string_view folded) const;
    const Gazetteer* gazetteer_;
    std::map<std::string, std::string, std::less<>> codes_; ///< alpha-2 and alpha-3 → alpha-2
    std::map<std::string, std::string, std::less<>> signs_; ///< other abbreviations in capitals → alpha-2
    std::map<std::string, std::string, std::less<>> alpha3_;
};

} // namespace cityweave::gazetteer
