// Random and drawn shapes for the tests of tiles: every generator says its seed through Catch's CAPTURE.
#pragma once

#include "geo/tile_grid.hpp"
#include "tiles/clip.hpp"
#include "tiles/rings.hpp"

#include <cmath>
#include <numbers>
#include <random>

namespace cityweave::tiles::test {

inline geo::WorldPoint world(double x, double y) {
    return geo::WorldPoint::at({.x = x, .y = y});
}

/// A star-shaped ring round a centre: valid, with `corners` corners between `inner` and `outer` from it.
struct Star {
    geo::WorldPoint centre;
    double inner;
    double outer;
    int corners;
};
inline geo::Ring<geo::WorldPoint> star(std::mt19937& random, const Star& shape) {
    std::uniform_real_distribution<double> radius(shape.inner, shape.outer);
    geo::Ring<geo::WorldPoint> ring;
    for (int i = 0; i < shape.corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / shape.corners;
        const double r = radius(random);
        ring.push_back(world(shape.centre.x() + r * std::cos(angle), shape.centre.y() + r * std::sin(angle)));
    }
    return ring;
}

/// A star with a star-shaped interior ring, of either orientation.
inline geo::Polygon<geo::WorldPoint> holed_star(std::mt19937& random) {
    std::uniform_real_distribution<double> place(0.3, 0.7);
    const auto centre = world(place(random), place(random));
    return {.exterior = star(random, {centre, 0.12, 0.29, 60}), .interiors = {star(random, {centre, 0.03, 0.11, 40})}};
}

inline double area(const geo::Polygon<geo::WorldPoint>& polygon) {
    double sum = std::abs(doubled_area(polygon.exterior)) / 2;
    for (const auto& ring : polygon.interiors) sum -= std::abs(doubled_area(ring)) / 2;
    return sum;
}
inline double area(const std::vector<geo::Polygon<geo::WorldPoint>>& polygons) {
    double sum = 0;
    for (const auto& polygon : polygons) sum += area(polygon);
    return sum;
}

inline geo::TileId tile(int zoom, std::uint32_t x, std::uint32_t y) {
    return *geo::TileId::from_parts({.zoom = zoom, .x = x, .y = y});
}

} // namespace cityweave::tiles::test
