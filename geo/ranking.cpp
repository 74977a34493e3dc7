#include "geo/ranking.hpp"

#include "geo/geodesic.hpp"

#include <algorithm>
#include <tuple>

namespace cityweave::geo {

namespace {

constexpr Metres widest_estimate{0.5e-3};
/// Nearer than this, what rounding adds would be told as a distance between points that are one.
constexpr Metres shortest_estimate{1e-3};

} // namespace

bool Ranking::nearer(const Candidate& p, const Candidate& q) {
    return std::tie(p.distance, p.number) < std::tie(q.distance, q.number);
}

void Ranking::add(std::uint32_t number, LonLat place) {
    candidates_.push_back({.number = number, .place = place, .range = geodesic_range(from_, earth_centred(place))});
}

/// k points are surely as near as the k-th smallest upper bound; who is surely farther is out.
void Ranking::drop_beyond(std::size_t k) {
    if (k >= candidates_.size()) return;
    const auto kth = candidates_.begin() + static_cast<std::ptrdiff_t>(k - 1);
    std::nth_element(candidates_.begin(), kth, candidates_.end(),
                     [](const Candidate& p, const Candidate& q) { return p.range.longest < q.range.longest; });
    const Metres limit = kth->range.longest;
    std::erase_if(candidates_, [&](const Candidate& c) { return c.range.shortest > limit; });
}

void Ranking::measure(Candidate& candidate) {
    ++effort_.geodesics;
    candidate.distance = distance(centre_, candidate.place);
    candidate.range = {.shortest = candidate.distance, .longest = candidate.distance};
    candidate.exact = true;
}

void Ranking::estimate(Candidate& candidate) {
    const auto [shortest, longest] = candidate.range;
    if (candidate.place == centre_) {
        candidate.range = {};
        candidate.exact = true;
    } else if (longest < shortest_estimate || longest - shortest > widest_estimate) {
        measure(candidate);
    } else {
        candidate.distance = 0.5 * (shortest + longest);
    }
}

/// Where ranges overlap, estimates do not tell the order.
void Ranking::settle_ties() {
    // From the back: `shortest` becomes the least of all that follow, so that a gap after it is one to all of them.
    for (std::size_t i = candidates_.size(); i-- > 1;)
        candidates_[i - 1].range.shortest = std::min(candidates_[i - 1].range.shortest, candidates_[i].range.shortest);
    for (auto begin = candidates_.begin(); begin != candidates_.end();) {
        auto end = begin + 1;
        for (Metres longest = begin->range.longest; end != candidates_.end() && end->range.shortest <= longest; ++end)
            longest = std::max(longest, end->range.longest);
        if (end - begin > 1) {
            for (auto candidate = begin; candidate != end; ++candidate)
                if (!candidate->exact) measure(*candidate);
            std::sort(begin, end, nearer);
        }
        begin = end;
    }
}

std::vector<SpatialIndex::Hit> Ranking::ranked(std::size_t k) {
    if (k == 0) return {};
    drop_beyond(k);
    for (Candidate& candidate : candidates_) estimate(candidate);
    std::sort(candidates_.begin(), candidates_.end(), nearer);
    settle_ties();
    std::vector<SpatialIndex::Hit> hits;
    hits.reserve(std::min(k, candidates_.size()));
    for (const Candidate& candidate : candidates_) {
        if (hits.size() == k) break;
        hits.push_back({candidate.number, candidate.distance});
    }
    return hits;
}

} // namespace cityweave::geo
