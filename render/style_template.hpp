// The style of an archive, light or dark, from one template (data/style/template.json). One style serves web and sheets. Knows the
// template's placeholders and the archive's metadata; draws nothing.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "render/theme.hpp"
#include "tiles/archive.hpp"

#include <string>

namespace cityweave::render {

/// Where a web map finds what the style names.
struct StyleAddresses {
    std::string base{};                     ///< put before the three below: "" or "https://maps.example/atlas/"
    std::string tiles = "atlas.pmtiles";    ///< the archive; `pmtiles://` is put before the whole
    std::string sprites = "sprites/sprite"; ///< without extension; "-dark" is added for the dark theme
    std::string fonts = "fonts/";           ///< the folder of the fonts of labels
};

/// A template with its palette. Placeholders are whole strings: `@name` stands for
/// - a colour of the theme (`@land`),
/// - one of the template's own `filters`, which may use others (`@overview`); the block itself is left out,
/// - `@cluster-links`, a colour by the feature's property `cluster`,
/// - `@fonts/FILE`, the address of that font,
/// - `@name`, `@center`, `@zoom`, `@tiles`, `@sprite`.
class StyleTemplate {
public:
    /// Problem "palette-file", or "style-template" for an unknown placeholder, filters that use each other in a circle,
    /// or a template that is no object.
    [[nodiscard]] static base::Result<StyleTemplate> from_json(const base::Json& style, const base::Json& palette);
    /// Reads `template.json` and `palette.json` of a folder. Throws IoError, or FormatError with the problem.
    [[nodiscard]] static StyleTemplate read(const std::string& folder);

    /// A MapLibre style (specification 8) for that archive: members in the template's order.
    [[nodiscard]] base::Json style(const tiles::TilesetMetadata& metadata, Theme theme, const StyleAddresses& addresses = {}) const;

    [[nodiscard]] const Palette& palette() const noexcept { return palette_; }

private:
    StyleTemplate(base::Json style, Palette palette) : template_(std::move(style)), palette_(std::move(palette)) {}
    base::Json template_; ///< filters already put in
    Palette palette_;
};

} // namespace cityweave::render
