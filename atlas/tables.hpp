// The tables an atlas is kept in, row by row, as a file or a database may have them: what both can do. No library, no
// format, and not which tables an atlas has.
#pragma once

#include "base/json.hpp"
#include "geo/geometry.hpp"
#include "geo/lonlat.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

namespace cityweave::atlas {

enum class TableGeometry { none, point, line };
enum class TableColumn { text, integer, real, flag };
using TableColumns = std::initializer_list<std::pair<const char*, TableColumn>>;

/// Every row has a number in `id_column`; rows are read in its order.
struct TableShape {
    const char* name;
    const char* description;
    TableGeometry geometry;
    const char* id_column;
};

/// One table being written; rows are filled column by column in the order of the columns: begin(id), the values, and one
/// of the end… members. The table is done when the writer goes. Failures wait until all tables are done.
class RowWriter {
public:
    virtual ~RowWriter() = default;
    virtual RowWriter& begin(std::int64_t id) = 0;
    virtual RowWriter& text(const std::string& value) = 0;
    virtual RowWriter& integer(std::int64_t value) = 0;
    virtual RowWriter& real(double value) = 0; ///< finite; comes back to the last bit
    virtual RowWriter& flag(bool value) = 0;
    virtual void end() = 0;
    virtual void end_at(geo::LonLat position) = 0;
    virtual void end_along(const geo::Line<geo::LonLat>& line) = 0;
};

/// Rows being read. Whatever is not as asked throws FormatError naming store, table, and row or column. Absent values
/// read as empty or 0.
class RowReader {
public:
    virtual ~RowReader() = default;
    /// To the next row, the first at first; false after the last.
    virtual bool next() = 0;
    [[nodiscard]] virtual std::int64_t id() const = 0;
    [[nodiscard]] virtual std::string text(const char* column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(const char* column) const = 0;
    [[nodiscard]] virtual double real(const char* column) const = 0;
    /// The row's point.
    [[nodiscard]] virtual geo::LonLat position() const = 0;
    /// The row's line.
    [[nodiscard]] virtual geo::Line<geo::LonLat> line() const = 0;
    /// Throws FormatError for the row that stands.
    [[noreturn]] virtual void fail(const std::string& found, const std::string& expected) const = 0;

    /// Of a column that holds JSON as text.
    [[nodiscard]] base::Json json(const char* column) const;
};

/// All tables of one file or schema. One table at a time is written or read.
class Tables {
public:
    virtual ~Tables() = default;
    /// For messages.
    [[nodiscard]] virtual const std::string& name() const noexcept = 0;
    /// The table as it will be, without the rows it may have had.
    [[nodiscard]] virtual std::unique_ptr<RowWriter> write_table(const TableShape& shape, TableColumns columns) = 0;
    /// Throws FormatError if there is no such table.
    [[nodiscard]] virtual std::unique_ptr<RowReader> read_table(const char* table) = 0;
};

} // namespace cityweave::atlas
