#include "gazetteer/place_rating.hpp"

#include "base/unicode.hpp"
#include "gazetteer/countries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace cityweave::gazetteer {

namespace {

/// The EU, its candidates and neighbours: where an unexplained name is looked for first.
constexpr std::array european = std::to_array<std::string_view>(
    {"AD", "AL", "AM", "AT", "AX", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FO", "FR", "GB",
     "GE", "GG", "GI", "GP", "GF", "GR", "HR", "HU", "IE", "IM", "IS", "IT", "JE", "LI", "LT", "LU", "LV", "MC", "MD", "ME",
     "MK", "MQ", "MT", "NL", "NO", "PL", "PT", "RE", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "UA", "VA", "XK", "YT"});

std::string_view code_of(const PlaceRecord& place) {
    return {place.country.data(), place.country.size()};
}

std::string_view feature_of(const PlaceRecord& place) {
    return {place.feature.data(),
            static_cast<std::size_t>(std::find(place.feature.begin(), place.feature.end(), '\0') - place.feature.begin())};
}

/// Romanian is printed with comma or cedilla below; both are the same letter.
std::string comparable(std::string_view name) {
    std::string even;
    for (char32_t c : base::code_points(base::fold_exact(name))) {
        if (c == U'\u015F') c = U'\u0219';
        if (c == U'\u0163') c = U'\u021B';
        base::append_utf8(even, c);
    }
    return even;
}

/// How much the spelling says: 1 for the very name, less where diacritics differ or the name is a side name.
double spelling_quality(const NamedPlace& place, const MatchedName& name, ReasonList& reasons) {
    const bool main = place.kind != NameKind::alternate;
    const bool same = !name.plain && (place.name == name.written || comparable(place.name) == comparable(name.written));
    if (!main)
        reasons.add("alternate-name");
    else
        reasons.add(same || name.plain ? "name-exact" : "name-folded");
    if (same) return main ? 1.0 : 0.955;
    if (name.plain) return main ? 0.97 : 0.93;
    return main ? 0.90 : 0.87;
}

/// An area's name means its seat where the text speaks of an area, and hardly where it does not.
double seat_quality(bool area_told, ReasonList& reasons) {
    reasons.add("seat-of-area");
    return area_told ? 1.05 : 0.82;
}

double match_quality(const NamedPlace& place, const MatchedName& name, ReasonList& reasons) {
    switch (name.match) {
    case NameMatch::whole: return spelling_quality(place, name, reasons);
    case NameMatch::shortened: reasons.add("shortened"); return place.kind == NameKind::alternate ? 0.88 : 0.90;
    case NameMatch::declined: reasons.add("stem"); return place.kind == NameKind::alternate ? 0.84 : 0.86;
    case NameMatch::beginning: reasons.add("beginning-of-name"); return 0.84;
    case NameMatch::typo: reasons.add(name.edits == 1 ? "typo-1" : "typo-2"); return name.edits == 1 ? 0.83 : 0.76;
    }
    return 0;
}

double kilometres_between(const PlaceRecord& place, geo::LonLat point) {
    constexpr double radians = std::numbers::pi / 180.0, km_per_degree = 111.2;
    const double lat = place.lat * 1e-6;
    const double x = (place.lon * 1e-6 - point.lon()) * std::cos(0.5 * (lat + point.lat()) * radians);
    return km_per_degree * std::hypot(x, lat - point.lat());
}

bool in_told_area(const PlaceRecord& place, std::span<const std::string> areas) {
    if (areas.empty()) return false;
    const std::string country(code_of(place));
    const std::string admin1(place.admin1.data(),
                             static_cast<std::size_t>(std::find(place.admin1.begin(), place.admin1.end(), '\0') - place.admin1.begin()));
    return std::any_of(areas.begin(), areas.end(), [&](const std::string& a) {
        return a == country + '.' + admin1 || (a == country && Countries::sovereign(a) != a); // "(La Réunion)"
    });
}

double evidence(const PlaceRecord& place, const PlaceContext& context, ReasonList& reasons) {
    double sum = 0;
    const auto own = Countries::sovereign_code(code_of(place));
    if (!context.country.empty() && own == context.country) {
        reasons.add("country-agrees");
        if (code_of(place) == context.country) sum += 0.3; // the country itself before its far territories
    }
    if (in_told_area(place, context.areas)) {
        reasons.add("region-agrees");
        sum += 0.6;
    }
    const auto& others = context.given->other_countries;
    if (context.country.empty() && std::find(others.begin(), others.end(), code_of(place)) != others.end()) {
        reasons.add("country-of-other-partners");
        sum += 0.2;
    }
    const auto spoken = context.spoken;
    if (context.country.empty() && std::find(spoken.begin(), spoken.end(), code_of(place)) != spoken.end()) {
        reasons.add("language-agrees");
        sum += 0.35;
    }
    if (context.given->near) {
        const double km = kilometres_between(place, *context.given->near);
        if (km < 200) reasons.add("near-the-page");
        sum += km < 50 ? 0.5 : km < 200 ? 0.25 : 0;
    }
    if (context.country.empty() && in_europe(code_of(place))) sum += 0.23;
    return sum;
}

} // namespace

bool in_europe(std::string_view alpha2) {
    const auto same = [&](std::string_view code) { return code[0] == alpha2[0] && code[1] == alpha2[1]; };
    return alpha2.size() == 2 && std::any_of(european.begin(), european.end(), same);
}

bool is_seat(const PlaceRecord& place) {
    const auto feature = feature_of(place);
    return feature == "PPLC" || feature == "PPLA" || feature == "PPLA2" || feature == "PPLA3";
}

double importance(const PlaceRecord& place) {
    const auto feature = feature_of(place);
    double weight = std::log10(static_cast<double>(place.population) + 50.0) / 7.0;
    if (feature == "PPLC") weight += 0.12;
    if (feature == "PPLA") weight += 0.08;
    if (feature == "PPLA2") weight += 0.05;
    if (feature == "PPLA3") weight += 0.02;
    if (feature == "PPLX") weight -= 0.2;
    if (feature == "PPLH" || feature == "PPLQ" || feature == "PPLW") weight -= 0.35;
    return std::clamp(weight, 0.01, 1.2);
}

RatedPlace rate_place(const Gazetteer& gazetteer, const NamedPlace& place, const MatchedName& name, const PlaceContext& context) {
    const auto& record = gazetteer.record(place.index);
    RatedPlace rated{.place = place.index, .kind = place.kind};
    const bool area = place.kind == NameKind::area && name.match == NameMatch::whole;
    const double quality = area ? seat_quality(context.area_told, rated.reasons) : match_quality(place, name, rated.reasons);
    const double more = evidence(record, context, rated.reasons);
    rated.rank = 3.0 * quality + importance(record) + more;
    rated.weight = std::exp(18.0 * rated.rank);
    return rated;
}

} // namespace cityweave::gazetteer
