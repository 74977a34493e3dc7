// Tables of a PostGIS database, written and read row by row as tables.hpp has it: points and lines stand in a column `geog`
// of geography (EPSG:4326), every coordinate to its last bit. Knows no atlas and no library.
#pragma once

#include "atlas/pg_connection.hpp"
#include "atlas/tables.hpp"

#include <memory>
#include <string>

namespace cityweave::atlas {

/// In the first schema of the connection's search_path, within a transaction that is the caller's. The connection outlives it.
class PgTables : public Tables {
public:
    /// Tables that are not there are made if `make`; rows of those that are give way to those written.
    enum class Missing { refuse, make };
    PgTables(PgConnection& connection, std::string store, Missing missing)
        : connection_(connection), store_(std::move(store)), missing_(missing) {}

    [[nodiscard]] const std::string& name() const noexcept override { return store_; }
    /// Throws what writing the former table threw.
    [[nodiscard]] std::unique_ptr<RowWriter> write_table(const TableShape& shape, TableColumns columns) override;
    [[nodiscard]] std::unique_ptr<RowReader> read_table(const char* table) override;
    /// After writing: throws IoError if any row was refused.
    void finish() const;

private:
    friend class PgRowWriter;
    PgConnection& connection_;
    std::string store_;
    Missing missing_;
    std::string failure_; ///< the first one
};

/// What a question gave, as rows of `table`. The row's number stands in `fid`, or where there is none in `id`.
class PgRowReader : public RowReader {
public:
    PgRowReader(PgRows rows, std::string store, const char* table) : rows_(std::move(rows)), store_(std::move(store)), table_(table) {}

    bool next() override;
    [[nodiscard]] std::int64_t id() const override;
    [[nodiscard]] std::string text(const char* name) const override;
    [[nodiscard]] std::int64_t integer(const char* name) const override;
    [[nodiscard]] double real(const char* name) const override;
    [[nodiscard]] geo::LonLat position() const override;
    [[nodiscard]] geo::Line<geo::LonLat> line() const override;
    [[noreturn]] void fail(const std::string& found, const std::string& expected) const override;

private:
    [[nodiscard]] int column(const char* name) const;
    [[nodiscard]] geo::Line<geo::LonLat> positions(std::uint32_t geometry, const char* expected) const;
    PgRows rows_;
    std::string store_;
    const char* table_;
    std::size_t next_ = 0; ///< the row behind the one that stands
};

} // namespace cityweave::atlas
