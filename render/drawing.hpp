// The display list of one sheet: paths, text and colours in sheet units. No features, no CRS, no library.
#pragma once

#include "geo/box.hpp"
#include "geo/map_point.hpp"
#include "geo/planar.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cityweave::render {

/// Metres in the sheet's CRS: x east, y north.
using geo::MapPoint;
/// Sheet units of 1/96 inch: origin top left, x right, y down.
using SheetPoint = geo::PlanarPoint<struct SheetSpace, double>;

/// sRGB, 8 bits a channel, not premultiplied; alpha 0…1.
struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    double alpha = 1;
    friend bool operator==(const Color&, const Color&) = default;
};

struct MoveTo {
    SheetPoint to;
};
struct LineTo {
    SheetPoint to;
};
struct CurveTo { ///< cubic Bézier
    SheetPoint control1;
    SheetPoint control2;
    SheetPoint to;
};
struct ClosePath {};
using PathSegment = std::variant<MoveTo, LineTo, CurveTo, ClosePath>;
using Path = std::vector<PathSegment>;

enum class LineCap { butt, round, square };
enum class LineJoin { miter, round, bevel };

struct Stroke {
    Color color;
    double width;               ///< sheet units
    std::vector<double> dash{}; ///< sheet units; empty: solid
    LineCap cap = LineCap::round;
    LineJoin join = LineJoin::round;
};

/// A path filled (even-odd), stroked, or both, fill first.
struct PathItem {
    Path path;
    std::optional<Color> fill{};
    std::optional<Stroke> stroke{};
    std::string id{};    ///< of the element in SVG: from content, unique in the drawing; may be empty
    std::string title{}; ///< what a reader of the SVG or a screen reader is told; may be empty
};

enum class FontWeight { regular, bold };
enum class TextAnchor { start, middle, end };

struct TextStyle {
    double size = 12; ///< em in sheet units
    FontWeight weight = FontWeight::regular;
    bool italic = false;
    Color color{};
    std::optional<Color> halo{};
    double halo_width = 0; ///< each side, sheet units
};

/// From one line of a text to the next, in ems.
inline constexpr double line_step = 1.15;

/// A text with the baseline of its first line at `at`, each line anchored there as said; `\n` begins a new line.
struct TextItem {
    SheetPoint at;
    std::string text;
    TextStyle style;
    TextAnchor anchor = TextAnchor::start;
    std::string lang{}; ///< BCP 47, where known
    std::string id{};
};

struct ClipBegin { ///< until the matching ClipEnd nothing is drawn outside this box
    geo::Box<SheetPoint> box;
};
struct ClipEnd {};
struct GroupBegin { ///< a named group: "countries", "links", "labels" …
    std::string name;
};
struct GroupEnd {};

using DrawingItem = std::variant<PathItem, TextItem, ClipBegin, ClipEnd, GroupBegin, GroupEnd>;

/// A sheet ready to be drawn: items in painting order.
struct Drawing {
    double width = 0;  ///< sheet units
    double height = 0; ///< sheet units
    Color background{255, 255, 255, 1};
    std::string title{};       ///< document title
    std::string description{}; ///< text alternative
    std::string lang = "en";
    std::vector<DrawingItem> items{};
};

} // namespace cityweave::render
