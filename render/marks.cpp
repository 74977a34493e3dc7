#include "render/marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace cityweave::render {
namespace {

using std::numbers::pi;

// Sheet units at icon-size 1. Legible at 11 units across, and 30 marks still tell apart on a sheet of 1600.
constexpr double mark_radius = 5;
constexpr double outline_width = 1.2;
constexpr double ring_radius = 6;    ///< of sectors: a little more, since they hold more
constexpr double hole_radius = 2.2;  ///< inside hollow marks and rings
constexpr double badge_radius = 8.8; ///< of a lead: its mark on a disc with a second outline
constexpr double badge_core = 4.5;
constexpr double separator_width = 0.8;
constexpr std::size_t most_clusters = 64;

SheetPoint at(double x, double y) {
    return SheetPoint::at({.x = x, .y = y});
}

/// Clockwise from straight up, in radians.
SheetPoint on_circle(double radius, double angle) {
    return at(radius * std::sin(angle), -radius * std::cos(angle));
}

/// Appends an arc in pieces of at most a quarter, each the usual cubic (error below 0.03 % of the radius).
void append_arc(Path& path, double radius, double from, double to) {
    const int pieces = std::max(1, static_cast<int>(std::ceil((to - from) / (pi / 2) - 1e-9)));
    const double step = (to - from) / pieces;
    const double handle = 4.0 / 3 * std::tan(step / 4) * radius;
    for (int i = 0; i < pieces; ++i) {
        const double a = from + i * step;
        const double b = a + step;
        const SheetPoint p = on_circle(radius, a);
        const SheetPoint q = on_circle(radius, b);
        path.push_back(CurveTo{.control1 = at(p.x() + handle * std::cos(a), p.y() + handle * std::sin(a)),
                               .control2 = at(q.x() - handle * std::cos(b), q.y() - handle * std::sin(b)),
                               .to = q});
    }
}

Path circle(double radius) {
    Path path{MoveTo{on_circle(radius, 0)}};
    append_arc(path, radius, 0, 2 * pi);
    path.push_back(ClosePath{});
    return path;
}

/// Corners on a circle, the first straight up; every second one on the inner circle if there is one.
Path polygon(int corners, double radius, double first_angle, std::optional<double> inner = {}) {
    Path path;
    for (int i = 0; i < corners; ++i) {
        const double r = inner && i % 2 == 1 ? *inner : radius;
        const SheetPoint corner = on_circle(r, first_angle + 2 * pi * i / corners);
        if (path.empty())
            path.push_back(MoveTo{corner});
        else
            path.push_back(LineTo{corner});
    }
    path.push_back(ClosePath{});
    return path;
}

/// Radius of the corners of a regular polygon with the area of a circle of radius 1.
double corner_radius(int corners) {
    return std::sqrt(2 * pi / (corners * std::sin(2 * pi / corners)));
}

Path star(double radius) {
    constexpr double waist = 0.5; // inner to outer radius; a pentagram's 0.38 is too thin at this size
    constexpr double optical = 1.08;
    const double outer = optical * radius * std::sqrt(pi / (5 * waist * std::sin(pi / 5)));
    return polygon(10, outer, 0, waist * outer);
}

Path sector(double radius, double from, double to) {
    Path path{MoveTo{at(0, 0)}, LineTo{on_circle(radius, from)}};
    append_arc(path, radius, from, to);
    path.push_back(ClosePath{});
    return path;
}

/// The farthest corner of a shape, beyond which only the outline's half width lies.
double reach(MarkShape shape, double radius) {
    double farthest = 0;
    for (const PathSegment& segment : shape_path(shape, radius)) {
        const auto* move = std::get_if<MoveTo>(&segment);
        const auto* line = std::get_if<LineTo>(&segment);
        if (move) farthest = std::max(farthest, std::hypot(move->to.x(), move->to.y()));
        if (line) farthest = std::max(farthest, std::hypot(line->to.x(), line->to.y()));
    }
    return farthest;
}

PathItem filled(Path path, const Color& fill) {
    return {.path = std::move(path), .fill = fill};
}

PathItem outlined(Path path, const Color& fill, const Color& outline, double width) {
    return {.path = std::move(path), .fill = fill, .stroke = Stroke{.color = outline, .width = width}};
}

SheetPoint moved(SheetPoint p, double factor, SheetPoint by) {
    return at(p.x() * factor + by.x(), p.y() * factor + by.y());
}

constexpr std::array shape_names = {"circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star"};

} // namespace

std::optional<MarkShape> shape_of(std::string_view name) {
    const auto* found = std::find(shape_names.begin(), shape_names.end(), name);
    if (found == shape_names.end()) return {};
    return static_cast<MarkShape>(found - shape_names.begin());
}

const char* name_of(MarkShape shape) {
    return shape_names[static_cast<std::size_t>(shape)];
}

std::optional<MarkName> parse_mark_name(std::string_view icon_name) {
    MarkName name;
    name.lead = icon_name.starts_with("lead;");
    if (!name.lead && !icon_name.starts_with("mark;")) return {};
    std::string_view rest = icon_name.substr(5);
    while (!rest.empty() && name.clusters.size() < most_clusters) {
        const std::string_view part = rest.substr(0, rest.find(';'));
        const bool repeated = std::find(name.clusters.begin(), name.clusters.end(), part) != name.clusters.end();
        if (!part.empty() && !repeated) name.clusters.emplace_back(part);
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    return name;
}

std::string to_icon_name(const MarkName& name) {
    std::string text = name.lead ? "lead;" : "mark;";
    for (const std::string& cluster : name.clusters) text += cluster + ";";
    return text;
}

MarkSet::MarkSet(std::vector<MarkCluster> clusters, MarkColors colors) : clusters_(std::move(clusters)), colors_(colors) {}

std::optional<Mark> MarkSet::mark(std::string_view icon_name) const {
    const auto name = parse_mark_name(icon_name);
    return name ? std::optional(mark(*name)) : std::nullopt;
}

Mark MarkSet::mark(const MarkName& name) const {
    if (name.clusters.empty()) return single({.id = "", .hue = colors_.none, .shape = MarkShape::circle}, name.lead, true);
    std::vector<MarkCluster> looks;
    for (const std::string& cluster : name.clusters) looks.push_back(look_of(cluster));
    if (looks.size() > 1) return sectors(looks, name.lead);
    return single(looks.front(), name.lead, looks.front().id.empty());
}

/// An empty id marks a cluster unknown here.
MarkCluster MarkSet::look_of(std::string_view cluster) const {
    const auto found = std::find_if(clusters_.begin(), clusters_.end(), [&](const MarkCluster& c) { return c.id == cluster; });
    return found == clusters_.end() ? MarkCluster{.id = "", .hue = colors_.none, .shape = MarkShape::circle} : *found;
}

Mark MarkSet::single(const MarkCluster& look, bool lead, bool hollow) const {
    Mark mark;
    const double size = lead ? badge_core : mark_radius;
    const double width = lead ? separator_width : outline_width;
    if (lead) mark.items.push_back(outlined(circle(badge_radius), colors_.paper, colors_.outline, outline_width));
    mark.items.push_back(outlined(shape_path(look.shape, size), look.hue, colors_.outline, width));
    if (hollow) mark.items.push_back(filled(circle(hole_radius), colors_.paper));
    mark.radius = lead ? badge_radius + outline_width / 2 : reach(look.shape, size) + width / 2;
    return mark;
}

Mark MarkSet::sectors(const std::vector<MarkCluster>& looks, bool lead) const {
    Mark mark;
    if (lead) mark.items.push_back(outlined(circle(badge_radius), colors_.paper, colors_.outline, outline_width));
    const double step = 2 * pi / static_cast<double>(looks.size());
    double from = 0;
    for (const MarkCluster& look : looks) {
        mark.items.push_back(outlined(sector(ring_radius, from, from + step), look.hue, colors_.outline, separator_width));
        from += step;
    }
    if (!lead) mark.items.push_back({.path = circle(ring_radius), .stroke = Stroke{.color = colors_.outline, .width = outline_width}});
    mark.items.push_back(outlined(circle(hole_radius), colors_.paper, colors_.outline, separator_width));
    mark.radius = (lead ? badge_radius : ring_radius) + outline_width / 2;
    return mark;
}

Path shape_path(MarkShape shape, double radius) {
    switch (shape) {
    case MarkShape::circle: return circle(radius);
    case MarkShape::square: return polygon(4, radius * corner_radius(4), pi / 4);
    case MarkShape::diamond: return polygon(4, radius * corner_radius(4), 0);
    case MarkShape::triangle: return polygon(3, radius * corner_radius(3), 0);
    case MarkShape::pentagon: return polygon(5, radius * corner_radius(5), 0);
    case MarkShape::hexagon: return polygon(6, radius * corner_radius(6), pi / 6);
    case MarkShape::star: return star(radius);
    }
    return circle(radius);
}

Path placed(const Path& path, double factor, SheetPoint by) {
    Path result;
    result.reserve(path.size());
    for (const PathSegment& segment : path) {
        if (const auto* move = std::get_if<MoveTo>(&segment))
            result.push_back(MoveTo{moved(move->to, factor, by)});
        else if (const auto* line = std::get_if<LineTo>(&segment))
            result.push_back(LineTo{moved(line->to, factor, by)});
        else if (const auto* curve = std::get_if<CurveTo>(&segment)) {
            result.push_back(CurveTo{moved(curve->control1, factor, by), moved(curve->control2, factor, by), moved(curve->to, factor, by)});
        } else
            result.push_back(ClosePath{});
    }
    return result;
}

std::vector<PathItem> placed(const Mark& mark, double size, SheetPoint by) {
    std::vector<PathItem> items = mark.items;
    for (PathItem& item : items) {
        item.path = placed(item.path, size, by);
        if (item.stroke) item.stroke->width *= size;
    }
    return items;
}

} // namespace cityweave::render
