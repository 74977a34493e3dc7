#include "tests/tiles/shapes.hpp"
#include "tiles/tile_cut.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;
using geo::TileId;

namespace {

std::int64_t doubled_area_of(const TileGeometry& geometry) {
    std::int64_t sum = 0;
    for (const auto& polygon : std::get<geo::MultiPolygon<TilePoint>>(geometry).polygons) {
        sum += doubled_area(polygon.exterior);
        for (const auto& ring : polygon.interiors) sum += doubled_area(ring);
    }
    return sum;
}

std::map<TileId, TileGeometry> cut(const WorldGeometry& geometry, int zoom, TileFrame frame = {}) {
    std::map<TileId, TileGeometry> tiles;
    cut_into_tiles(
        geometry, zoom, [&](TileId id, TileGeometry part) { REQUIRE(tiles.emplace(id, std::move(part)).second); }, frame);
    return tiles;
}

WorldGeometry polygon(unsigned seed) {
    std::mt19937 random(seed);
    return geo::MultiPolygon<geo::WorldPoint>{{holed_star(random)}};
}

} // namespace

TEST_CASE("tile cut: areas over all tiles add up, within the rounding of their borders", "[tile_cut][property]") {
    const unsigned seed = GENERATE(range(1u, 8u));
    const int zoom = GENERATE(0, 2, 4);
    CAPTURE(seed, zoom);
    const auto shape = polygon(seed);
    double sum = 0;
    for (const auto& [id, part] : cut(shape, zoom, {.buffer = 0})) sum += static_cast<double>(doubled_area_of(part)) / 2;
    const double side = 4096.0 * geo::tiles_across(zoom);
    const double expected = area(std::get<geo::MultiPolygon<geo::WorldPoint>>(shape).polygons) * side * side;
    // Half a grid point over the length of all rings, at most.
    CHECK(sum == Approx(expected).margin(side * 4));
}

TEST_CASE("tile cut: the descent visits the tiles that hold a part, and gives the same part", "[tile_cut][property]") {
    const unsigned seed = GENERATE(range(1u, 5u));
    CAPTURE(seed);
    const auto shape = polygon(seed);
    const auto tiles = cut(shape, 4);
    for (std::uint32_t i = 0; i < 256; ++i) {
        const auto id = tile(4, i % 16, i / 16);
        const auto direct = tile_geometry(shape, id);
        REQUIRE(direct.has_value() == tiles.contains(id));
        if (direct) REQUIRE(std::abs(doubled_area_of(*direct) - doubled_area_of(tiles.at(id))) <= 8192);
    }
    CHECK(touched_tiles(shape, 4).size() == tiles.size());
}

TEST_CASE("tile cut: a point stands in its tile and in the buffers it lies in", "[tile_cut]") {
    const WorldGeometry corner = geo::MultiPoint<geo::WorldPoint>{world(0.5, 0.5)};
    CHECK(touched_tiles(corner, 3).size() == 4);
    const WorldGeometry middle = geo::MultiPoint<geo::WorldPoint>{world(0.51, 0.51)};
    CHECK(touched_tiles(middle, 3) == std::vector{tile(3, 4, 4)});
}

TEST_CASE("tile cut: points of a line keep their place in every tile", "[tile_cut][property]") {
    std::mt19937 random(5);
    const auto ring = star(random, {world(0.5, 0.5), 0.1, 0.4, 50});
    const geo::MultiLine<geo::WorldPoint> line{{ring}};
    std::set<std::pair<std::int64_t, std::int64_t>> grid;
    for (const auto& p : ring) grid.emplace(to_zoom_grid(p.x(), 3, 4096), to_zoom_grid(p.y(), 3, 4096));
    std::set<std::pair<std::int64_t, std::int64_t>> found;
    for (const auto& [id, part] : cut(line, 3)) {
        for (const auto& piece : std::get<geo::MultiLine<TilePoint>>(part).lines) {
            for (const auto& p : piece) found.emplace(p.x() + std::int64_t{id.x()} * 4096, p.y() + std::int64_t{id.y()} * 4096);
        }
    }
    CHECK(std::includes(found.begin(), found.end(), grid.begin(), grid.end()));
}

TEST_CASE("tile cut: a full tile is its square with buffer", "[tile_cut]") {
    const geo::MultiPolygon<geo::WorldPoint> land{{{.exterior = {world(0.1, 0.1), world(0.9, 0.1), world(0.9, 0.9), world(0.1, 0.9)}}}};
    const auto part = cut(land, 5).at(tile(5, 10, 10));
    CHECK(doubled_area_of(part) == 2 * std::int64_t{4256} * 4256);
}

TEST_CASE("tile cut: beyond the antimeridian is on the other side", "[tile_cut]") {
    const geo::MultiLine<geo::WorldPoint> line{{{world(0.95, 0.4), world(1.05, 0.4)}}};
    const auto tiles = cut(line, 2);
    CHECK(tiles.contains(tile(2, 3, 1)));
    REQUIRE(tiles.contains(tile(2, 0, 1)));
    CHECK(tile_geometry(line, tile(2, 0, 1)) == tiles.at(tile(2, 0, 1)));
}
