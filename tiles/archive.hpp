// What every tile archive can do, whatever its format: take tiles in, give tiles out, tell what it holds. No format.
#pragma once

#include "base/json.hpp"
#include "geo/lonlat.hpp"
#include "geo/tile_grid.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cityweave::tiles {

/// One vector layer as TileJSON 3.0.0 lists it: fields to "Number", "String" or "Boolean", in writing order.
struct VectorLayer {
    std::string id;
    std::vector<std::pair<std::string, std::string>> fields;
    int minzoom = 0;
    int maxzoom = 0;
};

/// What an archive says of itself.
struct TilesetMetadata {
    std::string name;
    std::string description;
    std::string attribution; ///< HTML allowed, as TileJSON has it
    std::string version = "1.0.0";
    int minzoom = 0;
    int maxzoom = 0;
    geo::LonLat south_west = geo::LonLat::wrapped({.lon = -180, .lat = -85.051129});
    geo::LonLat north_east = geo::LonLat::wrapped({.lon = 180, .lat = 85.051129});
    geo::LonLat center = geo::LonLat::wrapped({.lon = 0, .lat = 0});
    int center_zoom = 0;
    std::vector<VectorLayer> vector_layers;
    base::Json cityweave; ///< the contract's own block: display names, order, colours, sources; null for foreign archives
};

/// Takes gzip-compressed MVT tiles. Every tile at most once, in ascending PMTiles id order (see hilbert_id); finish()
/// makes the archive appear whole, and without it nothing appears. Throws IoError.
class TileSink {
public:
    virtual ~TileSink() = default;
    virtual void put(geo::TileId tile, std::span<const std::byte> gzipped) = 0;
    virtual void finish(const TilesetMetadata& metadata) = 0;
};

/// tile_ids() of an archive that claims to hold more throws FormatError: a few bytes can claim any number.
inline constexpr std::size_t listed_tiles_limit = std::size_t{1} << 24;

/// Gives tiles as stored. Safe for many threads. Throws IoError or FormatError when damaged.
class TileReader {
public:
    virtual ~TileReader() = default;
    [[nodiscard]] virtual const TilesetMetadata& metadata() const = 0;
    /// Gzip-compressed MVT bytes, owned by the caller; none if the archive does not hold that tile.
    [[nodiscard]] virtual std::optional<std::vector<std::byte>> tile(geo::TileId tile) const = 0;
    /// Every tile held, in ascending hilbert_id order.
    [[nodiscard]] virtual std::vector<geo::TileId> tile_ids() const = 0;
};

/// Opens by what is there, whatever its name: PMTiles, MBTiles, or a directory z/x/y.mvt (or .pbf) with metadata.json.
/// Throws IoError if there is nothing readable, FormatError if it is something else or damaged.
[[nodiscard]] std::unique_ptr<TileReader> open_archive(const std::string& path);
/// By name: `.pmtiles`, `.mbtiles`, or without an extension a directory. A former archive there is replaced by finish();
/// ConfigError for other extensions, and for a directory that holds anything but an archive.
[[nodiscard]] std::unique_ptr<TileSink> create_archive(const std::string& path);

/// Position on PMTiles' cumulative Hilbert curves (spec v3 §4.1): ascending over zooms, near tiles near.
[[nodiscard]] std::uint64_t hilbert_id(geo::TileId tile);
/// Inverse; Problem "tile-range" past max_zoom.
[[nodiscard]] base::Result<geo::TileId> tile_of_hilbert_id(std::uint64_t id);

} // namespace cityweave::tiles
