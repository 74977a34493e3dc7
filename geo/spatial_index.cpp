#include "geo/spatial_index.hpp"

#include "geo/geodesic.hpp"
#include "geo/geodesic_bounds.hpp"
#include "geo/point_tree.hpp"
#include "geo/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

namespace cityweave::geo {

namespace {

/// More than any squared chord, and a number: empty boxes stay beyond it.
constexpr float everywhere = 1e15F;

/// For `squared_chords`: whoever has at most this is surely within `chord`; less than 0 if that cannot be told.
float surely_within(Metres chord) {
    const double bound = chord.value() - slack32(chord.value());
    return bound < 0 ? -1.0F : static_cast<float>(bound * bound);
}
/// For `squared_chords`: whoever has more than this is surely beyond `chord`.
float surely_beyond(Metres chord) {
    const double bound = chord.value() + slack32(chord.value());
    return static_cast<float>(bound * bound);
}
/// If `squared_chords` computed this for one point and more than the square of the answer for another, the geodesic to
/// the other is longer, from whatever centre.
double surely_farther(float squared) {
    const double computed = std::sqrt(double{squared});
    // Both chords may be off by their slack, and bounds of a geodesic are 2.1e-17 chord³ apart.
    if (computed < 1e6) return computed + 2.1 * slack32(computed) + 2.2e-17 * computed * computed * computed;
    const double slack_a_metre = slack32(1) - slack32(0);
    const Metres chord((computed + slack32(0)) / (1.0 - slack_a_metre));
    const Metres reach = reach_of(geodesic_range(chord).longest);
    return reach.value() + slack32(reach.value());
}

/// Whether points lie within a radius, judged one by one.
class Judge {
public:
    Judge(LonLat centre, Metres radius, SearchEffort& effort)
        : centre_(centre), from_(earth_centred(centre)), radius_(radius), effort_(effort) {}

    [[nodiscard]] bool holds(LonLat place) const {
        if (place == centre_) return true;
        const auto there = earth_centred(place);
        const auto [shortest, longest] = geodesic_range(from_, there);
        if (longest <= radius_) return true;
        if (shortest > radius_ || is_beyond_by_angle(from_, there, radius_)) return false;
        ++effort_.geodesics;
        return distance(centre_, place) <= radius_;
    }

private:
    LonLat centre_;
    EarthCentred from_;
    Metres radius_;
    SearchEffort& effort_;
};

struct Seen {
    float squared; ///< chord, as `squared_chords` computed it
    std::uint32_t position;
    friend bool operator<(const Seen& p, const Seen& q) { return p.squared < q.squared; }
};

/// The k least squared chords seen so far, and all that may be as near.
class NearestSoFar {
public:
    explicit NearestSoFar(std::size_t k) : k_(k) { seen_.reserve(2 * leaf_size); }

    [[nodiscard]] const float& bound() const noexcept { return bound_; }
    void add(float squared, std::uint32_t position) { seen_.push_back({squared, position}); }
    /// To be called now and then: narrows the bound. A third more than wanted may wait, so that cost stays linear.
    void narrow() {
        if (seen_.size() >= k_ + std::max<std::size_t>(8, k_ / 3)) cut();
    }
    [[nodiscard]] std::vector<Seen>& seen() {
        if (seen_.size() > k_) cut();
        return seen_;
    }

private:
    float kth_squared() {
        if (seen_.size() <= leaf_size) {
            std::array<float, leaf_size> values;
            values.fill(everywhere);
            for (std::size_t i = 0; i < seen_.size(); ++i) values[i] = seen_[i].squared;
            return kth_smallest(values, k_);
        }
        const auto kth = seen_.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
        std::nth_element(seen_.begin(), kth, seen_.end());
        return kth->squared;
    }
    void cut() {
        const double bound = surely_farther(kth_squared());
        bound_ = static_cast<float>(bound * bound);
        std::size_t kept = 0;
        for (const Seen seen : seen_) {
            seen_[kept] = seen;
            kept += static_cast<std::size_t>(seen.squared <= bound_);
        }
        seen_.erase(seen_.begin() + static_cast<std::ptrdiff_t>(kept), seen_.end());
    }
    std::size_t k_;
    float bound_ = everywhere;
    std::vector<Seen> seen_;
};

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
    const auto cosine = [](double degrees) { return std::cos(degrees * (std::numbers::pi / 180.0)); };
    Range range;
    range.expand(cosine(west));
    range.expand(cosine(east));
    for (double turn = std::ceil(west / 180.0) * 180.0; turn <= east; turn += 180.0) range.expand(cosine(turn));
    return range;
}

/// The cartesian box round the earth-centred float32 points of a box of the globe.
std::array<Range, 3> cartesian_bounds(const LonLatBox& box) {
    const LonLat south_west = box.south_west, north_east = box.north_east;
    const auto on_prime_meridian = [](double lat) { return earth_centred(LonLat::wrapped({.lon = 0, .lat = lat})); };
    const auto south = on_prime_meridian(south_west.lat()), north = on_prime_meridian(north_east.lat());
    const double west = south_west.lon();
    const double east = north_east.lon() + (west > north_east.lon() ? 360.0 : 0.0);
    Range radius;
    radius.expand(south.x);
    radius.expand(north.x);
    if (south.z < 0 && north.z > 0) radius.expand(on_prime_meridian(0).x);
    const auto products = [&](Range factor) {
        Range range;
        for (const double r : {radius.low, radius.high})
            for (const double f : {factor.low, factor.high}) range.expand(r * f);
        return range;
    };
    std::array<Range, 3> bounds{products(cosine_range(west, east)), products(cosine_range(west - 90, east - 90)), Range{south.z, north.z}};
    for (Range& range : bounds) range = {range.low - slack32(0), range.high + slack32(0)};
    return bounds;
}

bool meets(const BoxGroup& boxes, std::size_t i, const std::array<Range, 3>& bounds) {
    for (std::size_t d = 0; d < 3; ++d)
        if (double{boxes.low[d][i]} > bounds[d].high || double{boxes.high[d][i]} < bounds[d].low) return false;
    return true;
}

/// Calls `leaf(number)` for every leaf whose box meets the bounds.
template <class Visit>
void visit_leaves(const PointTree& tree, const std::array<Range, 3>& bounds, std::size_t level, std::size_t group, Visit& leaf) {
    for (std::size_t i = 0; i < tree.boxes(level, group); ++i) {
        if (!meets(tree.levels.at(level)[group], i, bounds)) continue;
        if (level == 0)
            leaf(group * fanout + i);
        else
            visit_leaves(tree, bounds, level - 1, group * fanout + i, leaf);
    }
}

} // namespace

/// The bytes, in memory or in a file, and the tree in them.
class SpatialIndex::Tree {
public:
    explicit Tree(TreeBytes built) : built_(std::move(built)), bytes_(built_->bytes()), tree_(point_tree_in(bytes_)) {}
    explicit Tree(base::CompiledFile file) : file_(std::move(file)), bytes_(file_->payload()), tree_(point_tree_in(bytes_)) {}

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    [[nodiscard]] const PointTree& operator*() const noexcept { return tree_; }

    /// Calls `whole(first, end)` for ranges of positions within the radius, and `some(positions)` for others.
    template <class Whole, class Some>
    void within(LonLat centre, Metres radius, SearchEffort& effort, Whole whole, Some some) const {
        if (!(radius.value() >= 0)) return; // also no number
        if (radius >= longest_geodesic) return whole(std::size_t{0}, tree_.size());
        const Judge judge(centre, radius, effort);
        const auto from = point32(earth_centred(centre));
        const float sure = surely_within(sure_chord(radius)), reach = surely_beyond(reach_of(radius));
        const auto partly = [&](std::size_t leaf) {
            std::array<float, leaf_size> squared;
            Chosen chosen;
            squared_chords(tree_.leaves[leaf], from, squared);
            choose(squared, sure, reach, chosen);
            const std::size_t first = leaf * leaf_size, count = tree_.leaf_end(leaf) - first;
            effort.points += count;
            // Places beyond the last point are far away in what we built; a file may say otherwise.
            while (chosen.count > 0 && chosen.places[chosen.count - 1] >= count) --chosen.count;
            for (std::size_t i = 0; chosen.some_between && i < count; ++i)
                if (squared[i] > sure && squared[i] <= reach && judge.holds(tree_.places[first + i]))
                    chosen.places[chosen.count++] = static_cast<std::uint32_t>(i);
            for (std::size_t i = 0; i < leaf_size; ++i) chosen.places[i] += static_cast<std::uint32_t>(first);
            some(std::span(chosen.places).first(chosen.count));
        };
        BallSearch(tree_, from, sure, reach, whole, partly).run();
    }

    /// Collects whoever may be among the k nearest that count.
    void nearest(LonLat centre, NearestSoFar& nearest, const Accept& accept, SearchEffort& effort) const {
        const auto from = point32(earth_centred(centre));
        const auto visit = [&](std::size_t leaf) {
            std::array<float, leaf_size> squared;
            Chosen chosen;
            squared_chords(tree_.leaves[leaf], from, squared);
            choose(squared, nearest.bound(), nearest.bound(), chosen);
            const std::size_t first = leaf * leaf_size, count = tree_.leaf_end(leaf) - first;
            effort.points += count;
            for (const auto i : std::span(chosen.places).first(chosen.count))
                if (i < count && (!accept || accept(tree_.numbers[first + i])))
                    nearest.add(squared[i], static_cast<std::uint32_t>(first + i));
            nearest.narrow();
        };
        OutwardSearch(tree_, from, nearest.bound(), visit).run();
    }

private:
    std::optional<TreeBytes> built_;
    std::optional<base::CompiledFile> file_;
    std::span<const std::byte> bytes_;
    PointTree tree_;
};

SpatialIndex::SpatialIndex(std::span<const LonLat> points, base::Jobs jobs) : SpatialIndex(points, {}, jobs) {}
SpatialIndex::SpatialIndex(std::span<const LonLat> points, std::span<const std::uint32_t> numbers, base::Jobs jobs)
    : tree_(std::make_unique<const Tree>(build_point_tree(points, numbers, jobs))) {}
SpatialIndex::SpatialIndex(base::CompiledFile file) : tree_(std::make_unique<const Tree>(std::move(file))) {}
SpatialIndex::SpatialIndex(SpatialIndex&&) noexcept = default;
SpatialIndex& SpatialIndex::operator=(SpatialIndex&&) noexcept = default;
SpatialIndex::~SpatialIndex() = default;

std::size_t SpatialIndex::size() const noexcept {
    return (**tree_).size();
}
std::span<const LonLat> SpatialIndex::places() const noexcept {
    return (**tree_).places;
}
std::span<const std::uint32_t> SpatialIndex::numbers() const noexcept {
    return (**tree_).numbers;
}
std::span<const std::byte> SpatialIndex::bytes() const noexcept {
    return tree_->bytes();
}

std::vector<SpatialIndex::Hit> SpatialIndex::within(LonLat centre, Metres radius, const Accept& accept, SearchEffort* effort) const {
    SearchEffort unasked;
    Ranking ranking(centre, effort != nullptr ? *effort : unasked);
    add_within(centre, radius, accept, ranking);
    return ranking.ranked(size());
}

void SpatialIndex::add_within(LonLat centre, Metres radius, const Accept& accept, Ranking& ranking) const {
    const PointTree& tree = **tree_;
    const auto one = [&](std::size_t position) {
        const auto number = tree.numbers[position];
        if (!accept || accept(number)) ranking.add(number, tree.places[position]);
    };
    const auto whole = [&](std::size_t first, std::size_t end) {
        for (std::size_t position = first; position < end; ++position) one(position);
    };
    const auto some = [&](std::span<const std::uint32_t> positions) {
        for (const auto position : positions) one(position);
    };
    tree_->within(centre, radius, ranking.effort(), whole, some);
}

void SpatialIndex::numbers_within(LonLat centre, Metres radius, std::vector<std::uint32_t>& numbers, SearchEffort* effort) const {
    SearchEffort unasked;
    const auto all = (**tree_).numbers;
    const auto whole = [&](std::size_t first, std::size_t end) {
        const auto run = all.subspan(first, end - first);
        numbers.insert(numbers.end(), run.begin(), run.end());
    };
    const auto some = [&](std::span<const std::uint32_t> positions) {
        std::array<std::uint32_t, leaf_size> found;
        for (std::size_t i = 0; i < positions.size(); ++i) found[i] = all[positions[i]];
        numbers.insert(numbers.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(positions.size()));
    };
    tree_->within(centre, radius, effort != nullptr ? *effort : unasked, whole, some);
}

std::vector<SpatialIndex::Hit> SpatialIndex::nearest(LonLat centre, std::size_t k, const Accept& accept, SearchEffort* effort) const {
    SearchEffort unasked;
    Ranking ranking(centre, effort != nullptr ? *effort : unasked);
    add_nearest(centre, k, accept, ranking);
    return ranking.ranked(k);
}

void SpatialIndex::add_nearest(LonLat centre, std::size_t k, const Accept& accept, Ranking& ranking) const {
    if (k == 0) return;
    const PointTree& tree = **tree_;
    NearestSoFar nearest(k);
    tree_->nearest(centre, nearest, accept, ranking.effort());
    ranking.reserve(nearest.seen().size());
    for (const Seen& seen : nearest.seen()) ranking.add(tree.numbers[seen.position], tree.places[seen.position]);
}

void SpatialIndex::nearest_numbers(LonLat centre, std::size_t k, std::vector<std::uint32_t>& numbers, SearchEffort* effort) const {
    if (k == 0) return;
    SearchEffort unasked;
    SearchEffort& counted = effort != nullptr ? *effort : unasked;
    const PointTree& tree = **tree_;
    NearestSoFar nearest(k);
    tree_->nearest(centre, nearest, {}, counted);
    auto& seen = nearest.seen();
    std::sort(seen.begin(), seen.end());
    const std::size_t wanted = numbers.size() + std::min(k, seen.size());
    for (auto begin = seen.cbegin(); begin != seen.cend() && numbers.size() < wanted;) {
        auto end = begin + 1;
        while (end != seen.cend() && std::sqrt(double{end->squared}) <= surely_farther((end - 1)->squared)) ++end;
        if (end - begin == 1) {
            numbers.push_back(tree.numbers[begin->position]);
        } else { // chords do not tell in which order these stand
            Ranking ranking(centre, counted);
            for (auto close = begin; close != end; ++close) ranking.add(tree.numbers[close->position], tree.places[close->position]);
            for (const Hit& hit : ranking.ranked(wanted - numbers.size())) numbers.push_back(hit.point);
        }
        begin = end;
    }
}

std::vector<std::uint32_t> SpatialIndex::inside(const LonLatBox& box) const {
    std::vector<std::uint32_t> numbers;
    const PointTree& tree = **tree_;
    if (box.south_west.lat() > box.north_east.lat() || tree.height == 0) return numbers;
    auto leaf = [&](std::size_t l) {
        for (std::size_t position = l * leaf_size; position < tree.leaf_end(l); ++position)
            if (contains(box, tree.places[position])) numbers.push_back(tree.numbers[position]);
    };
    visit_leaves(tree, cartesian_bounds(box), tree.height - 1, 0, leaf);
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
