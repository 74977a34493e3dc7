#include "ingest/table.hpp"

#include "base/unicode.hpp"
#include "geo/wkt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cityweave::ingest {

namespace {

/// A number with a point or, as European tables have it, a comma.
std::optional<double> decimal_number(std::string_view text) {
    std::string plain(text);
    if (plain.find('.') == std::string::npos) std::replace(plain.begin(), plain.end(), ',', '.');
    const char* begin = plain.data() + (plain.starts_with('+') ? 1 : 0);
    double number = 0;
    const auto [end, error] = std::from_chars(begin, plain.data() + plain.size(), number);
    if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
    return number;
}

base::Problem with_source(base::Problem problem, const std::string& source) {
    problem.source = source;
    return problem;
}

} // namespace

/// A problem that has a line and column of its own has them within its field.
void RowReader::report(base::Problem problem, const Row& row, Field field) {
    const auto index = columns_.position(field);
    problem.source = source_;
    if (!row.place || !index || *index >= row.fields.size()) {
        problem.line = row.line;
        problem.column = 0;
        return sink_.report().add(std::move(problem));
    }
    auto place = (*row.place)(*index);
    const auto whole = row.fields[*index];
    for (const char c : whole.substr(0, whole.find(trimmed(whole))))
        place = c == '\n' ? FieldPlace{place.line + 1, 1} : FieldPlace{place.line, place.column + 1};
    problem.column = std::max(problem.column, 1) + (problem.line > 1 ? 0 : place.column - 1);
    problem.line = place.line + std::max(problem.line - 1, 0);
    sink_.report().add(std::move(problem));
}

void RowReader::add(const Row& row) {
    const auto position = row.position ? row.position : position_of(row);
    if (columns_.has_partners()) return add_mention(row, position);
    if (position)
        sink_.add(
            PagePointMention{.label = base::nfc(value(row, Field::label)), .position = *position, .source = source_, .line = row.line});
}

std::string RowReader::name(const Row& row, Field field) const {
    return base::tidy_blanks(base::nfc(value(row, field)));
}

/// The line of the page the row was read from, where the table tells it.
int RowReader::line_of(const Row& row) const {
    int line = row.line;
    const auto told = value(row, Field::line);
    std::from_chars(told.data(), told.data() + told.size(), line);
    return line;
}

void RowReader::add_mention(const Row& row, std::optional<geo::LonLat> position) {
    const auto missing = value(row, Field::network).empty() ? Field::network : Field::partner;
    if (value(row, missing).empty())
        return report(
            {.code = "table-row", .found = missing == Field::network ? "no network" : "no partner", .expected = "both in each row"}, row,
            missing);
    const auto source = value(row, Field::source);
    sink_.add(Mention{.network = name(row, Field::network),
                      .cluster = name(row, Field::cluster),
                      .role = role_of(row),
                      .partner = name(row, Field::partner),
                      .country = country_of(row),
                      .source = source.empty() ? source_ : std::string(source),
                      .line = line_of(row),
                      .position = position});
}

std::string RowReader::country_of(const Row& row) {
    constexpr std::size_t remembered = 10'000; // a bound on memory; there are some hundred countries
    const auto text = value(row, Field::country);
    if (text.empty()) return {};
    auto known = countries_.find(text);
    if (known == countries_.end()) {
        if (countries_.size() >= remembered) countries_.clear();
        known = countries_.emplace(std::string(text), options_.knowledge.country(text)).first;
    }
    if (known->second) return *known->second;
    report({.code = "country-unknown", .found = shortened(text), .expected = "a country's name or code"}, row, Field::country);
    return {};
}

atlas::Role RowReader::role_of(const Row& row) {
    const auto text = value(row, Field::role);
    if (text.empty()) return atlas::Role::partner;
    const auto words = words_of(text);
    const auto is = [&](Cue cue) { return options_.lexicon && options_.lexicon->find(cue, words).has_value(); };
    const auto folded = base::fold_for_search(text);
    if (folded == "lead" || folded == "l" || is(Cue::lead) || is(Cue::lead_role)) return atlas::Role::lead;
    if (folded != "partner" && folded != "p" && !is(Cue::partner))
        report({.code = "table-role", .found = shortened(text), .expected = "lead or partner; kept as partner"}, row, Field::role);
    return atlas::Role::partner;
}

std::optional<geo::LonLat> RowReader::position_of(const Row& row) {
    const auto text = value(row, Field::wkt);
    if (text.empty()) return position_of_numbers(row);
    const auto point = geo::parse_wkt_point(text);
    if (point) return *point;
    report(point.problem(), row, Field::wkt);
    return std::nullopt;
}

/// A number, or degrees with minutes and seconds.
std::optional<double> RowReader::degrees_of(const Row& row, Field field, Axis axis) {
    const auto text = value(row, field);
    if (const auto number = decimal_number(text)) return *number;
    const auto angle = angle_of(text);
    if (angle && *angle && ((*angle)->axis == Axis::none || (*angle)->axis == axis)) return (*angle)->degrees;
    if (angle && !*angle)
        report(angle->problem(), row, field);
    else
        report({.code = "coordinate-number", .found = shortened(text), .expected = "degrees as a decimal number"}, row, field);
    return std::nullopt;
}

std::optional<geo::LonLat> RowReader::position_of_numbers(const Row& row) {
    const auto lon_text = value(row, Field::lon);
    const auto lat_text = value(row, Field::lat);
    if (lon_text.empty() && lat_text.empty()) return std::nullopt;
    const auto lon = degrees_of(row, Field::lon, Axis::lon);
    const auto lat = lon ? degrees_of(row, Field::lat, Axis::lat) : std::nullopt;
    if (!lon || !lat) return std::nullopt;
    const auto position = geo::LonLat::from_degrees({.lon = *lon, .lat = *lat});
    if (position) return *position;
    auto problem = position.problem();
    // Far beyond degrees: metres of some projection.
    if (std::abs(*lon) > 360 || std::abs(*lat) > 360)
        problem.expected += "; projected coordinates need a GIS file that names their reference system";
    report(std::move(problem), row, std::abs(*lon) > 180 ? Field::lon : Field::lat);
    return std::nullopt;
}

namespace {

/// The header, or why there is none.
base::Result<std::vector<std::string>> read_header(CsvReader& reader, const std::string& source) {
    std::vector<std::string_view> fields;
    if (!reader.next(fields)) {
        if (!reader.problems().empty()) return with_source(reader.problems().front(), source);
        return base::Problem{.code = "table-empty", .source = source, .found = "nothing", .expected = "a header and rows"};
    }
    std::vector<std::string> header;
    for (const auto field : fields) header.emplace_back(trimmed(field));
    return header;
}

/// Fields beyond the header's with something in them.
bool is_too_long(const std::vector<std::string_view>& fields, std::size_t columns) {
    return fields.size() > columns && std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(columns), fields.end(),
                                                  [](std::string_view field) { return !trimmed(field).empty(); });
}

/// Where rows come from, and how many fields each should have.
struct RowSource {
    CsvReader& reader;
    const std::string& name;
    std::size_t columns;
};

/// `fields`: of the first row, if there is one.
void read_rows(const RowSource& source, std::vector<std::string_view>& fields, RowReader& rows, Sink& sink) {
    auto& reader = source.reader;
    const std::function<FieldPlace(std::size_t)> place = [&](std::size_t index) { return reader.place(index); };
    for (bool more = !fields.empty(); more; more = reader.next(fields)) {
        const bool too_long = is_too_long(fields, source.columns);
        if (too_long || fields.size() < source.columns)
            sink.report().add({.code = "table-fields",
                               .source = source.name,
                               .line = reader.line(),
                               .found = fmt::format("{} fields", fields.size()),
                               .expected = fmt::format("{}, as the header has", source.columns)});
        if (!too_long) rows.add({.fields = fields, .line = reader.line(), .place = &place});
    }
    for (const auto& problem : reader.problems()) sink.report().add(with_source(problem, source.name));
}

std::optional<base::Problem> read_table_from(CsvReader& reader, const std::string& source, std::string_view mapping,
                                             const ExtractOptions& options, Sink& sink) {
    const auto header = read_header(reader, source);
    if (!header) return header.problem();
    std::vector<std::string_view> fields;
    static_cast<void>(reader.next(fields));
    const auto columns = Columns::find(*header, mapping, fields);
    if (!columns) return with_source(columns.problem(), source);
    RowReader rows(*columns, source, options, sink);
    read_rows({.reader = reader, .name = source, .columns = header->size()}, fields, rows, sink);
    return std::nullopt;
}

} // namespace

std::optional<base::Problem> read_table(MoreText more, const std::string& source, std::string_view mapping, const ExtractOptions& options,
                                        Sink& sink) {
    CsvReader reader(std::move(more));
    return read_table_from(reader, source, mapping, options, sink);
}

base::Result<Extract> read_table(std::string_view text, const std::string& source, std::string_view mapping,
                                 const ExtractOptions& options) {
    CsvReader reader(text);
    Extract extract;
    ExtractSink sink(extract);
    if (auto problem = read_table_from(reader, source, mapping, options, sink)) return *problem;
    return extract;
}

bool looks_like_table(std::string_view beginning) {
    const auto begin = beginning.find_first_not_of("\r\n");
    if (begin == std::string_view::npos) return false;
    const auto line = beginning.substr(begin, beginning.find_first_of("\r\n", begin) - begin);
    const char separator = separator_of(line);
    if (line.find_first_of(",;") == std::string_view::npos || separator == '\t' || separator == '|') return false;
    CsvReader reader(line);
    const auto header = read_header(reader, "");
    return header && header->size() > 1 && Columns::find(*header, "");
}

base::Result<std::vector<NamedRow>> read_named_columns(std::string_view text, const std::string& source,
                                                       const std::vector<std::string>& names) {
    CsvReader reader(text);
    const auto header = read_header(reader, source);
    if (!header) return header.problem();
    std::vector<std::size_t> positions;
    for (const auto& name : names) {
        const auto position = position_of_column(*header, base::fold_for_search(name));
        if (!position)
            return base::Problem{.code = "table-column",
                                 .source = source,
                                 .line = 1,
                                 .found = shortened(fmt::format("{}", fmt::join(*header, ", "))),
                                 .expected = "a column " + name};
        positions.push_back(*position);
    }
    std::vector<NamedRow> rows;
    std::vector<std::string_view> fields;
    while (reader.next(fields)) {
        NamedRow row{.line = reader.line(), .values = {}};
        for (const auto position : positions)
            row.values.emplace_back(position < fields.size() ? trimmed(fields[position]) : std::string_view{});
        rows.push_back(std::move(row));
    }
    if (!reader.problems().empty()) return with_source(reader.problems().front(), source);
    return rows;
}

} // namespace cityweave::ingest
