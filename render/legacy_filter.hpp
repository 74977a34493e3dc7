// Filters in the style specification's deprecated syntax (`["==", "key", value]`, `["in", "key", …]`, `["none", …]`), told apart from
// expressions and written as expressions. Knows no features.
#pragma once

#include "base/json.hpp"

namespace cityweave::render {

/// Whether a filter is written in the deprecated syntax, as the specification's own reader decides.
[[nodiscard]] bool is_legacy_filter(const base::Json& filter);

/// The same filter as an expression. What the old syntax does not know lets everything through, as specified.
[[nodiscard]] base::Json to_expression_filter(const base::Json& filter);

} // namespace cityweave::render
