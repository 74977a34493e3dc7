// Bare coordinates of pages (layout D): WKT on a line of its own, and longitude/latitude labels with decimals or
// degrees, minutes, seconds (angles.hpp). Knows no networks.
#pragma once

#include "ingest/mentions.hpp"
#include "ingest/reading.hpp"

namespace cityweave::ingest {

/// Appends the page's points to `extract`; a line that is WKT or coordinates but wrong, or WKT without a point in it, is
/// reported as "point-refused". The
/// same point said twice in a row is one. Linear.
void read_points(const Reading& reading, Extract& extract);

} // namespace cityweave::ingest
