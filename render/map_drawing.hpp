// Draws the features of one frame through the style's layers: ground, links and marks as a display list, labels as
// requests still to be placed. Knows styles and features; not where labels go, no furniture.
#pragma once

#include "render/frame.hpp"
#include "render/labels.hpp"
#include "render/map_features.hpp"
#include "render/marks.hpp"
#include "render/style.hpp"
#include "render/text.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace cityweave::render {

/// A mark as drawn: those of several memberships at one place are one.
struct DrawnMark {
    SheetPoint at;
    double radius = 0; ///< of its ink, sheet units
    MarkName name;
    double size = 1; ///< icon-size
    std::string title{};
};

/// The words of a label beside its request.
struct LabelText {
    std::string text;
    TextStyle style;
    std::string lang{};
    bool lead = false;
};

/// What one map (the main one or an inset) consists of, in painting order: `under`, labels, nothing over them.
struct MapDrawing {
    std::vector<DrawingItem> under;
    std::vector<DrawnMark> marks;
    std::vector<LabelRequest> requests; ///< one for each of `texts`
    std::vector<LabelText> texts;
    std::vector<std::vector<SheetPoint>> lines; ///< links, for labels to avoid
    std::set<std::string> layers;               ///< source layers of which something was drawn
    std::set<std::string> countries;            ///< codes of the countries drawn
    std::set<std::string> networks;             ///< of links and memberships drawn
    std::size_t features = 0;                   ///< memberships or places drawn, before marks at one place became one
    std::size_t links = 0;
    bool disputed = false;               ///< a disputed boundary was drawn
    std::optional<Stroke> link_stroke{}; ///< of the first link drawn
};

/// What to draw and how.
struct MapDrawingInput {
    const Style& style;
    const State& state;
    double zoom; ///< of the style: what a web map shows at this scale
    const MarkSet& marks;
    std::string lang = "en";
    /// Marks, place names and links are drawn larger by this: a sheet with room shows the style's sizes magnified.
    double magnification = 1;
    /// Place names are not set larger than this, sheet units: insets are small.
    double largest_label = 100;
    /// Ids of `places` and `memberships` that are shown elsewhere (in an inset).
    std::set<std::uint64_t> elsewhere{};
};

/// The style's zoom at which a web map (tiles of 512 pixels) has this many metres a pixel at that latitude.
[[nodiscard]] double style_zoom(double metres_per_unit, double latitude);

/// A name of a country is shown where the country's box is at least this part of the name's length: smaller ones would be
/// covered by their own name.
inline constexpr double least_country_part = 0.4;

/// Smallest sizes of labels on sheets, in sheet units.
inline constexpr double smallest_lead_label = 11;
inline constexpr double smallest_label = 10;

/// The requests for names of countries look into `features`, which must outlive them.
[[nodiscard]] MapDrawing draw_map(const MapFeatures& features, const Frame& frame, const MapDrawingInput& input, TextShaper& shaper);

/// The marks that these points have by the style, places of one id being one; what a legend is made from before the map is drawn.
[[nodiscard]] std::vector<MarkName> mark_names(const std::vector<PointFeature>& points, std::string_view source_layer,
                                               const MapDrawingInput& input);

/// The points a style with this state shows from one source layer.
[[nodiscard]] std::vector<PointFeature> shown_points(const std::vector<PointFeature>& points, std::string_view source_layer,
                                                     const MapDrawingInput& input);

} // namespace cityweave::render
