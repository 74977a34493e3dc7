// HTML to lines, through a real parser: nested lists, tables, entities, bold. Script, style, comments and navigation are not
// content. Knows nothing of what the words mean.
#pragma once

#include "ingest/document.hpp"

#include <string_view>

namespace cityweave::ingest {

/// Whether a page is HTML rather than text with a few stray tags: by its first words, by block tags, or by name.
[[nodiscard]] bool looks_like_html(std::string_view text, std::string_view source_name);

/// Appends the page's lines and sets its title. False, having stopped, at `max_page_lines`. Pages nested deeper than
/// people write are read by their bare tags instead, since a tree of them would cost quadratic time.
[[nodiscard]] bool append_html_lines(std::string_view text, Document& document);

} // namespace cityweave::ingest
