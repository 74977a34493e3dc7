// Tables whose columns are networks: partners below the name of each, or towns in rows with marks where they take part.
// Knows no single-network tables; those are tables.cpp's.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>
#include <vector>

namespace cityweave::ingest {

/// A proposal for each network of the rows [begin, end), or none where they are no such table. `spoken`: the text above
/// speaks of networks or partners, without which crosses in a table may mean anything. Linear in the cells.
[[nodiscard]] std::vector<Proposal> read_network_columns(const Page& page, std::size_t begin, std::size_t end, bool spoken);

/// What the label at the head of a row says of the cells beside it.
enum class RowLabel { lead, partners, network, left, other };

/// Reads such a label, a number behind it and a remark in brackets aside: "Partner 3", "PP2", "Management (lead partner)".
[[nodiscard]] RowLabel row_label(const Reading& reading, std::string_view label);

} // namespace cityweave::ingest
