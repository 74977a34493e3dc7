#include "gazetteer/near_keys.hpp"

#include <numeric>

namespace cityweave::gazetteer {

std::size_t first_below(std::span<const std::uint8_t> numbers, std::size_t from, std::size_t bound) {
    constexpr std::size_t few = 4, chunk = 32;
    for (const auto end = std::min(from + few, numbers.size()); from < end; ++from)
        if (numbers[from] < bound) return from;
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
    note_going_on(0, '\0', 0, std::min(from_.size(), limit_));
}

/// Where all edits are used up, only a letter that stands next in the text goes on, or the first of two swapped.
void EditWalk::note_going_on(std::size_t row, char last, std::size_t first, std::size_t end) {
    auto& letters = going_on_[row];
    letters = 0;
    for (auto j = first; j <= end; ++j) {
        const std::size_t edits = rows_[row][j];
        if (!near(edits, j)) continue;
        if (near(edits + 1, j + 1)) { // one may replace the next letter, or be put in before it
            letters = ~std::uint64_t{0};
            return;
        }
        if (j < from_.size()) letters |= letter_bit(from_[j]);
    }
    if (row == 0) return;
    for (auto j = first > 0 ? first - 1 : 0; j <= end && j + 1 < from_.size(); ++j)
        if (from_[j + 1] == last && near(rows_[row - 1][j] + std::size_t{1}, j + 2)) letters |= letter_bit(from_[j]);
}

bool EditWalk::step_far(char last, char next, std::size_t depth) {
    const auto i = depth + 1, first = i > limit_ ? i - limit_ : 0, end = std::min(from_.size(), i + limit_);
    if (first > from_.size() || i > longest_near) return false;
    const auto& above = rows_[depth];
    auto& row = rows_[i];
    // Cells outside the band are beyond the limit, and its neighbours must say so.
    const auto far = static_cast<std::uint8_t>(limit_ + 1);
    if (first > 0) row[first - 1] = far;
    row[end + 1] = far;
    bool alive = false;
    for (auto j = first; j <= end; ++j) {
        std::size_t edits = i;
        if (j > 0) {
            const std::size_t replaced = above[j - 1] + (from_[j - 1] == next ? 0U : 1U);
            edits = std::min<std::size_t>(replaced, std::min(above[j], row[j - 1]) + 1U);
            if (j > 1 && depth > 0 && from_[j - 1] == last && from_[j - 2] == next)
                edits = std::min<std::size_t>(edits, rows_[depth - 1][j - 2] + 1U);
        }
        const bool counts = near(edits, j);
        row[j] = counts ? static_cast<std::uint8_t>(edits) : far;
        alive = alive || counts;
    }
    if (alive) note_going_on(i, next, first, end);
    return alive;
}

std::size_t EditWalk::distance(std::size_t length) const {
    const bool in_band = length <= from_.size() + limit_ && from_.size() <= length + limit_;
    return in_band ? rows_[length][from_.size()] : limit_ + 1;
}

} // namespace cityweave::gazetteer
