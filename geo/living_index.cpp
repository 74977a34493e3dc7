#include "geo/living_index.hpp"

#include "geo/ranking.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace cityweave::geo {

namespace {

/// The last small index is built anew with each addition until it has as many points; then it is closed.
constexpr std::size_t open_part = 128;
/// Closed small indexes of equal size are merged up to here: building a larger one would take too much of a millisecond.
constexpr std::size_t largest_part = 1024;

/// A set of numbers whose copies share what they have in common. Adding copies 4 KiB, and a pointer per 32,768 numbers.
class NumberSet {
public:
    [[nodiscard]] bool contains(std::uint32_t number) const {
        const std::size_t page = number / page_bits;
        return page < pages_.size() && pages_[page] && (pages_[page]->at(number % page_bits / 64) >> (number % 64) & 1) != 0;
    }
    void add(std::uint32_t number) {
        const std::size_t page = number / page_bits;
        if (page >= pages_.size()) pages_.resize(page + 1);
        auto copy = pages_[page] ? std::make_shared<Bits>(*pages_[page]) : std::make_shared<Bits>();
        copy->at(number % page_bits / 64) |= std::uint64_t{1} << (number % 64);
        pages_[page] = std::move(copy);
    }
    [[nodiscard]] bool empty() const noexcept { return pages_.empty(); }

private:
    static constexpr std::size_t page_bits = 32'768;
    using Bits = std::array<std::uint64_t, page_bits / 64>;
    std::vector<std::shared_ptr<const Bits>> pages_;
};

struct Gathered {
    std::vector<LonLat> places;
    std::vector<std::uint32_t> numbers;
};

} // namespace

struct LivingIndex::Snapshot::State {
    using Part = std::shared_ptr<const SpatialIndex>;
    std::vector<Part> parts; ///< the large one, then small ones
    NumberSet hidden;        ///< removed, but still in some part
    NumberSet removed;       ///< ever
    std::uint32_t next = 0;  ///< number to be given
    std::size_t size = 0;

    [[nodiscard]] Accept living(const Accept& accept) const {
        if (hidden.empty()) return accept;
        return [this, &accept](std::uint32_t number) { return !hidden.contains(number) && (!accept || accept(number)); };
    }
    void gather(const SpatialIndex& part, Gathered& gathered) const {
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto number = part.numbers()[i];
            if (hidden.contains(number)) continue;
            gathered.places.push_back(part.places()[i]);
            gathered.numbers.push_back(number);
        }
    }
    void add_part(const Gathered& gathered) {
        const auto one_thread = base::Jobs::from_request(1);
        parts.push_back(std::make_shared<const SpatialIndex>(gathered.places, gathered.numbers, one_thread));
    }
    /// The last part is full: it is closed, together with those before it as large as it has become.
    void close_last_part() {
        std::size_t first = parts.size() - 1;
        for (std::size_t together = parts[first]->size(); first > 1 && together < largest_part && parts[first - 1]->size() <= together;
             --first)
            together += parts[first - 1]->size();
        if (first == parts.size() - 1) return;
        Gathered gathered;
        for (std::size_t i = first; i < parts.size(); ++i) gather(*parts[i], gathered);
        parts.resize(first);
        add_part(gathered);
    }
};

std::size_t LivingIndex::Snapshot::size() const noexcept {
    return state_->size;
}

std::vector<LivingIndex::Hit> LivingIndex::Snapshot::within(LonLat centre, Metres radius, const Accept& accept) const {
    SearchEffort effort;
    Ranking ranking(centre, effort);
    const Accept living = state_->living(accept);
    for (const auto& part : state_->parts) part->add_within(centre, radius, living, ranking);
    return ranking.ranked(state_->size);
}

std::vector<LivingIndex::Hit> LivingIndex::Snapshot::nearest(LonLat centre, std::size_t k, const Accept& accept) const {
    SearchEffort effort;
    Ranking ranking(centre, effort);
    const Accept living = state_->living(accept);
    for (const auto& part : state_->parts) part->add_nearest(centre, k, living, ranking);
    return ranking.ranked(k);
}

std::vector<std::uint32_t> LivingIndex::Snapshot::inside(const LonLatBox& box) const {
    std::vector<std::uint32_t> numbers;
    for (const auto& part : state_->parts) {
        const auto found = part->inside(box);
        std::copy_if(found.begin(), found.end(), std::back_inserter(numbers),
                     [&](auto number) { return !state_->hidden.contains(number); });
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

LivingIndex::LivingIndex(std::span<const LonLat> points, base::Jobs jobs) {
    Snapshot::State state;
    state.parts.push_back(std::make_shared<const SpatialIndex>(points, jobs));
    state.next = static_cast<std::uint32_t>(points.size());
    state.size = points.size();
    publish(std::move(state));
}
LivingIndex::~LivingIndex() = default;

LivingIndex::Snapshot LivingIndex::snapshot() const {
    const std::lock_guard lock(mutex_);
    return Snapshot(state_);
}

/// The former state is let go after the lock: freeing it may take a while.
void LivingIndex::publish(Snapshot::State state) {
    std::shared_ptr<const Snapshot::State> published = std::make_shared<const Snapshot::State>(std::move(state));
    const std::lock_guard lock(mutex_);
    state_.swap(published);
}

std::uint32_t LivingIndex::add(LonLat point) {
    auto state = *snapshot().state_;
    CITYWEAVE_ASSERT(state.next < std::numeric_limits<std::uint32_t>::max(), "points are numbered in 32 bits");
    const auto number = state.next++;
    Gathered last;
    if (state.parts.size() > 1 && state.parts.back()->size() < open_part) {
        state.gather(*state.parts.back(), last);
        state.parts.pop_back();
    }
    last.places.push_back(point);
    last.numbers.push_back(number);
    state.add_part(last);
    if (state.parts.back()->size() >= open_part) state.close_last_part();
    ++state.size;
    publish(std::move(state));
    return number;
}

bool LivingIndex::remove(std::uint32_t number) {
    auto state = *snapshot().state_;
    if (number >= state.next || state.removed.contains(number)) return false;
    state.removed.add(number);
    state.hidden.add(number);
    --state.size;
    publish(std::move(state));
    return true;
}

void LivingIndex::settle(base::Jobs jobs) {
    auto state = *snapshot().state_;
    Gathered all;
    for (const auto& part : state.parts) state.gather(*part, all);
    state.parts = {std::make_shared<const SpatialIndex>(all.places, all.numbers, jobs)};
    state.hidden = {};
    publish(std::move(state));
}

} // namespace cityweave::geo
