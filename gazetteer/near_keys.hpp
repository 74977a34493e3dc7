// Edit distance over a sorted list of texts, walked as the tree of their beginnings. Knows no gazetteer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace cityweave::gazetteer {

/// Longest text that is compared, in bytes; longer ones are near nothing.
inline constexpr std::size_t longest_near = 62;

/// Edits (letters left out, put in, replaced, neighbours swapped) from one fixed text to others that are given byte by
/// byte; what was computed for a common beginning is kept.
class EditWalk {
public:
    /// `limit` edits at most are told apart. `from` must outlive this object; at most longest_near bytes.
    EditWalk(std::string_view from, int limit);
    /// Whether some text beginning with the first `depth` + 1 bytes of `to` may still be within the limit. The first
    /// `depth` bytes must have been walked before. O(limit).
    bool step(std::string_view to, std::size_t depth);
    /// Edits to the text of the `length` bytes walked, or more than the limit.
    [[nodiscard]] int distance(std::size_t length) const { return rows_[length][from_.size()]; }

private:
    using Row = std::array<std::uint8_t, longest_near + 2>;
    std::string_view from_;
    std::size_t limit_;
    std::array<Row, longest_near + 2> rows_;
};

/// Calls `found` with position and edits of each of `count` sorted texts within `limit` edits (1 or more) of `from`. Looks at
/// the texts of like beginning only: for two edits some thousand of a hundred thousand.
void walk_near(std::string_view from, int limit, std::size_t count, const std::function<std::string_view(std::size_t)>& text_at,
               const std::function<void(std::size_t, int)>& found);

} // namespace cityweave::gazetteer
