// A tile archive in memory, both ways: what a tiler wrote, or a base map by hand.
#pragma once

#include "tiles/archive.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace cityweave::test {

class MemoryArchive final : public tiles::TileSink, public tiles::TileReader {
public:
    void put(geo::TileId tile, std::span<const std::byte> gzipped) override {
        tiles_[tiles::hilbert_id(tile)].assign(gzipped.begin(), gzipped.end());
    }
    void finish(const tiles::TilesetMetadata& metadata) override { metadata_ = metadata; }

    [[nodiscard]] const tiles::TilesetMetadata& metadata() const override { return metadata_; }
    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override {
        const auto found = tiles_.find(tiles::hilbert_id(tile));
        if (found == tiles_.end()) return std::nullopt;
        return found->second;
    }
    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override {
        std::vector<geo::TileId> ids;
        for (const auto& [id, bytes] : tiles_) ids.push_back(tiles::tile_of_hilbert_id(id).value());
        return ids;
    }
    [[nodiscard]] tiles::DecodedTile decoded(geo::TileId id) const {
        return tiles::read_tile(tiles::gunzip(tile(id).value()).value()).value();
    }
    [[nodiscard]] const std::map<std::uint64_t, std::vector<std::byte>>& bytes() const { return tiles_; }

private:
    std::map<std::uint64_t, std::vector<std::byte>> tiles_;
    tiles::TilesetMetadata metadata_;
};

} // namespace cityweave::test
