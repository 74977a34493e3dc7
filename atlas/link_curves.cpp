#include "atlas/link_curves.hpp"

#include "geo/box.hpp"
#include "geo/crs.hpp"
#include "geo/geodesic.hpp"
#include "geo/map_point.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace cityweave::atlas {

namespace {

using geo::LonLat;
using geo::MapPoint;

MapPoint point(double x, double y) {
    return MapPoint::at({.x = x, .y = y});
}
MapPoint minus(MapPoint a, MapPoint b) {
    return point(a.x() - b.x(), a.y() - b.y());
}
double cross(MapPoint a, MapPoint b) {
    return a.x() * b.y() - a.y() * b.x();
}
double distance_in_plane(MapPoint a, MapPoint b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

// ------------------------------------------------------------------------------------------------ one curve

/// Offset of the control point from the chord's middle, in chord lengths: grows with the chord, always below
/// tan(30°)/2 ÷ 1.35, so that even the strongest candidate turns by less than 60°.
double usual_bend(double chord) {
    constexpr double half_way = 1'500'000; // metres
    return 0.08 + 0.13 * chord / (chord + half_way);
}

/// A quadratic Bézier from `from` to `to`; its control point stands over the chord's middle, left of it if bend > 0.
struct Curve {
    MapPoint from;
    MapPoint to;
    double bend = 0; ///< in chord lengths

    [[nodiscard]] MapPoint control() const {
        const auto chord = minus(to, from);
        return point((from.x() + to.x()) / 2 - bend * chord.y(), (from.y() + to.y()) / 2 + bend * chord.x());
    }
    [[nodiscard]] MapPoint at(double t) const {
        const auto c = control();
        const double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), d = t * t;
        return point(a * from.x() + b * c.x() + d * to.x(), a * from.y() + b * c.y() + d * to.y());
    }
};

/// Enough equal steps that the chords stay within half a kilometre of the curve, and short enough (50 km) that they
/// stay within the other half when drawn straight in another projection.
std::size_t steps_of(const Curve& curve) {
    constexpr double tolerance = 500, longest = 50'000, most = 2'000;
    const double chord = distance_in_plane(curve.from, curve.to);
    const double by_tolerance = std::sqrt(std::abs(curve.bend) * chord / (2 * tolerance));
    const double by_length = 1.1 * chord / longest; // the curve is at most 8 % longer than its chord
    return static_cast<std::size_t>(std::clamp(std::ceil(std::max(by_tolerance, by_length)), 2.0, most));
}

geo::Line<LonLat> geodesic_line(LonLat from, LonLat to) {
    const auto way = geo::geodesic(from, to);
    const int steps = 1 + static_cast<int>(way.length.value() / 50'000);
    geo::Line<LonLat> line{from};
    for (int i = 1; i < steps; ++i) line.push_back(geo::destination(from, way.azimuth_from, (double(i) / steps) * way.length));
    line.push_back(to);
    return line;
}

/// The curve in longitude and latitude between exactly these ends.
geo::Line<LonLat> flattened(const Curve& curve, const geo::Transform& transform, LonLat from, LonLat to) {
    const std::size_t steps = steps_of(curve);
    std::vector<MapPoint> inner;
    for (std::size_t i = 1; i < steps; ++i) inner.push_back(curve.at(static_cast<double>(i) / static_cast<double>(steps)));
    geo::Line<LonLat> line{from};
    for (const auto& p : transform.to_lonlat(inner)) {
        if (!p) return geodesic_line(from, to);
        line.push_back(*p);
    }
    line.push_back(to);
    return line;
}

// ------------------------------------------------------------------------------------------------ one network's fan

constexpr std::array<double, 6> candidate_factors{1, -1, 1.35, -1.35, 0.7, -0.7};
constexpr std::size_t pieces = 16;

/// A curve as the choice of bends sees it.
struct Trace {
    explicit Trace(const Curve& curve) {
        for (std::size_t i = 0; i <= pieces; ++i) {
            points[i] = curve.at(static_cast<double>(i) / pieces);
            box.expand(points[i]);
        }
        const auto chord = minus(curve.to, curve.from), tangent = minus(curve.control(), curve.from);
        leaving = std::atan2(tangent.y(), tangent.x());
        const double turn = std::remainder(std::atan2(chord.y(), chord.x()) - leaving, 2 * std::numbers::pi);
        sector_middle = leaving + turn / 2;
        sector_half = std::abs(turn) / 2;
    }
    std::array<MapPoint, pieces + 1> points;
    geo::Box<MapPoint> box;
    double leaving;       ///< direction in which it begins, radians
    double sector_middle; ///< seen from its beginning, it lies within this direction …
    double sector_half;   ///< … and so much to either side
};

double angle_between(double a, double b) {
    return std::abs(std::remainder(a - b, 2 * std::numbers::pi));
}

double distance_to_segment(MapPoint p, MapPoint a, MapPoint b) {
    const auto ab = minus(b, a), ap = minus(p, a);
    const double squared = ab.x() * ab.x() + ab.y() * ab.y();
    const double t = squared > 0 ? std::clamp((ap.x() * ab.x() + ap.y() * ab.y()) / squared, 0.0, 1.0) : 0.0;
    return std::hypot(ap.x() - t * ab.x(), ap.y() - t * ab.y());
}

/// Distance of a point from a curve, or anything beyond `limit` if it is farther.
double distance_to_curve(MapPoint p, const Trace& curve, double limit) {
    if (!curve.box.grown(limit).contains(p)) return std::numeric_limits<double>::max();
    double nearest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < pieces; ++i) nearest = std::min(nearest, distance_to_segment(p, curve.points[i], curve.points[i + 1]));
    return nearest;
}

bool segments_cross(MapPoint a, MapPoint b, MapPoint c, MapPoint d) {
    const auto ab = minus(b, a), cd = minus(d, c);
    return cross(ab, minus(c, a)) * cross(ab, minus(d, a)) < 0 && cross(cd, minus(a, c)) * cross(cd, minus(b, c)) < 0;
}

/// Crossings of two curves that begin at the same point; their first pieces touch there and do not count.
int crossings(const Trace& a, const Trace& b) {
    if (angle_between(a.sector_middle, b.sector_middle) > a.sector_half + b.sector_half) return 0;
    int count = 0;
    for (std::size_t i = 1; i < pieces; ++i)
        for (std::size_t j = 1; j < pieces; ++j)
            count += segments_cross(a.points[i], a.points[i + 1], b.points[j], b.points[j + 1]) ? 1 : 0;
    return count;
}

/// The curves of one network while their bends are being chosen.
class Fan {
public:
    Fan(MapPoint lead, std::span<const MapPoint> targets) : lead_(lead), targets_(targets.begin(), targets.end()) {
        for (const MapPoint p : targets_) reach_ = std::max(reach_, distance_in_plane(lead_, p));
        for (std::size_t i = 0; i < targets_.size(); ++i) {
            factors_.push_back(candidate_factors[0]);
            curves_.emplace_back(curve(i, factors_[i]));
        }
    }

    /// Longest first, each link takes the candidate that costs least beside the others, until none changes.
    void choose() {
        constexpr std::size_t most_targets = 120;
        constexpr int most_rounds = 8;
        if (targets_.size() > most_targets) return;
        std::vector<std::size_t> order(targets_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return chord(a) > chord(b); });
        bool changed = true;
        for (int round = 0; round < most_rounds && changed; ++round) {
            changed = false;
            for (const std::size_t i : order) changed = improve(i) || changed;
        }
    }

    [[nodiscard]] Curve chosen(std::size_t i) const { return curve(i, factors_[i]); }

private:
    [[nodiscard]] double chord(std::size_t i) const { return distance_in_plane(lead_, targets_[i]); }
    [[nodiscard]] Curve curve(std::size_t i, double factor) const {
        return {.from = lead_, .to = targets_[i], .bend = factor * usual_bend(chord(i))};
    }

    bool improve(std::size_t i) {
        const double before = factors_[i];
        double least = std::numeric_limits<double>::max();
        for (const double factor : candidate_factors) {
            const Trace candidate(curve(i, factor));
            const double its_cost = cost(i, factor, candidate);
            if (its_cost >= least) continue;
            least = its_cost;
            factors_[i] = factor;
            curves_[i] = candidate;
        }
        return factors_[i] != before;
    }

    /// Weighs, heaviest first: running over a place it does not join, crossing another link, leaving the lead beside
    /// another link, departing from the usual bend.
    [[nodiscard]] double cost(std::size_t i, double factor, const Trace& candidate) const {
        constexpr double beside = 12 * std::numbers::pi / 180;
        // A mark and its rim on a sheet of this network alone take about 2 % of its reach.
        const double clearance = 0.02 * reach_;
        double sum = 0.2 * std::abs(std::abs(factor) - 1);
        for (std::size_t j = 0; j < targets_.size(); ++j) {
            if (j == i) continue;
            const double room = distance_to_curve(targets_[j], candidate, clearance) / clearance;
            if (room < 1) sum += 10 * (2 - room);
            sum += 3 * crossings(candidate, curves_[j]);
            sum += std::max(0.0, 1 - angle_between(candidate.leaving, curves_[j].leaving) / beside);
        }
        return sum;
    }

    MapPoint lead_;
    std::vector<MapPoint> targets_;
    double reach_ = 1;
    std::vector<double> factors_;
    std::vector<Trace> curves_;
};

// ------------------------------------------------------------------------------------------------ the atlas

/// Lead and partner places of one network, each once, partners by their outside id.
struct Star {
    std::optional<PlaceId> lead;
    std::vector<PlaceId> targets;
};

std::vector<Star> stars_of(const AtlasParts& parts) {
    std::vector<Star> stars(parts.networks.size());
    for (const Membership& m : parts.memberships) {
        Star& star = stars.at(m.network.row());
        if (m.role == Role::lead) star.lead = m.place;
        star.targets.push_back(m.place);
    }
    for (Star& star : stars) {
        if (!star.lead) continue;
        auto& targets = star.targets;
        const auto id = [&](PlaceId place) { return parts.places.at(place.row()).id; };
        std::sort(targets.begin(), targets.end(), [&](PlaceId a, PlaceId b) { return id(a) < id(b); });
        targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
        const LonLat lead = parts.places[star.lead->row()].position;
        std::erase_if(targets, [&](PlaceId place) { return parts.places[place.row()].position == lead; });
    }
    return stars;
}

class Linker {
public:
    explicit Linker(const AtlasParts& parts) : parts_(parts), transform_(geo::Crs::from_text(parts.programme.crs)) {}

    void add_links(NetworkId network, const Star& star, std::vector<Link>& links) const {
        if (!star.lead) return;
        const auto lead = transform_.to_map(position(*star.lead));
        std::vector<MapPoint> mapped;
        std::vector<PlaceId> targets;
        for (const PlaceId target : star.targets) {
            const auto there = transform_.to_map(position(target));
            if (lead && there) {
                mapped.push_back(*there);
                targets.push_back(target);
            } else {
                links.push_back(link(network, *star.lead, target, geodesic_line(position(*star.lead), position(target))));
            }
        }
        if (!lead) return;
        Fan fan(*lead, mapped);
        fan.choose();
        for (std::size_t i = 0; i < targets.size(); ++i) {
            auto curve = flattened(fan.chosen(i), transform_, position(*star.lead), position(targets[i]));
            links.push_back(link(network, *star.lead, targets[i], std::move(curve)));
        }
    }

private:
    [[nodiscard]] LonLat position(PlaceId place) const { return parts_.places[place.row()].position; }
    [[nodiscard]] Link link(NetworkId network, PlaceId from, PlaceId to, geo::Line<LonLat> curve) const {
        return {
            .network = network, .from = from, .to = to, .length = geo::distance(position(from), position(to)), .curve = std::move(curve)};
    }

    const AtlasParts& parts_;
    geo::Transform transform_;
};

} // namespace

AtlasParts with_links(AtlasParts parts) {
    const Linker linker(parts);
    const auto stars = stars_of(parts);
    std::vector<Link> links;
    for (std::uint32_t row = 0; row < stars.size(); ++row) linker.add_links(NetworkId(row), stars[row], links);
    parts.links = std::move(links);
    return parts;
}

} // namespace cityweave::atlas
