// Areas that share their borders: arcs, and rings as sequences of arcs, so that what neighbours share exists once.
// Knows no countries' codes, no zooms.
#pragma once

#include "geo/geometry.hpp"
#include "geo/mercator.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::tiles {

/// Two or more points; equal ends make it closed. x may leave 0…1 where an arc crosses the antimeridian.
using Arc = geo::Line<geo::WorldPoint>;

/// An arc walked in its own direction, or from its end.
struct ArcUse {
    std::uint32_t arc;
    bool forward;
    friend auto operator<=>(const ArcUse&, const ArcUse&) = default;
};
using ArcRing = std::vector<ArcUse>;
struct ArcPolygon {
    ArcRing exterior;
    std::vector<ArcRing> interiors;
};

/// A feature of a topology: an area (polygons) or a line (lines, each a sequence of arcs).
struct ArcFeature {
    std::string id;   ///< as the source writes it; empty if it has none
    std::string name; ///< empty if it has none
    std::vector<ArcPolygon> polygons;
    std::vector<ArcRing> lines;
};

struct ArcTopology {
    std::vector<Arc> arcs;
    std::vector<ArcFeature> features;
};

/// The points of a sequence of arcs, each arc moved by whole worlds so that it begins where the former ends; the first
/// stays where it is. What two arcs share stands once. Linear.
[[nodiscard]] geo::Line<geo::WorldPoint> joined_points(const std::vector<Arc>& arcs, const ArcRing& sequence);

/// The ring of a closed sequence: the first point is not repeated, and a ring round a pole is closed along the edge of
/// the world square nearest to it. Moved by whole worlds so that it begins to lie in 0…1. May have fewer than three
/// points. Linear.
[[nodiscard]] geo::Ring<geo::WorldPoint> ring_points(const std::vector<Arc>& arcs, const ArcRing& sequence);

/// Where arcs meet: a point with x moved into 0…1 (1 counts as 0).
[[nodiscard]] std::pair<double, double> node_of(geo::WorldPoint point);

/// Cuts an arc in two at the point with this index (not an end) and mends every use; gives the number of the new arc,
/// which holds the later part. Linear in uses.
std::uint32_t split_arc(ArcTopology& topology, std::uint32_t arc, std::size_t at);

/// Calls f(ring) for every ring or line of the feature, to read or change it.
template <class Feature, class F>
void for_each_sequence(Feature& feature, F&& f) {
    for (auto& polygon : feature.polygons) {
        f(polygon.exterior);
        for (auto& ring : polygon.interiors) f(ring);
    }
    for (auto& line : feature.lines) f(line);
}

} // namespace cityweave::tiles
