// From a page's lines to the partnerships it names. Pure: reads no files. Knows layouts (ingest/layouts/); does not choose places.
#pragma once

#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"
#include "ingest/document.hpp"
#include "ingest/lexicon.hpp"
#include "ingest/mentions.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// What reading may ask of a gazetteer. Both may be called often; answers must depend on the arguments alone.
struct Knowledge {
    /// Alpha-2 of a country by name in any language, code or declined form; nothing for any other text.
    std::function<std::optional<std::string>(std::string_view name_or_code)> country{};
    /// The same for names and codes as they are written in full only, no declined or misspelt ones: what may be looked for
    /// in running text. May be left out.
    std::function<std::optional<std::string>(std::string_view name_or_code)> plain_country{};
    /// Whether `name` is a known town, of `country` (alpha-2) unless that is empty. May be left out: evidence only.
    std::function<bool(std::string_view name, std::string_view country)> is_town{};
    /// Whether it is one or may be a declined form of one ("Zadra", "Ostrawie", "Grazin"); of no country only towns of Europe
    /// of some size, for many words are some village's name. May be left out.
    std::function<bool(std::string_view name, std::string_view country)> is_town_form{};
    /// Codes an alpha-2 code is written for by mistake (SL: SI). May be left out.
    std::function<std::vector<std::string>(const std::string& alpha2)> confused_with{};
};

/// What a gazetteer knows. Both must outlive the result.
[[nodiscard]] Knowledge knowledge_of(const gazetteer::Gazetteer& gazetteer, const gazetteer::Countries& countries);

struct ExtractOptions {
    Knowledge knowledge;              ///< `country` must be set
    const Lexicon* lexicon = nullptr; ///< role words per language; must be set and outlive the call
};

/// All networks, partners and points a page names, in reading order, one mention per (network, partner, country); the
/// report holds what is doubted ("country-doubted", "country-unknown", "point-refused"). A page that names no partnership
/// gives an empty extract. Linear in the page's size but for sorting.
[[nodiscard]] Extract extract_page(const Document& document, const ExtractOptions& options);

} // namespace cityweave::ingest
