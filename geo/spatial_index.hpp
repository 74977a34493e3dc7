// Points by distance on the WGS 84 ellipsoid: all within a radius, the k nearest, all in a box. Answers are those of a
// scan with the exact geodesic, everywhere on Earth. Knows points by their number, not places.
//
// The index holds earth-centred x, y, z. A geodesic is never shorter than the straight chord between its ends, so the
// chord bounds what need be looked at, without special cases at poles and antimeridian; the exact length then decides.
#pragma once

#include "geo/lonlat.hpp"
#include "geo/units.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace cityweave::geo {

/// Part of the globe between two parallels and two meridians, edges included. Crosses the antimeridian if west > east;
/// longitudes −180 and 180 are the same meridian.
struct LonLatBox {
    LonLat south_west;
    LonLat north_east;
};

/// Immutable once built; any number of threads may ask at a time.
class SpatialIndex {
public:
    /// Number of a point in what the index was built from, and its geodesic distance.
    struct Hit {
        std::uint32_t point;
        Metres distance;
        friend bool operator==(const Hit&, const Hit&) = default;
    };
    /// Whether a point counts. Called at most once per point and question.
    using Accept = std::function<bool(std::uint32_t point)>;

    /// O(n log n); at most 2³² − 1 points, duplicates allowed. The points are copied.
    explicit SpatialIndex(std::span<const LonLat> points);
    SpatialIndex(SpatialIndex&&) noexcept;
    SpatialIndex& operator=(SpatialIndex&&) noexcept;
    ~SpatialIndex();

    [[nodiscard]] std::size_t size() const noexcept;

    /// All points at most `radius` away, nearest first, equal distances by number. A radius of half the meridian
    /// (20,004 km) or more gives all; a negative one, or no number, gives none.
    [[nodiscard]] std::vector<Hit> within(LonLat centre, Metres radius, const Accept& accept = {}) const;

    /// The k nearest points that count, nearest first, equal distances by number; fewer if there are no more.
    [[nodiscard]] std::vector<Hit> nearest(LonLat centre, std::size_t k, const Accept& accept = {}) const;

    /// Numbers of all points in the box, ascending.
    [[nodiscard]] std::vector<std::uint32_t> inside(const LonLatBox& box) const;

private:
    class Tree;
    std::unique_ptr<const Tree> tree_;
};

/// Whether the box holds the point, as `inside` judges it.
[[nodiscard]] bool contains(const LonLatBox& box, LonLat point);

} // namespace cityweave::geo
