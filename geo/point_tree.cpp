#include "geo/point_tree.hpp"

#include "base/error.hpp"

#include <cmath>
#include <cstring>
#include <type_traits>

namespace cityweave::geo {

namespace {

static_assert(std::is_trivially_copyable_v<LonLat> && sizeof(LonLat) == 16, "positions are stored as they are");

/// Where the parts of a tree of n points lie, in bytes.
struct Layout {
    explicit Layout(std::size_t n) : points(n), leaves((n + leaf_size - 1) / leaf_size), end(leaves_at + leaves * sizeof(Leaf)) {
        for (std::size_t nodes = leaves; nodes > 0; nodes = groups[height++]) {
            if (height > 0 && nodes == 1) break;
            groups[height] = (nodes + fanout - 1) / fanout;
            levels_at[height] = end;
            end += groups[height] * sizeof(BoxGroup);
        }
        places_at = end;
        numbers_at = places_at + n * sizeof(LonLat);
        end = numbers_at + n * sizeof(std::uint32_t);
    }
    static constexpr std::size_t leaves_at = 64; // before them: the number of points, in eight bytes
    std::size_t points;
    std::size_t leaves;
    std::size_t height = 0;
    std::array<std::size_t, 9> groups{};
    std::array<std::size_t, 9> levels_at{};
    std::size_t places_at = 0;
    std::size_t numbers_at = 0;
    std::size_t end; ///< while the parts are laid out, where the next one begins
};

constexpr float far_away = 1e9F; // its square is still a float

struct Sortable {
    Point32 at;
    std::uint32_t index;
};
using Run = std::span<Sortable>;

/// Of large runs, as a sample shows it: any direction gives a right tree, and a good one is all that is wanted.
std::size_t widest_direction(Run run) {
    const std::size_t step = std::max<std::size_t>(1, run.size() / 1024);
    // Six numbers by name stay in registers; arrays went through memory and took half the time of building.
    auto [low_x, low_y, low_z] = run[0].at;
    auto [high_x, high_y, high_z] = run[0].at;
    for (std::size_t i = 0; i < run.size(); i += step) {
        const Point32& at = run[i].at;
        low_x = std::min(low_x, at[0]), high_x = std::max(high_x, at[0]);
        low_y = std::min(low_y, at[1]), high_y = std::max(high_y, at[1]);
        low_z = std::min(low_z, at[2]), high_z = std::max(high_z, at[2]);
    }
    const Point32 width{high_x - low_x, high_y - low_y, high_z - low_z};
    return static_cast<std::size_t>(std::max_element(width.begin(), width.end()) - width.begin());
}

/// Moves those of whom `holds` is true before the others; returns how many.
template <class Holds>
std::size_t move_before(Run run, Holds holds) {
    std::size_t count = 0;
    for (Sortable& point : run) {
        const Sortable here = point;
        point = run[count];
        run[count] = here;
        count += static_cast<std::size_t>(holds(here));
    }
    return count;
}

/// A value of the run that is likely to stand a little beyond place `first` as seen from the nearer end.
float sampled_pivot(Run run, std::size_t first, std::size_t d) {
    std::array<float, 255> sample;
    const std::size_t count = std::min(sample.size(), std::bit_floor(run.size() / 16) - 1), step = run.size() / count;
    for (std::size_t i = 0; i < count; ++i) sample[i] = run[i * step].at[d];
    const double share = static_cast<double>(first) / static_cast<double>(run.size());
    const double margin = 1.0 / std::sqrt(static_cast<double>(count));
    const double aim = std::clamp(share < 0.5 ? share + margin : share - margin, 0.0, 1.0);
    const auto chosen = sample.begin() + std::lround(aim * static_cast<double>(count - 1));
    std::nth_element(sample.begin(), chosen, sample.begin() + static_cast<std::ptrdiff_t>(count));
    return *chosen;
}

/// So that run[first] is where sorting by direction d would put it, with nothing greater before and nothing less after
/// it: quickselect with a pivot from a sample, chosen to leave the wanted place in the smaller part, and without a
/// branch on what is compared (Bloch's variant of Lomuto's partition, as in Alexandrescu 2020, "Lomuto's comeback").
void select(Run run, std::size_t first, std::size_t d) {
    for (int round = 0; run.size() > 128 && round < 40; ++round) {
        const float pivot = sampled_pivot(run, first, d);
        std::size_t less = move_before(run, [d, pivot](const Sortable& p) { return p.at[d] < pivot; });
        if (first < less) {
            run = run.first(less);
            continue;
        }
        run = run.subspan(less);
        first -= less;
        if (less > 0) continue;
        // Nothing is less than the pivot: what equals it goes first, so that many equal points end it.
        less = move_before(run, [d, pivot](const Sortable& p) { return p.at[d] <= pivot; });
        if (first < less) return;
        run = run.subspan(less);
        first -= less;
    }
    std::nth_element(run.begin(), run.begin() + static_cast<std::ptrdiff_t>(first), run.end(),
                     [d](const Sortable& p, const Sortable& q) { return p.at[d] < q.at[d]; });
}

/// Splits across the widest direction, after a power of two of leaves, so that boxes of 16 lie on sides of splits. What
/// fits a leaf stays as it is.
std::array<Run, 2> split(Run run) {
    if (run.size() <= leaf_size) return {run, Run{}};
    const std::size_t leaves = (run.size() + leaf_size - 1) / leaf_size;
    const std::size_t first = std::bit_floor(leaves - 1) * leaf_size;
    const std::size_t d = widest_direction(run);
    select(run, first, d);
    return {run.first(first), run.subspan(first)};
}

void sort_run(Run run) {
    while (run.size() > leaf_size) {
        const auto [left, right] = split(run);
        sort_run(right);
        run = left;
    }
}

/// The whole is split until there are pieces enough for all threads; which pieces these are does not change the outcome.
void sort_all(std::vector<Sortable>& points, base::Jobs jobs) {
    std::vector<Run> pieces{points};
    while (pieces.size() < std::size_t{8} * jobs.count() && jobs.count() > 1 && points.size() / pieces.size() > 1000) {
        const auto halves = base::parallel_map(pieces.size(), jobs, [&](std::size_t i) { return split(pieces[i]); });
        pieces.clear();
        for (const auto& [left, right] : halves) {
            pieces.push_back(left);
            if (!right.empty()) pieces.push_back(right);
        }
    }
    base::parallel_for(pieces.size(), jobs, [&](std::size_t i) { sort_run(pieces[i]); });
}

constexpr std::size_t chunk = 1 << 14; // points a thread takes at a time; a multiple of the leaf

template <class Work>
void in_chunks(std::size_t n, base::Jobs jobs, Work work) {
    base::parallel_for((n + chunk - 1) / chunk, jobs, [&](std::size_t i) { work(i * chunk, std::min(n, (i + 1) * chunk)); });
}

std::vector<Sortable> sortable(std::span<const LonLat> points, base::Jobs jobs) {
    std::vector<Sortable> result(points.size());
    in_chunks(points.size(), jobs, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) result[i] = {point32(earth_centred(points[i])), static_cast<std::uint32_t>(i)};
    });
    return result;
}

void clear(BoxGroup& group) {
    for (std::size_t d = 0; d < 3; ++d) {
        group.low[d].fill(far_away);
        group.high[d].fill(far_away);
    }
}

/// Box number `i` of a group, round `low` … `high`, which has not been set before.
void set(BoxGroup& group, std::size_t i, const Point32& low, const Point32& high) {
    for (std::size_t d = 0; d < 3; ++d) {
        group.low[d][i] = low[d];
        group.high[d][i] = high[d];
    }
}

/// The parts of a tree, open for writing.
template <class T>
std::span<T> part(std::span<std::byte> bytes, std::size_t offset, std::size_t count) {
    return {reinterpret_cast<T*>(bytes.data() + offset), count};
}
template <class T>
std::span<const T> part(std::span<const std::byte> bytes, std::size_t offset, std::size_t count) {
    return {reinterpret_cast<const T*>(bytes.data() + offset), count};
}

void fill_leaf(Leaf& leaf, Run run) {
    for (std::size_t d = 0; d < 3; ++d) {
        leaf.at[d].fill(far_away);
        for (std::size_t i = 0; i < run.size(); ++i) leaf.at[d][i] = run[i].at[d];
    }
}

void box_leaves(std::span<const Leaf> leaves, std::size_t points, std::span<BoxGroup> groups) {
    for (BoxGroup& group : groups) clear(group);
    for (std::size_t l = 0; l < leaves.size(); ++l) {
        Point32 low, high;
        for (std::size_t d = 0; d < 3; ++d) {
            const auto begin = leaves[l].at[d].begin();
            const auto end = begin + static_cast<std::ptrdiff_t>(std::min(leaf_size, points - l * leaf_size));
            low[d] = *std::min_element(begin, end);
            high[d] = *std::max_element(begin, end);
        }
        set(groups[l / fanout], l % fanout, low, high);
    }
}

/// `count` boxes stand in `below`; each of `groups` gets the boxes round 16 groups of them.
void box_groups(std::span<const BoxGroup> below, std::size_t count, std::span<BoxGroup> groups) {
    for (BoxGroup& group : groups) clear(group);
    for (std::size_t g = 0; g < below.size(); ++g) {
        const auto here = static_cast<std::ptrdiff_t>(std::min(fanout, count - g * fanout));
        Point32 low, high;
        for (std::size_t d = 0; d < 3; ++d) {
            low[d] = *std::min_element(below[g].low[d].begin(), below[g].low[d].begin() + here);
            high[d] = *std::max_element(below[g].high[d].begin(), below[g].high[d].begin() + here);
        }
        set(groups[g / fanout], g % fanout, low, high);
    }
}

void fill_boxes(std::span<std::byte> bytes, const Layout& layout) {
    const auto leaves = part<const Leaf>(bytes, Layout::leaves_at, layout.leaves);
    auto groups = part<BoxGroup>(bytes, layout.levels_at[0], layout.groups[0]);
    box_leaves(leaves, layout.points, groups);
    std::size_t count = layout.leaves;
    for (std::size_t level = 1; level < layout.height; ++level) {
        const auto above = part<BoxGroup>(bytes, layout.levels_at.at(level), layout.groups.at(level));
        box_groups(groups, count, above);
        count = groups.size();
        groups = above;
    }
}

[[noreturn]] void damaged(const char* what) {
    throw base::FormatError(std::string("spatial index is damaged: ") + what);
}

} // namespace

Point32 point32(const EarthCentred& point) {
    return {static_cast<float>(point.x), static_cast<float>(point.y), static_cast<float>(point.z)};
}

TreeBytes build_point_tree(std::span<const LonLat> points, std::span<const std::uint32_t> numbers, base::Jobs jobs) {
    CITYWEAVE_ASSERT(points.size() < std::numeric_limits<std::uint32_t>::max(), "points are numbered in 32 bits");
    CITYWEAVE_ASSERT(numbers.empty() || numbers.size() == points.size(), "every point has a number");
    const Layout layout(points.size());
    TreeBytes tree(layout.end);
    const auto bytes = tree.bytes();
    std::memset(bytes.data(), 0, Layout::leaves_at);
    const std::uint64_t count = points.size();
    std::memcpy(bytes.data(), &count, sizeof count);
    if (points.empty()) return tree;

    auto sorted = sortable(points, jobs);
    sort_all(sorted, jobs);
    const auto leaves = part<Leaf>(bytes, Layout::leaves_at, layout.leaves);
    const auto numbered = part<std::uint32_t>(bytes, layout.numbers_at, points.size());
    in_chunks(points.size(), jobs, [&](std::size_t begin, std::size_t end) {
        for (std::size_t first = begin; first < end; first += leaf_size)
            fill_leaf(leaves[first / leaf_size], Run(sorted).subspan(first, std::min(leaf_size, end - first)));
        for (std::size_t i = begin; i < end; ++i) {
            const auto index = sorted[i].index;
            std::memcpy(bytes.data() + layout.places_at + i * sizeof(LonLat), &points[index], sizeof(LonLat));
            numbered[i] = numbers.empty() ? index : numbers[index];
        }
    });
    fill_boxes(bytes, layout);
    return tree;
}

PointTree point_tree_in(std::span<const std::byte> bytes) {
    std::uint64_t count = 0;
    if (bytes.size() < Layout::leaves_at) damaged("no header");
    std::memcpy(&count, bytes.data(), sizeof count);
    if (count >= std::numeric_limits<std::uint32_t>::max()) damaged("too many points");
    const Layout layout(count);
    if (bytes.size() != layout.end) damaged("not as long as its points need");

    PointTree tree;
    tree.leaves = part<Leaf>(bytes, Layout::leaves_at, layout.leaves);
    tree.height = layout.height;
    for (std::size_t level = 0; level < layout.height; ++level)
        tree.levels.at(level) = part<BoxGroup>(bytes, layout.levels_at.at(level), layout.groups.at(level));
    tree.places = part<LonLat>(bytes, layout.places_at, count);
    tree.numbers = part<std::uint32_t>(bytes, layout.numbers_at, count);
    for (const LonLat& place : tree.places)
        if (!LonLat::in_range({.lon = place.lon(), .lat = place.lat()})) damaged("a point off the globe");
    return tree;
}

} // namespace cityweave::geo
