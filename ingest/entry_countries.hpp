// The country of an entry, off its front or its end: "Lyon, France", "AL | Shkodër", "Portugal – Braga", "Idrija in Slovenia".
// Knows no roles and no brackets.
#pragma once

#include "ingest/anchors.hpp"
#include "ingest/reading.hpp"

#include <string_view>

namespace cityweave::ingest {

/// Without blanks, separators and quotes at either end.
[[nodiscard]] Span trimmed(std::string_view text, Span span);

// Each shortens `name` by the country it finds, and notes that in `found`; false where there is none.
bool take_country_after(const Reading& reading, std::string_view text, Span& name, Anchor& found);
void take_country_before(const Reading& reading, std::string_view text, Span& name, Anchor& found);
bool take_country_name_before(const Reading& reading, std::string_view text, Span& name, Anchor& found);
bool take_country_after_preposition(const Reading& reading, std::string_view text, Span& name, Anchor& found);
/// "Lyon, France (FR)": the country told again is no part of the name.
void take_same_country(const Reading& reading, std::string_view text, Span& name, const Anchor& found);

} // namespace cityweave::ingest
