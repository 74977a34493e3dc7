// Points by distance on the WGS 84 ellipsoid: all within a radius, the k nearest, all in a box. Answers are those of a
// scan with the exact geodesic, everywhere on Earth. Knows points by their number, not places.
//
// The index holds earth-centred x, y, z in k-d order. The chord between two points bounds their geodesic from both sides
// (docs/spatial-index.md), so boxes surely inside a radius are handed on whole, boxes surely outside are passed over, and
// only points between the two bounds need the geodesic itself; poles and antimeridian are no special cases.
#pragma once

#include "base/compiled_file.hpp"
#include "base/parallel.hpp"
#include "geo/lonlat.hpp"
#include "geo/units.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace cityweave::geo {

class Ranking;

/// Part of the globe between two parallels and two meridians, edges included. Crosses the antimeridian if west > east;
/// longitudes −180 and 180 are the same meridian.
struct LonLatBox {
    LonLat south_west;
    LonLat north_east;
};

/// What answers cost; questions add to it.
struct SearchEffort {
    std::uint64_t points = 0;    ///< looked at one by one
    std::uint64_t geodesics = 0; ///< computed in full
};

/// Immutable once built; any number of threads may ask at a time.
class SpatialIndex {
public:
    /// Number of a point and its geodesic distance, which is right to 0.25 mm.
    struct Hit {
        std::uint32_t point;
        Metres distance;
        friend bool operator==(const Hit&, const Hit&) = default;
    };
    /// Whether a point counts. Called at most once per point and question.
    using Accept = std::function<bool(std::uint32_t point)>;

    /// Points are numbered from 0 as they stand. O(n log n); at most 2³² − 2 points, duplicates allowed. The points are
    /// copied; 33 bytes each stay, 16 more are needed while it builds. The same index for any number of jobs.
    explicit SpatialIndex(std::span<const LonLat> points, base::Jobs jobs = base::Jobs::from_request(1));
    /// Point i has the number numbers[i].
    SpatialIndex(std::span<const LonLat> points, std::span<const std::uint32_t> numbers, base::Jobs jobs);
    /// From bytes() written to a file. Throws FormatError if they are not those of an index. O(n).
    explicit SpatialIndex(base::CompiledFile file);
    SpatialIndex(SpatialIndex&&) noexcept;
    SpatialIndex& operator=(SpatialIndex&&) noexcept;
    ~SpatialIndex();

    [[nodiscard]] std::size_t size() const noexcept;
    /// Position and number of every point, in an order of the index's own, for as long as the index lives.
    [[nodiscard]] std::span<const LonLat> places() const noexcept;
    [[nodiscard]] std::span<const std::uint32_t> numbers() const noexcept;
    /// All of the index, to be written to a file.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept;

    /// All points at most `radius` away, nearest first, equal distances by number. A radius of half the meridian
    /// (20,004 km) or more gives all; a negative one, or no number, gives none. The order is that of exact geodesics.
    [[nodiscard]] std::vector<Hit> within(LonLat centre, Metres radius, const Accept& accept = {}, SearchEffort* effort = nullptr) const;

    /// Appends the numbers of the same points to `numbers`, in no particular order: many times faster, because most
    /// points need not be looked at.
    void numbers_within(LonLat centre, Metres radius, std::vector<std::uint32_t>& numbers, SearchEffort* effort = nullptr) const;

    /// The k nearest points that count, nearest first, equal distances by number; fewer if there are no more. The order
    /// is that of exact geodesics.
    [[nodiscard]] std::vector<Hit> nearest(LonLat centre, std::size_t k, const Accept& accept = {}, SearchEffort* effort = nullptr) const;

    /// Appends the numbers of the k nearest points to `numbers`, in the same order; faster, because distances need not be
    /// known to the millimetre where they differ by more than a few metres.
    void nearest_numbers(LonLat centre, std::size_t k, std::vector<std::uint32_t>& numbers, SearchEffort* effort = nullptr) const;

    /// Numbers of all points in the box, ascending.
    [[nodiscard]] std::vector<std::uint32_t> inside(const LonLatBox& box) const;

    /// Adds to `ranking`, which has the same centre, what within() would rank, and whatever may be among the k nearest:
    /// for questions to several indexes at once.
    void add_within(LonLat centre, Metres radius, const Accept& accept, Ranking& ranking) const;
    void add_nearest(LonLat centre, std::size_t k, const Accept& accept, Ranking& ranking) const;

private:
    class Tree;
    std::unique_ptr<const Tree> tree_;
};

/// Whether the box holds the point, as `inside` judges it.
[[nodiscard]] bool contains(const LonLatBox& box, LonLat point);

} // namespace cityweave::geo
