// Plain text to lines: list markers, indents, rules, light mark-up (bold, headings, links, stray tags), cells of text tables.
// Knows nothing of what the words mean.
#pragma once

#include "ingest/document.hpp"

#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// Appends the lines of `text` (normal form C, any line ends). False, having stopped, at `max_page_lines`. Linear.
[[nodiscard]] bool append_text_lines(std::string_view text, std::vector<Line>& lines);

/// Cells of a row written with `|` or tabs; empty where the text has none. A `|` at either end makes no empty cell.
[[nodiscard]] std::vector<Span> cells_of(std::string_view text);

} // namespace cityweave::ingest
