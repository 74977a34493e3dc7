// A source page as lines of text with their source line numbers, whatever it was written in. Knows HTML and list markers;
// knows no networks, no places and no languages.
#pragma once

#include "base/result.hpp"
#include "ingest/text_pieces.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// Bytes [begin, end) of a line's text.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// What stands before a list entry. `none`: no entry.
enum class Marker : std::uint8_t { none, bullet, dash, star, number };

/// A further source line inside a line's text: from byte `offset` on, the text stood on line `number`.
struct LineStart {
    std::size_t offset;
    int number;
};

/// One line of a page: a line of a text file, or a block of an HTML page (then it may come from several source lines).
struct Line {
    std::string text;                     ///< normal form C, without marker and mark-up, runs of blanks as one blank; never empty
    int number = 0;                       ///< 1-based source line of the first character
    std::vector<LineStart> more_starts{}; ///< ascending; empty where the text comes from one source line
    int indent = 0;                       ///< columns before the marker or text
    Marker marker = Marker::none;
    int heading = 0;                             ///< 1…6 where the mark-up says so, else 0
    int blanks_before = 0;                       ///< blank lines (HTML: paragraph gaps) before this line
    std::vector<Span> cells{};                   ///< of a table row, in column order; empty for other lines
    bool header_row = false;                     ///< the row names its columns
    std::vector<Span> bold{};                    ///< ascending, not touching
    std::vector<Span> set_off{};                 ///< by mark-up of their own inside the line, ascending; of HTML only
    [[nodiscard]] bool is_bold() const noexcept; ///< all of the text stands in bold
    /// Source line of the character at `offset`.
    [[nodiscard]] int line_at(std::size_t offset) const noexcept;
    [[nodiscard]] std::string_view text_of(Span span) const { return std::string_view(text).substr(span.begin, span.end - span.begin); }
};

struct Document {
    std::string source_name; ///< as the user named it, file name only
    std::string title;       ///< of an HTML head, else empty
    bool is_html = false;    ///< then its lines are blocks of the mark-up, which no column of print has parted
    std::vector<Line> lines;
};

/// Reads a page of text or HTML in any encoding `base::decode_text` knows. Problems: "page-empty" (no visible text),
/// "page-binary" (not text), "page-lines" (more than `max_page_lines` lines). Linear in the size of the page.
[[nodiscard]] base::Result<Document> read_document(std::span<const std::byte> bytes, std::string_view source_name);

/// Lines of text kept of one page, a bound on memory; real pages have thousands.
inline constexpr std::size_t max_page_lines = 1'000'000;
/// Default of `--max-page-bytes`.
inline constexpr std::uint64_t default_max_page_bytes = 64ULL << 20;

/// The bytes of a page, or the Problem "page-too-large" if there are more than `max_bytes`; never reads further than that.
/// Throws as the source does.
[[nodiscard]] base::Result<std::vector<std::byte>> read_page_bytes(const ByteSource& source, std::string_view source_name,
                                                                   std::uint64_t max_bytes);

} // namespace cityweave::ingest
