#include "atlas/pg_tables.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <exception>
#include <initializer_list>

namespace cityweave::atlas {

namespace {

using geo::LonLat;

const char* server_type(TableColumn column) {
    switch (column) {
    case TableColumn::text: return "text";
    case TableColumn::real: return "double precision";
    case TableColumn::flag: return "boolean";
    default: return "bigint";
    }
}

std::string literal(std::string_view text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
}

std::string making(const TableShape& shape, TableColumns columns) {
    const auto table = pg_identifier(shape.name);
    std::string definition = fmt::format("{} bigint PRIMARY KEY", pg_identifier(shape.id_column));
    for (const auto& [name, type] : columns) definition += fmt::format(", {} {} NOT NULL", pg_identifier(name), server_type(type));
    if (shape.geometry != TableGeometry::none)
        definition += fmt::format(", geog geography({}, 4326) NOT NULL", shape.geometry == TableGeometry::point ? "Point" : "LineString");
    return fmt::format("CREATE TABLE {} ({}); COMMENT ON TABLE {} IS {}", table, definition, table, literal(shape.description));
}

std::string copying(const TableShape& shape, TableColumns columns) {
    std::string names = pg_identifier(shape.id_column);
    for (const auto& [name, type] : columns) names += ", " + pg_identifier(name);
    if (shape.geometry != TableGeometry::none) names += ", geog";
    return fmt::format("COPY {} ({}) FROM STDIN", pg_identifier(shape.name), names);
}

// Well-known binary with its reference system (PostGIS, "EWKB"; OGC 06-103r4 §8.2 for what it extends).
constexpr std::uint32_t wkb_point = 1, wkb_line = 2, wkb_with_srid = 0x20000000U;
constexpr std::uint32_t srid = 4326;

/// Hexadecimal, as the server reads it: numbers with their lowest byte first.
class HexWkb {
public:
    HexWkb(std::string& text, std::uint32_t geometry) : text_(text) {
        text_ += "01";
        number(geometry | wkb_with_srid, 4);
        number(srid, 4);
    }
    void count(std::size_t points) { number(points, 4); }
    void position(LonLat p) {
        number(std::bit_cast<std::uint64_t>(p.lon()), 8);
        number(std::bit_cast<std::uint64_t>(p.lat()), 8);
    }

private:
    void number(std::uint64_t value, int bytes) {
        constexpr const char* digits = "0123456789ABCDEF";
        for (int i = 0; i < bytes; ++i, value >>= 8) {
            text_ += digits[(value >> 4) & 15];
            text_ += digits[value & 15];
        }
    }
    std::string& text_;
};

/// Reads what HexWkb says, without the digits; never beyond its end.
class WkbBytes {
public:
    explicit WkbBytes(std::string_view bytes)
        : rest_(bytes.substr(bytes.empty() ? 0 : 1)), lowest_first_(bytes.starts_with('\1')), good_(!bytes.empty()) {}

    [[nodiscard]] bool is_good() const noexcept { return good_; }
    [[nodiscard]] bool is_done() const noexcept { return good_ && rest_.empty(); }
    std::uint32_t word() { return static_cast<std::uint32_t>(take(4)); }
    double real() { return std::bit_cast<double>(take(8)); }
    [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }

private:
    std::uint64_t take(std::size_t count) {
        if (rest_.size() < count) {
            good_ = false;
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i) value = (value << 8) | static_cast<unsigned char>(rest_[lowest_first_ ? count - 1 - i : i]);
        rest_.remove_prefix(count);
        return value;
    }
    std::string_view rest_;
    bool lowest_first_;
    bool good_;
};

} // namespace

// ------------------------------------------------------------------------------------------------ writing

/// Rows gather to pieces of some size before they are sent.
class PgRowWriter : public RowWriter {
public:
    explicit PgRowWriter(PgTables& tables) : tables_(tables) {}
    ~PgRowWriter() override {
        send();
        try {
            tables_.connection_.finish_copy();
        } catch (const std::exception& failure) {
            if (tables_.failure_.empty()) tables_.failure_ = failure.what();
        }
    }
    PgRowWriter(const PgRowWriter&) = delete;
    PgRowWriter& operator=(const PgRowWriter&) = delete;

    PgRowWriter& begin(std::int64_t id) override {
        lines_ += fmt::format("{}", id);
        return *this;
    }
    PgRowWriter& text(const std::string& value) override {
        lines_ += '\t';
        for (const char c : value) append_escaped(c);
        return *this;
    }
    PgRowWriter& integer(std::int64_t value) override { return plain(fmt::format("{}", value)); }
    /// The shortest digits that give the same number.
    PgRowWriter& real(double value) override { return plain(fmt::format("{}", value)); }
    PgRowWriter& flag(bool value) override { return plain(value ? "t" : "f"); }
    void end() override {
        lines_ += '\n';
        if (lines_.size() >= piece) send();
    }
    void end_at(LonLat position) override {
        lines_ += '\t';
        HexWkb(lines_, wkb_point).position(position);
        end();
    }
    void end_along(const geo::Line<LonLat>& line) override {
        lines_ += '\t';
        HexWkb wkb(lines_, wkb_line);
        wkb.count(line.size());
        for (const LonLat p : line) wkb.position(p);
        end();
    }

private:
    static constexpr std::size_t piece = std::size_t{1} << 16;
    PgRowWriter& plain(const std::string& value) {
        lines_ += '\t';
        lines_ += value;
        return *this;
    }
    /// What means something to COPY.
    void append_escaped(char c) {
        switch (c) {
        case '\\': lines_ += "\\\\"; break;
        case '\t': lines_ += "\\t"; break;
        case '\n': lines_ += "\\n"; break;
        case '\r': lines_ += "\\r"; break;
        default: lines_ += c;
        }
    }
    void send() {
        tables_.connection_.copy(lines_);
        lines_.clear();
    }
    PgTables& tables_;
    std::string lines_;
};

std::unique_ptr<RowWriter> PgTables::write_table(const TableShape& shape, TableColumns columns) {
    finish();
    if (missing_ == Missing::make)
        connection_.run(making(shape, columns));
    else
        connection_.run(fmt::format("DELETE FROM {}", pg_identifier(shape.name)));
    connection_.begin_copy(copying(shape, columns));
    return std::make_unique<PgRowWriter>(*this);
}

void PgTables::finish() const {
    if (!failure_.empty()) throw base::IoError(failure_);
}

// ------------------------------------------------------------------------------------------------ reading

std::unique_ptr<RowReader> PgTables::read_table(const char* table) {
    // The row's number is the first column that write_table made.
    return std::make_unique<PgRowReader>(connection_.ask(fmt::format("SELECT * FROM {} ORDER BY 1", pg_identifier(table))), store_, table);
}

bool PgRowReader::next() {
    return next_++ < rows_.size();
}

int PgRowReader::column(const char* name) const {
    const auto found = rows_.column(name);
    if (!found) throw base::FormatError(fmt::format("{}: table \"{}\" has no column \"{}\"", store_, table_, name));
    return *found;
}

std::int64_t PgRowReader::id() const {
    const auto number = rows_.column("fid");
    return rows_.integer(next_ - 1, number ? *number : column("id")).value_or(0);
}

std::string PgRowReader::text(const char* name) const {
    auto value = rows_.text(next_ - 1, column(name));
    if (!value) fail(fmt::format("another type of column \"{}\"", name), "text");
    return std::move(*value);
}

std::int64_t PgRowReader::integer(const char* name) const {
    const auto value = rows_.integer(next_ - 1, column(name));
    if (!value) fail(fmt::format("another type of column \"{}\"", name), "bigint");
    return *value;
}

double PgRowReader::real(const char* name) const {
    const auto value = rows_.real(next_ - 1, column(name));
    if (!value) fail(fmt::format("another type of column \"{}\"", name), "double precision");
    return *value;
}

geo::Line<LonLat> PgRowReader::positions(std::uint32_t geometry, const char* expected) const {
    constexpr std::size_t position_size = 16;
    WkbBytes wkb(rows_.bytes(next_ - 1, column("geog")).value_or(""));
    const auto type = wkb.word();
    if ((type & wkb_with_srid) != 0) (void)wkb.word();
    if (!wkb.is_good() || (type & ~wkb_with_srid) != geometry) fail(fmt::format("no {}", expected), fmt::format("a {}", expected));
    const std::size_t count = geometry == wkb_point ? 1 : wkb.word();
    geo::Line<LonLat> line;
    for (std::size_t i = 0; i < count && wkb.left() >= position_size; ++i) {
        const double lon = wkb.real();
        const auto position = LonLat::from_degrees({.lon = lon, .lat = wkb.real()});
        if (!position) fail(position.problem().found, position.problem().expected);
        line.push_back(*position);
    }
    if (!wkb.is_done() || line.size() != count) fail(fmt::format("no whole {}", expected), fmt::format("a {}", expected));
    return line;
}

LonLat PgRowReader::position() const {
    return positions(wkb_point, "point").front();
}

geo::Line<LonLat> PgRowReader::line() const {
    return positions(wkb_line, "line");
}

void PgRowReader::fail(const std::string& found, const std::string& expected) const {
    throw base::FormatError(fmt::format("{}: table \"{}\", row {}: found {}, expected {}", store_, table_, id(), found, expected));
}

} // namespace cityweave::atlas
