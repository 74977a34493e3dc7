#include "geo/spatial_index.hpp"

#include "geo/geodesic.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <queue>
#include <tuple>
#include <utility>

namespace cityweave::geo {

namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;

using Point3 = bg::model::point<double, 3, bg::cs::cartesian>; // earth-centred, metres
using Box3 = bg::model::box<Point3>;
using Entry = std::pair<Point3, std::uint32_t>;

constexpr double semi_major = 6378137.0;
constexpr double flattening = 1.0 / 298.257223563;
constexpr double eccentricity_squared = flattening * (2.0 - flattening);
/// More than chords and geodesics lose to rounding (nanometres), so that bounds never exclude a right answer.
constexpr double slack = 1e-3;

double cosine(double degrees) {
    return std::cos(degrees * (std::numbers::pi / 180.0));
}
double sine(double degrees) {
    return std::sin(degrees * (std::numbers::pi / 180.0));
}

/// Distance from the axis and height over the equator's plane of a parallel on the ellipsoid, metres.
struct Parallel {
    explicit Parallel(double lat) {
        const double normal = semi_major / std::sqrt(1.0 - eccentricity_squared * sine(lat) * sine(lat));
        radius = normal * cosine(lat);
        z = normal * (1.0 - eccentricity_squared) * sine(lat);
    }
    double radius;
    double z;
};

Point3 earth_centred(LonLat p) {
    const Parallel parallel(p.lat());
    return {parallel.radius * cosine(p.lon()), parallel.radius * sine(p.lon()), parallel.z};
}

double chord(const Point3& a, const Point3& b) {
    return std::hypot(a.get<0>() - b.get<0>(), a.get<1>() - b.get<1>(), a.get<2>() - b.get<2>());
}

Box3 cube_round(const Point3& centre, double half_side) {
    return {{centre.get<0>() - half_side, centre.get<1>() - half_side, centre.get<2>() - half_side},
            {centre.get<0>() + half_side, centre.get<1>() + half_side, centre.get<2>() + half_side}};
}

/// Least and greatest value.
struct Range {
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    void expand(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

/// Of cos over west…east (degrees, west ≤ east): its ends, and the turns between them.
Range cosine_range(double west, double east) {
    Range range;
    range.expand(cosine(west));
    range.expand(cosine(east));
    for (double turn = std::ceil(west / 180.0) * 180.0; turn <= east; turn += 180.0) range.expand(cosine(turn));
    return range;
}

/// The cartesian box round a box of the globe.
Box3 cartesian_bounds(const LonLatBox& box) {
    const double south = box.south_west.lat(), north = box.north_east.lat();
    const double west = box.south_west.lon();
    const double east = box.north_east.lon() + (west > box.north_east.lon() ? 360.0 : 0.0);
    Range radius;
    radius.expand(Parallel(south).radius);
    radius.expand(Parallel(north).radius);
    if (south < 0 && north > 0) radius.expand(semi_major);
    const auto products = [&](Range factor) {
        Range range;
        for (const double r : {radius.low, radius.high})
            for (const double f : {factor.low, factor.high}) range.expand(r * f);
        return range;
    };
    const Range x = products(cosine_range(west, east));
    const Range y = products(cosine_range(west - 90, east - 90)); // the sine
    return {{x.low - slack, y.low - slack, Parallel(south).z - slack}, {x.high + slack, y.high + slack, Parallel(north).z + slack}};
}

bool closer(const SpatialIndex::Hit& a, const SpatialIndex::Hit& b) {
    return std::tuple(a.distance, a.point) < std::tuple(b.distance, b.point);
}

} // namespace

class SpatialIndex::Tree {
public:
    explicit Tree(std::span<const LonLat> points) : points_(points.begin(), points.end()), rtree_(entries(points)) {}

    [[nodiscard]] std::size_t size() const noexcept { return points_.size(); }
    [[nodiscard]] LonLat point(std::uint32_t number) const { return points_[number]; }

    template <class Visit>
    void visit_box(const Box3& box, Visit visit) const {
        for (auto it = rtree_.qbegin(bgi::intersects(box)); it != rtree_.qend(); ++it) visit(*it);
    }
    /// By rising chord, until `visit` says stop.
    template <class Visit>
    void visit_outwards(const Point3& centre, Visit visit) const {
        const auto everything = static_cast<unsigned>(points_.size());
        for (auto it = rtree_.qbegin(bgi::nearest(centre, everything)); it != rtree_.qend(); ++it)
            if (!visit(*it)) return;
    }

private:
    static std::vector<Entry> entries(std::span<const LonLat> points) {
        std::vector<Entry> result;
        result.reserve(points.size());
        for (std::uint32_t i = 0; i < points.size(); ++i) result.emplace_back(earth_centred(points[i]), i);
        return result;
    }

    std::vector<LonLat> points_;
    bgi::rtree<Entry, bgi::linear<16>> rtree_; // built at once from a range, so packed; the split rule never runs
};

SpatialIndex::SpatialIndex(std::span<const LonLat> points) {
    CITYWEAVE_ASSERT(points.size() < std::numeric_limits<std::uint32_t>::max(), "points are numbered in 32 bits");
    tree_ = std::make_unique<const Tree>(points);
}
SpatialIndex::SpatialIndex(SpatialIndex&&) noexcept = default;
SpatialIndex& SpatialIndex::operator=(SpatialIndex&&) noexcept = default;
SpatialIndex::~SpatialIndex() = default;

std::size_t SpatialIndex::size() const noexcept {
    return tree_->size();
}

std::vector<SpatialIndex::Hit> SpatialIndex::within(LonLat centre, Metres radius, const Accept& accept) const {
    std::vector<Hit> hits;
    if (!(radius.value() >= 0)) return hits; // also no number
    const Point3 from = earth_centred(centre);
    const double reach = std::min(radius.value(), 2 * semi_major) + slack;
    tree_->visit_box(cube_round(from, reach), [&](const Entry& entry) {
        const auto& [there, number] = entry;
        if (chord(from, there) > reach || (accept && !accept(number))) return;
        const Metres length = distance(centre, tree_->point(number));
        if (length <= radius) hits.push_back({number, length});
    });
    std::sort(hits.begin(), hits.end(), closer);
    return hits;
}

std::vector<SpatialIndex::Hit> SpatialIndex::nearest(LonLat centre, std::size_t k, const Accept& accept) const {
    std::vector<Hit> best; // a heap with the farthest on top
    if (k == 0) return best;
    const Point3 from = earth_centred(centre);
    tree_->visit_outwards(from, [&](const Entry& entry) {
        const auto& [there, number] = entry;
        // No later point can be nearer than its chord.
        if (best.size() == k && chord(from, there) > best.front().distance.value() + slack) return false;
        if (accept && !accept(number)) return true;
        const Hit hit{number, distance(centre, tree_->point(number))};
        if (best.size() == k && !closer(hit, best.front())) return true;
        if (best.size() == k) {
            std::pop_heap(best.begin(), best.end(), closer);
            best.pop_back();
        }
        best.push_back(hit);
        std::push_heap(best.begin(), best.end(), closer);
        return true;
    });
    std::sort_heap(best.begin(), best.end(), closer);
    return best;
}

std::vector<std::uint32_t> SpatialIndex::inside(const LonLatBox& box) const {
    std::vector<std::uint32_t> numbers;
    if (box.south_west.lat() > box.north_east.lat()) return numbers;
    tree_->visit_box(cartesian_bounds(box), [&](const Entry& entry) {
        if (contains(box, tree_->point(entry.second))) numbers.push_back(entry.second);
    });
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

bool contains(const LonLatBox& box, LonLat point) {
    if (point.lat() < box.south_west.lat() || point.lat() > box.north_east.lat()) return false;
    const double west = box.south_west.lon(), east = box.north_east.lon();
    const auto between = [&](double lon) { return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east; };
    return between(point.lon()) || (std::abs(point.lon()) == 180.0 && between(-point.lon()));
}

} // namespace cityweave::geo
