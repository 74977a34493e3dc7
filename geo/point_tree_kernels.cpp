// The loops in which a search spends its time, apart because they are compiled to run wide, by g++ on x86-64 once for each width
// of its vectors (geo/CMakeLists.txt). The answers are the same to the last bit: lanes are independent, nothing is fused.
#include "geo/point_tree.hpp"

namespace cityweave::geo {

#ifdef CITYWEAVE_WIDE_LOOPS
[[gnu::target_clones("avx512f", "avx2", "default")]]
#endif
void squared_chords(const Leaf& leaf, const Point32& from, std::array<float, leaf_size>& squared) {
    for (std::size_t i = 0; i < leaf_size; ++i) {
        const float x = leaf.at[0][i] - from[0], y = leaf.at[1][i] - from[1], z = leaf.at[2][i] - from[2];
        squared[i] = x * x + y * y + z * z;
    }
}

// Without branches: nobody can guess which points lie within.
#ifdef CITYWEAVE_WIDE_LOOPS
[[gnu::target_clones("avx512f", "avx2", "default")]]
#endif
void choose(const std::array<float, leaf_size>& squared, float sure, float reach, Chosen& chosen) {
    int between = 0;
    for (std::size_t i = 0; i < leaf_size; ++i) between |= static_cast<int>(squared[i] > sure) & static_cast<int>(squared[i] <= reach);
    std::size_t count = 0;
    for (std::size_t i = 0; i < leaf_size; ++i) {
        chosen.places[count] = static_cast<std::uint32_t>(i);
        count += static_cast<std::size_t>(squared[i] <= sure);
    }
    chosen.count = count;
    chosen.some_between = between != 0;
}

// Every value counts those below it: more comparisons than a selection makes, but none that is guessed wrong.
#ifdef CITYWEAVE_WIDE_LOOPS
[[gnu::target_clones("avx512f", "avx2", "default")]]
#endif
float kth_smallest(const std::array<float, leaf_size>& values, std::size_t k) {
    std::array<std::int32_t, leaf_size> below{};
    for (const float value : values)
        for (std::size_t i = 0; i < leaf_size; ++i) below[i] += static_cast<std::int32_t>(value < values[i]);
    float result = std::numeric_limits<float>::lowest();
    for (std::size_t i = 0; i < leaf_size; ++i)
        result = std::max(result, below[i] < static_cast<std::int32_t>(k) ? values[i] : std::numeric_limits<float>::lowest());
    return result;
}

#ifdef CITYWEAVE_WIDE_LOOPS
[[gnu::target_clones("avx512f", "avx2", "default")]]
#endif
void sort_places(const std::array<float, fanout>& values, std::array<std::uint32_t, fanout>& places) {
    std::array<std::uint32_t, fanout> rank{};
    for (std::uint32_t j = 0; j < fanout; ++j)
        for (std::uint32_t i = 0; i < fanout; ++i)
            rank[i] += static_cast<std::uint32_t>(values[j] < values[i]) |
                       (static_cast<std::uint32_t>(values[j] == values[i]) & static_cast<std::uint32_t>(j < i));
    places.fill(0);
    for (std::uint32_t i = 0; i < fanout; ++i) places[rank[i]] = i;
}

// Rounding keeps order: what is farther in every direction before rounding is not nearer after it.
#ifdef CITYWEAVE_WIDE_LOOPS
[[gnu::target_clones("avx512f", "avx2", "default")]]
#endif
void squared_ranges(const BoxGroup& boxes, const Point32& from, std::array<float, fanout>& nearest, std::array<float, fanout>& farthest) {
    std::array<float, fanout> near{}, far{};
    for (std::size_t d = 0; d < 3; ++d)
        for (std::size_t i = 0; i < fanout; ++i) {
            const float below = boxes.low[d][i] - from[d], above = boxes.high[d][i] - from[d];
            const float gap = std::max(std::max(below, -above), 0.0F);
            const float reach = std::max(-below, above);
            near[i] += gap * gap;
            far[i] += reach * reach;
        }
    nearest = near;
    farthest = far;
}

} // namespace cityweave::geo
