#include "tiles/quantise.hpp"

#include "tiles/rings.hpp"
#include "tiles/untangle.hpp"

#include <algorithm>

namespace cityweave::tiles {

using geo::WorldPoint;

namespace {

/// a→b→c goes out and straight back: b is the tip of a spike (or a repeated point).
bool is_spike(const TilePoint& a, const TilePoint& b, const TilePoint& c) {
    if (b == a || b == c) return true;
    const auto d = [](std::int32_t to, std::int32_t from) { return std::int64_t{to} - from; };
    const std::int64_t dot = d(b.x(), a.x()) * d(c.x(), b.x()) + d(b.y(), a.y()) * d(c.y(), b.y());
    return cross(a, b, c) == 0 && dot < 0;
}

/// Adds a point to a ring under construction, taking back spikes as they appear.
void append_without_spike(geo::Ring<TilePoint>& ring, const TilePoint& point) {
    while (ring.size() >= 2 && is_spike(ring[ring.size() - 2], ring.back(), point)) ring.pop_back();
    if (ring.empty() || ring.back() != point) ring.push_back(point);
}

/// Spikes across the ring's seam; `first` moves forward, the end backward.
void trim_seam(geo::Ring<TilePoint>& ring) {
    std::size_t first = 0;
    while (ring.size() - first >= 3) {
        if (is_spike(ring[ring.size() - 2], ring.back(), ring[first])) {
            ring.pop_back();
        } else if (is_spike(ring.back(), ring[first], ring[first + 1])) {
            ++first;
        } else {
            break;
        }
    }
    ring.erase(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(first));
}

struct Quantiser {
    geo::TileId tile;
    std::uint32_t extent;

    [[nodiscard]] TilePoint at(const WorldPoint& p) const { return to_tile(p, tile, extent); }

    /// Empty if the ring collapses.
    [[nodiscard]] geo::Ring<TilePoint> ring(const geo::Ring<WorldPoint>& points, bool exterior) const {
        geo::Ring<TilePoint> result;
        for (const auto& p : points) append_without_spike(result, at(p));
        trim_seam(result);
        const std::int64_t area = result.size() < 3 ? 0 : doubled_area(result);
        if (area == 0) return {};
        if ((area > 0) != exterior) std::reverse(result.begin(), result.end());
        return result;
    }

    TileGeometry operator()(const geo::MultiPoint<WorldPoint>& points) const {
        geo::MultiPoint<TilePoint> result;
        for (const auto& p : points) result.push_back(at(p));
        return result;
    }
    TileGeometry operator()(const geo::MultiLine<WorldPoint>& lines) const {
        geo::MultiLine<TilePoint> result;
        for (const auto& line : lines.lines) {
            geo::Line<TilePoint> points;
            for (const auto& p : line) points.push_back(at(p));
            points.erase(std::unique(points.begin(), points.end()), points.end());
            if (points.size() >= 2) result.lines.push_back(std::move(points));
        }
        return result;
    }
    TileGeometry operator()(const geo::MultiPolygon<WorldPoint>& multi) const {
        geo::MultiPolygon<TilePoint> result;
        for (const auto& polygon : multi.polygons) {
            geo::Polygon<TilePoint> piece{.exterior = ring(polygon.exterior, true)};
            if (piece.exterior.empty()) continue;
            for (const auto& interior : polygon.interiors) {
                auto hole = ring(interior, false);
                if (!hole.empty()) piece.interiors.push_back(std::move(hole));
            }
            auto parts = untangled(std::move(piece));
            std::move(parts.begin(), parts.end(), std::back_inserter(result.polygons));
        }
        return result;
    }
};

bool is_empty(const TileGeometry& geometry) {
    if (const auto* points = std::get_if<geo::MultiPoint<TilePoint>>(&geometry)) return points->empty();
    if (const auto* lines = std::get_if<geo::MultiLine<TilePoint>>(&geometry)) return lines->lines.empty();
    return std::get<geo::MultiPolygon<TilePoint>>(geometry).polygons.empty();
}

} // namespace

std::optional<TileGeometry> quantise(const geo::Geometry<WorldPoint>& geometry, geo::TileId tile, std::uint32_t extent) {
    auto result = std::visit(Quantiser{.tile = tile, .extent = extent}, geometry);
    if (is_empty(result)) return std::nullopt;
    return result;
}

} // namespace cityweave::tiles
