#include "tiles/segment_crossings.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace cityweave::tiles;

namespace {

GridSegment segment(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) {
    return {GridPoint{.x = x0, .y = y0}, GridPoint{.x = x1, .y = y1}};
}

std::vector<GridSegment> random_segments(unsigned seed, int count, int reach) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> place(-2000, 2000);
    std::uniform_int_distribution<int> step(-reach, reach);
    std::vector<GridSegment> segments;
    for (int i = 0; i < count; ++i) {
        const int x = place(random);
        const int y = place(random);
        segments.push_back(segment(x, y, x + step(random), y + step(random)));
    }
    return segments;
}

} // namespace

TEST_CASE("crossings: a cross is one, a touch is none", "[segment_crossings]") {
    CHECK(crossed_segments({segment(0, 0, 10, 10), segment(0, 10, 10, 0)}) == std::vector<char>{1, 1});
    CHECK(crossed_segments({segment(0, 0, 10, 10), segment(5, 5, 10, 0)}) == std::vector<char>{0, 0});
    CHECK(crossed_segments({segment(0, 0, 10, 10), segment(10, 10, 20, 0)}) == std::vector<char>{0, 0});
    CHECK(crossed_segments({segment(0, 0, 10, 0), segment(5, 0, 15, 0)}) == std::vector<char>{0, 0});
}

TEST_CASE("crossings: found as by looking at every pair", "[segment_crossings][property]") {
    const unsigned seed = GENERATE(range(1u, 8u));
    const int reach = GENERATE(20, 300, 4000);
    CAPTURE(seed, reach);
    const auto segments = random_segments(seed, 150, reach);
    std::vector<char> expected(segments.size(), 0);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (crossing_point(segments[i], segments[j])) expected[i] = expected[j] = 1;
        }
    }
    CHECK(crossed_segments(segments) == expected);
}

TEST_CASE("meetings: ends on segments and rounded crossings, never a segment's own ends", "[segment_crossings]") {
    const auto found = meetings({segment(0, 0, 10, 0), segment(4, 0, 4, 9), segment(0, 1, 9, 2)});
    REQUIRE(found);
    CHECK(*found ==
          std::vector<Meeting>{{.segment = 0, .point = {4, 0}}, {.segment = 1, .point = {4, 1}}, {.segment = 2, .point = {4, 1}}});
    CHECK(meetings({segment(0, 0, 5, 5), segment(5, 5, 9, 0)})->empty());
    CHECK(meetings({segment(0, 0, 9, 0), segment(3, 0, 6, 0)})->size() == 2);
}

TEST_CASE("meetings: a heap of segments in one spot is given up, not waited for", "[segment_crossings]") {
    std::vector<GridSegment> heap;
    for (int i = 0; i < 8000; ++i) heap.push_back(segment(0, 0, 1 + i % 50, 1 + i / 50 % 50));
    CHECK_FALSE(meetings(heap).has_value());
}
