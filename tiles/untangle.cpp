#include "tiles/untangle.hpp"

#include "tiles/dissolve.hpp"
#include "tiles/segment_crossings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace cityweave::tiles {

using geo::WorldPoint;
using Polygon = geo::Polygon<TilePoint>;

namespace {

GridPoint grid(const TilePoint& p) {
    return {.x = p.x(), .y = p.y()};
}

std::vector<GridSegment> segments_of(const Polygon& polygon) {
    std::vector<GridSegment> segments;
    const auto add = [&](const geo::Ring<TilePoint>& ring) {
        for (std::size_t i = 0; i < ring.size(); ++i) segments.push_back({grid(ring[i]), grid(ring[(i + 1) % ring.size()])});
    };
    add(polygon.exterior);
    for (const auto& ring : polygon.interiors) add(ring);
    return segments;
}

/// Two segments begin at one point: rings touch there.
bool has_repeated_corner(const std::vector<GridSegment>& segments) {
    std::vector<GridPoint> corners;
    for (const auto& s : segments) corners.push_back(s[0]);
    std::sort(corners.begin(), corners.end());
    return std::adjacent_find(corners.begin(), corners.end()) != corners.end();
}

/// The segments, each divided at its meetings.
std::vector<GridSegment> divided(const std::vector<GridSegment>& segments, const std::vector<Meeting>& found) {
    std::vector<GridSegment> result;
    auto next = found.begin();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::vector<GridPoint> points;
        for (; next != found.end() && next->segment == i; ++next) points.push_back(next->point);
        const GridPoint from = segments[i][0];
        const auto distance = [&](const GridPoint& p) { return std::abs(p.x - from.x) + std::abs(p.y - from.y); };
        std::sort(points.begin(), points.end(), [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
        points.push_back(segments[i][1]);
        GridPoint last = from;
        for (const auto& p : points) {
            if (p != last) result.push_back({last, p});
            last = p;
        }
    }
    return result;
}

/// Segments that meet in their ends alone; none if they do not come to rest: rounding a crossing can make another.
std::optional<std::vector<GridSegment>> noded(std::vector<GridSegment> segments) {
    constexpr int rounds = 6;
    for (int i = 0; i < rounds; ++i) {
        const auto found = meetings(segments);
        if (!found) return std::nullopt;
        if (found->empty()) return segments;
        segments = divided(segments, *found);
    }
    return std::nullopt;
}

/// The way of grid points into the world square, where dissolve() works, and back; exact.
class Scale {
public:
    explicit Scale(const std::vector<GridSegment>& segments) {
        for (const auto& s : segments) {
            for (const auto& p : s) low_ = {.x = std::min(low_.x, p.x), .y = std::min(low_.y, p.y)};
        }
    }
    [[nodiscard]] WorldPoint world(const GridPoint& p) const {
        return WorldPoint::at(
            {.x = std::ldexp(static_cast<double>(p.x - low_.x), -bits), .y = std::ldexp(static_cast<double>(p.y - low_.y), -bits)});
    }
    [[nodiscard]] geo::Ring<TilePoint> tile(const geo::Ring<WorldPoint>& ring) const {
        geo::Ring<TilePoint> result;
        const auto axis = [](double v, std::int64_t low) { return static_cast<std::int32_t>(std::llround(std::ldexp(v, bits)) + low); };
        for (const auto& p : ring) result.push_back(TilePoint::at({.x = axis(p.x(), low_.x), .y = axis(p.y(), low_.y)}));
        return result;
    }

private:
    static constexpr int bits = 34; // any two int32 lie less than half the square apart
    GridPoint low_{.x = 0, .y = 0};
};

std::optional<std::vector<Polygon>> rejoined(const std::vector<GridSegment>& segments) {
    const Scale scale(segments);
    std::vector<Arc> arcs;
    std::map<GridSegment, std::uint32_t> numbers;
    std::vector<ArcRing> uses;
    for (const auto& s : segments) {
        const bool forward = s[0] < s[1];
        const GridSegment key = forward ? s : GridSegment{s[1], s[0]};
        const auto [found, fresh] = numbers.emplace(key, static_cast<std::uint32_t>(arcs.size()));
        if (fresh) arcs.push_back({scale.world(key[0]), scale.world(key[1])});
        uses.push_back({{.arc = found->second, .forward = forward}});
    }
    const auto parts = dissolve(arcs, uses);
    if (!parts) return std::nullopt;
    std::vector<Polygon> result;
    for (const auto& part : *parts) {
        Polygon polygon{.exterior = scale.tile(ring_points(arcs, part.exterior))};
        for (const auto& ring : part.interiors) polygon.interiors.push_back(scale.tile(ring_points(arcs, ring)));
        result.push_back(std::move(polygon));
    }
    return result;
}

} // namespace

std::vector<Polygon> untangled(Polygon polygon) {
    const auto segments = segments_of(polygon);
    const auto parts_of = [&]() -> std::optional<std::vector<Polygon>> {
        const auto apart = noded(segments);
        if (!apart || (apart->size() == segments.size() && !has_repeated_corner(segments))) return std::nullopt;
        return rejoined(*apart);
    };
    if (auto parts = parts_of()) return std::move(*parts);
    std::vector<Polygon> alone;
    alone.push_back(std::move(polygon));
    return alone;
}

} // namespace cityweave::tiles
