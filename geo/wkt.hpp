// Well-known text of geometries in longitude and latitude, both ways: WKT (OGC 06-103r4 §7.2) and PostGIS's EWKT.
// Knows no pages and no other CRS; independent of the locale.
#pragma once

#include "base/result.hpp"
#include "geo/lonlat.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::geo {

enum class WktKind {
    point,
    line_string,
    polygon,
    triangle,
    multi_point,
    multi_line_string,
    multi_polygon,
    polyhedral_surface,
    tin,
    geometry_collection
};
enum class WktAxes { xy, xyz, xym, xyzm };

/// z and m in the writer's own units; 0 where the text's axes lack them.
struct WktPosition {
    LonLat lonlat;
    double z = 0;
    double m = 0;
    friend bool operator==(const WktPosition&, const WktPosition&) = default;
};

/// A geometry as its text nests it. `positions`: of a point (one, or none for EMPTY) and of a line string. `parts`: the
/// rings of a polygon or triangle as line strings, exterior first, last position equal to the first; the members of the
/// multi kinds, the surfaces and of a collection. A geometry without either is EMPTY.
struct WktGeometry {
    WktKind kind = WktKind::point;
    std::vector<WktPosition> positions{};
    std::vector<WktGeometry> parts{};
    [[nodiscard]] bool is_empty() const noexcept { return positions.empty() && parts.empty(); }
    friend bool operator==(const WktGeometry&, const WktGeometry&) = default;
};

/// One text: its geometry, the axes all its positions have, and whether it named its reference system (SRID=4326).
struct Wkt {
    WktGeometry geometry{};
    WktAxes axes = WktAxes::xy;
    bool has_srid = false;
    friend bool operator==(const Wkt&, const Wkt&) = default;
};

/// What a text may at most hold, so that a hostile one cannot fill memory or stack.
struct WktLimits {
    int depth = 32;                   ///< nested collections
    std::size_t elements = 1'000'000; ///< positions and parts together; about 100 bytes each
};

/// Reads a whole text, blanks at its ends allowed. Accepted beyond the OGC grammar: keywords in any case; `POINTZ` and
/// `POINT Z`; three or four numbers without a tag (Z, ZM); both forms of MULTIPOINT; `SRID=4326;`; no-break blanks.
/// Bad text gives a Problem with line and column (1-based, in characters), what was found and expected:
/// "wkt-keyword" (curves too, which are not read), "wkt-syntax", "wkt-number", "wkt-dimension" (numbers or tags disagree), "wkt-line" (one
/// position alone), "wkt-ring" (under four positions or not closed, §6.1.11), "wkt-srid" (not 4326), "coordinate-range", "wkt-depth",
/// "wkt-size". Linear.
[[nodiscard]] base::Result<Wkt> parse_wkt(std::string_view text, WktLimits limits = {});

/// Whether a text begins as WKT does, right or wrong: `SRID=`, or a keyword with EMPTY or with a number in brackets. Prose is
/// not taken for it: "Point (a) of the agenda", "Point (3 partners)". Constant time.
[[nodiscard]] bool looks_like_wkt(std::string_view text);

/// The position of a text that is one POINT, not EMPTY; z and m are read and dropped. Equal to what parse_wkt gives, but
/// several times faster for the plain form. Another kind of geometry: Problem "wkt-keyword"; EMPTY: "wkt-empty".
[[nodiscard]] base::Result<LonLat> parse_wkt_point(std::string_view text);

/// `POINT (25.748151 61.92411)`, `POINT Z (1 2 3)`, `MULTIPOINT ((1 2), EMPTY)`; numbers in the shortest form that
/// reads back equal; with has_srid the prefix `SRID=4326;`. Reading it back gives an equal value.
/// Precondition: kinds nest as WktGeometry says.
[[nodiscard]] std::string to_wkt(const Wkt& wkt);
[[nodiscard]] std::string to_wkt(LonLat point);

/// Positions of all points in it, also inside MULTIPOINT and collections, in text order.
[[nodiscard]] std::vector<LonLat> points_of(const WktGeometry& geometry);

} // namespace cityweave::geo
