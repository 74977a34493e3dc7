#include "tiles/borders.hpp"

#include "geo/box.hpp"
#include "tiles/dissolve.hpp"
#include "tiles/rings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace cityweave::tiles {

using geo::WorldPoint;
using WorldBox = geo::Box<WorldPoint>;

namespace {

base::Problem rule_problem(const BorderRule& rule, std::string expected) {
    return {.code = "border-rule", .line = rule.line, .found = rule.feature + " " + rule.other, .expected = std::move(expected)};
}

WorldBox box_of(const BorderRule& rule) {
    return {geo::to_world(rule.where[0]), geo::to_world(rule.where[1])};
}

/// Where a rule's line begins or ends on the feature: the arc and the point of it that lies nearest.
struct Anchor {
    std::uint32_t arc = 0;
    std::size_t at = 0;
};

Anchor nearest_anchor(const ArcTopology& topology, const ArcFeature& feature, WorldPoint to) {
    Anchor best;
    double least = std::numeric_limits<double>::max();
    for_each_sequence(feature, [&](const ArcRing& ring) {
        for (const auto& use : ring) {
            const Arc& arc = topology.arcs[use.arc];
            for (std::size_t i = 0; i < arc.size(); ++i) {
                const double distance = std::hypot(arc[i].x() - to.x(), arc[i].y() - to.y());
                if (distance < least) best = {.arc = use.arc, .at = i};
                least = std::min(least, distance);
            }
        }
    });
    return best;
}

/// The features of a topology with their countries, while rules change them.
class Editor {
public:
    Editor(ArcTopology topology, const CodeOf& code_of) : topology_(std::move(topology)) {
        for (const auto& feature : topology_.features) codes_.push_back(code_of(feature));
    }
    /// None if all is well.
    std::optional<base::Problem> apply(const BorderRule& rule) {
        switch (rule.action) {
        case BorderAction::disputed: return mark_disputed(rule);
        case BorderAction::part: return move_parts(rule);
        case BorderAction::cut: return cut(rule);
        case BorderAction::is: return assign(rule, rule.other);
        case BorderAction::drop: return assign(rule, dropped);
        }
        return std::nullopt;
    }
    [[nodiscard]] const ArcTopology& topology() const { return topology_; }
    [[nodiscard]] bool disputed(std::uint32_t arc, const std::string& a, const std::string& b) const {
        const auto found = disputed_.find(arc);
        return found != disputed_.end() && found->second == std::pair<std::string, std::string>(std::minmax(a, b));
    }

    base::Result<std::map<std::string, std::vector<ArcRing>>> rings_by_country() const {
        std::map<std::string, std::vector<ArcRing>> rings;
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            if (codes_[i].empty()) {
                return base::Problem{.code = "border-rule", .found = topology_.features[i].name + " without a code", .expected = "a rule"};
            }
            if (codes_[i] == dropped) continue;
            for_each_sequence(topology_.features[i], [&](const ArcRing& ring) { rings[codes_[i]].push_back(ring); });
        }
        return rings;
    }

private:
    static constexpr const char* dropped = "-";

    std::optional<base::Problem> assign(const BorderRule& rule, const std::string& code) {
        bool found = false;
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            if (topology_.features[i].name != rule.feature) continue;
            codes_[i] = code;
            found = true;
        }
        if (!found) return rule_problem(rule, "the name of a feature");
        return std::nullopt;
    }

    ArcFeature* feature_named(const std::string& name) {
        const auto found =
            std::find_if(topology_.features.begin(), topology_.features.end(), [&](const auto& f) { return f.name == name; });
        return found == topology_.features.end() ? nullptr : &*found;
    }
    void add_feature(std::vector<ArcPolygon> polygons, const std::string& code) {
        topology_.features.push_back({.polygons = std::move(polygons)});
        codes_.push_back(code);
    }

    std::optional<base::Problem> move_parts(const BorderRule& rule) {
        ArcFeature* feature = feature_named(rule.feature);
        if (feature == nullptr) return rule_problem(rule, "the name of a feature");
        const WorldBox box = box_of(rule);
        const auto outside = [&](const ArcPolygon& polygon) {
            const auto ring = joined_points(topology_.arcs, polygon.exterior);
            return !std::all_of(ring.begin(), ring.end(), [&](const auto& p) { return box.contains(p); });
        };
        const auto moved = std::stable_partition(feature->polygons.begin(), feature->polygons.end(), outside);
        if (moved == feature->polygons.end()) return rule_problem(rule, "polygons inside the box");
        std::vector<ArcPolygon> parts(moved, feature->polygons.end());
        feature->polygons.erase(moved, feature->polygons.end());
        add_feature(std::move(parts), rule.other);
        return std::nullopt;
    }

    /// Splits the feature's outline at its point nearest to `to`, and gives that point.
    WorldPoint make_node(const ArcFeature& feature, geo::LonLat to) {
        const Anchor anchor = nearest_anchor(topology_, feature, geo::to_world(to));
        const WorldPoint point = topology_.arcs[anchor.arc][anchor.at];
        if (anchor.at > 0 && anchor.at + 1 < topology_.arcs[anchor.arc].size()) split_arc(topology_, anchor.arc, anchor.at);
        return point;
    }

    std::optional<base::Problem> cut(const BorderRule& rule) {
        ArcFeature* feature = feature_named(rule.feature);
        if (feature == nullptr) return rule_problem(rule, "the name of a feature");
        Arc line{make_node(*feature, rule.where.front())};
        for (std::size_t i = 1; i + 1 < rule.where.size(); ++i) line.push_back(geo::to_world(rule.where[i]));
        line.push_back(make_node(*feature, rule.where.back()));
        for (auto& polygon : feature->polygons) {
            if (auto piece = divide(polygon.exterior, line)) {
                add_feature({{.exterior = std::move(*piece)}}, rule.other);
                return std::nullopt;
            }
        }
        return rule_problem(rule, "a line that divides one polygon");
    }

    /// Takes the smaller side of the line out of the ring and gives it; none if the ring does not hold both ends.
    std::optional<ArcRing> divide(ArcRing& ring, const Arc& line) {
        const auto begins_at = [&](const WorldPoint& node) {
            return std::find_if(ring.begin(), ring.end(), [&](const ArcUse& use) {
                const Arc& arc = topology_.arcs[use.arc];
                return node_of(use.forward ? arc.front() : arc.back()) == node_of(node);
            });
        };
        if (begins_at(line.front()) == ring.end() || begins_at(line.back()) == ring.end()) return std::nullopt;
        std::rotate(ring.begin(), begins_at(line.front()), ring.end());
        const auto middle = begins_at(line.back());
        if (middle == ring.begin()) return std::nullopt;
        const auto added = static_cast<std::uint32_t>(topology_.arcs.size());
        topology_.arcs.push_back(line);
        ArcRing there(ring.begin(), middle);
        ArcRing back(middle, ring.end());
        there.push_back({.arc = added, .forward = false});
        back.push_back({.arc = added, .forward = true});
        const auto area = [&](const ArcRing& r) { return std::abs(doubled_area(ring_points(topology_.arcs, r))); };
        if (area(there) > area(back)) std::swap(there, back);
        ring = std::move(back);
        return there;
    }

    [[nodiscard]] std::set<std::uint32_t> arcs_of(const std::string& code) const {
        std::set<std::uint32_t> arcs;
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            if (codes_[i] != code) continue;
            for_each_sequence(topology_.features[i], [&](const ArcRing& ring) {
                for (const auto& use : ring) arcs.insert(use.arc);
            });
        }
        return arcs;
    }

    std::optional<base::Problem> mark_disputed(const BorderRule& rule) {
        const auto ours = arcs_of(rule.feature);
        const std::pair<std::string, std::string> pair = std::minmax(rule.feature, rule.other);
        const std::size_t before = disputed_.size();
        for (const auto arc : arcs_of(rule.other)) {
            if (!ours.contains(arc)) continue;
            if (rule.where.empty()) {
                disputed_.emplace(arc, pair);
            } else {
                mark_inside(arc, box_of(rule), pair);
            }
        }
        if (disputed_.size() == before) return rule_problem(rule, "a border between the two, not yet disputed");
        return std::nullopt;
    }

    /// Splits the arc where it enters and leaves the box and marks the pieces inside.
    void mark_inside(std::uint32_t arc, const WorldBox& box, const std::pair<std::string, std::string>& pair) {
        for (;;) {
            const Arc& points = topology_.arcs[arc];
            const bool inside = box.contains(points[0]);
            std::size_t turn = 1;
            while (turn + 1 < points.size() && box.contains(points[turn]) == inside) ++turn;
            if (inside && (turn > 1 || box.contains(points[turn]))) disputed_.emplace(arc, pair);
            if (turn + 1 >= points.size()) return;
            arc = split_arc(topology_, arc, turn);
        }
    }

    ArcTopology topology_;
    std::vector<std::string> codes_;                                        ///< one per feature
    std::map<std::uint32_t, std::pair<std::string, std::string>> disputed_; ///< arcs, and between which two
};

/// The countries on either side of each arc.
struct Sides {
    std::string left;
    std::string right;
};

base::Result<std::map<std::uint32_t, Sides>> sides_of(const std::vector<Country>& countries) {
    std::map<std::uint32_t, Sides> sides;
    bool clash = false;
    for (const auto& country : countries) {
        for (const auto& polygon : country.polygons) {
            const auto take = [&](const ArcRing& ring) {
                for (const auto& use : ring) {
                    std::string& side = use.forward ? sides[use.arc].right : sides[use.arc].left;
                    clash = clash || !side.empty();
                    side = country.iso_a2;
                }
            };
            take(polygon.exterior);
            std::for_each(polygon.interiors.begin(), polygon.interiors.end(), take);
        }
    }
    if (clash) return base::Problem{.code = "border-topology", .found = "two countries on one side of an arc", .expected = "one"};
    return sides;
}

} // namespace

base::Result<BorderMap> make_border_map(ArcTopology topology, const std::vector<BorderRule>& rules, const CodeOf& code_of) {
    Editor editor(std::move(topology), code_of);
    for (const auto& rule : rules) {
        if (auto problem = editor.apply(rule)) return *problem;
    }
    const auto rings = editor.rings_by_country();
    if (!rings) return rings.problem();
    BorderMap map{.arcs = editor.topology().arcs};
    for (const auto& [code, sequences] : *rings) {
        auto polygons = dissolve(map.arcs, sequences);
        if (!polygons) return polygons.problem();
        map.countries.push_back({.iso_a2 = code, .polygons = std::move(polygons).value()});
    }
    const auto sides = sides_of(map.countries);
    if (!sides) return sides.problem();
    for (const auto& [arc, side] : *sides) {
        if (side.left.empty() || side.right.empty()) continue;
        map.borders.push_back(
            {.arc = arc, .left = side.left, .right = side.right, .disputed = editor.disputed(arc, side.left, side.right)});
    }
    return map;
}

} // namespace cityweave::tiles
