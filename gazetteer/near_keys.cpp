#include "gazetteer/near_keys.hpp"

#include <algorithm>
#include <numeric>

namespace cityweave::gazetteer {

namespace {

std::size_t common_beginning(std::string_view a, std::string_view b) {
    const auto shorter = std::min(a.size(), b.size());
    std::size_t same = 0;
    while (same < shorter && a[same] == b[same]) ++same;
    return same;
}

/// The first position from `at` whose text does not begin with `prefix`: steps double, since most such runs are short.
std::size_t past(std::string_view prefix, std::size_t at, std::size_t count, const std::function<std::string_view(std::size_t)>& text_at) {
    std::size_t low = at, step = 1;
    while (low + step < count && text_at(low + step).starts_with(prefix)) {
        low += step;
        step *= 2;
    }
    auto high = std::min(count, low + step);
    while (low + 1 < high) {
        const auto middle = low + (high - low) / 2;
        (text_at(middle).starts_with(prefix) ? low : high) = middle;
    }
    return high;
}

} // namespace

EditWalk::EditWalk(std::string_view from, int limit) : from_(from.substr(0, longest_near)), limit_(static_cast<std::size_t>(limit)) {
    std::iota(rows_[0].begin(), rows_[0].end(), std::uint8_t{0});
}

bool EditWalk::step(std::string_view to, std::size_t depth) {
    const auto i = depth + 1, first = i > limit_ ? i - limit_ : 0, last = std::min(from_.size(), i + limit_);
    if (first > from_.size() || i > longest_near) return false;
    auto& row = rows_[i];
    const auto& above = rows_[depth];
    const auto far = static_cast<std::uint8_t>(limit_ + 1);
    // Columns outside the band are never nearer than the limit; its neighbours must say so.
    if (first > 0) row[first - 1] = far;
    row[last + 1] = far;
    std::uint8_t best = far;
    for (auto j = first; j <= last; ++j) {
        if (j == 0) {
            row[0] = static_cast<std::uint8_t>(i);
        } else {
            const int changed = above[j - 1] + (from_[j - 1] == to[depth] ? 0 : 1);
            int edits = std::min({changed, above[j] + 1, row[j - 1] + 1});
            if (j > 1 && depth > 0 && from_[j - 1] == to[depth - 1] && from_[j - 2] == to[depth])
                edits = std::min(edits, rows_[depth - 1][j - 2] + 1);
            row[j] = static_cast<std::uint8_t>(std::min<int>(edits, far));
        }
        best = std::min(best, row[j]);
    }
    return best < far;
}

void walk_near(std::string_view from, int limit, std::size_t count, const std::function<std::string_view(std::size_t)>& text_at,
               const std::function<void(std::size_t, int)>& found) {
    if (from.size() > longest_near) return;
    EditWalk walk(from, limit);
    std::string_view last;
    for (std::size_t at = 0; at < count;) {
        const auto text = text_at(at);
        auto depth = common_beginning(text, last);
        while (depth < text.size() && walk.step(text, depth)) ++depth;
        if (depth < text.size()) {
            // What was walked of this text is still of use for the next, up to the byte that went too far.
            last = text.substr(0, depth);
            at = past(text.substr(0, depth + 1), at, count, text_at);
            continue;
        }
        last = text;
        const auto edits = text.size() + static_cast<std::size_t>(limit) >= from.size() ? walk.distance(text.size()) : limit + 1;
        if (edits <= limit) found(at, edits);
        ++at;
    }
}

} // namespace cityweave::gazetteer
