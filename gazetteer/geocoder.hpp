// A partner's words in their context to the places they may mean, scored and explained. A pure function: no I/O, no
// state, the same answer on every thread. Does not read pages and does not know programmes.
//
// The rule: a partner's place is the town it names; for a body, the town of its seat; for an area (county, union,
// region, island), the town of its seat if the words hold a town's name or stem; else none.
#pragma once

#include "gazetteer/candidate.hpp"
#include "gazetteer/countries.hpp"
#include "gazetteer/gazetteer.hpp"

#include <string_view>

namespace cityweave::gazetteer {

/// Scores below this are not chosen.
inline constexpr double least_confidence = 0.35;

class Geocoder {
public:
    /// Both must outlive this object.
    Geocoder(const Gazetteer& gazetteer, const Countries& countries);

    /// Ranked candidates (at most 10) and the choice, or the reason why there is none: "no-town" (the words name none),
    /// "unknown-name" (they seem to, but the gazetteer has none such), "area", "country-only", "ambiguous". Any text is
    /// allowed; of long ones the first 300 bytes count. Bounded time: at most a few thousand lookups.
    [[nodiscard]] Geocoding geocode(std::string_view text, const GeocodeContext& context) const;

private:
    const Gazetteer* gazetteer_;
    const Countries* countries_;
};

} // namespace cityweave::gazetteer
