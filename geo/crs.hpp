// Coordinate reference systems by name, and the way between longitude/latitude and the metres of a projected one.
// Axis order and units are settled here, once: outside, x is east and y is north, in metres. Knows no features.
#pragma once

#include "geo/lonlat.hpp"
#include "geo/map_point.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::geo {

/// A projected CRS: any text PROJ understands as one ("EPSG:3035", "ESRI:54009", "+proj=laea +lat_0=52 …", WKT).
class Crs {
public:
    /// Throws ConfigError naming the text if PROJ does not know it, or if it is not a projected CRS on the Earth: a
    /// geographic one (EPSG:4326) has degrees, which no sheet is drawn in. Any linear unit is accepted. Some
    /// milliseconds (reads PROJ's database); safe from any thread.
    [[nodiscard]] static Crs from_text(std::string_view given);

    /// As it was asked for, without blanks at the ends: stored in atlases and credits.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// As its authority calls it: "ETRS89-extended / LAEA Europe"; "unknown" for most PROJ strings.
    [[nodiscard]] const std::string& title() const noexcept { return title_; }

    friend bool operator==(const Crs& a, const Crs& b) { return a.text_ == b.text_; }

private:
    Crs(std::string text, std::string title) : text_(std::move(text)), title_(std::move(title)) {}
    std::string text_;
    std::string title_;
};

/// Between WGS 84 longitude/latitude and one CRS. Accuracy is PROJ's for the operation it chooses with the grids
/// installed (older national datums: metres; there and back again in an equal-area CRS: 2 mm).
/// One thread at a time per object; a copy is independent of its original and costs some milliseconds.
class Transform {
public:
    explicit Transform(Crs to);
    Transform(const Transform& other);
    Transform& operator=(const Transform& other);
    Transform(Transform&&) noexcept;
    Transform& operator=(Transform&&) noexcept;
    ~Transform();

    [[nodiscard]] const Crs& crs() const noexcept;

    /// None where the projection has no finite value (the antipode of an azimuthal one).
    [[nodiscard]] std::optional<MapPoint> to_map(LonLat point) const;
    /// Inverse of to_map; none outside the projection's image.
    [[nodiscard]] std::optional<LonLat> to_lonlat(MapPoint point) const;

    /// One answer per point, in order, each equal to the single call's; faster for many.
    [[nodiscard]] std::vector<std::optional<MapPoint>> to_map(std::span<const LonLat> points) const;
    [[nodiscard]] std::vector<std::optional<LonLat>> to_lonlat(std::span<const MapPoint> points) const;

private:
    class Operation;
    std::unique_ptr<Operation> operation_;
};

} // namespace cityweave::geo
