// What print puts on every page: running heads and page numbers, in the text of a printed document. Knows no words.
#pragma once

#include "ingest/document.hpp"

#include <vector>

namespace cityweave::ingest {

/// Takes them out of a document's lines; a line that follows keeps the larger gap before it. Linear.
void drop_running_heads(std::vector<Line>& lines);

} // namespace cityweave::ingest
