// Bare coordinates of pages (layout D): WKT on a line of its own, and longitude/latitude labels with decimals or
// degrees, minutes, seconds. Knows no networks.
#pragma once

#include "ingest/mentions.hpp"
#include "ingest/reading.hpp"

namespace cityweave::ingest {

/// Appends the page's points to `extract`; a line that begins like WKT but is wrong is reported as "point-refused". The
/// same point said twice in a row is one. Linear.
void read_points(const Reading& reading, Extract& extract);

/// A decimal number or degrees, minutes and seconds with a hemisphere letter ("18°56′23″ E"), in degrees; nothing for
/// any other text. West and south are negative. Ranges are not checked.
[[nodiscard]] std::optional<double> angle_of(std::string_view text);

} // namespace cityweave::ingest
