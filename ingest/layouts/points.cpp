#include "ingest/layouts/points.hpp"

#include "base/unicode.hpp"
#include "geo/wkt.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

std::string upper_start(std::string_view text) {
    std::string start(text.substr(0, 32));
    std::transform(start.begin(), start.end(), start.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return start;
}

/// A keyword of WKT, and a bracket or EMPTY: prose such as "Point (a) of the agenda" has no number after it.
bool begins_like_wkt(std::string_view text) {
    const auto start = upper_start(text);
    std::string_view rest = start;
    if (rest.starts_with("SRID=")) return true;
    constexpr std::array keywords = {"POINT"sv, "MULTIPOINT"sv, "GEOMETRYCOLLECTION"sv};
    const auto keyword = std::find_if(keywords.begin(), keywords.end(), [&](std::string_view k) { return rest.starts_with(k); });
    if (keyword == keywords.end()) return false;
    const auto bracket = rest.find('(');
    const auto after = bracket == std::string_view::npos ? bracket : rest.find_first_not_of(" (", bracket);
    if (after == std::string_view::npos) return rest.find("EMPTY") != std::string_view::npos;
    return std::string_view("+-.0123456789").find(rest[after]) != std::string_view::npos;
}

std::optional<double> number_at(std::string_view text, std::size_t& i) {
    while (i < text.size() && text[i] == ' ') ++i;
    std::string digits;
    for (; i < text.size() && (std::string_view("+-0123456789.,").find(text[i]) != std::string_view::npos); ++i)
        if (text[i] != '+') digits += text[i] == ',' ? '.' : text[i];
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// Degree, minute and second signs as pages print them.
bool skip_sign(std::string_view text, std::size_t& i, std::initializer_list<std::string_view> signs) {
    while (i < text.size() && text[i] == ' ') ++i;
    for (const auto sign : signs)
        if (text.substr(i).starts_with(sign)) {
            i += sign.size();
            return true;
        }
    return false;
}

enum class Axis { none, lon, lat };

struct Labelled {
    Axis axis = Axis::none;
    std::string_view value; ///< what follows the label on its line
};

Labelled label_of(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, Axis>, 14> labels = {{{"longitude", Axis::lon},
                                                                           {"latitude", Axis::lat},
                                                                           {"longitud", Axis::lon},
                                                                           {"latitud", Axis::lat},
                                                                           {"longitudine", Axis::lon},
                                                                           {"latitudine", Axis::lat},
                                                                           {"länge", Axis::lon},
                                                                           {"längengrad", Axis::lon},
                                                                           {"breite", Axis::lat},
                                                                           {"breitengrad", Axis::lat},
                                                                           {"pituusaste", Axis::lon},
                                                                           {"leveysaste", Axis::lat},
                                                                           {"lon", Axis::lon},
                                                                           {"lat", Axis::lat}}};
    if (text.size() > 80) return {};
    const auto end = std::min(text.find_first_of(" :="), text.size());
    const auto word = base::to_lower(text.substr(0, end));
    for (const auto& [label, axis] : labels) {
        if (word != label) continue;
        const auto value = std::min(text.find_first_not_of(" :=", end), text.size());
        return {axis, text.substr(value)};
    }
    return {};
}

/// The page's own place: a short title above the point, or the page's title; the labels of the form are not it.
std::string own_place(const Reading& reading, std::size_t block) {
    const auto& blocks = reading.blocks();
    for (std::size_t i = block; i-- > 0 && block - i <= 8;) {
        const auto& above = blocks[i];
        const auto folded = base::fold_for_search(above.text.substr(0, 80));
        if (folded == "country" || folded == "geolocation" || label_of(above.text).axis != Axis::none || angle_of(above.text)) continue;
        const bool title =
            above.marker == Marker::none && above.text.size() <= 60 && above.text.find_first_of(".!?:|") == std::string::npos;
        if (title && (above.heading > 0 || (i == 0 && (reading.country(above.text) || reading.is_town(above.text))))) return above.text;
        return {};
    }
    return {};
}

class PointReader {
public:
    PointReader(const Reading& reading, Extract& extract) : reading_(reading), extract_(extract) {}

    void run() {
        const auto& blocks = reading_.blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (begins_like_wkt(blocks[i].text))
                wkt(i);
            else if (const auto label = label_of(blocks[i].text); label.axis != Axis::none)
                labelled(i, label);
            else if (!angle_of(blocks[i].text))
                lon_.reset(), lat_.reset();
        }
    }

private:
    void wkt(std::size_t i) {
        const auto& block = reading_.blocks()[i];
        const auto parsed = geo::parse_wkt(block.text, {.elements = 100'000});
        if (!parsed) return refuse(block, parsed.problem());
        for (const auto point : geo::points_of(parsed->geometry)) add(point, i, block.number);
    }

    /// A label with its value beside it or on the next line; a point once both are known.
    void labelled(std::size_t i, Labelled label) {
        const auto& blocks = reading_.blocks();
        auto value = angle_of(label.value);
        if (!value && label.value.empty() && i + 1 < blocks.size()) value = angle_of(blocks[i + 1].text);
        if (!value) return;
        (label.axis == Axis::lon ? lon_ : lat_) = value;
        if (!lon_ || !lat_) return;
        const auto point = geo::LonLat::from_degrees({.lon = *lon_, .lat = *lat_});
        lon_.reset();
        lat_.reset();
        if (!point) return refuse(blocks[i], point.problem());
        add(*point, i, blocks[i].number);
    }

    void add(geo::LonLat point, std::size_t block, int line) {
        constexpr double same = 1e-3; // what a page says twice differs by rounding
        const auto is_same = [&](const PagePointMention& known) {
            return std::abs(known.position.lon() - point.lon()) < same && std::abs(known.position.lat() - point.lat()) < same;
        };
        if (!extract_.points.empty() && line - extract_.points.back().line <= 8 && is_same(extract_.points.back())) return;
        extract_.points.push_back({own_place(reading_, block), point, reading_.document().source_name, line});
    }

    void refuse(const Line& block, const base::Problem& why) {
        const auto line = block.number + std::max(why.line - 1, 0);
        extract_.report.add({"point-refused", reading_.document().source_name, line, why.column, why.found, why.expected});
    }

    const Reading& reading_;
    Extract& extract_;
    std::optional<double> lon_;
    std::optional<double> lat_;
};

} // namespace

std::optional<double> angle_of(std::string_view text) {
    std::size_t i = 0;
    const auto degrees = number_at(text, i);
    if (!degrees) return std::nullopt;
    double value = std::abs(*degrees);
    bool negative = *degrees < 0 || text.starts_with('-');
    if (skip_sign(text, i, {"°", "º", "˚"})) {
        if (const auto minutes = number_at(text, i); minutes && skip_sign(text, i, {"′′", "″", "''", "\"", "”", "′", "'", "’", "´"}))
            value += *minutes / 60;
        if (const auto seconds = number_at(text, i); seconds && skip_sign(text, i, {"″", "′′", "''", "\"", "”", "’’"}))
            value += *seconds / 3600;
    }
    while (i < text.size() && text[i] == ' ') ++i;
    const auto rest = text.substr(i);
    if (rest == "W" || rest == "S") negative = true;
    if (!rest.empty() && rest != "W" && rest != "S" && rest != "E" && rest != "N" && rest != "O") return std::nullopt;
    return negative ? -value : value;
}

void read_points(const Reading& reading, Extract& extract) {
    PointReader(reading, extract).run();
}

} // namespace cityweave::ingest
