// The country a page is about: "Danske byer i netværkene". Knows no networks and no partners.
#pragma once

#include "ingest/network_names.hpp"
#include "ingest/reading.hpp"

#include <optional>
#include <string>

namespace cityweave::ingest {

/// Alpha-2 of the one country that the page's title and first headings tell, by its name or adjective; nothing where they
/// tell none or several.
[[nodiscard]] std::optional<std::string> page_country(const Reading& reading, const NetworkNames& names);

} // namespace cityweave::ingest
