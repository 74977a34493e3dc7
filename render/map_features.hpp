// What a sheet needs from a tile archive: tiles of its frame decoded, joined across their edges, in map metres. Knows tiles and
// transforms; no style, no sheet units.
#pragma once

#include "base/parallel.hpp"
#include "geo/box.hpp"
#include "geo/geometry.hpp"
#include "geo/lonlat.hpp"
#include "render/drawing.hpp"
#include "render/expression.hpp"
#include "tiles/archive.hpp"
#include "tiles/feature.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

/// A feature in the sheet's CRS. Points: one per feature, from the exact `lon`, `lat` of the place where tiles carry it.
/// Lines: joined over tile edges. Polygons: one feature per tile's piece, overlapping its neighbours by the tiles'
/// buffer, so that opaque fills drawn one by one leave no seam.
struct MapFeature {
    std::optional<std::uint64_t> id;
    tiles::Properties properties;
    geo::Geometry<MapPoint> geometry;
    geo::Box<MapPoint> box;

    /// Valid as long as this feature.
    [[nodiscard]] FeatureView view() const;
};

/// Null pointer if the feature has no such property.
[[nodiscard]] const tiles::Value* find_property(const tiles::Properties& properties, std::string_view key);
/// The property as text, "" if missing or no string.
[[nodiscard]] std::string_view string_property(const tiles::Properties& properties, std::string_view key);
/// Any number as double; none if missing or no number.
[[nodiscard]] std::optional<double> number_property(const tiles::Properties& properties, std::string_view key);

struct MapLayer {
    std::string name;
    std::vector<MapFeature> features;
};

/// All layers of a frame, in the archive's order.
struct MapFeatures {
    int zoom = 0;
    std::vector<std::shared_ptr<const MapLayer>> layers;

    /// Null pointer if the tiles hold no such layer.
    [[nodiscard]] const MapLayer* find(std::string_view layer) const;
};

/// A point feature where it exactly is: what frames and insets are chosen from.
struct PointFeature {
    std::optional<std::uint64_t> id;
    tiles::Properties properties;
    geo::LonLat position;
};

/// Reads one archive for one or many sheets; what is decoded once is kept. Safe for many threads.
class FeatureSource {
public:
    /// `archive` outlives this. Throws what the archive throws.
    explicit FeatureSource(const tiles::TileReader& archive, base::Jobs jobs);
    FeatureSource(const FeatureSource&) = delete;
    FeatureSource& operator=(const FeatureSource&) = delete;
    ~FeatureSource();

    /// The point features of one layer (`places`, `memberships`, `country_labels`) of the whole world, in the tiles'
    /// order, from the lowest zoom: every place stands at every zoom. Memberships stand where their place stands.
    [[nodiscard]] std::vector<PointFeature> points(std::string_view layer) const;

    /// A request for one frame.
    struct Frame {
        std::string crs;            ///< anything PROJ reads: "EPSG:3035"
        geo::Box<MapPoint> box;     ///< what is shown, in that CRS; not empty
        double metres_per_unit = 1; ///< of the CRS per sheet unit
    };
    /// Everything that touches the frame, from the zoom whose tile grid is finer than a quarter of a sheet unit there
    /// (or the archive's last). Vertices finer than the sheet can show are dropped (see map_tile.hpp); links end exactly
    /// on their places. Decoded and transformed tiles are kept, so that frames of one CRS share their ground. Throws
    /// ConfigError for an unknown CRS and FormatError for tiles that cannot be decoded.
    [[nodiscard]] MapFeatures features(const Frame& frame) const;

    /// The zoom that features() would read.
    [[nodiscard]] int zoom_for(const Frame& frame) const;

    [[nodiscard]] const tiles::TilesetMetadata& metadata() const;

private:
    struct Cache;
    const tiles::TileReader& archive_;
    base::Jobs jobs_;
    std::unique_ptr<Cache> cache_;
};

} // namespace cityweave::render
