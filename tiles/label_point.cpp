#include "tiles/label_point.hpp"

#include "base/assertion.hpp"
#include "geo/box.hpp"
#include "tiles/rings.hpp"

#include <cmath>
#include <numbers>
#include <queue>

namespace cityweave::tiles {

using geo::WorldPoint;
using Polygon = geo::Polygon<WorldPoint>;

namespace {

double squared_distance(const WorldPoint& p, const WorldPoint& a, const WorldPoint& b) {
    const double dx = b.x() - a.x();
    const double dy = b.y() - a.y();
    const double length = dx * dx + dy * dy;
    const double along = length == 0 ? 0 : std::clamp(((p.x() - a.x()) * dx + (p.y() - a.y()) * dy) / length, 0.0, 1.0);
    return std::pow(p.x() - (a.x() + along * dx), 2) + std::pow(p.y() - (a.y() + along * dy), 2);
}

/// Distance to the nearest ring, negative outside.
double depth(const Polygon& polygon, const WorldPoint& p) {
    double least = std::numeric_limits<double>::max();
    const auto look = [&](const geo::Ring<WorldPoint>& ring) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            least = std::min(least, squared_distance(p, ring[j], ring[i]));
    };
    look(polygon.exterior);
    for (const auto& ring : polygon.interiors) look(ring);
    return contains(polygon, p) ? std::sqrt(least) : -std::sqrt(least);
}

struct Square {
    WorldPoint centre;
    double half;
    double depth;
    [[nodiscard]] double best_possible() const { return depth + half * std::numbers::sqrt2; }
    friend bool operator<(const Square& a, const Square& b) { return a.best_possible() < b.best_possible(); }
};

double ring_share(const geo::Ring<WorldPoint>& ring) {
    const auto height = [](const WorldPoint& p) { return std::tanh(std::numbers::pi * (1 - 2 * p.y())); }; // sine of the latitude
    double sum = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        sum += (ring[i].x() - ring[j].x()) * (height(ring[i]) + height(ring[j])) / 2;
    }
    return std::abs(sum) / 2;
}

} // namespace

WorldPoint label_point(const Polygon& polygon, double precision) {
    CITYWEAVE_ASSERT(polygon.exterior.size() >= 3 && precision > 0, "a label point needs an area and a precision");
    geo::Box<WorldPoint> box;
    for (const auto& p : polygon.exterior) box.expand(p);
    const auto square = [&](double x, double y, double half) {
        const auto centre = WorldPoint::at({.x = x, .y = y});
        return Square{.centre = centre, .half = half, .depth = depth(polygon, centre)};
    };
    const double half = std::max(box.width(), box.height()) / 2;
    std::priority_queue<Square> open;
    open.push(square((box.min_x() + box.max_x()) / 2, (box.min_y() + box.max_y()) / 2, half));
    Square best = open.top();
    while (!open.empty() && open.top().best_possible() - best.depth > precision) {
        const Square top = open.top();
        open.pop();
        for (int quarter = 0; quarter < 4; ++quarter) {
            const double step = top.half / 2;
            const Square part =
                square(top.centre.x() + (quarter % 2 == 0 ? -step : step), top.centre.y() + (quarter < 2 ? -step : step), step);
            if (part.depth > best.depth) best = part;
            open.push(part);
        }
    }
    return best.centre;
}

double globe_share(const Polygon& polygon) {
    double share = ring_share(polygon.exterior);
    for (const auto& ring : polygon.interiors) share -= ring_share(ring);
    return share;
}

} // namespace cityweave::tiles
