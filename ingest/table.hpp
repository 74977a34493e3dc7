// Tables with named columns to mentions and points: CSV, TSV, and rows that other readers hand over. Knows no layouts of
// pages and no library.
#pragma once

#include "base/result.hpp"
#include "ingest/extract.hpp"
#include "ingest/mentions.hpp"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// What a column may mean.
enum class Field { network, cluster, role, partner, country, source, line, lon, lat, wkt, label, count_ };

/// Column positions by meaning, found by name (case, diacritics and punctuation aside) or given by the user.
class Columns {
public:
    /// `mapping` is `network=Netz,partner=Stadt`; may be empty. Problems: "table-column" for a mapping that names an
    /// unknown meaning or a column that is not there, and for a header without partner and network, coordinates or WKT.
    [[nodiscard]] static base::Result<Columns> find(const std::vector<std::string>& header, std::string_view mapping);

    [[nodiscard]] std::optional<std::size_t> position(Field field) const { return positions_[static_cast<std::size_t>(field)]; }
    /// The value of a field in a row, without blanks at its ends; empty where the table has no such column or value.
    [[nodiscard]] std::string_view value(const std::vector<std::string_view>& row, Field field) const;
    /// Rows name partnerships; else they are bare points.
    [[nodiscard]] bool has_partners() const { return position(Field::network) && position(Field::partner); }

private:
    std::array<std::optional<std::size_t>, static_cast<std::size_t>(Field::count_)> positions_{};
};

/// Turns rows into an Extract, one by one. Bad rows are reported with their line and the field: "table-row" (no network
/// or no partner), "table-role", "country-unknown", "coordinate-range", "coordinate-number" and the codes of WKT.
class RowReader {
public:
    /// `knowledge.country` must be set. All outlive the reader.
    RowReader(Columns columns, std::string source, const ExtractOptions& options)
        : columns_(std::move(columns)), source_(std::move(source)), options_(options) {}

    /// `position`: of the row's own geometry, where the format has one beside the columns.
    void add(const std::vector<std::string_view>& row, int line, std::optional<geo::LonLat> position = {});
    [[nodiscard]] Extract take() { return std::move(extract_); }

private:
    void add_mention(const std::vector<std::string_view>& row, int line, std::optional<geo::LonLat> position);
    [[nodiscard]] std::optional<geo::LonLat> position_of(const std::vector<std::string_view>& row, int line);
    [[nodiscard]] std::string country_of(const std::vector<std::string_view>& row, int line);
    [[nodiscard]] atlas::Role role_of(const std::vector<std::string_view>& row, int line);
    void report(base::Problem problem, int line);

    Columns columns_;
    std::string source_;
    const ExtractOptions& options_;
    Extract extract_;
    std::map<std::string, std::optional<std::string>, std::less<>> countries_; ///< as asked before
};

/// Reads a whole table (UTF-8, no byte-order mark). Problems that leave nothing to read: "table-empty", "table-column".
[[nodiscard]] base::Result<Extract> read_table(std::string_view text, const std::string& source, std::string_view mapping,
                                               const ExtractOptions& options);

/// A row of named columns, in the order asked for.
struct NamedRow {
    int line;
    std::vector<std::string> values;
};
/// The columns of these names, each of which must be there; empty where a row is short. Problems: "table-empty",
/// "table-column", "table-quote".
[[nodiscard]] base::Result<std::vector<NamedRow>> read_named_columns(std::string_view text, const std::string& source,
                                                                     const std::vector<std::string>& names);

} // namespace cityweave::ingest
