// Tables printed with nothing but blanks between their columns, cells going on over several lines. Knows columns of signs;
// knows no words.
#pragma once

#include "ingest/document.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// The rows of a printed table, as lines with cells, and how many of the given lines they took.
struct PrintedTable {
    std::vector<Line> rows;
    std::size_t lines = 0; ///< 0 where no table begins
    std::size_t seen = 0;  ///< lines looked at: no table begins between the first and these
};

/// Reads a table whose head is the first of `raw`, the page's lines from number `first` on. Only tables with a cell that
/// goes on below are read: in others each line is a row already. Linear in the lines seen.
[[nodiscard]] PrintedTable read_printed_table(std::span<const std::string_view> raw, int first);

} // namespace cityweave::ingest
