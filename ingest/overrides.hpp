// Places judged by a person, which win over geocoding: the overrides table. No geocoding here.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cityweave::ingest {

/// A person's word on where a partner is.
struct Override {
    std::optional<std::uint64_t> geonameid; ///< none: the partner is to have no place
    std::string kind;                       ///< town, body, area, none; as the table says
};

/// The table by partner and country. Partner names are compared folded (case, diacritics, punctuation).
class Overrides {
public:
    /// CSV with a header naming at least `partner,country,geonameid`; `kind` and further columns are optional.
    /// Problems name line and field: "table-column", "override-id", "override-twice".
    [[nodiscard]] static base::Result<Overrides> parse(std::string_view csv, const std::string& source);

    /// The row for this partner: of the same country, or of an empty one in either. Null pointer if there is none.
    [[nodiscard]] const Override* find(const std::string& partner, const std::string& country) const;
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    std::map<std::pair<std::string, std::string>, Override> rows_; ///< (folded partner, country)
};

} // namespace cityweave::ingest
