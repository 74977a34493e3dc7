// The tile pyramid over the Web Mercator square: rows from the north. Knows no archives.
#pragma once

#include "base/result.hpp"
#include "geo/box.hpp"
#include "geo/mercator.hpp"

#include <compare>
#include <cstdint>

namespace cityweave::geo {

inline constexpr int max_zoom = 24;

/// Zoom 0…max_zoom; x and y 0…2^zoom−1, y from the north.
class TileId {
public:
    struct Parts {
        int zoom;
        std::uint32_t x;
        std::uint32_t y;
    };
    /// Problem "tile-range" outside the pyramid.
    [[nodiscard]] static base::Result<TileId> from_parts(Parts parts);
    /// The tile of that zoom that holds the point; the world's east and south edges belong to the last tiles, positions
    /// outside the world to the nearest. Precondition: zoom 0…max_zoom.
    [[nodiscard]] static TileId containing(WorldPoint point, int zoom);

    [[nodiscard]] int zoom() const noexcept { return zoom_; }
    [[nodiscard]] std::uint32_t x() const noexcept { return x_; }
    [[nodiscard]] std::uint32_t y() const noexcept { return y_; }

    /// Precondition: zoom() > 0.
    [[nodiscard]] TileId parent() const;
    /// The part of the world square it covers.
    [[nodiscard]] Box<WorldPoint> bounds() const;

    /// By zoom, then row, then column.
    friend std::strong_ordering operator<=>(const TileId& a, const TileId& b) noexcept;
    friend bool operator==(const TileId&, const TileId&) = default;

private:
    TileId(int zoom, std::uint32_t x, std::uint32_t y) : zoom_(zoom), x_(x), y_(y) {}
    int zoom_;
    std::uint32_t x_;
    std::uint32_t y_;
};

/// Number of tiles along one side at this zoom: 2^zoom.
[[nodiscard]] constexpr std::uint32_t tiles_across(int zoom) {
    return std::uint32_t{1} << zoom;
}

} // namespace cityweave::geo
