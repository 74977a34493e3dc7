// An atlas as rows of tables, the same in every store: which rows stand where. Knows no library and no format.
//
// Tables with points or lines (EPSG:4326): `places` (numbered by `id`: the GeoNames id), `memberships`, `links`, `page_points`;
// plain ones: `clusters`, `networks` in programme order, `programme` (key, value; `format` is the version of this
// arrangement). Columns are named as the properties of the contract's tile layers; ids are slugs; lists and names per
// language are JSON. What follows from other columns (rank, clusters, km …) is written for readers' sake and not read back.
#pragma once

#include "atlas/atlas.hpp"
#include "atlas/tables.hpp"

namespace cityweave::atlas {

inline constexpr const char* atlas_format = "1";

/// Writes all tables, one after the other, always in the same order. O(n).
void write_atlas(Tables& tables, const Atlas& atlas);

} // namespace cityweave::atlas
