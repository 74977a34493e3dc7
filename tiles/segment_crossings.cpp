#include "tiles/segment_crossings.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cityweave::tiles {

namespace {

constexpr int cell_bits = 6;

std::int64_t turn(const GridPoint& a, const GridPoint& b, const GridPoint& c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool opposite(std::int64_t a, std::int64_t b) {
    return (a < 0 && b > 0) || (a > 0 && b < 0);
}

bool cross(const GridSegment& a, const GridSegment& b) {
    return opposite(turn(a[0], a[1], b[0]), turn(a[0], a[1], b[1])) && opposite(turn(b[0], b[1], a[0]), turn(b[0], b[1], a[1]));
}

/// A grid cell and a segment that passes it; cells sort by row, then column.
struct Visit {
    std::int64_t row;
    std::int64_t column;
    std::size_t segment;
    friend auto operator<=>(const Visit&, const Visit&) = default;
};

/// Row by row, only the columns the segment passes there, so that long segments cost their length, not their box.
void add_visits(const GridSegment& segment, std::size_t index, std::vector<Visit>& visits) {
    const auto [low, high] = std::minmax(segment[0], segment[1], [](const auto& a, const auto& b) { return a.y < b.y; });
    const auto x_at = [&, low = low, high = high](std::int64_t y) {
        const std::int64_t within = std::clamp(y, low.y, high.y) - low.y;
        return high.y == low.y ? low.x : low.x + (high.x - low.x) * within / (high.y - low.y);
    };
    for (std::int64_t row = low.y >> cell_bits; row <= high.y >> cell_bits; ++row) {
        std::int64_t west = x_at(row << cell_bits);
        std::int64_t east = high.y == low.y ? high.x : x_at((row + 1) << cell_bits);
        if (west > east) std::swap(west, east);
        // One point more on either side for the division's rounding.
        for (std::int64_t column = (west - 1) >> cell_bits; column <= (east + 1) >> cell_bits; ++column) {
            visits.push_back({.row = row, .column = column, .segment = index});
        }
    }
}

std::vector<Visit> sorted_visits(const std::vector<GridSegment>& segments) {
    std::vector<Visit> visits;
    for (std::size_t i = 0; i < segments.size(); ++i) add_visits(segments[i], i, visits);
    std::sort(visits.begin(), visits.end());
    return visits;
}

/// Calls f(a, b) for pairs of segments that share a cell, some more than once, until it gives false.
template <class F>
void for_each_pair(const std::vector<Visit>& visits, F&& f) {
    const auto same_cell = [](const Visit& a, const Visit& b) { return a.row == b.row && a.column == b.column; };
    for (std::size_t begin = 0, end = 0; begin < visits.size(); begin = end) {
        while (end < visits.size() && same_cell(visits[begin], visits[end])) ++end;
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t j = i + 1; j < end; ++j) {
                if (!f(visits[i].segment, visits[j].segment)) return;
            }
        }
    }
}

bool lies_inside(const GridPoint& p, const GridSegment& s) {
    if (p == s[0] || p == s[1] || turn(s[0], s[1], p) != 0) return false;
    return std::min(s[0].x, s[1].x) <= p.x && p.x <= std::max(s[0].x, s[1].x) && std::min(s[0].y, s[1].y) <= p.y &&
           p.y <= std::max(s[0].y, s[1].y);
}

/// Precondition: cross(a, b).
GridPoint rounded_crossing(const GridSegment& a, const GridSegment& b) {
    const auto from = static_cast<double>(turn(b[0], b[1], a[0]));
    const auto to = static_cast<double>(turn(b[0], b[1], a[1]));
    const double along = from / (from - to);
    const auto axis = [&](std::int64_t start, std::int64_t end) { return start + std::llround(along * static_cast<double>(end - start)); };
    return {.x = axis(a[0].x, a[1].x), .y = axis(a[0].y, a[1].y)};
}

void add_meetings(const std::vector<GridSegment>& segments, std::size_t a, std::size_t b, std::vector<Meeting>& found) {
    for (const auto& p : segments[b]) {
        if (lies_inside(p, segments[a])) found.push_back({.segment = a, .point = p});
    }
    for (const auto& p : segments[a]) {
        if (lies_inside(p, segments[b])) found.push_back({.segment = b, .point = p});
    }
    if (!cross(segments[a], segments[b])) return;
    const GridPoint p = rounded_crossing(segments[a], segments[b]);
    for (const auto s : {a, b}) {
        if (p != segments[s][0] && p != segments[s][1]) found.push_back({.segment = s, .point = p});
    }
}

} // namespace

std::optional<GridPoint> crossing_point(const GridSegment& a, const GridSegment& b) {
    if (!cross(a, b)) return std::nullopt;
    return rounded_crossing(a, b);
}

std::vector<char> crossed_segments(const std::vector<GridSegment>& segments) {
    std::vector<char> crossed(segments.size(), 0);
    for_each_pair(sorted_visits(segments), [&](std::size_t a, std::size_t b) {
        if ((crossed[a] == 0 || crossed[b] == 0) && cross(segments[a], segments[b])) crossed[a] = crossed[b] = 1;
        return true;
    });
    return crossed;
}

std::optional<std::vector<Meeting>> meetings(const std::vector<GridSegment>& segments) {
    std::vector<Meeting> found;
    std::size_t pairs = 0;
    for_each_pair(sorted_visits(segments), [&](std::size_t a, std::size_t b) {
        add_meetings(segments, a, b, found);
        return ++pairs <= most_pairs;
    });
    if (pairs > most_pairs) return std::nullopt;
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace cityweave::tiles
