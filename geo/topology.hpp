// Validity, repair and union of areas in a plane, as Simple Features defines validity (OGC 06-103r4 §6.1.11, §6.1.14).
// Knows no tiles and no particular space: coordinates are taken as they are.
#pragma once

#include "geo/geometry.hpp"
#include "geo/planar.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::geo {

/// The plane all others are carried over for the work; nobody else uses it.
using TopologyPoint = PlanarPoint<struct TopologySpace, double>;

/// What is wrong with an area, and where.
template <class P>
struct Invalidity {
    std::string reason; ///< "Self-intersection", "Hole lies outside shell" …
    P where;
};

namespace topology {
[[nodiscard]] std::optional<Invalidity<TopologyPoint>> invalidity(const MultiPolygon<TopologyPoint>& area);
[[nodiscard]] MultiPolygon<TopologyPoint> united(const MultiPolygon<TopologyPoint>& area, double precision);

template <class To, class From>
Ring<To> carried(const Ring<From>& ring) {
    Ring<To> result;
    result.reserve(ring.size());
    for (const From& p : ring) result.push_back(To::at({.x = p.x(), .y = p.y()}));
    return result;
}
template <class To, class From>
MultiPolygon<To> carried(const MultiPolygon<From>& area) {
    MultiPolygon<To> result;
    for (const auto& polygon : area.polygons) {
        auto& to = result.polygons.emplace_back();
        to.exterior = carried<To>(polygon.exterior);
        for (const auto& interior : polygon.interiors) to.interiors.push_back(carried<To>(interior));
    }
    return result;
}
} // namespace topology

/// The first thing that makes the area invalid; none if it is valid. An area without polygons is valid; a ring of fewer
/// than three points is not. Coordinates must be finite (AssertionError). About O(n log n).
template <class P>
[[nodiscard]] std::optional<Invalidity<P>> invalidity(const MultiPolygon<P>& area) {
    auto found = topology::invalidity(topology::carried<TopologyPoint>(area));
    if (!found) return std::nullopt;
    return Invalidity<P>{std::move(found->reason), P::at({.x = found->where.x(), .y = found->where.y()})};
}

/// The union of the area's polygons, which may be invalid and may overlap: a valid area whose coordinates are multiples of
/// `precision` (0: as computed), exteriors counter-clockwise where y points up, in an order that depends on the shapes
/// alone. What repair may change: polygons that overlap or share an edge become one; loops of a crossing ring become
/// polygons of their own; whatever is thinner than the precision disappears. Coordinates must be finite (AssertionError).
/// Throws Error if the library fails.
template <class P>
[[nodiscard]] MultiPolygon<P> united(const MultiPolygon<P>& area, double precision) {
    return topology::carried<P>(topology::united(topology::carried<TopologyPoint>(area), precision));
}

} // namespace cityweave::geo
