// Collects Problems: counts and the problems themselves, in the order told. Does not print.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cityweave::base {

/// Counted problems. Every one is counted; only the first `kept_per_code` of each code are kept whole, so that a
/// hostile file cannot fill the memory. Not thread-safe: a stage that runs in parallel returns its problems.
class Report {
public:
    static constexpr std::size_t kept_per_code = 10'000;

    void add(Problem problem);
    void add(const Report& other);

    /// How often `code` was told; 0 if never.
    [[nodiscard]] std::size_t count(const std::string& code) const;
    [[nodiscard]] std::size_t total() const noexcept { return total_; }
    /// Counts by code, in alphabetical order.
    [[nodiscard]] const std::map<std::string, std::size_t>& counts() const noexcept { return counts_; }
    [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

private:
    std::map<std::string, std::size_t> counts_;
    std::vector<Problem> problems_;
    std::size_t total_ = 0;
};

} // namespace cityweave::base
