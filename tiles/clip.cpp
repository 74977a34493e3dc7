#include "tiles/clip.hpp"

#include <algorithm>

namespace cityweave::tiles {

using geo::WorldPoint;

namespace {

/// Where a segment is cut: the fraction of its length and the coordinate it is set to exactly there.
struct Cut {
    double at;
    std::optional<double> x{};
    std::optional<double> y{};
};

struct Span {
    Cut enter{.at = 0};
    Cut leave{.at = 1};
};

/// Narrows the span to low…high on one axis; false if nothing is left.
bool narrow(Span& span, double from, double delta, std::pair<double, double> range, bool vertical) {
    const auto cut = [&](double edge) {
        Cut c{.at = (edge - from) / delta};
        (vertical ? c.y : c.x) = edge;
        return c;
    };
    const auto [low, high] = range;
    if (delta == 0) return from >= low && from <= high;
    const Cut first = cut(delta > 0 ? low : high);
    const Cut second = cut(delta > 0 ? high : low);
    if (first.at > span.enter.at) span.enter = first;
    if (second.at < span.leave.at) span.leave = second;
    return span.enter.at <= span.leave.at;
}

bool strictly_inside(const WorldPoint& p, const WorldBox& box) {
    return p.x() > box.min_x() && p.x() < box.max_x() && p.y() > box.min_y() && p.y() < box.max_y();
}

bool runs_along_or_beyond(const WorldPoint& a, const WorldPoint& b, const WorldBox& box) {
    return (a.x() <= box.min_x() && b.x() <= box.min_x()) || (a.x() >= box.max_x() && b.x() >= box.max_x()) ||
           (a.y() <= box.min_y() && b.y() <= box.min_y()) || (a.y() >= box.max_y() && b.y() >= box.max_y());
}

/// Precondition: a ≤ b, so that both directions of a shared segment are computed alike.
std::optional<std::pair<WorldPoint, WorldPoint>> clip_ordered(WorldPoint a, WorldPoint b, const WorldBox& box) {
    const double dx = b.x() - a.x();
    const double dy = b.y() - a.y();
    Span span;
    if (!narrow(span, a.x(), dx, {box.min_x(), box.max_x()}, false)) return std::nullopt;
    if (!narrow(span, a.y(), dy, {box.min_y(), box.max_y()}, true)) return std::nullopt;
    const auto point = [&](const Cut& cut, const WorldPoint& end) {
        if (!cut.x && !cut.y) return end;
        return WorldPoint::at({.x = cut.x.value_or(std::clamp(a.x() + cut.at * dx, box.min_x(), box.max_x())),
                               .y = cut.y.value_or(std::clamp(a.y() + cut.at * dy, box.min_y(), box.max_y()))});
    };
    return std::pair(point(span.enter, a), point(span.leave, b));
}

geo::MultiPoint<WorldPoint> clip_points(const geo::MultiPoint<WorldPoint>& points, const WorldBox& box) {
    geo::MultiPoint<WorldPoint> kept;
    std::copy_if(points.begin(), points.end(), std::back_inserter(kept), [&](const WorldPoint& p) { return box.contains(p); });
    return kept;
}

void clip_line(const geo::Line<WorldPoint>& line, const WorldBox& box, geo::MultiLine<WorldPoint>& pieces) {
    bool open = false;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto part = clip_segment(line[i - 1], line[i], box, BoxEdges::closed);
        if (!part || part->first == part->second) {
            open = open && part && part->second == line[i];
            continue;
        }
        if (!open) pieces.lines.push_back({part->first});
        pieces.lines.back().push_back(part->second);
        open = part->second == line[i];
    }
}

struct Clipper {
    const WorldBox& box;
    WorldGeometry operator()(const geo::MultiPoint<WorldPoint>& points) const { return clip_points(points, box); }
    WorldGeometry operator()(const geo::MultiLine<WorldPoint>& lines) const {
        geo::MultiLine<WorldPoint> pieces;
        for (const auto& line : lines.lines) {
            if (bounds(line).intersects(box)) clip_line(line, box, pieces);
        }
        return pieces;
    }
    WorldGeometry operator()(const geo::MultiPolygon<WorldPoint>& multi) const {
        geo::MultiPolygon<WorldPoint> pieces;
        for (const auto& polygon : multi.polygons) {
            auto parts = clip_polygon(polygon, box);
            std::move(parts.begin(), parts.end(), std::back_inserter(pieces.polygons));
        }
        return pieces;
    }
};

struct Bounder {
    WorldBox operator()(const geo::MultiPoint<WorldPoint>& points) const { return bounds(points); }
    WorldBox operator()(const geo::MultiLine<WorldPoint>& lines) const {
        WorldBox box;
        for (const auto& line : lines.lines) box.expand(bounds(line));
        return box;
    }
    WorldBox operator()(const geo::MultiPolygon<WorldPoint>& multi) const {
        WorldBox box;
        for (const auto& polygon : multi.polygons) box.expand(bounds(polygon.exterior));
        return box;
    }
};

} // namespace

std::optional<std::pair<WorldPoint, WorldPoint>> clip_segment(WorldPoint from, WorldPoint to, const WorldBox& box, BoxEdges edges) {
    const bool open = edges == BoxEdges::open;
    if (open && runs_along_or_beyond(from, to, box)) return std::nullopt;
    if (box.contains(from) && box.contains(to)) return std::pair(from, to);
    auto part = to < from ? clip_ordered(to, from, box) : clip_ordered(from, to, box);
    if (part && to < from) std::swap(part->first, part->second);
    // Rounding may leave a mere touch of a corner.
    if (part && open && part->first == part->second && !strictly_inside(part->first, box)) return std::nullopt;
    return part;
}

WorldBox bounds(const std::vector<WorldPoint>& points) {
    WorldBox box;
    for (const auto& p : points) box.expand(p);
    return box;
}

WorldBox bounds(const WorldGeometry& geometry) {
    return std::visit(Bounder{}, geometry);
}

bool is_empty(const WorldGeometry& geometry) {
    return bounds(geometry).empty();
}

WorldGeometry clip(const WorldGeometry& geometry, const WorldBox& box) {
    if (box.contains(bounds(geometry)) && geometry.index() < 2) return geometry;
    return std::visit(Clipper{box}, geometry);
}

} // namespace cityweave::tiles
