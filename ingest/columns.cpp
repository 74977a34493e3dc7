#include "ingest/columns.hpp"

#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

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

base::Problem column_problem(std::string found, std::string expected) {
    return {.code = "table-column", .line = 1, .found = std::move(found), .expected = std::move(expected)};
}

} // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string shortened(std::string_view text) {
    constexpr std::size_t shown = 60;
    const auto points = base::code_points(text);
    std::string out;
    for (std::size_t i = 0; i < std::min(shown, points.size()); ++i) base::append_utf8(out, points[i]);
    return points.size() > shown ? out + "…" : out;
}

std::optional<std::size_t> position_of_column(const std::vector<std::string>& header, std::string_view folded) {
    for (std::size_t i = 0; i < header.size(); ++i)
        if (base::fold_for_search(header[i]) == folded) return i;
    return std::nullopt;
}

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
            return column_problem(std::string(pair.substr(equals + 1)),
                                  fmt::format("one of the columns {}", shortened(fmt::format("{}", fmt::join(header, ", ")))));
        columns.positions_[static_cast<std::size_t>(known->field)] = position;
    }
    const bool points = columns.position(Field::wkt) || (columns.position(Field::lon) && columns.position(Field::lat));
    if (!columns.has_partners() && !points)
        return column_problem(shortened(fmt::format("{}", fmt::join(header, ", "))),
                              "columns network and partner, or lon and lat, or wkt (see --columns)");
    return columns;
}

std::string_view Columns::value(const std::vector<std::string_view>& row, Field field) const {
    const auto at = position(field);
    return at && *at < row.size() ? trimmed(row[*at]) : std::string_view{};
}

} // namespace cityweave::ingest
