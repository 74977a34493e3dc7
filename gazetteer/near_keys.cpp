#include "gazetteer/near_keys.hpp"

#include <numeric>

namespace cityweave::gazetteer {

std::size_t first_below(std::span<const std::uint8_t> numbers, std::size_t from, std::size_t bound) {
    constexpr std::size_t chunk = 32;
    for (; from + chunk <= numbers.size(); from += chunk) {
        std::uint8_t least = 255;
        for (std::size_t i = 0; i < chunk; ++i) least = std::min(least, numbers[from + i]);
        if (least < bound) break;
    }
    while (from < numbers.size() && numbers[from] >= bound) ++from;
    return from;
}

EditWalk::EditWalk(std::string_view from, std::size_t limit, std::size_t half) : from_(from), limit_(limit), half_(half) {
    auto& row = rows_[0];
    std::iota(row.begin(), row.end(), std::uint8_t{0});
    std::replace_if(
        row.begin(), row.begin() + static_cast<std::ptrdiff_t>(half_), [&](auto edits) { return edits >= limit_; },
        static_cast<std::uint8_t>(limit_ + 1));
}

std::size_t EditWalk::cell(std::size_t depth, std::size_t column, char last, char next) const {
    const auto& above = rows_[depth];
    if (column == 0) return depth + 1;
    const auto& here = rows_[depth + 1];
    constexpr std::size_t one = 1, none = 0;
    auto edits = std::min({above[column - 1] + (from_[column - 1] == next ? none : one), above[column] + one, here[column - 1] + one});
    if (column > 1 && depth > 0 && from_[column - 1] == last && from_[column - 2] == next)
        edits = std::min<std::size_t>(edits, rows_[depth - 1][column - 2] + one);
    return edits;
}

bool EditWalk::step(char last, char next, std::size_t depth) {
    const auto i = depth + 1, first = i > limit_ ? i - limit_ : 0, end = std::min(from_.size(), i + limit_);
    if (first > from_.size() || i > longest_near) return false;
    auto& row = rows_[i];
    // Cells outside the band are beyond the limit, and its neighbours must say so.
    const auto far = static_cast<std::uint8_t>(limit_ + 1);
    if (first > 0) row[first - 1] = far;
    row[end + 1] = far;
    bool alive = false;
    for (auto j = first; j <= end; ++j) {
        const auto edits = cell(depth, j, last, next);
        const bool near = edits < limit_ || (edits == limit_ && j >= half_); // at the seam all may be used up
        row[j] = near ? static_cast<std::uint8_t>(edits) : far;
        alive = alive || near;
    }
    return alive;
}

std::size_t EditWalk::distance(std::size_t length) const {
    const bool in_band = length <= from_.size() + limit_ && from_.size() <= length + limit_;
    return in_band ? rows_[length][from_.size()] : limit_ + 1;
}

} // namespace cityweave::gazetteer
