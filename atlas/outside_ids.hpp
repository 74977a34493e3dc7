// The numbers by which places, memberships and links are known outside the process, the same in every format and for
// every order of rows. Slugs of networks and clusters are text and stand in the model.
#pragma once

#include "atlas/atlas.hpp"

#include <cstdint>

namespace cityweave::atlas {

/// Of a place known by its coordinates alone: 2^40 plus the first 40 bits of SHA-256 of "lon,lat" with six decimals
/// ("25.748151,61.924110"), so above every GeoNames id. Points less than about 0.1 m apart may share one.
[[nodiscard]] std::uint64_t coordinate_place_id(geo::LonLat position);

/// 53 bits, exact in every JavaScript number, of SHA-256 of what makes the row unique: network, place and partner; network
/// and both places.
[[nodiscard]] std::uint64_t outside_id(const Atlas& atlas, const Membership& membership);
[[nodiscard]] std::uint64_t outside_id(const Atlas& atlas, const Link& link);

} // namespace cityweave::atlas
