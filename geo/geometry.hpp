// Points, lines and polygons as values over a point type P. No library's geometry, no algorithms.
#pragma once

#include <variant>
#include <vector>

namespace cityweave::geo {

template <class P>
using Line = std::vector<P>; ///< two or more points

template <class P>
using Ring = std::vector<P>; ///< closed without repeating the first point; three or more points

/// Simple Features orientation is not promised here: who needs one (MVT, GeoJSON) sets it.
template <class P>
struct Polygon {
    Ring<P> exterior;
    std::vector<Ring<P>> interiors;
    friend bool operator==(const Polygon&, const Polygon&) = default;
};

template <class P>
using MultiPoint = std::vector<P>;
template <class P>
struct MultiLine {
    std::vector<Line<P>> lines;
    friend bool operator==(const MultiLine&, const MultiLine&) = default;
};
template <class P>
struct MultiPolygon {
    std::vector<Polygon<P>> polygons;
    friend bool operator==(const MultiPolygon&, const MultiPolygon&) = default;
};

/// One feature's geometry, always the multi form.
template <class P>
using Geometry = std::variant<MultiPoint<P>, MultiLine<P>, MultiPolygon<P>>;

} // namespace cityweave::geo
