#include "ingest/columns.hpp"

#include "base/unicode.hpp"
#include "geo/wkt.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::ingest {

namespace {

/// What the columns of a field are called, folded and in the order they are preferred.
struct FieldNames {
    Field field;
    std::string_view name;    ///< in --columns and messages
    std::string_view headers; ///< separated by |
};

constexpr FieldNames field_names[] = {
    {Field::network, "network",
     "network|network name|network acronym|acronym|project|project name|project acronym|netzwerk|projekt|reseau|"
     "projet|rete|progetto|red|proyecto|rede|projeto|netwerk|netvaerk|natverk|nettverk|verkosto|hanke|vorgustik|"
     "tikls|tinklas|siec|sit|siet|omrezje|mreza|halozat|retea|diktyo|proiect|mrezha"},
    {Field::cluster, "cluster",
     "cluster|theme|thematic cluster|thematic area|thematic priority|topic|thema|themenfeld|thematique|"
     "theme thematique|tema|tematica|teema|temat|tematika|temalis|tema prioritario|thematike|tematyka"},
    {Field::role, "role",
     "role|partner role|role in network|rolle|ruolo|rol|rolul|papel|funcao|roll|rooli|rola|uloga|vloga|szerep|loma|"
     "vaidmuo|rolos|rolia"},
    {Field::partner, "partner",
     "partner|partner name|partner city|partner organisation|organisation|city|town|municipality|partnerstadt|stadt|"
     "gemeinde|partenaire|ville|commune|citta|comune|socio|ciudad|municipio|parceiro|cidade|stad|gemeente|kommune|"
     "kommun|kumppani|kaupunki|kunta|linn|partneris|pilseta|miestas|miasto|gmina|mesto|obec|grad|opcina|obcina|"
     "varos|onkormanyzat|oras|partener|pole|demos|etairos"},
    {Field::country, "country",
     "country|country code|iso a2|iso|iso code|land|staat|pays|paese|stato|pais|maa|riik|valsts|salis|kraj|panstwo|"
     "zeme|stat|krajina|drzava|zemlja|orszag|tara|chora|strana|country iso|landekod|landkod"},
    {Field::source, "source", "source|url|quelle"},
    {Field::line, "line", "line"},
    {Field::lon, "lon",
     "lon|longitude|lng|long|x|lon deg|lange|langengrad|geographische lange|longitud|longitudine|lengtegraad|"
     "laengdegrad|langdgrad|lengdegrad|pituusaste|pituus|dlugosc|dlugosc geograficzna|delka|zemepisna delka|dlzka|"
     "zemepisna dlzka|dolzina|zemljepisna dolzina|duzina|geografska duzina|hosszusag|pikkuskraad|garums|ilguma|"
     "mekos|geographiko mekos|x wgs84|wgs84 lon"},
    {Field::lat, "lat",
     "lat|latitude|y|lat deg|breite|breitengrad|geographische breite|latitud|latitudine|breedtegraad|breddegrad|"
     "breddgrad|leveysaste|leveys|szerokosc|szerokosc geograficzna|sirka|zemepisna sirka|sirina|zemljepisna sirina|"
     "geografska sirina|szelesseg|laiuskraad|platums|platuma|platos|geographiko platos|y wgs84|wgs84 lat"},
    {Field::wkt, "wkt", "wkt|ewkt|geom|geometry|the geom|wkt geom|wkt geometry|geom wkt|wkb geometry|point|geolocation|geometrie"},
    {Field::label, "label", "label|name|title|nom|nome|nombre|naam|nimi|navn|namn|nazwa|nazev|nazov|naziv|nev|onoma"},
};

std::vector<std::string_view> headers_of(const FieldNames& names) {
    std::vector<std::string_view> headers;
    for (std::string_view rest = names.headers; !rest.empty();) {
        headers.push_back(rest.substr(0, rest.find('|')));
        rest.remove_prefix(std::min(rest.size(), headers.back().size() + 1));
    }
    return headers;
}

base::Problem column_problem(std::string found, std::string expected) {
    return {.code = "table-column", .line = 1, .found = std::move(found), .expected = std::move(expected)};
}

/// "Longitude (WGS84)" is a longitude.
std::string name_without_unit(const std::string& name) {
    const auto bracket = name.find_first_of("([");
    return bracket == std::string::npos || bracket == 0 ? std::string() : base::fold_for_search(name.substr(0, bracket));
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
    for (std::size_t i = 0; i < header.size(); ++i)
        if (name_without_unit(header[i]) == folded) return i;
    return std::nullopt;
}

base::Result<Columns> Columns::find(const std::vector<std::string>& header, std::string_view mapping,
                                    const std::vector<std::string_view>& first_row) {
    Columns columns;
    for (const auto& names : field_names)
        for (const auto name : headers_of(names))
            if (auto& position = columns.positions_[static_cast<std::size_t>(names.field)]; !position)
                position = position_of_column(header, name);
    while (!mapping.empty()) {
        const auto pair = mapping.substr(0, mapping.find(','));
        mapping.remove_prefix(std::min(mapping.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        const auto meaning = trimmed(pair.substr(0, equals));
        const auto known = std::find_if(std::begin(field_names), std::end(field_names), [&](const auto& n) { return n.name == meaning; });
        if (equals == std::string_view::npos || known == std::end(field_names))
            return column_problem(std::string(pair), "--columns network=NAME,partner=NAME,…");
        const auto position = position_of_column(header, base::fold_for_search(pair.substr(equals + 1)));
        if (!position)
            return column_problem(std::string(pair.substr(equals + 1)),
                                  fmt::format("one of the columns {}", shortened(fmt::format("{}", fmt::join(header, ", ")))));
        columns.positions_[static_cast<std::size_t>(known->field)] = position;
    }
    columns.find_wkt(first_row);
    const bool points = columns.position(Field::wkt) || (columns.position(Field::lon) && columns.position(Field::lat));
    if (!columns.has_partners() && !points)
        return column_problem(shortened(fmt::format("{}", fmt::join(header, ", "))),
                              "columns network and partner, or lon and lat, or wkt (see --columns)");
    return columns;
}

void Columns::find_wkt(const std::vector<std::string_view>& first_row) {
    auto& wkt = positions_[static_cast<std::size_t>(Field::wkt)];
    if (wkt || (position(Field::lon) && position(Field::lat))) return;
    for (std::size_t i = 0; i < first_row.size() && !wkt; ++i)
        if (geo::looks_like_wkt(trimmed(first_row[i]))) wkt = i;
}

std::string_view Columns::value(const std::vector<std::string_view>& row, Field field) const {
    const auto at = position(field);
    return at && *at < row.size() ? trimmed(row[*at]) : std::string_view{};
}

} // namespace cityweave::ingest
