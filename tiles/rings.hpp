// Area and containment of rings in any planar space. No clipping, no encoding.
#pragma once

#include "geo/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cityweave::tiles {

/// What coordinates of P are multiplied in: wide enough that tile points never overflow (MVT coordinates are int32, a
/// ring in a buffered tile stays far below).
template <class P>
using Wide = std::conditional_t<std::is_integral_v<typename P::scalar>, std::int64_t, double>;

/// Twice the area of the triangle a, b, c: positive where, with x right and y down, the way a→b→c turns clockwise.
template <class P>
[[nodiscard]] Wide<P> cross(const P& a, const P& b, const P& c) {
    const auto w = [](auto v) { return static_cast<Wide<P>>(v); };
    return (w(b.x()) - w(a.x())) * (w(c.y()) - w(a.y())) - (w(b.y()) - w(a.y())) * (w(c.x()) - w(a.x()));
}

/// Twice the area by the surveyor's formula (MVT 2.1 §4.3.4.4): positive for exterior rings in tile space. Linear.
template <class P>
[[nodiscard]] Wide<P> doubled_area(const geo::Ring<P>& ring) {
    Wide<P> sum{};
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) sum += cross(ring[0], ring[i], ring[i + 1]);
    return sum;
}

/// Even-odd containment; points on the ring may be told either way. Linear.
template <class P>
[[nodiscard]] bool contains(const geo::Ring<P>& ring, const P& point) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const P& low = ring[i].y() < ring[j].y() ? ring[i] : ring[j];
        const P& high = ring[i].y() < ring[j].y() ? ring[j] : ring[i];
        if (point.y() < low.y() || point.y() >= high.y()) continue;
        if (cross(low, high, point) < 0) inside = !inside;
    }
    return inside;
}

/// In the exterior and in no interior ring. Linear.
template <class P>
[[nodiscard]] bool contains(const geo::Polygon<P>& polygon, const P& point) {
    bool inside = contains(polygon.exterior, point);
    for (const auto& ring : polygon.interiors) inside = inside != contains(ring, point);
    return inside;
}

} // namespace cityweave::tiles
