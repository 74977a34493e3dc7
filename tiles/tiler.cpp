#include "tiles/tiler.hpp"

#include "base/error.hpp"
#include "tiles/gzip.hpp"
#include "tiles/layer_tables.hpp"
#include "tiles/tile_cut.hpp"
#include "tiles/tile_pieces.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <set>
#include <tuple>

namespace cityweave::tiles {

namespace {

using geo::TileId;

/// A piece's place in the order of writing: by tile, then layer and feature, which chunk and position follow.
struct PieceRef {
    std::uint64_t tile;
    std::uint32_t chunk;
    std::uint32_t piece;
    friend auto operator<=>(const PieceRef&, const PieceRef&) = default;
};

/// One tile to write: the pieces begin…end of a window, on top of the base map's tile if it has one.
struct TileTask {
    std::uint64_t tile;
    std::size_t begin;
    std::size_t end;
    bool on_base;
};

/// Pieces of a few zooms, all in memory; written before the next window is cut.
struct Window {
    std::vector<PieceChunk> chunks;
    std::vector<PieceRef> refs;
    std::vector<TileTask> tasks;
};

/// What one thread needs to put tiles together, made once for each thread.
class TileEncoder {
public:
    TileEncoder(std::span<const WorldLayer> layers, const std::vector<std::unique_ptr<LayerTables>>& tables, const TileReader* base_map)
        : layers_(layers), tables_(tables), base_map_(base_map) {
        for (std::size_t i = 0; i < layers.size(); ++i) writers_.emplace_back(layers[i].name, tables[i]->pool());
    }

    std::vector<std::byte> encode(const Window& window, const TileTask& task) {
        tile_.clear();
        if (task.on_base) {
            auto under = base_map_->tile(tile_of_hilbert_id(task.tile).value());
            CITYWEAVE_ASSERT(under.has_value(), "a reader has the tiles it lists");
            if (task.begin == task.end) return *std::move(under);
            const auto plain = gunzip(*under);
            if (!plain) throw base::FormatError("base map: " + describe(plain.problem()));
            tile_ = as_text(*plain);
        }
        for (std::size_t i = task.begin; i < task.end; ++i) add(window, window.refs[i]);
        for (auto& writer : writers_) writer.append_to(tile_);
        return gzip_.compress(as_bytes(tile_));
    }

private:
    void add(const Window& window, const PieceRef& ref) {
        const auto& chunk = window.chunks[ref.chunk];
        const auto& piece = chunk.pieces[ref.piece];
        const auto& id = layers_[chunk.layer].features[piece.feature].id;
        writers_[chunk.layer].add(id, tables_[chunk.layer]->tags(piece.feature), piece.type, chunk.commands_of(piece));
    }

    std::span<const WorldLayer> layers_;
    const std::vector<std::unique_ptr<LayerTables>>& tables_;
    const TileReader* base_map_;
    std::vector<LayerWriter> writers_;
    Gzip gzip_;
    std::string tile_;
};

/// Lends encoders to whichever thread asks: as many are made as run at once.
class EncoderPool {
public:
    explicit EncoderPool(std::function<std::unique_ptr<TileEncoder>()> make) : make_(std::move(make)) {}
    std::unique_ptr<TileEncoder> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto encoder = std::move(idle_.back());
                idle_.pop_back();
                return encoder;
            }
        }
        return make_();
    }
    void give_back(std::unique_ptr<TileEncoder> encoder) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(encoder));
    }

private:
    std::function<std::unique_ptr<TileEncoder>()> make_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<TileEncoder>> idle_;
};

/// Half of the work is cutting, half encoding: good enough for a bar.
class Progress {
public:
    Progress(const TilerOptions& options, std::size_t total) : told_(options.progress), total_(total) {}
    void advance(std::size_t steps) {
        const std::lock_guard lock(mutex_);
        done_ += steps;
        if (told_) told_(done_, total_);
    }

private:
    const std::function<void(std::size_t, std::size_t)>& told_;
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::size_t total_;
};

/// Consecutive tasks that are worth a thread's trip together.
struct TaskGroup {
    std::size_t begin;
    std::size_t end;
};

std::vector<TaskGroup> grouped(const std::vector<TileTask>& tasks) {
    constexpr std::size_t enough_pieces = 4096;
    constexpr std::size_t enough_tiles = 64;
    std::vector<TaskGroup> groups;
    std::size_t pieces = 0;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (groups.empty() || pieces >= enough_pieces || groups.back().end - groups.back().begin >= enough_tiles) {
            groups.push_back({i, i});
            pieces = 0;
        }
        groups.back().end = i + 1;
        pieces += tasks[i].end - tasks[i].begin;
    }
    return groups;
}

class Tiler {
public:
    Tiler(std::span<const WorldLayer> layers, const TileReader* base_map, const TilesetMetadata& metadata, TileSink& sink,
          const TilerOptions& options)
        : layers_(layers), base_map_(base_map), metadata_(metadata), sink_(sink), options_(options), tables_(layers.size()),
          encoders_([this] { return std::make_unique<TileEncoder>(layers_, tables_, base_map_); }) {
        base::parallel_for(layers.size(), options.jobs, [&](std::size_t i) { tables_[i] = std::make_unique<LayerTables>(layers_[i]); });
        list_base_tiles();
    }

    void run() {
        const auto work = chunks_of_work();
        Progress progress(options_, 2 * work.size());
        std::size_t begin = 0;
        do {
            const std::size_t end = end_of_window(work, begin);
            const auto window =
                cut(std::span(work).subspan(begin, end - begin), end == work.size() ? metadata_.maxzoom : work[end].zoom - 1, progress);
            write(window);
            progress.advance(end - begin);
            begin = end;
        } while (begin < work.size());
    }

private:
    void list_base_tiles() {
        if (base_map_ == nullptr) return;
        for (const TileId tile : base_map_->tile_ids())
            if (tile.zoom() >= metadata_.minzoom && tile.zoom() <= metadata_.maxzoom) base_tiles_.push_back(hilbert_id(tile));
        std::sort(base_tiles_.begin(), base_tiles_.end());
    }

    /// By zoom, layer, feature: the order in which pieces will lie.
    [[nodiscard]] std::vector<ChunkOfWork> chunks_of_work() const {
        constexpr std::uint32_t features_a_chunk = 1024;
        std::vector<ChunkOfWork> work;
        for (int zoom = metadata_.minzoom; zoom <= metadata_.maxzoom; ++zoom)
            for (std::uint32_t i = 0; i < layers_.size(); ++i) {
                if (zoom < layers_[i].minzoom || zoom > layers_[i].maxzoom) continue;
                const auto count = static_cast<std::uint32_t>(layers_[i].features.size());
                for (std::uint32_t begin = 0; begin < count; begin += features_a_chunk)
                    work.push_back({.layer = i, .zoom = zoom, .begin = begin, .end = std::min(count, begin + features_a_chunk)});
            }
        return work;
    }

    /// Whole zooms, of about two million features together.
    static std::size_t end_of_window(const std::vector<ChunkOfWork>& work, std::size_t begin) {
        constexpr std::size_t enough_chunks = 2048;
        std::size_t end = begin;
        while (end < work.size()) {
            const int zoom = work[end].zoom;
            std::size_t next = end;
            while (next < work.size() && work[next].zoom == zoom) ++next;
            if (end > begin && next - begin > enough_chunks) break;
            end = next;
        }
        return end;
    }

    /// The tiles of this work, and those the base map alone has up to `maxzoom`.
    Window cut(std::span<const ChunkOfWork> work, int maxzoom, Progress& progress) {
        Window window;
        window.chunks = base::parallel_map(work.size(), options_.jobs, [&](std::size_t i) {
            auto chunk = cut_chunk(layers_[work[i].layer], work[i]);
            progress.advance(1);
            return chunk;
        });
        order(window, work);
        plan(window, maxzoom);
        return window;
    }

    /// Zooms do not mix in the order of tiles, so each can be sorted on its own.
    void order(Window& window, std::span<const ChunkOfWork> work) const {
        std::vector<std::size_t> zoom_begin;
        for (std::uint32_t chunk = 0; chunk < window.chunks.size(); ++chunk) {
            if (chunk == 0 || work[chunk].zoom != work[chunk - 1].zoom) zoom_begin.push_back(window.refs.size());
            const auto& pieces = window.chunks[chunk].pieces;
            for (std::uint32_t i = 0; i < pieces.size(); ++i) window.refs.push_back({pieces[i].tile, chunk, i});
        }
        zoom_begin.push_back(window.refs.size());
        base::parallel_for(zoom_begin.size() - 1, options_.jobs, [&](std::size_t i) {
            const auto at = [&](std::size_t position) { return window.refs.begin() + static_cast<std::ptrdiff_t>(zoom_begin[position]); };
            std::sort(at(i), at(i + 1));
        });
    }

    /// Merges the base map's tiles up to `maxzoom` in.
    void plan(Window& window, int maxzoom) {
        const auto is_base = [&](std::uint64_t tile) { return next_base_ < base_tiles_.size() && base_tiles_[next_base_] == tile; };
        const auto add_base_below = [&](std::uint64_t tile) {
            for (; next_base_ < base_tiles_.size() && base_tiles_[next_base_] < tile; ++next_base_)
                window.tasks.push_back({base_tiles_[next_base_], 0, 0, true});
        };
        for (std::size_t begin = 0; begin < window.refs.size();) {
            const auto tile = window.refs[begin].tile;
            std::size_t end = begin;
            while (end < window.refs.size() && window.refs[end].tile == tile) ++end;
            add_base_below(tile);
            const bool on_base = is_base(tile);
            if (on_base) ++next_base_;
            window.tasks.push_back({tile, begin, end, on_base});
            begin = end;
        }
        const auto past = hilbert_id(TileId::from_parts({maxzoom, 0, 0}).value()) + (std::uint64_t{1} << (2 * maxzoom));
        add_base_below(past);
    }

    void write(const Window& window) {
        const auto groups = grouped(window.tasks);
        const auto tiles = base::parallel_map(groups.size(), options_.jobs, [&](std::size_t g) {
            auto encoder = encoders_.take();
            std::vector<std::vector<std::byte>> encoded;
            for (std::size_t i = groups[g].begin; i < groups[g].end; ++i) encoded.push_back(encoder->encode(window, window.tasks[i]));
            encoders_.give_back(std::move(encoder));
            return encoded;
        });
        for (std::size_t g = 0; g < groups.size(); ++g)
            for (std::size_t i = groups[g].begin; i < groups[g].end; ++i)
                sink_.put(tile_of_hilbert_id(window.tasks[i].tile).value(), tiles[g][i - groups[g].begin]);
    }

    std::span<const WorldLayer> layers_;
    const TileReader* base_map_;
    const TilesetMetadata& metadata_;
    TileSink& sink_;
    const TilerOptions& options_;
    std::vector<std::unique_ptr<LayerTables>> tables_;
    std::vector<std::uint64_t> base_tiles_;
    std::size_t next_base_ = 0;
    EncoderPool encoders_;
};

void check(std::span<const WorldLayer> layers, const TileReader* base_map, const TilesetMetadata& metadata) {
    if (metadata.minzoom < 0 || metadata.minzoom > metadata.maxzoom || metadata.maxzoom > geo::max_zoom)
        throw base::ConfigError(
            fmt::format("zooms {} to {}: expected 0 to {} in ascending order", metadata.minzoom, metadata.maxzoom, geo::max_zoom));
    std::set<std::string> names;
    const auto add = [&](const std::string& name) {
        if (!names.insert(name).second) throw base::ConfigError("two layers named \"" + name + "\" (MVT 2.1 §4.1)");
    };
    if (base_map != nullptr)
        for (const auto& layer : base_map->metadata().vector_layers) add(layer.id);
    for (const auto& layer : layers) add(layer.name);
}

void describe_layers(std::span<const WorldLayer> layers, const TileReader* base_map, TilesetMetadata& metadata) {
    metadata.vector_layers.clear();
    if (base_map != nullptr) metadata.vector_layers = base_map->metadata().vector_layers;
    for (const auto& layer : layers) metadata.vector_layers.push_back(described(layer));
    for (auto& layer : metadata.vector_layers) {
        layer.minzoom = std::clamp(layer.minzoom, metadata.minzoom, metadata.maxzoom);
        layer.maxzoom = std::clamp(layer.maxzoom, metadata.minzoom, metadata.maxzoom);
    }
}

geo::LonLat position_of(double x, double y) {
    return geo::to_lonlat(geo::WorldPoint::at({.x = std::clamp(x, 0.0, 1.0), .y = std::clamp(y, 0.0, 1.0)}));
}

/// Around the features; what lies at one point still has bounds that clients accept: about a metre.
void describe_bounds(std::span<const WorldLayer> layers, TilesetMetadata& metadata) {
    WorldBox box;
    for (const auto& layer : layers)
        for (const auto& feature : layer.features) box.expand(bounds(feature.geometry));
    if (box.empty()) return;
    box = box.grown(1e-8);
    metadata.south_west = position_of(box.min_x(), box.max_y());
    metadata.north_east = position_of(box.max_x(), box.min_y());
    metadata.center = position_of((box.min_x() + box.max_x()) / 2, (box.min_y() + box.max_y()) / 2);
    const double across = std::max(box.width(), box.height());
    metadata.center_zoom = std::clamp(static_cast<int>(std::floor(-std::log2(across))), metadata.minzoom, metadata.maxzoom);
}

/// Clients ask for nothing outside the bounds, so the base map must lie inside; the centre stays with the features.
void include_base(std::span<const WorldLayer> layers, const TilesetMetadata& base, TilesetMetadata& metadata) {
    const bool alone = std::all_of(layers.begin(), layers.end(), [](const WorldLayer& layer) { return layer.features.empty(); });
    if (alone) {
        std::tie(metadata.south_west, metadata.north_east, metadata.center) = std::tie(base.south_west, base.north_east, base.center);
        metadata.center_zoom = std::clamp(base.center_zoom, metadata.minzoom, metadata.maxzoom);
        return;
    }
    const auto [low, high] = std::pair(metadata.south_west, metadata.north_east);
    metadata.south_west =
        geo::LonLat::wrapped({.lon = std::min(low.lon(), base.south_west.lon()), .lat = std::min(low.lat(), base.south_west.lat())});
    metadata.north_east =
        geo::LonLat::wrapped({.lon = std::max(high.lon(), base.north_east.lon()), .lat = std::max(high.lat(), base.north_east.lat())});
}

} // namespace

TilesetMetadata write_tiles(std::span<const WorldLayer> layers, const TileReader* base_map, TilesetMetadata metadata, TileSink& sink,
                            const TilerOptions& options) {
    check(layers, base_map, metadata);
    describe_layers(layers, base_map, metadata);
    describe_bounds(layers, metadata);
    if (base_map != nullptr) include_base(layers, base_map->metadata(), metadata);
    Tiler(layers, base_map, metadata, sink, options).run();
    sink.finish(metadata);
    return metadata;
}

} // namespace cityweave::tiles
