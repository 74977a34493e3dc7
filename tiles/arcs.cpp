#include "tiles/arcs.hpp"

#include "base/assertion.hpp"

#include <algorithm>
#include <cmath>

namespace cityweave::tiles {

using geo::WorldPoint;

namespace {

WorldPoint shifted(const WorldPoint& p, double by) {
    return WorldPoint::at({.x = p.x() + by, .y = p.y()});
}

void append_arc(geo::Line<WorldPoint>& points, const Arc& arc, bool forward) {
    const auto at = [&](std::size_t i) { return arc[forward ? i : arc.size() - 1 - i]; };
    const double by = points.empty() ? 0 : std::round(points.back().x() - at(0).x());
    for (std::size_t i = points.empty() ? 0 : 1; i < arc.size(); ++i) points.push_back(by == 0 ? at(i) : shifted(at(i), by));
}

/// Round a pole: down (or up) to the edge of the square, along it, and back.
void close_at_pole(geo::Ring<WorldPoint>& ring) {
    const double edge = ring.front().y() > 0.5 ? 1 : 0;
    const double first = ring.front().x();
    const double last = ring.back().x();
    ring.push_back(WorldPoint::at({.x = last, .y = edge}));
    ring.push_back(WorldPoint::at({.x = first, .y = edge}));
}

} // namespace

geo::Line<WorldPoint> joined_points(const std::vector<Arc>& arcs, const ArcRing& sequence) {
    geo::Line<WorldPoint> points;
    for (const auto& use : sequence) append_arc(points, arcs[use.arc], use.forward);
    return points;
}

geo::Ring<WorldPoint> ring_points(const std::vector<Arc>& arcs, const ArcRing& sequence) {
    auto ring = joined_points(arcs, sequence);
    if (ring.empty()) return ring;
    if (std::abs(ring.back().x() - ring.front().x()) > 0.5) {
        close_at_pole(ring);
    } else if (ring.size() > 1) {
        ring.pop_back();
    }
    const auto [west, east] = std::minmax_element(ring.begin(), ring.end(), [](const auto& a, const auto& b) { return a.x() < b.x(); });
    const double by = west->x() < 0 || west->x() >= 1 ? -std::floor(west->x()) : 0;
    if (by != 0 && east->x() + by <= 2)
        std::transform(ring.begin(), ring.end(), ring.begin(), [&](const auto& p) { return shifted(p, by); });
    return ring;
}

std::pair<double, double> node_of(WorldPoint point) {
    return {point.x() - std::floor(point.x()), point.y()};
}

std::uint32_t split_arc(ArcTopology& topology, std::uint32_t arc, std::size_t at) {
    Arc& points = topology.arcs.at(arc);
    CITYWEAVE_ASSERT(at > 0 && at + 1 < points.size(), "an arc is split between its ends");
    const auto added = static_cast<std::uint32_t>(topology.arcs.size());
    Arc rest(points.begin() + static_cast<std::ptrdiff_t>(at), points.end());
    points.resize(at + 1);
    topology.arcs.push_back(std::move(rest));
    const auto mend = [&](ArcRing& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (ring[i].arc != arc) continue;
            const auto where = ring.begin() + static_cast<std::ptrdiff_t>(ring[i].forward ? i + 1 : i);
            ring.insert(where, ArcUse{.arc = added, .forward = ring[i].forward});
            ++i;
        }
    };
    for (auto& feature : topology.features) for_each_sequence(feature, mend);
    return added;
}

} // namespace cityweave::tiles
