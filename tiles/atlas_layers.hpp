// The contract's layers of an atlas — places, memberships, links — and the metadata block that names what is in them.
// The only file of tiles/ that knows an atlas. Not MVT, not zooms.
#pragma once

#include "atlas/atlas.hpp"
#include "base/json.hpp"
#include "tiles/feature.hpp"

#include <string>
#include <vector>

namespace cityweave::tiles {

/// `links`, `memberships`, `places` in this order, with the properties of docs/formats.md. Features in the atlas's own
/// total order, so in tiles too. Ids: a place's is its own; a membership's and a link's are 53 bits of SHA-256 of what
/// identifies it outside, so that they outlive changes to other rows.
[[nodiscard]] std::vector<WorldLayer> atlas_layers(const atlas::Atlas& atlas);

/// What a layer of the base map or the atlas stands on, for credits.
struct LayerSource {
    std::string layer;
    std::string text;
    std::string licence;
    std::string url;
};

/// The metadata block `cityweave` (docs/formats.md). `sources` and `disclaimers` of what else is in the archive come
/// after the programme's own sources.
[[nodiscard]] base::Json metadata_block(const atlas::Atlas& atlas, const std::vector<LayerSource>& sources = {},
                                        const std::vector<std::string>& disclaimers = {});

} // namespace cityweave::tiles
