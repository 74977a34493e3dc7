#include "ingest/angles.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;
using Words = std::span<const std::string_view>;
struct LabelWords {
    AngleLabel label;
    std::vector<std::string_view> words; ///< folded for search
};

const std::vector<LabelWords>& label_words() {
    static const std::vector<LabelWords> list{
        {{.axis = Axis::lat},
         {"lat", "leveysaste", "leveyspiiri", "leveys", "szelesseg", "foldrajzi szelesseg", "laiuskraad", "laius", "platums",
          "geografiskais platums", "platuma", "geografine platuma", "platos", "geographiko platos", "breedtegraad", "breedte"}},
        {{.axis = Axis::lat, .speech = Speech::german},
         {"breite", "breitengrad", "geographische breite", "geogr breite", "geografische breite"}},
        {{.axis = Axis::lat, .speech = Speech::romance}, {"latitude", "latitud", "latitudine", "latitudinea"}},
        {{.axis = Axis::lat, .speech = Speech::nordic}, {"breddegrad", "breddgrad", "bredde", "bredd", "breddargrad"}},
        {{.axis = Axis::lat, .speech = Speech::slavic},
         {"szerokosc", "szerokosc geograficzna", "sirka", "zemepisna sirka", "sirina", "zemljepisna sirina", "geografska sirina"}},
        {{.axis = Axis::lon},
         {"lon", "lng", "long", "pituusaste", "pituuspiiri", "pituus", "hosszusag", "foldrajzi hosszusag", "pikkuskraad", "pikkus",
          "garums", "geografiskais garums", "ilguma", "geografine ilguma", "mekos", "geographiko mekos", "lengtegraad", "lengte"}},
        {{.axis = Axis::lon, .speech = Speech::german},
         {"lange", "langengrad", "geographische lange", "geogr lange", "geografische lange"}},
        {{.axis = Axis::lon, .speech = Speech::romance}, {"longitude", "longitud", "longitudine", "longitudinea"}},
        {{.axis = Axis::lon, .speech = Speech::nordic}, {"laengdegrad", "langdgrad", "laengde", "lengdegrad", "lengdargrad"}},
        {{.axis = Axis::lon, .speech = Speech::slavic},
         {"dlugosc", "dlugosc geograficzna", "delka", "zemepisna delka", "dlzka", "zemepisna dlzka", "dolzina", "zemljepisna dolzina",
          "duzina", "geografska duzina", "geografska dolzina", "dlzina", "geografska dlzina"}},
        {{.pair = true},
         {"coordinates",
          "gps coordinates",
          "geographic coordinates",
          "geographical coordinates",
          "geo coordinates",
          "gps",
          "coord",
          "coords",
          "geolocation",
          "location coordinates",
          "koordinaatit",
          "koordinaadid",
          "koordinates",
          "koordinatas",
          "koordinatak",
          "gps koordinatak",
          "syntetagmenes",
          "coordinaten",
          "gps coordinaten",
          "lat lon",
          "lat long",
          "latitude longitude"}},
        {{.pair = true, .speech = Speech::german}, {"koordinaten", "gps koordinaten", "geographische koordinaten"}},
        {{.pair = true, .speech = Speech::romance},
         {"coordonnees", "coordonnees gps", "coordonnees geographiques", "coordinate", "coordinate gps", "coordinate geografiche",
          "coordenadas", "coordenadas gps", "coordenadas geograficas", "coordonate", "coordonate gps", "coordonate geografice"}},
        {{.pair = true, .speech = Speech::nordic}, {"koordinater", "gps koordinater"}},
        {{.pair = true, .speech = Speech::slavic},
         {"wspolrzedne", "wspolrzedne geograficzne", "wspolrzedne gps", "souradnice", "gps souradnice", "suradnice", "gps suradnice",
          "koordinate", "gps koordinate", "koordinati", "geografski koordinati"}}};
    return list;
}

std::optional<AngleLabel> label_named(const std::string& folded) {
    for (const auto& [label, words] : label_words())
        if (std::find(words.begin(), words.end(), folded) != words.end()) return label;
    return std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void skip_blanks(std::string_view text, std::size_t& at) {
    while (at < text.size()) {
        if (text[at] == ' ')
            ++at;
        else if (text.substr(at).starts_with("\xC2\xA0"))
            at += 2;
        else
            break;
    }
}

bool skip_one_of(std::string_view text, std::size_t& at, Words words) {
    const auto found = std::find_if(words.begin(), words.end(), [&](std::string_view word) { return text.substr(at).starts_with(word); });
    if (found == words.end()) return false;
    at += found->size();
    return true;
}

bool skip_one_of(std::string_view text, std::size_t& at, std::initializer_list<std::string_view> words) {
    return skip_one_of(text, at, Words(words.begin(), words.size()));
}

struct Number {
    double value;
    bool has_decimals;
};

/// Digits with decimals behind a point or comma; a comma before a blank parts numbers.
std::optional<Number> read_number(std::string_view text, std::size_t& at) {
    std::size_t i = at;
    std::string digits;
    while (i < text.size() && is_digit(text[i])) digits += text[i++];
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    const bool decimals = i + 1 < text.size() && (text[i] == '.' || text[i] == ',') && is_digit(text[i + 1]);
    if (decimals) {
        digits += '.';
        for (++i; i < text.size() && is_digit(text[i]); ++i) digits += text[i];
    }
    Number number{0, decimals};
    std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    at = i;
    return number;
}

constexpr std::array degree_signs = {"°"sv, "º"sv, "˚"sv, "deg"sv};
constexpr std::array second_signs = {"″"sv, "′′"sv, "''"sv, "\""sv, "”"sv, "“"sv, "’’"sv, "´´"sv, "sec"sv};
constexpr std::array minute_signs = {"′"sv, "'"sv, "’"sv, "‘"sv, "´"sv, "min"sv};

struct Hemisphere {
    Axis axis;
    int sign; ///< 0: nobody knows
};

/// A letter that stands alone, at `at`, which moves behind it.
std::optional<Hemisphere> read_hemisphere(std::string_view text, std::size_t& at, Speech speech) {
    // Letters beyond ASCII begin with other bytes than degree signs and no-break blanks do.
    const auto is_letter = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 ? byte != 0xC2 : (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
    };
    std::size_t end = at;
    while (end < text.size() && end - at < 3 && is_letter(text[end])) ++end;
    const auto letter = text.substr(at, end - at);
    const auto known = [&](Axis axis, int sign) {
        at = end;
        return std::optional(Hemisphere{axis, sign});
    };
    if (letter == "N") return known(Axis::lat, 1);
    if (letter == "S") return known(Axis::lat, -1);
    if (letter == "E" || letter == "Ö" || letter == "Ø") return known(Axis::lon, 1);
    if (letter == "W") return known(Axis::lon, -1);
    if (letter == "O") return known(Axis::lon, speech == Speech::german ? 1 : speech == Speech::romance ? -1 : 0);
    if (letter == "V") return known(Axis::lon, speech == Speech::slavic ? 1 : speech == Speech::nordic ? -1 : 0);
    return std::nullopt;
}

base::Problem problem_at(const char* code, std::string_view text, std::size_t at, std::string expected) {
    const auto before = base::code_points(text.substr(0, at)).size();
    std::size_t end = at;
    while (end < text.size() && end - at < 24 && text[end] != ' ') ++end;
    return {.code = code,
            .line = 1,
            .column = static_cast<int>(before) + 1,
            .found = std::string(text.substr(at, end - at)),
            .expected = std::move(expected)};
}

/// Minutes or seconds with their sign; none where there is no such thing, and `at` stays.
std::optional<Number> read_part(std::string_view text, std::size_t& at, Words signs) {
    std::size_t i = at;
    skip_blanks(text, i);
    const auto number = read_number(text, i);
    skip_blanks(text, i);
    if (!number || !skip_one_of(text, i, signs)) return std::nullopt;
    at = i;
    return number;
}

/// Minutes and seconds behind a degree sign, in degrees.
base::Result<double> read_minutes(std::string_view text, std::size_t& at) {
    double value = 0;
    std::size_t begin = at;
    const auto wrong = [&](const char* what) {
        skip_blanks(text, begin);
        return problem_at("angle-range", text, begin, std::string(what) + " below 60");
    };
    // Seconds first: their sign may begin as that of minutes does.
    const bool only_seconds = [&] {
        std::size_t i = at;
        return read_part(text, i, second_signs).has_value();
    }();
    if (const auto minutes = only_seconds ? std::nullopt : read_part(text, at, minute_signs)) {
        if (minutes->value >= 60) return wrong("minutes");
        value += minutes->value / 60;
    }
    begin = at;
    if (const auto seconds = read_part(text, at, second_signs)) {
        if (seconds->value >= 60) return wrong("seconds");
        value += seconds->value / 3600;
    }
    return value;
}

} // namespace

std::optional<base::Result<Angle>> read_angle(std::string_view text, std::size_t& at, Speech speech) {
    std::size_t i = at;
    skip_blanks(text, i);
    const std::size_t begin = i;
    std::size_t letter = i;
    auto hemisphere = read_hemisphere(text, i, speech);
    skip_blanks(text, i);
    const bool minus = skip_one_of(text, i, {"-", "−", "–"});
    const bool sign = minus || skip_one_of(text, i, {"+"});
    const auto degrees = read_number(text, i);
    if (!degrees) return std::nullopt;
    Angle angle{.degrees = degrees->value, .printed = degrees->has_decimals};
    std::size_t behind = i;
    skip_blanks(text, behind);
    if (skip_one_of(text, behind, degree_signs)) {
        i = behind;
        angle.printed = true;
        const auto minutes = read_minutes(text, i);
        if (!minutes) return minutes.problem();
        angle.degrees += *minutes;
    }
    if (!hemisphere) {
        skip_blanks(text, letter = i);
        std::size_t end = letter;
        hemisphere = read_hemisphere(text, end, speech);
        if (hemisphere) i = end;
    }
    at = i;
    if (hemisphere && hemisphere->sign == 0)
        return problem_at("angle-hemisphere", text, letter, "E or W; O and V mean east in some languages, west in others");
    if (hemisphere && sign) return problem_at("angle-range", text, begin, "a sign or a letter for the hemisphere, not both");
    if (hemisphere) angle.axis = hemisphere->axis;
    if (minus || (hemisphere && hemisphere->sign < 0)) angle.degrees = -angle.degrees;
    return angle;
}

std::optional<base::Result<Angle>> angle_of(std::string_view text, Speech speech) {
    std::size_t at = 0;
    auto angle = read_angle(text, at, speech);
    skip_blanks(text, at);
    if (!angle || (*angle && at != text.size())) return std::nullopt;
    return angle;
}

std::optional<AngleLabel> read_angle_label(std::string_view text, std::size_t& at) {
    constexpr std::size_t longest = 60;
    const auto rest = text.substr(at, longest);
    auto end = rest.find_first_of(":=");
    std::size_t behind = end + 1;
    if (end == std::string_view::npos) behind = end = std::min(rest.find_first_of("+-0123456789"), rest.size());
    auto name = rest.substr(0, std::min(end, rest.find('(')));
    auto folded = base::fold_for_search(name);
    auto label = label_named(folded);
    if (!label && folded.size() > 2 && folded[folded.size() - 2] == ' ') { // "Lat. N 46°"
        label = label_named(folded.substr(0, folded.size() - 2));
        behind = rest.substr(0, end).find_last_not_of(' ');
    }
    if (!label) return std::nullopt;
    at += behind;
    skip_blanks(text, at);
    return label;
}

namespace {

struct Told {
    Axis axis;
    Angle angle;
};

base::Result<geo::LonLat> position(double lon, double lat) {
    return geo::LonLat::from_degrees({.lon = lon, .lat = lat});
}

/// RFC 5870 §3.4.2: latitude, longitude, perhaps altitude, on WGS 84 unless a parameter says otherwise.
std::optional<base::Result<geo::LonLat>> position_of_uri(std::string_view text) {
    text.remove_prefix(4);
    std::array<double, 2> numbers{};
    for (auto& number : numbers) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{}) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (&number == numbers.data() && (text.empty() || text.front() != ',')) return std::nullopt;
        if (&number == numbers.data()) text.remove_prefix(1);
    }
    if (!text.empty() && text.front() != ',' && text.front() != ';' && text.front() != '?') return std::nullopt;
    return position(numbers[1], numbers[0]);
}

void skip_between(std::string_view text, std::size_t& at) {
    while (at < text.size()) {
        const auto before = at;
        skip_blanks(text, at);
        skip_one_of(text, at, {",", ";", "/", "|", "·"});
        if (at == before) break;
    }
}

/// What may stand behind a position: nothing, or the same once more in another form.
bool ends_position(std::string_view text, std::size_t at) {
    skip_blanks(text, at);
    return at == text.size() || text.substr(at) == "." || text[at] == '/' || text[at] == '(' || text[at] == ';';
}

std::optional<base::Result<geo::LonLat>> joined(const std::array<Told, 2>& told, bool pair) {
    const auto& [first, second] = told;
    if (first.axis == Axis::lat && second.axis == Axis::lon) return position(second.angle.degrees, first.angle.degrees);
    if (first.axis == Axis::lon && second.axis == Axis::lat) return position(first.angle.degrees, second.angle.degrees);
    const bool bare = first.axis == Axis::none && second.axis == Axis::none && first.angle.printed && second.angle.printed;
    if (!bare || !pair) return std::nullopt;
    return position(second.angle.degrees, first.angle.degrees);
}

} // namespace

std::optional<base::Result<geo::LonLat>> position_of_text(std::string_view text) {
    if (text.starts_with("geo:")) return position_of_uri(text);
    std::size_t at = 0;
    AngleLabel label;
    bool pair = false;
    std::array<Told, 2> told{};
    for (auto& one : told) {
        skip_between(text, at);
        if (const auto next = read_angle_label(text, at)) label = *next;
        pair = pair || label.pair;
        const std::size_t begin = at;
        const auto angle = read_angle(text, at, label.speech);
        if (!angle) return std::nullopt;
        const bool meant = pair || label.axis != Axis::none || text.find("°") != std::string_view::npos;
        if (!*angle) return meant ? std::optional<base::Result<geo::LonLat>>(angle->problem()) : std::nullopt;
        const auto told_axis = (*angle)->axis;
        if (label.axis != Axis::none && told_axis != Axis::none && told_axis != label.axis)
            return problem_at("angle-hemisphere", text, begin, "N or S for a latitude, E or W for a longitude");
        one = {.axis = label.axis != Axis::none ? label.axis : told_axis, .angle = **angle};
        label.axis = Axis::none;
    }
    return ends_position(text, at) ? joined(told, pair) : std::nullopt;
}

} // namespace cityweave::ingest
