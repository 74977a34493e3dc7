// Longitudes and latitudes as people print them: decimals, degrees with minutes and seconds, hemisphere letters, labels in
// the languages of Europe. Knows no pages and no tables.
#pragma once

#include "base/result.hpp"
#include "geo/lonlat.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cityweave::ingest {

enum class Axis : std::uint8_t { none, lon, lat };
/// `O` is Ost in German and Ouest, Oeste, Ovest in Romance languages; `V` is väst in Nordic languages and východ in Slavic
/// ones. What a label's language makes of them; `unknown` is refused.
enum class Speech : std::uint8_t { unknown, german, romance, nordic, slavic };

/// What a text says before its numbers.
struct AngleLabel {
    Axis axis = Axis::none;
    bool pair = false; ///< "Coordinates:", which go latitude first
    Speech speech = Speech::unknown;
};

/// An angle in degrees, west and south negative; `axis` as its hemisphere letter tells.
struct Angle {
    double degrees = 0;
    Axis axis = Axis::none;
    bool printed = false; ///< has a degree sign or decimals: no number of prose
};

/// The angle at `at`, which moves behind it: `18.94`, `46,96°`, `46°57′53″ N`, `N 46° 57' 53"`, `46°57.883'`. Nothing where
/// there is no number. Problems: "angle-range" (minutes or seconds of 60 or more, a sign beside a hemisphere's letter) and
/// "angle-hemisphere" (a letter whose language nobody knows); `column` says where in the text. Ranges of degrees are not checked.
[[nodiscard]] std::optional<base::Result<Angle>> read_angle(std::string_view text, std::size_t& at, Speech speech = Speech::unknown);

/// The whole text as one angle: a value in a table.
[[nodiscard]] std::optional<base::Result<Angle>> angle_of(std::string_view text, Speech speech = Speech::unknown);

/// The label a text begins with, `at` moving behind it and its colon; nothing where it begins otherwise.
[[nodiscard]] std::optional<AngleLabel> read_angle_label(std::string_view text, std::size_t& at);

/// The position a whole text tells, longitude and latitude both: `46° 57′ 53″ N, 18° 56′ 23″ E`, `Lat: 46.96, Lon: 18.94`,
/// `Coordinates: 46.9647, 18.9397` (latitude first, as people say it; only behind such a label), `geo:46.9647,18.9397` (RFC
/// 5870). Nothing for any other text, prose with numbers above all. Problems as read_angle and "coordinate-range".
[[nodiscard]] std::optional<base::Result<geo::LonLat>> position_of_text(std::string_view text);

} // namespace cityweave::ingest
