#include "tiles/archive.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <random>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {
geo::TileId tile(int z, std::uint32_t x, std::uint32_t y) {
    return geo::TileId::from_parts({z, x, y}).value();
}
} // namespace

TEST_CASE("tile ids as the specification's table (PMTiles v3 §4.1.1)") {
    CHECK(hilbert_id(tile(0, 0, 0)) == 0);
    CHECK(hilbert_id(tile(1, 0, 0)) == 1);
    CHECK(hilbert_id(tile(1, 0, 1)) == 2);
    CHECK(hilbert_id(tile(1, 1, 1)) == 3);
    CHECK(hilbert_id(tile(1, 1, 0)) == 4);
    CHECK(hilbert_id(tile(2, 0, 0)) == 5);
    CHECK(hilbert_id(tile(12, 3423, 1763)) == 19078479);
}

TEST_CASE("tile ids are one to one, without gaps, each next to the one before") {
    std::uint64_t expected = 0;
    for (int z = 0; z <= 7; ++z) {
        auto before = tile_of_hilbert_id(expected).value();
        const auto count = std::uint64_t{1} << (2 * z);
        for (std::uint64_t i = 0; i < count; ++i, ++expected) {
            const auto here = tile_of_hilbert_id(expected).value();
            REQUIRE(here.zoom() == z);
            REQUIRE(hilbert_id(here) == expected);
            const auto steps = std::abs(int(here.x()) - int(before.x())) + std::abs(int(here.y()) - int(before.y()));
            REQUIRE(steps == (i == 0 ? 0 : 1));
            before = here;
        }
    }
}

TEST_CASE("tile ids come back at every zoom, and end with the deepest") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int z = 0; z <= geo::max_zoom; ++z)
        for (int i = 0; i < 200; ++i) {
            const auto there = tile(z, static_cast<std::uint32_t>(random()) & (geo::tiles_across(z) - 1),
                                    static_cast<std::uint32_t>(random()) & (geo::tiles_across(z) - 1));
            CHECK(tile_of_hilbert_id(hilbert_id(there)).value() == there);
        }
    const std::uint64_t past = ((std::uint64_t{1} << 50) - 1) / 3;
    CHECK(tile_of_hilbert_id(past - 1));
    CHECK(tile_of_hilbert_id(past).problem().code == "tile-range");
    CHECK(tile_of_hilbert_id(~std::uint64_t{0}).problem().code == "tile-range");
}
