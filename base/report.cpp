#include "base/report.hpp"

#include <fmt/format.h>

namespace cityweave::base {

std::string describe(const Problem& problem) {
    std::string text = problem.source;
    if (problem.line > 0) text += fmt::format("{}{}", text.empty() ? "line " : ":", problem.line);
    if (problem.column > 0) text += fmt::format(":{}", problem.column);
    if (!text.empty()) text += ": ";
    if (!problem.found.empty()) text += fmt::format("found \"{}\"", problem.found);
    if (!problem.expected.empty()) text += fmt::format("{}expected {}", problem.found.empty() ? "" : ", ", problem.expected);
    return fmt::format("{} [{}]", text, problem.code);
}

void Report::add(Problem problem) {
    ++total_;
    if (++counts_[problem.code] <= kept_per_code) problems_.push_back(std::move(problem));
}

void Report::add(const Report& other) {
    std::map<std::string, std::size_t> kept;
    for (const auto& problem : other.problems_) {
        ++kept[problem.code];
        add(problem);
    }
    for (const auto& [code, count] : other.counts_) {
        const auto dropped = count - kept[code];
        counts_[code] += dropped;
        total_ += dropped;
    }
}

std::size_t Report::count(const std::string& code) const {
    const auto found = counts_.find(code);
    return found == counts_.end() ? 0 : found->second;
}

} // namespace cityweave::base
