#include "tiles/tile_pieces.hpp"

#include "base/assertion.hpp"
#include "tiles/archive.hpp"
#include "tiles/tile_cut.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace cityweave::tiles {

namespace {

using geo::TileId;
using geo::WorldPoint;

/// The columns or rows in whose buffered tile a position lies: its own cell first, at most one on each side of it.
struct Cells {
    std::array<std::uint32_t, 3> at{};
    std::size_t count = 0;
};

Cells cells(double position, std::uint32_t own, int zoom, double margin) {
    const double scaled = std::ldexp(position, zoom);
    Cells result;
    result.at[result.count++] = own;
    if (own > 0 && scaled <= own + margin) result.at[result.count++] = own - 1;
    if (own + 1 < geo::tiles_across(zoom) && scaled >= own + 1 - margin) result.at[result.count++] = own + 1;
    return result;
}

class Cutter {
public:
    Cutter(const WorldLayer& layer, const ChunkOfWork& work) : layer_(layer), work_(work) { chunk_.layer = work.layer; }

    PieceChunk run() {
        for (std::uint32_t i = work_.begin; i < work_.end; ++i) {
            const auto& geometry = layer_.features[i].geometry;
            const auto* points = std::get_if<geo::MultiPoint<WorldPoint>>(&geometry);
            if (points != nullptr && points->size() == 1)
                cut_point(i, points->front());
            else
                cut_any(i, geometry);
        }
        return std::move(chunk_);
    }

private:
    void cut_point(std::uint32_t feature, WorldPoint point) {
        const auto own = TileId::containing(point, work_.zoom);
        const double margin = static_cast<double>(layer_.buffer) / default_extent;
        const Cells columns = cells(point.x(), own.x(), work_.zoom, margin);
        const Cells rows = cells(point.y(), own.y(), work_.zoom, margin);
        for (std::size_t r = 0; r < rows.count; ++r)
            for (std::size_t c = 0; c < columns.count; ++c) {
                const auto tile = TileId::from_parts({work_.zoom, columns.at[c], rows.at[r]}).value();
                const auto offset = chunk_.commands.size();
                encode_point(to_tile(point, tile), chunk_.commands);
                add(tile, feature, offset, GeometryType::point);
            }
    }

    void cut_any(std::uint32_t feature, const geo::Geometry<WorldPoint>& geometry) {
        const auto visit = [&](TileId tile, const TileGeometry& part) {
            const auto encoded = encode_geometry(part);
            if (encoded.commands.empty()) return;
            const auto offset = chunk_.commands.size();
            chunk_.commands += encoded.commands;
            add(tile, feature, offset, encoded.type);
        };
        cut_into_tiles(geometry, work_.zoom, visit, {.extent = default_extent, .buffer = layer_.buffer});
    }

    void add(TileId tile, std::uint32_t feature, std::size_t offset, GeometryType type) {
        CITYWEAVE_ASSERT(chunk_.commands.size() <= std::numeric_limits<std::uint32_t>::max(), "a chunk's geometry stays below 4 GiB");
        chunk_.pieces.push_back({.tile = hilbert_id(tile),
                                 .feature = feature,
                                 .offset = static_cast<std::uint32_t>(offset),
                                 .length = static_cast<std::uint32_t>(chunk_.commands.size() - offset),
                                 .type = type});
    }

    const WorldLayer& layer_;
    const ChunkOfWork& work_;
    PieceChunk chunk_;
};

} // namespace

PieceChunk cut_chunk(const WorldLayer& layer, const ChunkOfWork& work) {
    CITYWEAVE_ASSERT(layer.buffer >= 0 && layer.buffer <= static_cast<int>(default_extent), "a buffer is at most a tile wide");
    return Cutter(layer, work).run();
}

} // namespace cityweave::tiles
