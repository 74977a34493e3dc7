#include "tiles/dissolve.hpp"

#include "geo/box.hpp"
#include "tiles/rings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

namespace cityweave::tiles {

using geo::WorldPoint;

namespace {

using Node = std::pair<double, double>;

bool without_area(const Arc& arc) {
    return arc.size() < 2 || (arc.front() == arc.back() && doubled_area(arc) == 0);
}

/// How often each arc is walked forward more than backward.
std::map<std::uint32_t, int> net_uses(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings) {
    std::map<std::uint32_t, int> net;
    for (const auto& ring : rings) {
        for (const auto& use : ring) {
            if (!without_area(arcs[use.arc])) net[use.arc] += use.forward ? 1 : -1;
        }
    }
    std::erase_if(net, [](const auto& entry) { return entry.second == 0; });
    return net;
}

class Walker {
public:
    Walker(const std::vector<Arc>& arcs, const std::map<std::uint32_t, int>& net) : arcs_(arcs) {
        for (const auto& [arc, count] : net) {
            const ArcUse use{.arc = arc, .forward = count > 0};
            unused_[first_node(use)].push_back(use);
            order_.push_back(use);
        }
    }
    base::Result<std::vector<ArcRing>> walk() {
        std::vector<ArcRing> rings;
        for (const auto& start : order_) {
            if (!take(start)) continue;
            ArcRing ring{start};
            while (last_node(ring.back()) != first_node(start)) {
                const auto next = next_use(ring.back());
                if (!next) return base::Problem{.code = "border-topology", .found = "a ring that stays open", .expected = "closed rings"};
                take(*next);
                ring.push_back(*next);
            }
            split_at_repeats(ring, rings);
        }
        return rings;
    }

private:
    [[nodiscard]] const WorldPoint& point(const ArcUse& use, std::size_t i) const {
        const Arc& arc = arcs_[use.arc];
        return arc[use.forward ? i : arc.size() - 1 - i];
    }
    [[nodiscard]] Node first_node(const ArcUse& use) const { return node_of(point(use, 0)); }
    [[nodiscard]] Node last_node(const ArcUse& use) const { return node_of(point(use, arcs_[use.arc].size() - 1)); }

    /// A ring that passes a node twice, as two: an area that meets itself round a hole.
    void split_at_repeats(const ArcRing& ring, std::vector<ArcRing>& rings) const {
        std::map<Node, std::size_t> begins;
        ArcRing open;
        for (const auto& use : ring) {
            begins[first_node(use)] = open.size();
            open.push_back(use);
            const auto seen = begins.find(last_node(use));
            if (seen == begins.end()) continue;
            const auto loop = open.begin() + static_cast<std::ptrdiff_t>(seen->second);
            rings.emplace_back(loop, open.end());
            std::for_each(loop, open.end(), [&](const ArcUse& done) { begins.erase(first_node(done)); });
            open.erase(loop, open.end());
        }
    }

    bool take(const ArcUse& use) {
        auto& there = unused_[first_node(use)];
        const auto found = std::find(there.begin(), there.end(), use);
        if (found == there.end()) return false;
        there.erase(found);
        return true;
    }
    /// The unused arc that turns most sharply towards the area (positive turn in the world square): rings that meet in
    /// a point stay apart.
    std::optional<ArcUse> next_use(const ArcUse& last) {
        const std::size_t n = arcs_[last.arc].size();
        const auto direction = [](const WorldPoint& a, const WorldPoint& b) { return std::atan2(b.y() - a.y(), b.x() - a.x()); };
        const double back = direction(point(last, n - 1), point(last, n - 2));
        std::optional<ArcUse> best;
        double least = 10;
        for (const auto& use : unused_[last_node(last)]) {
            double turn = back - direction(point(use, 0), point(use, 1));
            if (turn <= 0) turn += 2 * std::numbers::pi;
            if (turn < least) best = use;
            least = std::min(least, turn);
        }
        return best;
    }

    const std::vector<Arc>& arcs_;
    std::map<Node, std::vector<ArcUse>> unused_;
    std::vector<ArcUse> order_;
};

struct Measured {
    ArcRing ring;
    geo::Ring<WorldPoint> points;
    geo::Box<WorldPoint> box;
    double area;
};

Measured measured(const std::vector<Arc>& arcs, ArcRing ring) {
    Measured result{.points = ring_points(arcs, ring)};
    result.area = result.points.size() < 3 ? 0 : doubled_area(result.points);
    for (const auto& p : result.points) result.box.expand(p);
    result.ring = std::move(ring);
    return result;
}

/// The smallest exterior round the ring; none if there is none.
std::optional<std::size_t> owner(const std::vector<Measured>& exteriors, const Measured& interior) {
    std::optional<std::size_t> best;
    // Half way along a segment: a corner may be one the two share.
    const WorldPoint& a = interior.points[0];
    const WorldPoint& b = interior.points[1];
    const WorldPoint probe = WorldPoint::at({.x = (a.x() + b.x()) / 2, .y = (a.y() + b.y()) / 2});
    for (std::size_t i = 0; i < exteriors.size(); ++i) {
        if (!exteriors[i].box.contains(interior.box) || !contains(exteriors[i].points, probe)) continue;
        if (!best || exteriors[i].area < exteriors[*best].area) best = i;
    }
    return best;
}

ArcRing reversed(ArcRing ring) {
    std::reverse(ring.begin(), ring.end());
    for (auto& use : ring) use.forward = !use.forward;
    return ring;
}

} // namespace

base::Result<std::vector<ArcPolygon>> dissolve(const std::vector<Arc>& arcs, const std::vector<ArcRing>& rings) {
    auto walked = Walker(arcs, net_uses(arcs, rings)).walk();
    if (!walked) return walked.problem();
    std::vector<Measured> exteriors;
    std::vector<Measured> interiors;
    for (auto& ring : walked.value()) {
        Measured one = measured(arcs, std::move(ring));
        if (one.area > 0)
            exteriors.push_back(std::move(one));
        else if (one.area < 0)
            interiors.push_back(std::move(one));
    }
    std::vector<ArcPolygon> polygons(exteriors.size());
    for (std::size_t i = 0; i < exteriors.size(); ++i) polygons[i].exterior = exteriors[i].ring;
    for (auto& interior : interiors) {
        const auto index = owner(exteriors, interior);
        if (!index) {
            polygons.push_back({.exterior = reversed(interior.ring)});
            continue;
        }
        polygons[*index].interiors.push_back(std::move(interior.ring));
    }
    return polygons;
}

} // namespace cityweave::tiles
