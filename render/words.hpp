// The words sheets are labelled with, by language. Knows no layout.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cityweave::render {

/// What stands on sheets beside names. Each text is UTF-8.
struct Words {
    std::string_view lang; ///< BCP 47
    std::string_view lead;
    std::string_view partner;
    std::string_view link;
    std::string_view several_themes;
    std::string_view no_theme;
    std::string_view themes;  ///< heading of a legend of clusters
    std::string_view sources; ///< before the list of sources, with its colon
    std::string_view led_by;  ///< before the name of the lead
    /// Forms for one, for a few (Polish), for many or any other number.
    std::array<std::string_view, 3> networks;
    std::array<std::string_view, 3> partners;
    std::array<std::string_view, 3> places;
    std::array<std::string_view, 3> countries;
    std::string_view kosovo;     ///< the footnote to Kosovo*
    std::string_view boundaries; ///< the sentence on boundaries and names
};

/// The words of a language, by its first subtag; English where we have none of it.
[[nodiscard]] const Words& words_in(std::string_view lang);

/// "1 network", "30 networks", as the language counts.
[[nodiscard]] std::string counted(const Words& words, std::size_t number, const std::array<std::string_view, 3>& forms);

} // namespace cityweave::render
