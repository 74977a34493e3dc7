// What stands on a sheet beside its map: title, legend, scale bar, sources, notes. Knows text and boxes; no tiles, no
// styles.
#pragma once

#include "geo/crs.hpp"
#include "render/drawing.hpp"
#include "render/frame.hpp"
#include "render/layout.hpp"
#include "render/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cityweave::render {

struct LegendEntry {
    std::vector<PathItem> sample; ///< round (0, 0)
    std::string text;
};

struct FurnitureContent {
    std::string overline; ///< small, above the title; may be empty, as all of these
    std::string title;
    std::string subtitle;
    std::string legend_title;
    std::vector<LegendEntry> legend;
    std::vector<std::string> notes; ///< sources and disclaimers, each on lines of its own
    std::string signature;          ///< who made the sheet
    std::string lang = "en";
};

/// A bar that is true where it stands.
struct ScaleBar {
    double length = 0; ///< sheet units
    std::string text;  ///< "200 km"
};

/// The longest bar of 1, 2 or 5 times a power of ten (kilometres, below one kilometre metres) of at most `longest` units
/// that begins at `start` and runs to the right, by the geodesic between its ends. None where the CRS has no inverse there.
[[nodiscard]] std::optional<ScaleBar> scale_bar_at(const Frame& frame, const geo::Transform& transform, SheetPoint start, double longest);

/// The furniture of one sheet, measured when made and drawn when the map is known.
class Furniture {
public:
    /// `width` and `height` of the sheet. Texts too long for the sheet are wrapped; the shaper outlives this.
    Furniture(PanelSize sheet, FurnitureContent content, TextShaper& shaper);

    /// What is left for the map.
    [[nodiscard]] const SheetBox& window() const noexcept { return window_; }
    /// The legend's panel with room for a scale bar.
    [[nodiscard]] PanelSize legend_size() const noexcept { return legend_size_; }
    /// Replaces the notes by those that turned out due; the window stays as it was measured.
    void set_notes(std::vector<std::string> notes);
    [[nodiscard]] const FurnitureContent& content() const noexcept { return content_; }
    /// Where the scale bar starts in a legend that stands in this box, and how long it may be.
    [[nodiscard]] SheetPoint scale_bar_start(const SheetBox& legend) const;
    [[nodiscard]] double longest_scale_bar() const;

    /// Title, subtitle and notes, and the window's edge.
    void draw_page(Drawing& drawing) const;
    /// The legend's panel in that box.
    void draw_legend(Drawing& drawing, const SheetBox& legend, const std::optional<ScaleBar>& bar) const;

private:
    void measure_page();
    void measure_legend();
    [[nodiscard]] TextStyle note_style() const;
    [[nodiscard]] std::vector<std::string> wrapped(const std::string& text, const TextStyle& style, double width) const;
    [[nodiscard]] double advance(const std::string& text, const TextStyle& style) const;
    void draw_line(Drawing& drawing, SheetPoint where, const std::string& text, const TextStyle& style,
                   TextAnchor anchor = TextAnchor::start) const;
    void draw_scale_bar(Drawing& drawing, SheetPoint start, const ScaleBar& bar) const;

    PanelSize sheet_;
    FurnitureContent content_;
    TextShaper& shaper_;
    double unit_;
    SheetBox window_{};
    PanelSize legend_size_{};
    std::vector<std::string> title_lines_;
    std::vector<std::string> subtitle_lines_;
    std::vector<std::string> note_lines_;
};

} // namespace cityweave::render
