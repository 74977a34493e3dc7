// Layers of the world square to a whole archive: per zoom, cut, order, encode, compress, store. The same bytes for any
// number of threads. Knows no format of archives, no networks.
#pragma once

#include "base/parallel.hpp"
#include "tiles/archive.hpp"
#include "tiles/feature.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace cityweave::tiles {

struct TilerOptions {
    base::Jobs jobs = base::Jobs::from_request(0);
    /// Told now and then how much of the work is done, 0…total; from one thread at a time, but not always the same one.
    std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// Writes every tile of metadata.minzoom…maxzoom that a feature (with its layer's buffer) or the base map touches, and
/// finishes the sink. In a tile: the base map's layers, then ours in the order given; features in the order given.
/// Nothing is dropped but what collapses on the tile's grid; points never do, so every point stands at every zoom.
/// A feature crossing no tile border is not repeated; none is repeated across the antimeridian unless its x leaves 0…1.
///
/// Of `metadata` the caller fills name, texts, zooms and the cityweave block; vector_layers, bounds and centre become
/// those of what is written. `base_map` may be null; its tiles are copied as they are where no feature is added.
/// Throws ConfigError if two layers have one name (MVT 2.1 §4.1) or zooms are out of order, and what the sink throws.
/// Returns the metadata as written. Memory: the features, their pieces of a few zooms, and the compressed tiles of these.
TilesetMetadata write_tiles(std::span<const WorldLayer> layers, const TileReader* base_map, TilesetMetadata metadata, TileSink& sink,
                            const TilerOptions& options = {});

} // namespace cityweave::tiles
