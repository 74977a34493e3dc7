// A tile archive held in memory, cut from features in longitude and latitude as the real ones are.
#pragma once

#include "geo/mercator.hpp"
#include "tiles/archive.hpp"
#include "tiles/feature.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_writer.hpp"
#include "tiles/tile_cut.hpp"

#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::render::testing {

using WorldFeature = tiles::Feature<geo::WorldPoint>;

inline geo::WorldPoint world_at(double lon, double lat) {
    return geo::to_world(geo::LonLat::wrapped({.lon = lon, .lat = lat}));
}

class MemoryArchive : public tiles::TileReader {
public:
    MemoryArchive(int minzoom, int maxzoom) {
        metadata_.minzoom = minzoom;
        metadata_.maxzoom = maxzoom;
    }
    /// Adds a layer to every zoom. To be called before the first tile is asked for.
    void add(const std::string& name, const std::vector<WorldFeature>& features) {
        metadata_.vector_layers.push_back({.id = name, .fields = {}, .minzoom = metadata_.minzoom, .maxzoom = metadata_.maxzoom});
        for (int zoom = metadata_.minzoom; zoom <= metadata_.maxzoom; ++zoom) {
            std::map<geo::TileId, std::vector<tiles::Feature<tiles::TilePoint>>> cut;
            for (const WorldFeature& feature : features) {
                tiles::cut_into_tiles(feature.geometry, zoom, [&](geo::TileId tile, tiles::TileGeometry geometry) {
                    cut[tile].push_back({.id = feature.id, .properties = feature.properties, .geometry = std::move(geometry)});
                });
            }
            for (const auto& [tile, inside] : cut) tiles::append_layer(tiles_[tile], name, inside);
        }
    }

    [[nodiscard]] const tiles::TilesetMetadata& metadata() const override { return metadata_; }
    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override {
        ++reads;
        const auto found = tiles_.find(tile);
        if (found == tiles_.end()) return {};
        return tiles::gzip(std::as_bytes(std::span(found->second)));
    }
    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override {
        std::vector<geo::TileId> ids;
        for (const auto& [tile, bytes] : tiles_) ids.push_back(tile);
        std::sort(ids.begin(), ids.end(), [](geo::TileId a, geo::TileId b) { return tiles::hilbert_id(a) < tiles::hilbert_id(b); });
        return ids;
    }

    mutable std::atomic<int> reads = 0; ///< how often a tile was asked for
    tiles::TilesetMetadata metadata_;

private:
    std::map<geo::TileId, std::string> tiles_;
};

} // namespace cityweave::render::testing
