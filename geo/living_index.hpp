// A spatial index that points are added to and removed from, one at a time, while others ask it: each sees the points as
// they were before or after a change, never between. Knows points by their number, not places.
//
// A large index that never changes, small ones for what was added since, and a bit for each number removed: the
// logarithmic method (Bentley and Saxe 1980), with a limit to how large a small index grows, so that no single change
// takes long.
#pragma once

#include "base/parallel.hpp"
#include "geo/spatial_index.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace cityweave::geo {

/// One thread changes it; any number of threads may ask meanwhile.
class LivingIndex {
public:
    using Hit = SpatialIndex::Hit;
    using Accept = SpatialIndex::Accept;

    /// The points at one moment. Cheap to copy; stays as it is, whatever happens to the index, and outlives it.
    class Snapshot {
    public:
        [[nodiscard]] std::size_t size() const noexcept;
        /// As SpatialIndex answers for the points there are.
        [[nodiscard]] std::vector<Hit> within(LonLat centre, Metres radius, const Accept& accept = {}) const;
        [[nodiscard]] std::vector<Hit> nearest(LonLat centre, std::size_t k, const Accept& accept = {}) const;
        [[nodiscard]] std::vector<std::uint32_t> inside(const LonLatBox& box) const;

    private:
        friend class LivingIndex;
        struct State;
        explicit Snapshot(std::shared_ptr<const State> state) : state_(std::move(state)) {}
        std::shared_ptr<const State> state_;
    };

    /// Points are numbered from 0 as they stand. O(n log n).
    explicit LivingIndex(std::span<const LonLat> points, base::Jobs jobs = base::Jobs::from_request(1));
    LivingIndex(const LivingIndex&) = delete;
    LivingIndex& operator=(const LivingIndex&) = delete;
    ~LivingIndex();

    [[nodiscard]] Snapshot snapshot() const;

    /// The number of the new point: one more than the last one given, never one that was removed. Under a millisecond
    /// beside ten million points (bench/README.md).
    std::uint32_t add(LonLat point);
    /// False if there is no such point, or no longer. Under a millisecond beside ten million points.
    bool remove(std::uint32_t number);

    /// Makes one large index of all there is, so that answers are as fast as those of a new one. Questions go on
    /// meanwhile; changes wait. O(n log n). Worth it when a tenth of the points is new or gone.
    void settle(base::Jobs jobs = base::Jobs::from_request(0));

private:
    void publish(Snapshot::State state);

    mutable std::mutex mutex_; ///< held while state_ is copied or replaced, never while anybody searches
    std::shared_ptr<const Snapshot::State> state_;
};

} // namespace cityweave::geo
