// The polygon part of clip.hpp: parts of rings inside the box, joined along its edges.
#include "tiles/clip.hpp"
#include "tiles/rings.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace cityweave::tiles {

using geo::WorldPoint;
using Ring = geo::Ring<WorldPoint>;
using Polygon = geo::Polygon<WorldPoint>;

namespace {

/// Where on the box's outline a point lies, ascending in the direction of positive area.
using OutlinePosition = std::pair<int, double>;

OutlinePosition outline_position(const WorldPoint& p, const WorldBox& box) {
    if (p.y() == box.min_y() && p.x() < box.max_x()) return {0, p.x()};
    if (p.x() == box.max_x() && p.y() < box.max_y()) return {1, p.y()};
    if (p.y() == box.max_y() && p.x() > box.min_x()) return {2, -p.x()};
    return {3, -p.y()};
}

/// The corner at which `side` ends.
WorldPoint end_corner(int side, const WorldBox& box) {
    return WorldPoint::at(
        {.x = side == 0 || side == 1 ? box.max_x() : box.min_x(), .y = side == 1 || side == 2 ? box.max_y() : box.min_y()});
}

Ring outline(const WorldBox& box) {
    return {end_corner(3, box), end_corner(0, box), end_corner(1, box), end_corner(2, box)};
}

bool strictly_inside(const WorldPoint& p, const WorldBox& box) {
    return p.x() > box.min_x() && p.x() < box.max_x() && p.y() > box.min_y() && p.y() < box.max_y();
}

/// A part of a ring that runs from outline to outline through the box's interior.
using Chain = std::vector<WorldPoint>;

/// What the box sees of a polygon: rings wholly in its interior, and chains.
struct View {
    std::vector<Ring> rings;
    std::vector<Chain> chains;
};

void add_chains(const Ring& ring, std::size_t start, const WorldBox& box, std::vector<Chain>& chains) {
    bool from_inside = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const WorldPoint& from = ring[(start + i) % ring.size()];
        const WorldPoint& to = ring[(start + i + 1) % ring.size()];
        const bool to_inside = strictly_inside(to, box);
        const auto part = clip_segment(from, to, box, BoxEdges::open);
        if (part) {
            if (!from_inside) chains.push_back({part->first});
            chains.back().push_back(part->second);
        }
        from_inside = to_inside;
    }
}

void add_ring(Ring ring, bool exterior, const WorldBox& box, View& view) {
    const WorldBox extent = bounds(ring);
    if (!extent.intersects(box)) return;
    if ((doubled_area(ring) > 0) != exterior) std::reverse(ring.begin(), ring.end());
    const auto outside = std::find_if(ring.begin(), ring.end(), [&](const WorldPoint& p) { return !strictly_inside(p, box); });
    if (outside == ring.end()) {
        view.rings.push_back(std::move(ring));
    } else {
        add_chains(ring, static_cast<std::size_t>(outside - ring.begin()), box, view.chains);
    }
}

void append_distinct(Ring& ring, const WorldPoint& point) {
    if (ring.empty() || ring.back() != point) ring.push_back(point);
}

/// Joins chains into rings: from where one leaves, along the outline, to where the next enters.
class Joiner {
public:
    Joiner(std::vector<Chain> chains, const WorldBox& box) : chains_(std::move(chains)), box_(box) {
        for (std::size_t i = 0; i < chains_.size(); ++i) entries_.insert(entry(i));
    }
    std::vector<Ring> join() {
        std::vector<Ring> rings;
        while (!entries_.empty()) rings.push_back(next_ring());
        return rings;
    }
    [[nodiscard]] bool walked() const { return walked_; }

private:
    using Entry = std::tuple<OutlinePosition, std::size_t>;
    [[nodiscard]] Entry entry(std::size_t chain) const { return {outline_position(chains_[chain].front(), box_), chain}; }

    Ring next_ring() {
        const auto first = std::get<1>(*entries_.begin());
        Ring ring;
        for (std::size_t chain = first;;) {
            for (const auto& p : chains_[chain]) append_distinct(ring, p);
            const auto leave = outline_position(chains_[chain].back(), box_);
            auto next = entries_.lower_bound({leave, 0});
            if (next == entries_.end()) next = entries_.begin();
            const auto [enter, index] = *next;
            walk(ring, leave, enter);
            if (index == first) break;
            entries_.erase(next);
            chain = index;
        }
        entries_.erase(entry(first));
        if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
        return ring;
    }
    void walk(Ring& ring, const OutlinePosition& leave, const OutlinePosition& enter) {
        if (leave == enter) return;
        walked_ = true;
        const int turns = leave < enter ? enter.first - leave.first : enter.first - leave.first + 4;
        for (int i = 0; i < turns; ++i) append_distinct(ring, end_corner((leave.first + i) % 4, box_));
    }

    std::vector<Chain> chains_;
    const WorldBox& box_;
    std::set<Entry> entries_;
    bool walked_ = false;
};

/// The box's outline belongs to the polygon although no ring runs along it: told by the outermost ring inside, or,
/// where there is none, by the box's centre.
bool surrounds(const Polygon& polygon, const std::vector<Ring>& rings, const WorldBox& box) {
    if (rings.empty()) {
        return contains(polygon, WorldPoint::at({.x = (box.min_x() + box.max_x()) / 2, .y = (box.min_y() + box.max_y()) / 2}));
    }
    const auto leftmost = [](const Ring& a, const Ring& b) { return bounds(a).min_x() < bounds(b).min_x(); };
    return doubled_area(*std::min_element(rings.begin(), rings.end(), leftmost)) < 0;
}

/// The piece whose exterior holds the interior ring; the first if rounding leaves doubt.
Polygon& owner(std::vector<Polygon>& pieces, const std::vector<WorldBox>& boxes, const Ring& interior) {
    const WorldPoint middle = WorldPoint::at({.x = (interior[0].x() + interior[1].x()) / 2, .y = (interior[0].y() + interior[1].y()) / 2});
    for (std::size_t i = 0; pieces.size() > 1 && i < pieces.size(); ++i) {
        if (boxes[i].contains(middle) && contains(pieces[i].exterior, middle)) return pieces[i];
    }
    return pieces.front();
}

std::vector<Polygon> assemble(std::vector<Ring> rings) {
    std::vector<Polygon> pieces;
    std::vector<WorldBox> boxes;
    std::vector<Ring> interiors;
    for (auto& ring : rings) {
        const double area = ring.size() < 3 ? 0 : doubled_area(ring);
        if (area < 0) {
            interiors.push_back(std::move(ring));
        } else if (area > 0) {
            boxes.push_back(bounds(ring));
            pieces.push_back({.exterior = std::move(ring)});
        }
    }
    if (pieces.empty()) return pieces;
    for (auto& ring : interiors) owner(pieces, boxes, ring).interiors.push_back(std::move(ring));
    return pieces;
}

} // namespace

std::vector<Polygon> clip_polygon(const Polygon& polygon, const WorldBox& box) {
    if (polygon.exterior.size() < 3 || box.empty() || !bounds(polygon.exterior).intersects(box)) return {};
    View view;
    add_ring(polygon.exterior, true, box, view);
    for (const auto& ring : polygon.interiors) {
        if (ring.size() >= 3) add_ring(ring, false, box, view);
    }
    Joiner joiner(std::move(view.chains), box);
    std::vector<Ring> rings = joiner.join();
    std::move(view.rings.begin(), view.rings.end(), std::back_inserter(rings));
    if (!joiner.walked() && surrounds(polygon, rings, box)) rings.push_back(outline(box));
    return assemble(std::move(rings));
}

} // namespace cityweave::tiles
