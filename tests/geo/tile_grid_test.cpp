#include "geo/tile_grid.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::geo;

TEST_CASE("tiles outside the pyramid are refused") {
    CHECK(TileId::from_parts({.zoom = 0, .x = 0, .y = 0}));
    CHECK_FALSE(TileId::from_parts({.zoom = 0, .x = 1, .y = 0}));
    CHECK_FALSE(TileId::from_parts({.zoom = 25, .x = 0, .y = 0}));
    CHECK_FALSE(TileId::from_parts({.zoom = -1, .x = 0, .y = 0}));
}

TEST_CASE("a tile holds the points it is found for, and its parent too") {
    const auto kuopio = to_world(*LonLat::from_degrees({.lon = 27.67703, .lat = 62.89238}));
    for (int zoom = 0; zoom <= max_zoom; ++zoom) {
        const auto tile = TileId::containing(kuopio, zoom);
        CHECK(tile.bounds().contains(kuopio));
        if (zoom > 0) CHECK(tile.parent() == TileId::containing(kuopio, zoom - 1));
    }
    const auto corner = TileId::containing(WorldPoint::at({.x = 1, .y = 1}), 3);
    CHECK(corner == *TileId::from_parts({.zoom = 3, .x = 7, .y = 7}));
    CHECK_THROWS_AS(TileId::containing(kuopio, 0).parent(), cityweave::base::AssertionError);
}
