#include "tiles/simplify.hpp"

#include "tiles/segment_crossings.hpp"
#include "tiles/tile_point.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <span>

namespace cityweave::tiles {

using geo::WorldPoint;

namespace {

/// Squared distance of p from the segment a–b.
double squared_distance(const WorldPoint& p, const WorldPoint& a, const WorldPoint& b) {
    const double dx = b.x() - a.x();
    const double dy = b.y() - a.y();
    const double length = dx * dx + dy * dy;
    const double along = length == 0 ? 0 : std::clamp(((p.x() - a.x()) * dx + (p.y() - a.y()) * dy) / length, 0.0, 1.0);
    const double ex = p.x() - (a.x() + along * dx);
    const double ey = p.y() - (a.y() + along * dy);
    return ex * ex + ey * ey;
}

/// The point between two kept ones that lies farthest from their segment; none between neighbours.
struct Farthest {
    std::size_t at;
    double squared;
};
std::optional<Farthest> farthest(const Arc& arc, std::size_t first, std::size_t last) {
    if (last - first < 2) return std::nullopt;
    Farthest best{.at = first + 1, .squared = -1};
    for (std::size_t i = first + 1; i < last; ++i) {
        const double squared = squared_distance(arc[i], arc[first], arc[last]);
        if (squared > best.squared) best = {.at = i, .squared = squared};
    }
    return best;
}

/// Indices of the points kept, ascending, ends included. O(n²) at worst, as Douglas and Peucker's is.
std::vector<std::size_t> kept_points(const Arc& arc, double tolerance) {
    std::vector<std::size_t> kept{0, arc.size() - 1};
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, arc.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        const auto split = farthest(arc, first, last);
        if (!split || split->squared <= tolerance * tolerance) continue;
        kept.push_back(split->at);
        open.emplace_back(first, split->at);
        open.emplace_back(split->at, last);
    }
    std::sort(kept.begin(), kept.end());
    return kept;
}

class Simplifier {
public:
    Simplifier(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings, const SimplifyOptions& options, base::Jobs jobs)
        : arcs_(arcs), rings_(rings), options_(options) {
        const double tolerance = std::ldexp(options.tolerance / options.extent, -options.zoom);
        kept_ = base::parallel_map(arcs.size(), jobs, [&](std::size_t i) {
            return arcs[i].empty() ? std::vector<std::size_t>{} : kept_points(arcs[i], tolerance);
        });
        additions_.resize(arcs.size());
    }

    std::vector<Arc> run() {
        while (restore_collapsed()) {
        }
        while (restore_crossed()) {
        }
        std::vector<Arc> result(arcs_.size());
        for (std::size_t i = 0; i < arcs_.size(); ++i) {
            result[i] = arc_on_grid(i);
            if (crossed_arcs_.contains(i)) cut_loops(result[i]);
        }
        add_meetings(result);
        for (auto& arc : result) remove_spikes(arc);
        return result;
    }

private:
    [[nodiscard]] GridPoint grid(const WorldPoint& p) const {
        return {.x = to_zoom_grid(p.x(), options_.zoom, options_.extent), .y = to_zoom_grid(p.y(), options_.zoom, options_.extent)};
    }
    [[nodiscard]] WorldPoint world(const GridPoint& p) const {
        const auto axis = [&](std::int64_t v) { return std::ldexp(static_cast<double>(v) / options_.extent, -options_.zoom); };
        return WorldPoint::at({.x = axis(p.x), .y = axis(p.y)});
    }

    /// Twice the area on the grid, of the kept points or of all.
    [[nodiscard]] bool has_area(const ArcRing& ring, bool all_points) const {
        std::vector<Arc> parts;
        ArcRing sequence;
        for (const auto& use : ring) {
            sequence.push_back({.arc = static_cast<std::uint32_t>(parts.size()), .forward = use.forward});
            parts.push_back(all_points ? snapped(arcs_[use.arc]) : arc_on_grid(use.arc));
        }
        const auto points = ring_points(parts, sequence);
        double sum = 0;
        for (std::size_t i = 1; i + 1 < points.size(); ++i) {
            const GridPoint a = grid(points[0]);
            const GridPoint b = grid(points[i]);
            const GridPoint c = grid(points[i + 1]);
            sum += static_cast<double>((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
        }
        return sum != 0;
    }
    [[nodiscard]] Arc snapped(const Arc& arc) const {
        Arc result;
        for (const auto& p : arc) result.push_back(world(grid(p)));
        return result;
    }
    [[nodiscard]] Arc arc_on_grid(std::size_t arc) const {
        Arc result;
        for (const auto at : kept_[arc]) {
            const WorldPoint p = world(grid(arcs_[arc][at]));
            if (result.empty() || result.back() != p) result.push_back(p);
        }
        if (result.size() == 1) result.push_back(result.front());
        return result;
    }

    /// Notes the farthest point of one kept segment for return; false if none is left out there.
    bool restore(std::size_t arc, std::size_t segment) {
        const auto split = farthest(arcs_[arc], kept_[arc][segment], kept_[arc][segment + 1]);
        if (split) additions_[arc].push_back(split->at);
        return split.has_value();
    }
    void merge_additions() {
        for (std::size_t i = 0; i < arcs_.size(); ++i) {
            if (additions_[i].empty()) continue;
            kept_[i].insert(kept_[i].end(), additions_[i].begin(), additions_[i].end());
            std::sort(kept_[i].begin(), kept_[i].end());
            kept_[i].erase(std::unique(kept_[i].begin(), kept_[i].end()), kept_[i].end());
            additions_[i].clear();
        }
    }

    bool restore_collapsed() {
        bool any = false;
        for (const auto& ring : rings_) {
            if (has_area(ring, false) || !has_area(ring, true)) continue;
            for (const auto& use : ring) {
                for (std::size_t s = 0; s + 1 < kept_[use.arc].size(); ++s) any = restore(use.arc, s) || any;
            }
        }
        merge_additions();
        return any;
    }

    bool restore_crossed() {
        std::vector<GridSegment> segments;
        std::vector<std::pair<std::size_t, std::size_t>> origins;
        for (std::size_t i = 0; i < arcs_.size(); ++i) {
            for (std::size_t s = 0; s + 1 < kept_[i].size(); ++s) {
                const GridSegment segment{grid(arcs_[i][kept_[i][s]]), grid(arcs_[i][kept_[i][s + 1]])};
                if (segment[0] == segment[1]) continue;
                segments.push_back(segment);
                origins.emplace_back(i, s);
            }
        }
        const auto crossed = crossed_segments(segments);
        bool any = false;
        crossed_arcs_.clear();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (crossed[i] != 0) crossed_arcs_.insert(origins[i].first);
            if (crossed[i] != 0) any = restore(origins[i].first, origins[i].second) || any;
        }
        merge_additions();
        return any;
    }

    /// An arc that crosses itself in full detail too: the loop goes, the crossing stays.
    void cut_loops(Arc& arc) const {
        for (std::size_t i = 0; i + 1 < arc.size(); ++i) {
            const GridSegment first{grid(arc[i]), grid(arc[i + 1])};
            const std::size_t last = std::min(arc.size() - 1, i + longest_loop);
            for (std::size_t j = last; j > i + 2; --j) {
                const auto crossing = crossing_point(first, {grid(arc[j - 1]), grid(arc[j])});
                if (!crossing) continue;
                const auto begin = arc.begin() + static_cast<std::ptrdiff_t>(i + 1);
                arc.erase(begin, arc.begin() + static_cast<std::ptrdiff_t>(j));
                arc.insert(arc.begin() + static_cast<std::ptrdiff_t>(i + 1), world(*crossing));
                break;
            }
        }
    }

    /// Where an arc's end or corner lies on a segment, the segment gets that corner too, so that what coincides on the grid
    /// is equal point for point.
    void add_meetings(std::vector<Arc>& arcs) const {
        constexpr int rounds = 4; // a rounded crossing may make another
        for (int round = 0; round < rounds; ++round) {
            std::vector<GridSegment> segments;
            std::vector<std::pair<std::size_t, std::size_t>> origins;
            for (std::size_t i = 0; i < arcs.size(); ++i) {
                for (std::size_t s = 0; s + 1 < arcs[i].size(); ++s) {
                    segments.push_back({grid(arcs[i][s]), grid(arcs[i][s + 1])});
                    origins.emplace_back(i, s);
                }
            }
            const auto found = meetings(segments);
            if (!found || found->empty()) return;
            // From the last segment to the first, so that positions stay true.
            for (std::size_t end = found->size(); end > 0;) {
                std::size_t begin = end;
                while (begin > 0 && (*found)[begin - 1].segment == (*found)[end - 1].segment) --begin;
                const auto [arc, at] = origins[(*found)[begin].segment];
                insert_points(arcs[arc], at, std::span(*found).subspan(begin, end - begin));
                end = begin;
            }
        }
    }
    void insert_points(Arc& arc, std::size_t segment, std::span<const Meeting> points) const {
        const GridPoint from = grid(arc[segment]);
        std::vector<GridPoint> sorted;
        for (const auto& meeting : points) sorted.push_back(meeting.point);
        const auto distance = [&](const GridPoint& p) { return std::abs(p.x - from.x) + std::abs(p.y - from.y); };
        std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
        Arc added;
        for (const auto& p : sorted) added.push_back(world(p));
        arc.insert(arc.begin() + static_cast<std::ptrdiff_t>(segment + 1), added.begin(), added.end());
    }

    /// Out and back again is no border of anything.
    static void remove_spikes(Arc& arc) {
        Arc result;
        for (const auto& p : arc) {
            if (result.size() >= 2 && result[result.size() - 2] == p) {
                result.pop_back();
            } else if (result.empty() || result.back() != p) {
                result.push_back(p);
            }
        }
        if (result.size() == 1) result.push_back(result.front());
        arc = std::move(result);
    }

    static constexpr std::size_t longest_loop = 50; ///< in points: slips of a digitiser, not islands
    const std::vector<Arc>& arcs_;
    const std::vector<ArcRing>& rings_;
    SimplifyOptions options_;
    std::set<std::size_t> crossed_arcs_; ///< of the last round
    std::vector<std::vector<std::size_t>> kept_;
    std::vector<std::vector<std::size_t>> additions_;
};

Arc corners_cut(const Arc& arc) {
    const auto between = [](const WorldPoint& a, const WorldPoint& b, double t) {
        return WorldPoint::at({.x = a.x() + (b.x() - a.x()) * t, .y = a.y() + (b.y() - a.y()) * t});
    };
    Arc result{arc.front()};
    for (std::size_t i = 0; i + 1 < arc.size(); ++i) {
        result.push_back(between(arc[i], arc[i + 1], 0.25));
        result.push_back(between(arc[i], arc[i + 1], 0.75));
    }
    result.push_back(arc.back());
    return result;
}

} // namespace

std::vector<Arc> simplify_arcs(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings, const SimplifyOptions& options,
                               base::Jobs jobs) {
    return Simplifier(arcs, rings, options, jobs).run();
}

Arc smoothed(const Arc& arc, double tolerance) {
    if (arc.size() < 3) return arc;
    Arc corners;
    for (const auto at : kept_points(arc, tolerance)) corners.push_back(arc[at]);
    return corners.size() < 3 ? corners : corners_cut(corners_cut(corners));
}

} // namespace cityweave::tiles
