// What geocoding answers: places a text may mean, with score and reasons. No algorithm.
#pragma once

#include "geo/lonlat.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cityweave::gazetteer {

/// One known place as the gazetteer tells it.
struct GazetteerPlace {
    std::uint64_t geonameid;
    std::string name;
    std::string country; ///< ISO alpha-2
    std::string admin1;  ///< GeoNames first-level code; may be empty
    std::string feature; ///< GeoNames feature code: "PPLC", "PPLA2", "PPL", "PPLX" …
    geo::LonLat position;
    std::uint64_t population;
};

/// A place a text may mean. Reasons are stable codes, most important first: "name-exact", "name-folded",
/// "alternate-name", "stem", "typo-1", "country-agrees", "body-word:municipality", "namesake-by-population" …
struct Candidate {
    GazetteerPlace place;
    double score; ///< 0…1, comparable within one answer; as the first of an answer, the confidence
    std::vector<std::string> reasons;
};

/// Ranked candidates, best first. `chosen` says whether the first is good enough to be used; else `refusal` says why
/// not ("area", "no-town", "ambiguous", "unknown-name", "country-only" …).
struct Geocoding {
    std::vector<Candidate> candidates;
    bool chosen = false;
    std::string refusal;
};

/// What is known beside the text itself.
struct GeocodeContext {
    std::string country;                      ///< alpha-2 as the page gives it; empty if it gives none
    bool country_doubted = false;             ///< the code may be a mistake (SL for SI)
    std::vector<std::string> other_countries; ///< countries of the other partners of the page or programme
    std::optional<geo::LonLat> near;          ///< a point the place is likely near (page's own point)
};

} // namespace cityweave::gazetteer
