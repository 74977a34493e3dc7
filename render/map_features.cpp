#include "render/map_features.hpp"

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "geo/mercator.hpp"
#include "render/line_join.hpp"
#include "render/map_tile.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <numbers>

namespace cityweave::render {
namespace {

using geo::LonLat;
using geo::TileId;
using geo::WorldPoint;

constexpr double world_metres = 40'075'016.686; ///< the equator of WGS 84
constexpr double tile_points_per_unit = 4;      ///< the tile grid is at least so much finer than a sheet unit
constexpr int frame_samples = 32;               ///< along each side of a frame, to find the tiles under it

std::optional<tiles::DecodedTile> decoded_tile(const tiles::TileReader& archive, TileId tile) {
    const auto stored = archive.tile(tile);
    if (!stored) return {};
    const auto refuse = [&](const base::Problem& problem) {
        throw base::FormatError(fmt::format("tile {}/{}/{}: {}", tile.zoom(), tile.x(), tile.y(), base::describe(problem)));
    };
    auto inflated = tiles::looks_gzipped(*stored) ? tiles::gunzip(*stored) : base::Result<std::vector<std::byte>>(*stored);
    if (!inflated) refuse(inflated.problem());
    auto decoded = tiles::read_tile(*inflated);
    if (!decoded) refuse(decoded.problem());
    return std::move(decoded).value();
}

/// Every tile of the lowest zoom.
std::vector<TileId> lowest_tiles(const tiles::TileReader& archive) {
    std::vector<TileId> tiles = archive.tile_ids();
    if (tiles.empty()) return {};
    const int lowest = std::min_element(tiles.begin(), tiles.end(), [](TileId a, TileId b) { return a.zoom() < b.zoom(); })->zoom();
    std::erase_if(tiles, [&](TileId tile) { return tile.zoom() != lowest; });
    std::sort(tiles.begin(), tiles.end());
    return tiles;
}

void append_points(const tiles::TileLayer& layer, TileId tile, const PlacePositions& places, std::vector<PointFeature>& points) {
    const double tile_point = tile.bounds().width() / layer.extent;
    for (const tiles::TileFeature& stored : layer.features) {
        const auto* positions = std::get_if<geo::MultiPoint<tiles::TilePoint>>(&stored.geometry);
        if (!positions) continue;
        tiles::Properties properties = layer.resolved(stored).properties;
        for (const tiles::TilePoint& p : *positions) {
            if (!owns(p, tile, layer.extent)) continue;
            const LonLat position = exact_position(properties, tiles::to_world(p, tile, layer.extent), tile_point, places);
            points.push_back({.id = stored.id, .properties = properties, .position = position});
        }
    }
}

/// Positions in map metres of a regular grid over the frame, as longitude and latitude; none outside the projection.
std::vector<std::optional<LonLat>> sampled(const geo::Box<MapPoint>& box, const geo::Transform& transform) {
    std::vector<MapPoint> grid;
    for (int i = 0; i <= frame_samples; ++i) {
        for (int j = 0; j <= frame_samples; ++j) {
            grid.push_back(
                MapPoint::at({.x = box.min_x() + box.width() * j / frame_samples, .y = box.min_y() + box.height() * i / frame_samples}));
        }
    }
    return transform.to_lonlat(grid);
}

/// The part of the world square under the frame: the box of samples, a sample's distance more on every side.
geo::Box<WorldPoint> world_under(const geo::Box<MapPoint>& box, const geo::Transform& transform) {
    geo::Box<WorldPoint> world;
    for (const auto& sample : sampled(box, transform)) {
        if (sample) world.expand(geo::to_world(*sample));
    }
    return world.grown(2 * std::max(world.width(), world.height()) / frame_samples);
}

std::vector<TileId> tiles_under(const geo::Box<WorldPoint>& world, int zoom) {
    if (world.empty()) return {};
    const TileId first = TileId::containing(WorldPoint::at({.x = world.min_x(), .y = world.min_y()}), zoom);
    const TileId last = TileId::containing(WorldPoint::at({.x = world.max_x(), .y = world.max_y()}), zoom);
    std::vector<TileId> tiles;
    for (std::uint32_t y = first.y(); y <= last.y(); ++y) {
        for (std::uint32_t x = first.x(); x <= last.x(); ++x) tiles.push_back(TileId::from_parts({.zoom = zoom, .x = x, .y = y}).value());
    }
    return tiles;
}

/// A line feature's identity over tiles: its id, or else all its properties.
using LineKey = std::pair<std::optional<std::uint64_t>, tiles::Properties>;

LineKey key_of(const TileLines& lines) {
    return lines.id ? LineKey{lines.id, {}} : LineKey{std::nullopt, lines.properties};
}

/// Moves the ends of a link onto its places, where they are known and near.
void pin_ends(MapFeature& feature, const std::map<std::uint64_t, MapPoint>& places, double tolerance) {
    for (const char* key : {"from", "to"}) {
        const auto id = number_property(feature.properties, key);
        const auto place = id && *id >= 0 && *id < 0x1p53 ? places.find(static_cast<std::uint64_t>(*id)) : places.end();
        if (place == places.end()) continue;
        for (auto& line : std::get<geo::MultiLine<MapPoint>>(feature.geometry).lines) {
            for (MapPoint* end : {&line.front(), &line.back()}) {
                if (std::hypot(end->x() - place->second.x(), end->y() - place->second.y()) <= tolerance) *end = place->second;
            }
        }
    }
}

} // namespace

FeatureView MapFeature::view() const {
    return {.geometry = static_cast<GeometryKind>(geometry.index()), .id = id, .properties = &properties};
}

const tiles::Value* find_property(const tiles::Properties& properties, std::string_view key) {
    const auto found = std::find_if(properties.begin(), properties.end(), [&](const auto& property) { return property.first == key; });
    return found == properties.end() ? nullptr : &found->second;
}

std::string_view string_property(const tiles::Properties& properties, std::string_view key) {
    const tiles::Value* value = find_property(properties, key);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

std::optional<double> number_property(const tiles::Properties& properties, std::string_view key) {
    const tiles::Value* value = find_property(properties, key);
    if (!value) return {};
    return std::visit(
        [](const auto& held) -> std::optional<double> {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, bool>)
                return {};
            else
                return static_cast<double>(held);
        },
        *value);
}

const MapLayer* MapFeatures::find(std::string_view layer) const {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const auto& held) { return held->name == layer; });
    return found == layers.end() ? nullptr : found->get();
}

/// What one CRS shares: its transforms (one a thread) and the tiles already read.
class Ground {
public:
    explicit Ground(const std::string& crs) : crs_(geo::Crs::from_text(crs)) {}

    /// Runs `work` with a transform that no other thread uses meanwhile.
    template <class Work>
    auto with_transform(Work&& work) {
        std::unique_ptr<geo::Transform> transform = borrow();
        auto result = work(std::as_const(*transform));
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(transform));
        return result;
    }
    /// Null pointer if not read yet.
    std::shared_ptr<const MapTile> find(TileId tile) {
        const std::lock_guard lock(mutex_);
        const auto found = tiles_.find(tile);
        return found == tiles_.end() ? nullptr : found->second;
    }
    void keep(TileId tile, std::shared_ptr<const MapTile> read) {
        const std::lock_guard lock(mutex_);
        tiles_.emplace(tile, std::move(read));
    }
    /// Places in this CRS, computed once.
    const std::map<std::uint64_t, MapPoint>& places(const PlacePositions& positions) {
        std::call_once(places_once_, [&] {
            with_transform([&](const geo::Transform& transform) {
                for (const auto& [id, position] : positions) {
                    if (const auto on_map = transform.to_map(position)) places_.emplace(id, *on_map);
                }
                return 0;
            });
        });
        return places_;
    }

private:
    std::unique_ptr<geo::Transform> borrow() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                std::unique_ptr<geo::Transform> transform = std::move(idle_.back());
                idle_.pop_back();
                return transform;
            }
        }
        return std::make_unique<geo::Transform>(crs_); // some milliseconds, so outside the lock
    }
    std::mutex mutex_;
    geo::Crs crs_;
    std::vector<std::unique_ptr<geo::Transform>> idle_;
    std::map<TileId, std::shared_ptr<const MapTile>> tiles_;
    std::once_flag places_once_;
    std::map<std::uint64_t, MapPoint> places_;
};

struct FeatureSource::Cache {
    std::once_flag lowest_once;
    std::vector<std::pair<TileId, tiles::DecodedTile>> lowest; ///< tiles of the lowest zoom
    PlacePositions places;
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<Ground>> grounds; ///< by CRS

    void read_lowest(const tiles::TileReader& archive) {
        std::call_once(lowest_once, [&] {
            for (const TileId tile : lowest_tiles(archive)) {
                if (auto decoded = decoded_tile(archive, tile)) lowest.emplace_back(tile, std::move(*decoded));
            }
            for (const PointFeature& place : points("places")) {
                if (place.id) places.emplace(*place.id, place.position);
            }
        });
    }
    [[nodiscard]] std::vector<PointFeature> points(std::string_view layer) const {
        std::vector<PointFeature> all;
        for (const auto& [tile, decoded] : lowest) {
            if (const tiles::TileLayer* found = decoded.layer(layer)) append_points(*found, tile, places, all);
        }
        return all;
    }
    Ground& ground(const std::string& crs) {
        const std::lock_guard lock(mutex);
        auto& held = grounds[crs];
        if (!held) held = std::make_unique<Ground>(crs);
        return *held;
    }
};

namespace {

/// The tiles in their order, those not read before read now, on all threads.
std::vector<std::shared_ptr<const MapTile>> map_tiles(const std::vector<TileId>& wanted, const tiles::TileReader& archive, Ground& ground,
                                                      const PlacePositions& places, base::Jobs jobs) {
    return base::parallel_map(wanted.size(), jobs, [&](std::size_t i) {
        if (auto held = ground.find(wanted[i])) return held;
        const auto decoded = decoded_tile(archive, wanted[i]);
        auto read = std::make_shared<const MapTile>(decoded ? ground.with_transform([&](const geo::Transform& transform) {
            return to_map_tile(*decoded, wanted[i], transform, places);
        })
                                                            : MapTile{});
        ground.keep(wanted[i], read);
        return std::shared_ptr<const MapTile>(std::move(read));
    });
}

/// One layer of every tile.
using LayerParts = std::vector<const MapTileLayer*>;

/// Layers in the order in which tiles name them.
std::vector<std::pair<std::string, LayerParts>> by_layer(const std::vector<std::shared_ptr<const MapTile>>& tiles) {
    std::vector<std::pair<std::string, LayerParts>> layers;
    for (const auto& tile : tiles) {
        for (const MapTileLayer& layer : tile->layers) {
            auto found = std::find_if(layers.begin(), layers.end(), [&](const auto& held) { return held.first == layer.name; });
            if (found == layers.end()) found = layers.insert(layers.end(), {layer.name, {}});
            found->second.push_back(&layer);
        }
    }
    return layers;
}

void append_touching(const std::vector<MapFeature>& from, const geo::Box<MapPoint>& box, std::vector<MapFeature>& to) {
    std::copy_if(from.begin(), from.end(), std::back_inserter(to), [&](const MapFeature& feature) { return feature.box.intersects(box); });
}

/// Line features made whole, by id and then by properties.
std::vector<MapFeature> whole_lines(const LayerParts& parts, double tolerance) {
    std::map<LineKey, std::vector<const TileLines*>> features;
    for (const MapTileLayer* part : parts) {
        for (const TileLines& lines : part->lines) features[key_of(lines)].push_back(&lines);
    }
    std::vector<MapFeature> whole;
    for (const auto& [key, held] : features) {
        std::vector<const LinePiece*> pieces;
        for (const TileLines* lines : held) {
            for (const LinePiece& piece : lines->pieces) pieces.push_back(&piece);
        }
        MapFeature feature{.id = held.front()->id, .properties = held.front()->properties, .geometry = {}, .box = {}};
        geo::MultiLine<MapPoint> multi{join_pieces(pieces, tolerance)};
        for (const auto& line : multi.lines) {
            for (const MapPoint& p : line) feature.box.expand(p);
        }
        feature.geometry = std::move(multi);
        whole.push_back(std::move(feature));
    }
    return whole;
}

/// The archive's own order of layers where it tells one, others after it.
void sort_layers(std::vector<std::shared_ptr<const MapLayer>>& layers, const tiles::TilesetMetadata& metadata) {
    const auto rank = [&](const std::shared_ptr<const MapLayer>& layer) {
        const auto& known = metadata.vector_layers;
        return std::find_if(known.begin(), known.end(), [&](const tiles::VectorLayer& l) { return l.id == layer->name; }) - known.begin();
    };
    std::stable_sort(layers.begin(), layers.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

} // namespace

FeatureSource::FeatureSource(const tiles::TileReader& archive, base::Jobs jobs)
    : archive_(archive), jobs_(jobs), cache_(std::make_unique<Cache>()) {}

FeatureSource::~FeatureSource() = default;

const tiles::TilesetMetadata& FeatureSource::metadata() const {
    return archive_.metadata();
}

std::vector<PointFeature> FeatureSource::points(std::string_view layer) const {
    cache_->read_lowest(archive_);
    return cache_->points(layer);
}

int FeatureSource::zoom_for(const Frame& frame) const {
    CITYWEAVE_ASSERT(!frame.box.empty() && frame.metres_per_unit > 0, "a frame must have an extent and a scale");
    const MapPoint centre =
        MapPoint::at({.x = (frame.box.min_x() + frame.box.max_x()) / 2, .y = (frame.box.min_y() + frame.box.max_y()) / 2});
    const auto middle =
        cache_->ground(frame.crs).with_transform([&](const geo::Transform& transform) { return transform.to_lonlat(centre); });
    const double shrink = middle ? std::cos(middle->lat() * std::numbers::pi / 180) : 1;
    const double wanted = world_metres * std::max(shrink, 0.1) * tile_points_per_unit / (tiles::default_extent * frame.metres_per_unit);
    const double zoom = std::ceil(std::log2(wanted) - 1e-9);
    const auto& about = archive_.metadata();
    return static_cast<int>(std::clamp(zoom, static_cast<double>(about.minzoom), static_cast<double>(about.maxzoom)));
}

MapFeatures FeatureSource::features(const Frame& frame) const {
    cache_->read_lowest(archive_);
    const int zoom = zoom_for(frame);
    Ground& ground = cache_->ground(frame.crs);
    const auto world = ground.with_transform([&](const geo::Transform& transform) { return world_under(frame.box, transform); });
    const auto tiles = map_tiles(tiles_under(world, zoom), archive_, ground, cache_->places, jobs_);
    const double tile_point = std::ldexp(1.0 / tiles::default_extent, -zoom);
    MapFeatures result{.zoom = zoom, .layers = {}};
    for (const auto& [name, parts] : by_layer(tiles)) {
        auto layer = std::make_shared<MapLayer>(MapLayer{.name = name, .features = {}});
        for (const MapTileLayer* part : parts) {
            append_touching(part->polygons, frame.box, layer->features);
            append_touching(part->points, frame.box, layer->features);
        }
        std::vector<MapFeature> lines = whole_lines(parts, 2 * tile_point);
        for (MapFeature& line : lines) pin_ends(line, ground.places(cache_->places), 2 * tile_point * world_metres);
        append_touching(lines, frame.box, layer->features);
        result.layers.push_back(std::move(layer));
    }
    sort_layers(result.layers, archive_.metadata());
    return result;
}

} // namespace cityweave::render
