// Runs n independent items on k threads and gives the results in input order. Does not know what the items are.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace cityweave::base {

/// How many threads may run; from_request(0) means one per core this process may use.
class Jobs {
public:
    [[nodiscard]] static Jobs from_request(unsigned requested);
    [[nodiscard]] unsigned count() const noexcept { return count_; }

private:
    explicit Jobs(unsigned count) : count_(count) {}
    unsigned count_;
};

/// Calls item(0) … item(n−1), each once, on up to jobs.count() threads; returns when all are done. The error of the
/// lowest-numbered item that threw is rethrown; items not yet begun then are not begun.
void parallel_for(std::size_t n, Jobs jobs, const std::function<void(std::size_t)>& item);

/// As parallel_for, collecting what each item returns in input order.
template <class F>
auto parallel_map(std::size_t n, Jobs jobs, F&& item) {
    using R = decltype(item(std::size_t{}));
    std::vector<std::optional<R>> slots(n);
    parallel_for(n, jobs, [&](std::size_t i) { slots[i].emplace(item(i)); });
    std::vector<R> results;
    results.reserve(n);
    for (auto& slot : slots) results.push_back(std::move(*slot));
    return results;
}

} // namespace cityweave::base
