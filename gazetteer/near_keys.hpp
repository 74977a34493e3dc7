// Edit distance over a sorted list of texts, walked as the tree of their beginnings. Knows no gazetteer.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cityweave::gazetteer {

/// Longest text that is compared, in bytes; longer ones are near nothing.
inline constexpr std::size_t longest_near = 62;

/// Edits (letters left out, put in, replaced, neighbours swapped) from one fixed text to others that are given byte by
/// byte; what was computed for a common beginning is kept. Of `limit` edits at most limit - 1 may touch the first `half`
/// bytes: some half of a text always has one fewer, so a walk from either end finds every near text between them.
class EditWalk {
public:
    /// `from` must outlive this object and have at most longest_near bytes.
    EditWalk(std::string_view from, std::size_t limit, std::size_t half);
    /// Walks on by the byte `next` at `depth`, before which `last` stands; all before must have been walked. Whether some
    /// text that begins so may still be within the limit. O(limit); most bytes are refused at once.
    bool step(char last, char next, std::size_t depth) { return (going_on_[depth] & letter_bit(next)) != 0 && step_far(last, next, depth); }
    /// Edits to the text of the `length` bytes walked, or more than the limit.
    [[nodiscard]] std::size_t distance(std::size_t length) const;

private:
    using Row = std::array<std::uint8_t, longest_near + 2>;
    /// Keys are of small letters, digits and blanks, of which few share a bit.
    static constexpr std::uint64_t letter_bit(char letter) { return std::uint64_t{1} << (static_cast<unsigned char>(letter) & 63U); }
    bool step_far(char last, char next, std::size_t depth);
    [[nodiscard]] bool near(std::size_t edits, std::size_t column) const {
        return edits < limit_ || (edits == limit_ && column >= half_); // at the seam all may be used up
    }
    void note_going_on(std::size_t row, char last, std::size_t first, std::size_t end);
    std::string_view from_;
    std::size_t limit_;
    std::size_t half_;
    std::array<Row, longest_near + 2> rows_{};
    /// By depth: bits of the letters after which something may still be near; a superset.
    std::array<std::uint64_t, longest_near + 2> going_on_{};
};

/// Sorted texts, each once: what to ask for each, how many bytes it has in common with the one before (0 for the first), and
/// the byte that follows those, so that most texts need not be looked at. Sorted by and read from their ends if `backward`.
struct WalkedTexts {
    std::span<const std::uint32_t> order;
    std::span<const std::uint8_t> common;  ///< as long as order
    std::span<const std::uint8_t> letters; ///< as long as order
    bool backward = false;
};

/// The first position not before `from` of a number below `bound`, or the end.
[[nodiscard]] std::size_t first_below(std::span<const std::uint8_t> numbers, std::size_t from, std::size_t bound);

/// What walk_near looks for: texts within `limit` edits (1 or more) of `text`, not all of which touch its first `half` bytes.
struct NearText {
    std::string_view text;
    std::size_t limit;
    std::size_t half;
};

/// Calls found(i, edits) for each text near enough; `from` reads backward too if the texts do. `text_of` gives the text for
/// an element of the order. Looks at some hundred of a hundred thousand texts.
template <class TextOf, class Found>
void walk_near(const NearText& from, const WalkedTexts& texts, TextOf text_of, Found found) {
    if (from.text.size() > longest_near) return;
    EditWalk walk(from.text, from.limit, from.half);
    std::array<char, longest_near + 2> path{}; // what is walked, after one byte that stands for nothing
    for (std::size_t i = 0; i < texts.order.size();) {
        std::size_t depth = std::min<std::size_t>(texts.common[i], longest_near);
        if (!walk.step(path[depth], static_cast<char>(texts.letters[i]), depth)) {
            i = first_below(texts.common, i + 1, depth + 1); // past all that go too far in the same way
            continue;
        }
        const std::string_view text = text_of(texts.order[i]);
        const auto byte = [&](std::size_t at) { return text[texts.backward ? text.size() - 1 - at : at]; };
        if (depth >= text.size()) return; // no such order
        path[depth + 1] = byte(depth);
        for (++depth; depth < text.size() && walk.step(path[depth], byte(depth), depth); ++depth) path[depth + 1] = byte(depth);
        if (depth == text.size() && walk.distance(depth) <= from.limit) found(i, walk.distance(depth));
        i = depth == text.size() ? i + 1 : first_below(texts.common, i + 1, depth + 1);
    }
}

} // namespace cityweave::gazetteer
