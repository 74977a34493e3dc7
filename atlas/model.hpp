// The values an atlas is made of. No reading, no storing, no drawing.
#pragma once

#include "atlas/ids.hpp"
#include "geo/geometry.hpp"
#include "geo/lonlat.hpp"
#include "geo/units.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cityweave::atlas {

enum class Role { lead, partner };
/// "lead" or "partner".
[[nodiscard]] const char* name_of(Role role);

/// A text per language (BCP 47 code → text), "en" preferred when a language is missing.
using Names = std::map<std::string, std::string>;

/// A theme of the programme. `slug` is its outside id; `hue` is "#RRGGBB"; `shape` names a mark shape
/// (circle, square, triangle, diamond, pentagon, hexagon, star).
struct Cluster {
    std::string slug;
    std::string name; ///< as the programme or page writes it
    Names names;      ///< per language; may be empty
    std::string hue;
    std::string shape;
    friend bool operator==(const Cluster&, const Cluster&) = default;
};

/// What a programme file says of the programme as a whole.
struct Programme {
    std::string id;                   ///< slug; "programme" where no file says
    std::string name;                 ///< for titles; may be empty
    std::string crs = "EPSG:3035";    ///< of link curves and sheets
    std::vector<std::string> sources; ///< credits for the memberships' facts
    friend bool operator==(const Programme&, const Programme&) = default;
};

struct Network {
    std::string slug;
    std::string name;
    std::optional<ClusterId> cluster; ///< none: drawn as "No theme"
    friend bool operator==(const Network&, const Network&) = default;
};

/// A point with an identity: a GeoNames id, or 2^40 + 40 bits of a hash for a place known by coordinates alone.
struct Place {
    std::uint64_t id;
    std::string name;
    std::string country; ///< ISO 3166-1 alpha-2; empty if unknown
    geo::LonLat position;
    std::uint64_t population = 0;
    std::vector<std::string> search_names; ///< other names it is found by, each once, without `name`
    friend bool operator==(const Place&, const Place&) = default;
};

/// A network has a partner at a place. One per (network, place, partner name).
struct Membership {
    NetworkId network;
    PlaceId place;
    Role role;
    std::string partner;   ///< as the programme writes it
    std::string source;    ///< page or address it was read from
    int line = 0;          ///< 1-based; 0 if the source has no lines
    double confidence = 1; ///< of the geocoding, 0…1
    friend bool operator==(const Membership&, const Membership&) = default;
};

/// From the lead's place to a partner's place of one network; none where both are the same place.
struct Link {
    NetworkId network;
    PlaceId from;
    PlaceId to;
    geo::Metres length;           ///< WGS 84 geodesic
    geo::Line<geo::LonLat> curve; ///< made once by link_curves; first and last points are the two places
    friend bool operator==(const Link&, const Link&) = default;
};

/// The page's own point: a bare POINT line, with the page's place where it names one.
struct PagePoint {
    std::string label;
    geo::LonLat position;
    std::string source;
    int line = 0;
    friend bool operator==(const PagePoint&, const PagePoint&) = default;
};

} // namespace cityweave::atlas
