#include "geo/tile_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cityweave::geo {

namespace {

std::uint32_t cell(double position, int zoom) {
    const double across = std::ldexp(1.0, zoom);
    return static_cast<std::uint32_t>(std::clamp(std::floor(position * across), 0.0, across - 1.0));
}

} // namespace

base::Result<TileId> TileId::from_parts(Parts parts) {
    const bool good = parts.zoom >= 0 && parts.zoom <= max_zoom && parts.x < tiles_across(parts.zoom) && parts.y < tiles_across(parts.zoom);
    if (!good)
        return base::Problem{.code = "tile-range",
                             .found = fmt::format("{}/{}/{}", parts.zoom, parts.x, parts.y),
                             .expected = fmt::format("zoom 0 to {}, x and y below 2^zoom", max_zoom)};
    return TileId(parts.zoom, parts.x, parts.y);
}

TileId TileId::containing(WorldPoint point, int zoom) {
    CITYWEAVE_ASSERT(zoom >= 0 && zoom <= max_zoom, "a zoom lies inside the pyramid");
    return {zoom, cell(point.x(), zoom), cell(point.y(), zoom)};
}

TileId TileId::parent() const {
    CITYWEAVE_ASSERT(zoom_ > 0, "the tile of zoom 0 has no parent");
    return {zoom_ - 1, x_ / 2, y_ / 2};
}

Box<WorldPoint> TileId::bounds() const {
    const double size = std::ldexp(1.0, -zoom_);
    return {WorldPoint::at({.x = x_ * size, .y = y_ * size}), WorldPoint::at({.x = (x_ + 1) * size, .y = (y_ + 1) * size})};
}

std::strong_ordering operator<=>(const TileId& a, const TileId& b) noexcept {
    if (const auto by_zoom = a.zoom_ <=> b.zoom_; by_zoom != 0) return by_zoom;
    if (const auto by_row = a.y_ <=> b.y_; by_row != 0) return by_row;
    return a.x_ <=> b.x_;
}

} // namespace cityweave::geo
