#include "render/labels.hpp"

#include "render/label_candidates.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cityweave::render {

namespace {

constexpr int dropped = -1;
constexpr double conflict_cost = 12;
constexpr double first_rank_dropped_cost = 60;
constexpr double dropped_cost = 25;
constexpr std::size_t candidates_kept = 128;
constexpr int moves_per_label = 300;
constexpr int most_moves = 120'000;

/// Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators": the same numbers everywhere.
class SplitMix {
public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    /// 0 … 1, in steps of 2^-53.
    double part() { return static_cast<double>(next() >> 11) * 0x1p-53; }

private:
    std::uint64_t state_;
};

/// A label in the game: its candidates, the one chosen, and the labels it can get in the way of.
struct Player {
    std::size_t request;
    std::vector<LabelCandidate> candidates;
    std::vector<std::size_t> rivals{};
    int choice = dropped;
};

/// Everything the candidates of a player may touch.
SheetBox reach_of(const Player& player) {
    SheetBox box;
    for (const LabelCandidate& candidate : player.candidates) {
        box.expand(candidate.place.box);
        if (candidate.place.leader) box.expand(candidate.place.leader->from);
    }
    return box;
}

class Choice {
public:
    Choice(const std::vector<LabelRequest>& requests, std::vector<Player> players, const SheetBox& area)
        : requests_(requests), players_(std::move(players)) {
        find_rivals(area);
    }

    void run(std::uint64_t seed) {
        const std::vector<std::size_t> order = by_rank();
        for (const std::size_t i : order) choose_free(i);
        anneal(seed);
        settle(order);
    }

    [[nodiscard]] const std::vector<Player>& players() const noexcept { return players_; }

private:
    void find_rivals(const SheetBox& area) {
        BoxGrid grid(area);
        std::vector<SheetBox> reaches;
        for (std::size_t i = 0; i < players_.size(); ++i) {
            reaches.push_back(reach_of(players_[i]));
            std::vector<std::size_t>& rivals = players_[i].rivals;
            grid.any(reaches[i], [&](std::size_t j) {
                if (reaches[i].intersects(reaches[j])) rivals.push_back(j);
                return false;
            });
            std::sort(rivals.begin(), rivals.end());
            rivals.erase(std::unique(rivals.begin(), rivals.end()), rivals.end());
            grid.insert(i, reaches[i]);
        }
        // So far each knows those before it; now those after it too.
        for (std::size_t i = 0; i < players_.size(); ++i) {
            for (std::size_t k = 0; k < players_[i].rivals.size() && players_[i].rivals[k] < i; ++k)
                players_[players_[i].rivals[k]].rivals.push_back(i);
        }
    }

    [[nodiscard]] std::vector<std::size_t> by_rank() const {
        std::vector<std::size_t> order(players_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const int rank_a = requests_[players_[a].request].rank;
            const int rank_b = requests_[players_[b].request].rank;
            return rank_a != rank_b ? rank_a < rank_b : players_[a].candidates.size() < players_[b].candidates.size();
        });
        return order;
    }

    [[nodiscard]] const LabelPlace& place(std::size_t player, int choice) const {
        return players_[player].candidates[static_cast<std::size_t>(choice)].place;
    }

    [[nodiscard]] int conflicts(std::size_t player, int choice) const {
        if (choice == dropped) return 0;
        const LabelPlace& wanted = place(player, choice);
        int count = 0;
        for (const std::size_t rival : players_[player].rivals) {
            const int other = players_[rival].choice;
            if (other != dropped && conflict(wanted, place(rival, other))) ++count;
        }
        return count;
    }

    [[nodiscard]] double cost(std::size_t player, int choice) const {
        if (choice == dropped) return rank_of(player) == 0 ? first_rank_dropped_cost : dropped_cost;
        return players_[player].candidates[static_cast<std::size_t>(choice)].cost + conflict_cost * conflicts(player, choice);
    }

    /// The cheapest candidate that is in nobody's way; dropped if there is none.
    void choose_free(std::size_t player) {
        const int count = static_cast<int>(players_[player].candidates.size());
        for (int c = 0; c < count; ++c) {
            if (conflicts(player, c) > 0) continue;
            players_[player].choice = c;
            return;
        }
        players_[player].choice = dropped;
    }

    /// Nothing to gain where everyone stands at its best.
    [[nodiscard]] std::vector<std::size_t> contested() const {
        std::vector<std::size_t> movable;
        for (std::size_t i = 0; i < players_.size(); ++i) {
            const bool at_best = players_[i].choice == 0 && std::all_of(players_[i].rivals.begin(), players_[i].rivals.end(),
                                                                        [&](std::size_t rival) { return players_[rival].choice == 0; });
            if (!at_best && !players_[i].candidates.empty()) movable.push_back(i);
        }
        return movable;
    }

    void anneal(std::uint64_t seed) {
        const std::vector<std::size_t> movable = contested();
        if (movable.empty()) return;
        SplitMix random(seed);
        const int moves = static_cast<int>(std::min(movable.size() * moves_per_label, std::size_t{most_moves}));
        for (int move = 0; move < moves; ++move) {
            const double warmth = 1 - static_cast<double>(move) / moves;
            const std::size_t player = movable[random.below(movable.size())];
            // Cheap candidates are tried more often: the square leans towards the front.
            const double part = random.part();
            const int next = static_cast<int>(part * part * static_cast<double>(players_[player].candidates.size()));
            const double change = cost(player, next) - cost(player, players_[player].choice);
            const double luck = random.part();
            // A polynomial in place of the usual exponential, which machines round differently.
            if (change < 3 * warmth * warmth * luck * luck * luck) players_[player].choice = next;
        }
    }

    /// No conflict survives: first come the lower ranks, who keep their place or take the best one still free.
    void settle(const std::vector<std::size_t>& order) {
        std::vector<int> wanted;
        for (Player& player : players_) wanted.push_back(std::exchange(player.choice, dropped));
        for (const std::size_t i : order) {
            players_[i].choice = wanted[i];
            if (wanted[i] == dropped || conflicts(i, wanted[i]) > 0) choose_free(i);
        }
        for (const std::size_t i : order) {
            if (players_[i].choice == dropped) squeeze_in(i);
        }
        // What annealing left at a worse place than is free now.
        for (const std::size_t i : order) {
            const int kept = std::exchange(players_[i].choice, dropped);
            choose_free(i);
            if (players_[i].choice == dropped) players_[i].choice = kept;
        }
    }

    /// Takes a place from rivals of no lower rank who all find another one.
    void squeeze_in(std::size_t player) {
        const int count = static_cast<int>(players_[player].candidates.size());
        for (int c = 0; c < count; ++c) {
            if (push_aside(player, c)) return;
        }
    }

    bool push_aside(std::size_t player, int wanted) {
        constexpr std::size_t most_pushed = 3;
        std::vector<std::pair<std::size_t, int>> pushed;
        for (const std::size_t rival : players_[player].rivals) {
            const int other = players_[rival].choice;
            if (other == dropped || !conflict(place(player, wanted), place(rival, other))) continue;
            if (rank_of(rival) < rank_of(player) || pushed.size() == most_pushed) return false;
            pushed.emplace_back(rival, other);
        }
        players_[player].choice = wanted;
        for (const auto& [rival, old] : pushed) players_[rival].choice = dropped;
        for (const auto& [rival, old] : pushed) choose_free(rival);
        const bool all_stand = std::none_of(pushed.begin(), pushed.end(), [&](const auto& entry) {
            return players_[entry.first].choice == dropped && rank_of(entry.first) <= rank_of(player);
        });
        if (all_stand) return true;
        players_[player].choice = dropped;
        for (const auto& [rival, old] : pushed) players_[rival].choice = old;
        return false;
    }

    [[nodiscard]] int rank_of(std::size_t player) const { return requests_[players_[player].request].rank; }

    const std::vector<LabelRequest>& requests_;
    std::vector<Player> players_;
};

void place_kind(LabelKind kind, const std::vector<LabelRequest>& requests, const LabelGround& ground, const LabelOptions& options,
                std::vector<std::optional<LabelPlace>>& places) {
    const CandidateMaker maker(requests, ground, options);
    std::vector<Player> players;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (requests[i].kind != kind) continue;
        auto candidates = maker.candidates(i);
        if (candidates.size() > candidates_kept) candidates.resize(candidates_kept);
        players.push_back({.request = i, .candidates = std::move(candidates)});
    }
    Choice choice(requests, std::move(players), ground.area);
    choice.run(options.seed);
    for (const Player& player : choice.players()) {
        if (player.choice != dropped) places[player.request] = player.candidates[static_cast<std::size_t>(player.choice)].place;
    }
}

} // namespace

std::vector<std::optional<LabelPlace>> place_labels(const std::vector<LabelRequest>& requests, const LabelGround& ground,
                                                    const LabelOptions& options) {
    std::vector<std::optional<LabelPlace>> places(requests.size());
    place_kind(LabelKind::point, requests, ground, options, places);
    // Names of areas take what points have left: a leader is avoided like a link, but never crossed.
    LabelGround left = ground;
    for (const auto& place : places) {
        if (!place) continue;
        left.blocked.push_back(place->box);
        if (place->leader) left.blocked.push_back(SheetBox{place->leader->from, place->leader->to});
    }
    place_kind(LabelKind::area, requests, left, options, places);
    return places;
}

} // namespace cityweave::render
