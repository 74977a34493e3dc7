// What the columns of a table mean, by their names. Knows no rows.
#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// What a column may mean.
enum class Field { network, cluster, role, partner, country, source, line, lon, lat, wkt, label, count_ };

/// Column positions by meaning, found by name in the languages of the EU (case, diacritics,
/// punctuation and units in brackets aside) or given by the user.
class Columns {
public:
    /// `mapping` is `network=Netz,partner=Stadt`; may be empty. Problems: "table-column" for a mapping that names an
    /// unknown meaning or a column that is not there, and for a header without partner and network, coordinates or WKT.
    /// A column of another name is the one of WKT if the first row has WKT in it, and no other column gives positions.
    [[nodiscard]] static base::Result<Columns> find(const std::vector<std::string>& header, std::string_view mapping,
                                                    const std::vector<std::string_view>& first_row = {});

    [[nodiscard]] std::optional<std::size_t> position(Field field) const { return positions_[static_cast<std::size_t>(field)]; }
    /// The value of a field in a row, without blanks at its ends; empty where the table has no such column or value.
    [[nodiscard]] std::string_view value(const std::vector<std::string_view>& row, Field field) const;
    /// Rows name partnerships; else they are bare points.
    [[nodiscard]] bool has_partners() const { return position(Field::network) && position(Field::partner); }

private:
    void find_wkt(const std::vector<std::string_view>& first_row);
    std::array<std::optional<std::size_t>, static_cast<std::size_t>(Field::count_)> positions_{};
};

/// Position of the column of this folded name.
[[nodiscard]] std::optional<std::size_t> position_of_column(const std::vector<std::string>& header, std::string_view folded);

/// Without blanks at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// As much of a value as a person needs to recognise it, in a Problem.
[[nodiscard]] std::string shortened(std::string_view text);

} // namespace cityweave::ingest
