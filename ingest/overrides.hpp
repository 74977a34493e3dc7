// Places pinned by a person, which win over geocoding: the overrides table, and ours that is shipped, data/aliases.csv.
// Does not read words.
#pragma once

#include "base/result.hpp"
#include "gazetteer/gazetteer.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cityweave::ingest {

/// A person's word on where a partner is.
struct Override {
    std::optional<std::uint64_t> geonameid; ///< none: the partner is to have no place
    std::string kind;                       ///< town, body, area, none; as the table says
};

/// One table or several on top of each other, by partner and country. Partner names are compared folded (case, diacritics, punctuation).
class Overrides {
public:
    /// CSV with a header naming at least `partner,country,geonameid`; `kind` and further columns are optional.
    /// Problems name line and field: "table-column", "override-id", "override-twice".
    [[nodiscard]] static base::Result<Overrides> parse(std::string_view csv, const std::string& source);

    /// What this table does not say is looked up in `other`, after all that this one already falls back on.
    void fall_back_on(Overrides other);

    /// The row for this partner: of the same country, or of an empty one in either. Null pointer if there is none.
    /// Of several tables the first that has one.
    [[nodiscard]] const Override* find(const std::string& partner, const std::string& country) const;
    /// The row as an answer: the pinned place, sure, with the reasons "override" and "kind:…"; no place where the row says
    /// so (refusal "override") or the gazetteer lacks its id ("override-id-unknown"). Nothing if there is no row.
    [[nodiscard]] std::optional<gazetteer::Geocoding> pinned(const std::string& partner, const std::string& country,
                                                             const gazetteer::Gazetteer& gazetteer) const;
    /// Rows of all tables.
    [[nodiscard]] std::size_t size() const noexcept;

private:
    using Rows = std::map<std::pair<std::string, std::string>, Override>; ///< (folded partner, country)
    [[nodiscard]] static const Override* find_in(const Rows& rows, const std::string& folded, const std::string& country);
    std::vector<Rows> tables_; ///< the one that counts most first
};

} // namespace cityweave::ingest
