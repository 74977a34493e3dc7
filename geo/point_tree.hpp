// What lies inside a SpatialIndex: points in k-d order in leaves of 32, with the boxes of leaves, of groups of 16 leaves, of
// groups of 16 such groups, and so on; nothing points to anything, places follow from counting. The same bytes in memory
// and in a file. Works on earth-centred float32 and knows how far that may be wrong; knows no geodesic and no questions.
#pragma once

#include "base/parallel.hpp"
#include "geo/geodesic_bounds.hpp"
#include "geo/lonlat.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

namespace cityweave::geo {

inline constexpr std::size_t leaf_size = 32;
inline constexpr std::size_t fanout = 16;

/// Earth-centred metres, in float32: at most 0.25 m from the true coordinate.
using Point32 = std::array<float, 3>;
[[nodiscard]] Point32 point32(const EarthCentred& point);

/// The chord between two points differs by at most this from the square root of what `squared_chords` computes for them
/// in float32: 0.87 m of rounded coordinates, and five roundings of 2⁻²⁴ of the squared chord.
[[nodiscard]] constexpr double slack32(double chord) {
    return 1.0 + 3e-7 * chord;
}

/// Coordinates of the points of one leaf; places beyond the last point are far away.
struct alignas(64) Leaf {
    std::array<std::array<float, leaf_size>, 3> at;
};
/// Boxes of 16 neighbours in one level; places beyond the last one are empty and far away.
struct alignas(64) BoxGroup {
    std::array<std::array<float, fanout>, 3> low;
    std::array<std::array<float, fanout>, 3> high;
};

/// Squared chords from `from` to all points of a leaf.
void squared_chords(const Leaf& leaf, const Point32& from, std::array<float, leaf_size>& squared);
/// Which of these are at most `sure`: writes their places, ascending, and says how many; and whether some lie between
/// `sure` and `reach`.
struct Chosen {
    std::array<std::uint32_t, leaf_size> places;
    std::size_t count;
    bool some_between;
};
void choose(const std::array<float, leaf_size>& squared, float sure, float reach, Chosen& chosen);
/// The k-th smallest of them, 1 ≤ k ≤ 32.
[[nodiscard]] float kth_smallest(const std::array<float, leaf_size>& values, std::size_t k);
/// Squared chords from `from` to the nearest and to the farthest spot of each box. Rounded so that no point of a box has
/// a `squared_chords` outside them.
void squared_ranges(const BoxGroup& boxes, const Point32& from, std::array<float, fanout>& nearest, std::array<float, fanout>& farthest);

/// Views of the parts of a tree. A point's position in the order counts from 0; leaf l holds positions 32 l … 32 l + 31.
struct PointTree {
    std::span<const Leaf> leaves;
    std::array<std::span<const BoxGroup>, 9> levels; ///< of leaves, of groups of 16 leaves, …; 16⁹ leaves are beyond 2³² points
    std::size_t height = 0;                          ///< levels in use; the last one is one group; 0 if there are no points
    std::span<const LonLat> places;                  ///< by position, as the caller gave them
    std::span<const std::uint32_t> numbers;          ///< by position

    [[nodiscard]] std::size_t size() const noexcept { return places.size(); }
    [[nodiscard]] std::size_t nodes(std::size_t level) const { return level == 0 ? leaves.size() : levels.at(level - 1).size(); }
    /// How many boxes of a group are some; never trusts a file to have emptied the others.
    [[nodiscard]] std::size_t boxes(std::size_t level, std::size_t group) const { return std::min(fanout, nodes(level) - group * fanout); }
    [[nodiscard]] std::size_t leaf_end(std::size_t leaf) const { return std::min(size(), (leaf + 1) * leaf_size); }
};

/// The bytes of a tree, aligned to 64.
class TreeBytes {
public:
    explicit TreeBytes(std::size_t size)
        : lines_(std::make_unique_for_overwrite<Line[]>((size + sizeof(Line) - 1) / sizeof(Line))), size_(size) {}
    [[nodiscard]] std::span<std::byte> bytes() noexcept { return {lines_[0].bytes.data(), size_}; }

private:
    struct alignas(64) Line {
        std::array<std::byte, 64> bytes;
    };
    std::unique_ptr<Line[]> lines_;
    std::size_t size_;
};

/// Sorts `points` into a tree; point i carries `numbers[i]`, or i if there are no numbers. O(n log n); the same bytes for
/// any number of threads; at most 2³² − 1 points. Needs 16 bytes a point beside the result while it works.
[[nodiscard]] TreeBytes build_point_tree(std::span<const LonLat> points, std::span<const std::uint32_t> numbers, base::Jobs jobs);

/// Views into bytes that `build_point_tree` made and that outlive them. Throws FormatError if their length is not that
/// of a tree of as many points as they say, or a point is off the globe; whatever else the bytes say, asking them reads
/// nothing outside. O(n).
[[nodiscard]] PointTree point_tree_in(std::span<const std::byte> bytes);

/// The places of the values from the least to the greatest; some permutation if some are no numbers.
void sort_places(const std::array<float, fanout>& values, std::array<std::uint32_t, fanout>& places);

/// Calls `whole(first, end)` for ranges of positions that lie in boxes with no squared chord above `sure`, and
/// `partly(leaf)` for each other leaf whose box has one of at most `reach`; in the order of positions.
template <class Whole, class Partly>
class BallSearch {
public:
    BallSearch(const PointTree& tree, const Point32& centre, float sure, float reach, Whole whole, Partly partly)
        : tree_(tree), centre_(centre), sure_(sure), reach_(reach), whole_(whole), partly_(partly) {}
    void run() const {
        if (tree_.height != 0) visit(tree_.height - 1, 0);
    }

private:
    void visit(std::size_t level, std::size_t group) const {
        std::array<float, fanout> nearest, farthest;
        squared_ranges(tree_.levels[level][group], centre_, nearest, farthest);
        const std::size_t boxes = tree_.boxes(level, group);
        for (std::size_t i = 0; i < boxes; ++i) {
            if (!(nearest[i] <= reach_)) continue;
            const std::size_t node = group * fanout + i;
            if (farthest[i] <= sure_)
                whole_(node * leaf_size << 4 * level, std::min(tree_.size(), (node + 1) * leaf_size << 4 * level));
            else if (level == 0)
                partly_(node);
            else
                visit(level - 1, node);
        }
    }
    const PointTree& tree_;
    const Point32& centre_;
    float sure_;
    float reach_;
    Whole whole_;
    Partly partly_;
};

/// Calls `leaf(number of the leaf)` for the leaves that may hold a squared chord of at most `bound`, nearer boxes first
/// among those of one group; `bound` may shrink meanwhile.
template <class Visit>
class OutwardSearch {
public:
    OutwardSearch(const PointTree& tree, const Point32& centre, const float& bound, Visit leaf)
        : tree_(tree), centre_(centre), bound_(bound), leaf_(leaf) {}
    void run() const {
        if (tree_.height != 0) visit(tree_.height - 1, 0);
    }

private:
    void visit(std::size_t level, std::size_t group) const {
        std::array<float, fanout> nearest, farthest;
        squared_ranges(tree_.levels[level][group], centre_, nearest, farthest);
        std::array<std::uint32_t, fanout> order;
        sort_places(nearest, order);
        const std::size_t boxes = tree_.boxes(level, group);
        for (const auto next : order) {
            if (!(nearest[next] <= bound_)) return;
            if (next >= boxes) continue;
            const std::size_t node = group * fanout + next;
            if (level == 0)
                leaf_(node);
            else
                visit(level - 1, node);
        }
    }
    const PointTree& tree_;
    const Point32& centre_;
    const float& bound_;
    Visit leaf_;
};

} // namespace cityweave::geo
