// Tables with named columns to mentions and points: CSV, TSV, and rows that other readers hand over. Knows no layouts of
// pages and no library.
#pragma once

#include "base/result.hpp"
#include "ingest/angles.hpp"
#include "ingest/columns.hpp"
#include "ingest/csv.hpp"
#include "ingest/extract.hpp"
#include "ingest/mentions.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// A row as a reader of some format hands it over.
struct Row {
    const std::vector<std::string_view>& fields; ///< as many as the header has, or fewer
    int line;                                    ///< or the feature's id
    std::optional<geo::LonLat> position{};       ///< of its own geometry, where the format has one beside the columns
    /// Where a field stands, in formats that people read as text.
    const std::function<FieldPlace(std::size_t)>* place = nullptr;
};

/// Turns rows into mentions and points, one by one. Bad rows are reported with their line, column and field: "table-row" (no
/// network or no partner), "table-role", "country-unknown", "coordinate-range", "coordinate-number" and the codes
/// of WKT and angles.
class RowReader {
public:
    /// `knowledge.country` must be set. All outlive the reader.
    RowReader(Columns columns, std::string source, const ExtractOptions& options, Sink& sink)
        : columns_(std::move(columns)), source_(std::move(source)), options_(options), sink_(sink) {}

    void add(const Row& row);

private:
    void add_mention(const Row& row, std::optional<geo::LonLat> position);
    [[nodiscard]] std::string_view value(const Row& row, Field field) const { return columns_.value(row.fields, field); }
    [[nodiscard]] std::string name(const Row& row, Field field) const;
    [[nodiscard]] std::optional<geo::LonLat> position_of(const Row& row);
    [[nodiscard]] std::optional<geo::LonLat> position_of_numbers(const Row& row);
    [[nodiscard]] std::optional<double> degrees_of(const Row& row, Field field, Axis axis);
    [[nodiscard]] std::string country_of(const Row& row);
    [[nodiscard]] atlas::Role role_of(const Row& row);
    [[nodiscard]] int line_of(const Row& row) const;
    void report(base::Problem problem, const Row& row, Field field);

    Columns columns_;
    std::string source_;
    const ExtractOptions& options_;
    Sink& sink_;
    std::map<std::string, std::optional<std::string>, std::less<>> countries_; ///< as asked before
};

/// Reads a table as its text arrives (UTF-8, no byte-order mark), in memory that does not grow with it. A row with more
/// fields than the header is left out, one with fewer is read: both "table-fields". What leaves nothing to read comes
/// back: "table-empty", "table-column".
[[nodiscard]] std::optional<base::Problem> read_table(MoreText more, const std::string& source, std::string_view mapping,
                                                      const ExtractOptions& options, Sink& sink);
/// The same of a whole text.
[[nodiscard]] base::Result<Extract> read_table(std::string_view text, const std::string& source, std::string_view mapping,
                                               const ExtractOptions& options);

/// Whether text of which this is the beginning, at least its first line, is a table and no page: that line names, between
/// commas or semicolons, columns that are enough to read it.
[[nodiscard]] bool looks_like_table(std::string_view beginning);

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
