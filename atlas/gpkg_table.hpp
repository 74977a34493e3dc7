// The tables of a GeoPackage file, written and read row by row. Owns every handle of the library it uses, whose types
// stand in no header; knows no atlas.
#pragma once

#include "atlas/tables.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace cityweave::atlas {

/// One file, from opening to closing, in one thread. Messages call it by `name`, which may differ from where it is
/// while it is being written. While it lives, this thread's calls of the library print nothing.
class GpkgFile : public Tables {
public:
    /// A new file where none is. It is complete after close(); equal rows give equal bytes at any time and place.
    [[nodiscard]] static GpkgFile create(const std::filesystem::path& path, std::string name);
    /// Throws IoError if there is no such file, FormatError if it is no GeoPackage.
    [[nodiscard]] static GpkgFile open(const std::filesystem::path& path);
    GpkgFile(GpkgFile&&) noexcept;
    ~GpkgFile() override;

    [[nodiscard]] const std::string& name() const noexcept override;
    [[nodiscard]] std::unique_ptr<RowWriter> write_table(const TableShape& shape, TableColumns columns) override;
    [[nodiscard]] std::unique_ptr<RowReader> read_table(const char* table) override;
    /// After writing: throws IoError if any step since creation failed.
    void close();
    /// After reading: throws FormatError if any row could not be read (rows after a damage are silently missing).
    void check_read() const;

private:
    friend class GpkgTableWriter;
    friend class GpkgTableReader;
    struct Handles;
    explicit GpkgFile(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

/// One layer or plain table being written. Failures wait for GpkgFile::close.
class GpkgTableWriter : public RowWriter {
public:
    GpkgTableWriter(GpkgFile& file, const TableShape& shape, TableColumns columns);
    ~GpkgTableWriter() override;

    GpkgTableWriter& begin(std::int64_t id) override;
    GpkgTableWriter& text(const std::string& value) override;
    GpkgTableWriter& integer(std::int64_t value) override;
    GpkgTableWriter& real(double value) override;
    GpkgTableWriter& flag(bool value) override;
    void end() override;
    void end_at(geo::LonLat position) override;
    void end_along(const geo::Line<geo::LonLat>& line) override;

private:
    struct Layer;
    std::unique_ptr<Layer> layer_;
};

/// One layer or table being read.
class GpkgTableReader : public RowReader {
public:
    GpkgTableReader(GpkgFile& file, const char* name);
    GpkgTableReader(GpkgTableReader&&) noexcept;
    ~GpkgTableReader() override;

    bool next() override;
    [[nodiscard]] std::int64_t id() const override;
    [[nodiscard]] std::string text(const char* column) const override;
    [[nodiscard]] std::int64_t integer(const char* column) const override;
    [[nodiscard]] double real(const char* column) const override;
    [[nodiscard]] geo::LonLat position() const override;
    [[nodiscard]] geo::Line<geo::LonLat> line() const override;
    [[noreturn]] void fail(const std::string& found, const std::string& expected) const override;

private:
    struct Layer;
    std::unique_ptr<Layer> layer_;
};

} // namespace cityweave::atlas
