// Whether the lines above tell of an event: a tournament's groups are written as networks with their partners are.
#pragma once

#include "ingest/layout.hpp"

#include <cstddef>

namespace cityweave::ingest {

/// Looks at a few short lines above the block; one that speaks of networks or partners answers no.
[[nodiscard]] bool tells_of_event_above(const Page& page, std::size_t block);

} // namespace cityweave::ingest
