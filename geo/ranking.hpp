// Points in the order of their exact geodesics from a centre, with as few geodesics computed as that needs. Knows no index.
#pragma once

#include "geo/geodesic_bounds.hpp"
#include "geo/spatial_index.hpp"

#include <vector>

namespace cityweave::geo {

/// Collects points, then ranks them.
class Ranking {
public:
    Ranking(LonLat centre, SearchEffort& effort) : centre_(centre), from_(earth_centred(centre)), effort_(effort) {}

    [[nodiscard]] SearchEffort& effort() noexcept { return effort_; }
    void reserve(std::size_t points) { candidates_.reserve(candidates_.size() + points); }
    void add(std::uint32_t number, LonLat place);
    /// The first k, nearest first, equal distances by number; each distance right to 0.25 mm. To be asked once.
    /// O(n log n) in the points added, and a geodesic for each that is nearer than 1 mm, farther than 100 km or as far
    /// as another within 0.5 mm.
    [[nodiscard]] std::vector<SpatialIndex::Hit> ranked(std::size_t k);

private:
    struct Candidate {
        std::uint32_t number;
        LonLat place;
        GeodesicRange range; ///< where the distance lies
        Metres distance{};
        bool exact = false;
    };
    static bool nearer(const Candidate& p, const Candidate& q);
    void drop_beyond(std::size_t k);
    void estimate(Candidate& candidate);
    void measure(Candidate& candidate);
    void settle_ties();

    LonLat centre_;
    EarthCentred from_;
    SearchEffort& effort_;
    std::vector<Candidate> candidates_;
};

} // namespace cityweave::geo
