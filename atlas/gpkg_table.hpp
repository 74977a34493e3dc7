// The tables of a GeoPackage file, written and read row by row. Owns every handle of the library it uses, whose types
// stand in no header; knows no atlas.
#pragma once

#include "base/json.hpp"
#include "geo/geometry.hpp"
#include "geo/lonlat.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::atlas {

/// One file, from opening to closing, in one thread. Messages call it by `name`, which may differ from where it is
/// while it is being written. While it lives, this thread's calls of the library print nothing.
class GpkgFile {
public:
    /// A new file where none is. It is complete after close(); equal rows give equal bytes at any time and place.
    [[nodiscard]] static GpkgFile create(const std::filesystem::path& path, std::string name);
    /// Throws IoError if there is no such file, FormatError if it is no GeoPackage.
    [[nodiscard]] static GpkgFile open(const std::filesystem::path& path);
    GpkgFile(GpkgFile&&) noexcept;
    ~GpkgFile();

    [[nodiscard]] const std::string& name() const noexcept;
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

enum class GpkgGeometry { none, point, line };
enum class GpkgColumn { text, integer, real, flag };

/// One layer (EPSG:4326) or plain table being written; rows are filled column by column in the order of the columns:
/// begin(id), the values, and one of the end… members. Failures wait for GpkgFile::close.
class GpkgTableWriter {
public:
    struct Shape {
        const char* name;
        const char* description;
        GpkgGeometry geometry;
        const char* id_column;
    };
    GpkgTableWriter(GpkgFile& file, const Shape& shape, std::initializer_list<std::pair<const char*, GpkgColumn>> columns);
    ~GpkgTableWriter();

    GpkgTableWriter& begin(std::int64_t id);
    GpkgTableWriter& text(const std::string& value);
    GpkgTableWriter& integer(std::int64_t value);
    GpkgTableWriter& real(double value); ///< finite
    GpkgTableWriter& flag(bool value);
    void end();
    void end_at(geo::LonLat position);
    void end_along(const geo::Line<geo::LonLat>& line);

private:
    struct Layer;
    std::unique_ptr<Layer> layer_;
};

/// One layer or table being read. Whatever is not as asked throws FormatError naming file, table, and row or column.
/// Absent values read as empty or 0.
class GpkgTableReader {
public:
    GpkgTableReader(GpkgFile& file, const char* name);
    GpkgTableReader(GpkgTableReader&&) noexcept;
    ~GpkgTableReader();

    /// To the next row, the first at first; false after the last.
    bool next();
    [[nodiscard]] std::int64_t id() const;
    [[nodiscard]] std::string text(const char* column) const;
    [[nodiscard]] std::int64_t integer(const char* column) const;
    [[nodiscard]] double real(const char* column) const;
    [[nodiscard]] base::Json json(const char* column) const;
    /// The row's point.
    [[nodiscard]] geo::LonLat position() const;
    /// The row's line.
    [[nodiscard]] geo::Line<geo::LonLat> line() const;
    [[noreturn]] void fail(const std::string& found, const std::string& expected) const;

private:
    struct Layer;
    std::unique_ptr<Layer> layer_;
};

} // namespace cityweave::atlas
