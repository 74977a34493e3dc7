// The links of an atlas and their curves, made once; everything that shows a link shows this curve. No drawing.
#pragma once

#include "atlas/atlas.hpp"

namespace cityweave::atlas {

/// The same parts with `links` made anew: for each network whose lead has a place, one link from it to each other place
/// of the network (none where both have the same position).
///
/// A curve is a symmetric quadratic Bézier in the programme's CRS, ends exactly at its two places, turns by less than
/// 60° in all, and is bent the more the longer its chord. To which side, and a little more or less, is chosen per network
/// so that links fan out from the lead, cross seldom and keep clear of places they do not join (the rules of Jenny et
/// al. 2016, doi 10.1080/15230406.2016.1262280), by descent over few candidates; networks of more than 120 places all
/// bend one way. Flattened to within 1 km. Where the CRS has no value for a place the curve is the geodesic.
///
/// The result depends on the places' ids and positions, not on the order of rows. Longitudes stay within −180…180: where
/// a curve crosses the antimeridian, neighbouring points differ by more than 180°.
/// Throws ConfigError if the programme's CRS is not a projected one. O(places²) per network up to 120 places, about a millisecond a place.
[[nodiscard]] AtlasParts with_links(AtlasParts parts);

} // namespace cityweave::atlas
