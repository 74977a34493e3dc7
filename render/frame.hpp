// Which part of the CRS a sheet shows and where: from map metres to sheet units, the only such place. Knows no features
// and no labels.
#pragma once

#include "base/result.hpp"
#include "geo/box.hpp"
#include "geo/lonlat.hpp"
#include "render/drawing.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

using SheetBox = geo::Box<SheetPoint>;
using MapBox = geo::Box<MapPoint>;

/// A window of the sheet through which a part of one CRS is seen, at one scale, north up.
class Frame {
public:
    /// Shows `center` in the middle of `window`, at that many metres a sheet unit (more than 0). Window not empty.
    Frame(SheetBox window, MapPoint center, double metres_per_unit);

    [[nodiscard]] const SheetBox& window() const noexcept { return window_; }
    [[nodiscard]] double metres_per_unit() const noexcept { return metres_per_unit_; }
    /// What the whole window shows.
    [[nodiscard]] MapBox shown() const;
    [[nodiscard]] SheetPoint to_sheet(MapPoint point) const;
    [[nodiscard]] MapPoint to_map(SheetPoint point) const;

private:
    SheetBox window_;
    MapPoint center_;
    double metres_per_unit_;
};

struct FrameLimits {
    double margin = 0.08;           ///< of the content's width and height, added on each side
    double minimal_width = 600'000; ///< metres that a window shows at least from left to right
};

/// The frame that shows `content` with its margin inside `room`, a part of `window`, as large as fits; the window shows
/// what lies around. Content may be one point; empty content shows `fallback`. Room and fallback not empty.
[[nodiscard]] Frame fit_frame(const SheetBox& window, const SheetBox& room, const MapBox& content, const MapBox& fallback,
                              const FrameLimits& limits = {});

/// A far part of a country that is shown in a box of its own.
struct Inset {
    std::string id;
    std::string title; ///< as its people write it, with the country: "Açores (PT)"
    geo::LonLat south_west;
    geo::LonLat north_east;
    std::string crs;
};

/// Reads the table of insets: CSV with the header `id,title,west,south,east,north,crs`, degrees; quotes as RFC 4180 but no
/// line breaks in fields. The Problem ("inset-table") names the line of the first row that cannot be read. `source` names
/// the file.
[[nodiscard]] base::Result<std::vector<Inset>> parse_insets(std::string_view csv, std::string_view source);

/// The first inset whose box holds the point, edges included; none for the main frame.
[[nodiscard]] const Inset* inset_of(const std::vector<Inset>& insets, geo::LonLat point);

} // namespace cityweave::render
