#include "ingest/table.hpp"

#include "base/unicode.hpp"
#include "geo/wkt.hpp"
#include "ingest/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace cityweave::ingest {

namespace {

struct FieldNames {
    Field field;
    const char* name;                 ///< in --columns and messages
    std::vector<const char*> headers; ///< folded column names that mean it, best first
};

const std::vector<FieldNames>& field_names() {
    static const std::vector<FieldNames> names{
        {Field::network,
         "network",
         {"network", "network name", "project", "project name", "netzwerk", "reseau", "rete", "red", "verkosto"}},
        {Field::cluster, "cluster", {"cluster", "theme", "thematic cluster", "topic", "thema", "tema", "teema"}},
        {Field::role, "role", {"role", "partner role", "rolle", "ruolo", "rol", "rooli"}},
        {Field::partner,
         "partner",
         {"partner", "partner name", "city", "town", "municipality", "stadt", "ville", "citta", "ciudad", "kaupunki"}},
        {Field::country, "country", {"country", "country code", "iso a2", "land", "pays", "paese", "pais", "maa"}},
        {Field::source, "source", {"source", "url", "quelle"}},
        {Field::line, "line", {"line"}},
        {Field::lon, "lon", {"lon", "longitude", "lng", "long", "x"}},
        {Field::lat, "lat", {"lat", "latitude", "y"}},
        {Field::wkt, "wkt", {"wkt", "ewkt", "geom", "geometry", "the geom", "wkt geom", "point"}},
        {Field::label, "label", {"label", "name", "title"}}};
    return names;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

base::Problem column_problem(std::string found, std::string expected) {
    return {.code = "table-column", .line = 1, .found = std::move(found), .expected = std::move(expected)};
}

std::optional<std::size_t> position_of_column(const std::vector<std::string>& header, std::string_view folded) {
    for (std::size_t i = 0; i < header.size(); ++i)
        if (base::fold_for_search(header[i]) == folded) return i;
    return std::nullopt;
}

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

std::string shortened(std::string_view text) {
    constexpr std::size_t shown = 60;
    const auto points = base::code_points(text);
    std::string out;
    for (std::size_t i = 0; i < std::min(shown, points.size()); ++i) base::append_utf8(out, points[i]);
    return points.size() > shown ? out + "…" : out;
}

} // namespace

base::Result<Columns> Columns::find(const std::vector<std::string>& header, std::string_view mapping) {
    Columns columns;
    for (const auto& names : field_names())
        for (const char* name : names.headers)
            if (auto& position = columns.positions_[static_cast<std::size_t>(names.field)]; !position)
                position = position_of_column(header, name);
    while (!mapping.empty()) {
        const auto pair = mapping.substr(0, mapping.find(','));
        mapping.remove_prefix(std::min(mapping.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        const auto meaning = trimmed(pair.substr(0, equals));
        const auto known = std::find_if(field_names().begin(), field_names().end(), [&](const auto& n) { return n.name == meaning; });
        if (equals == std::string_view::npos || known == field_names().end())
            return column_problem(std::string(pair), "--columns network=NAME,partner=NAME,…");
        const auto position = position_of_column(header, base::fold_for_search(pair.substr(equals + 1)));
        if (!position)
            return column_problem(std::string(pair.substr(equals + 1)), fmt::format("one of the columns {}", fmt::join(header, ", ")));
        columns.positions_[static_cast<std::size_t>(known->field)] = position;
    }
    const bool points = columns.position(Field::wkt) || (columns.position(Field::lon) && columns.position(Field::lat));
    if (!columns.has_partners() && !points)
        return column_problem(fmt::format("{}", fmt::join(header, ", ")),
                              "columns network and partner, or lon and lat, or wkt (see --columns)");
    return columns;
}

std::string_view Columns::value(const std::vector<std::string_view>& row, Field field) const {
    const auto at = position(field);
    return at && *at < row.size() ? trimmed(row[*at]) : std::string_view{};
}

void RowReader::report(base::Problem problem, int line) {
    problem.source = source_;
    problem.line = line;
    extract_.report.add(std::move(problem));
}

void RowReader::add(const std::vector<std::string_view>& row, int line, std::optional<geo::LonLat> position) {
    if (!position) position = position_of(row, line);
    if (columns_.has_partners()) return add_mention(row, line, position);
    if (position)
        extract_.points.push_back(
            {.label = base::nfc(columns_.value(row, Field::label)), .position = *position, .source = source_, .line = line});
}

void RowReader::add_mention(const std::vector<std::string_view>& row, int line, std::optional<geo::LonLat> position) {
    const auto network = columns_.value(row, Field::network);
    const auto partner = columns_.value(row, Field::partner);
    if (network.empty() || partner.empty())
        return report({.code = "table-row", .found = network.empty() ? "no network" : "no partner", .expected = "both in each row"}, line);
    const auto source = columns_.value(row, Field::source);
    int told_line = line;
    if (const auto told = columns_.value(row, Field::line); !told.empty())
        std::from_chars(told.data(), told.data() + told.size(), told_line);
    extract_.mentions.push_back({.network = base::tidy_blanks(base::nfc(network)),
                                 .cluster = base::tidy_blanks(base::nfc(columns_.value(row, Field::cluster))),
                                 .role = role_of(row, line),
                                 .partner = base::tidy_blanks(base::nfc(partner)),
                                 .country = country_of(row, line),
                                 .source = source.empty() ? source_ : std::string(source),
                                 .line = told_line,
                                 .position = position});
}

std::string RowReader::country_of(const std::vector<std::string_view>& row, int line) {
    const auto text = columns_.value(row, Field::country);
    if (text.empty()) return {};
    auto known = countries_.find(text);
    if (known == countries_.end()) known = countries_.emplace(std::string(text), options_.knowledge.country(text)).first;
    if (known->second) return *known->second;
    report({.code = "country-unknown", .found = shortened(text), .expected = "a country's name or code"}, line);
    return {};
}

atlas::Role RowReader::role_of(const std::vector<std::string_view>& row, int line) {
    const auto text = columns_.value(row, Field::role);
    if (text.empty()) return atlas::Role::partner;
    const auto words = words_of(text);
    const auto is = [&](Cue cue) { return options_.lexicon && options_.lexicon->find(cue, words).has_value(); };
    const auto folded = base::fold_for_search(text);
    if (folded == "lead" || folded == "l" || is(Cue::lead) || is(Cue::lead_role)) return atlas::Role::lead;
    if (folded != "partner" && folded != "p" && !is(Cue::partner))
        report({.code = "table-role", .found = shortened(text), .expected = "lead or partner; kept as partner"}, line);
    return atlas::Role::partner;
}

std::optional<geo::LonLat> RowReader::position_of(const std::vector<std::string_view>& row, int line) {
    if (const auto text = columns_.value(row, Field::wkt); !text.empty()) {
        auto point = geo::parse_wkt_point(text);
        if (point) return *point;
        report(point.problem(), line);
        return std::nullopt;
    }
    const auto lon_text = columns_.value(row, Field::lon);
    const auto lat_text = columns_.value(row, Field::lat);
    if (lon_text.empty() && lat_text.empty()) return std::nullopt;
    const auto lon = decimal_number(lon_text);
    const auto lat = decimal_number(lat_text);
    if (!lon || !lat) {
        report({.code = "coordinate-number", .found = shortened(!lon ? lon_text : lat_text), .expected = "degrees as a decimal number"},
               line);
        return std::nullopt;
    }
    auto position = geo::LonLat::from_degrees({.lon = *lon, .lat = *lat});
    if (position) return *position;
    report(position.problem(), line);
    return std::nullopt;
}

namespace {

/// The header and a reader placed behind it.
struct OpenedTable {
    CsvReader reader;
    std::vector<std::string> header;
};

base::Result<OpenedTable> open_table(std::string_view text, const std::string& source) {
    const auto begin = text.find_first_not_of("\r\n");
    if (begin == std::string_view::npos)
        return base::Problem{.code = "table-empty", .source = source, .found = "nothing", .expected = "a header and rows"};
    const auto header_line = text.substr(begin, text.find_first_of("\r\n", begin) - begin);
    OpenedTable table{.reader = CsvReader(text, separator_of(header_line)), .header = {}};
    std::vector<std::string_view> fields;
    if (!table.reader.next(fields)) {
        auto problem = *table.reader.problem();
        problem.source = source;
        return problem;
    }
    for (const auto field : fields) table.header.emplace_back(trimmed(field));
    return table;
}

} // namespace

base::Result<Extract> read_table(std::string_view text, const std::string& source, std::string_view mapping,
                                 const ExtractOptions& options) {
    auto table = open_table(text, source);
    if (!table) return table.problem();
    auto columns = Columns::find(table->header, mapping);
    if (!columns) {
        auto problem = columns.problem();
        problem.source = source;
        return problem;
    }
    RowReader rows(*columns, source, options);
    std::vector<std::string_view> fields;
    auto& reader = table.value().reader;
    while (reader.next(fields)) rows.add(fields, reader.line());
    auto extract = rows.take();
    if (auto problem = reader.problem()) {
        problem->source = source;
        extract.report.add(*problem);
    }
    return extract;
}

base::Result<std::vector<NamedRow>> read_named_columns(std::string_view text, const std::string& source,
                                                       const std::vector<std::string>& names) {
    auto table = open_table(text, source);
    if (!table) return table.problem();
    std::vector<std::size_t> positions;
    for (const auto& name : names) {
        const auto position = position_of_column(table->header, base::fold_for_search(name));
        if (!position)
            return base::Problem{.code = "table-column",
                                 .source = source,
                                 .line = 1,
                                 .found = fmt::format("{}", fmt::join(table->header, ", ")),
                                 .expected = "a column " + name};
        positions.push_back(*position);
    }
    std::vector<NamedRow> rows;
    std::vector<std::string_view> fields;
    auto& reader = table.value().reader;
    while (reader.next(fields)) {
        NamedRow row{.line = reader.line(), .values = {}};
        for (const auto position : positions)
            row.values.emplace_back(position < fields.size() ? trimmed(fields[position]) : std::string_view{});
        rows.push_back(std::move(row));
    }
    if (auto problem = reader.problem()) {
        problem->source = source;
        return *problem;
    }
    return rows;
}

} // namespace cityweave::ingest
