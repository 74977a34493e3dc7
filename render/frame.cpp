#include "render/frame.hpp"

#include "base/assertion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cityweave::render {

namespace {

SheetPoint middle(const SheetBox& box) {
    return SheetPoint::at({.x = (box.min_x() + box.max_x()) / 2, .y = (box.min_y() + box.max_y()) / 2});
}

MapPoint middle(const MapBox& box) {
    return MapPoint::at({.x = (box.min_x() + box.max_x()) / 2, .y = (box.min_y() + box.max_y()) / 2});
}

/// Fields of one CSV line; a doubled quote inside quotes is one quote.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return fields;
}

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

constexpr std::string_view inset_header = "id,title,west,south,east,north,crs";

std::optional<Inset> inset_from(const std::vector<std::string>& fields) {
    if (fields.size() != 7 || fields[0].empty() || fields[6].empty()) return std::nullopt;
    std::array<double, 4> edges{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto value = number_of(fields[i + 2]);
        if (!value) return std::nullopt;
        edges[i] = *value;
    }
    const auto [west, south, east, north] = edges;
    if (west < -180 || east > 180 || south < -90 || north > 90 || west >= east || south >= north) return std::nullopt;
    return Inset{.id = fields[0],
                 .title = fields[1],
                 .south_west = geo::LonLat::wrapped({.lon = west, .lat = south}),
                 .north_east = geo::LonLat::wrapped({.lon = east, .lat = north}),
                 .crs = fields[6]};
}

} // namespace

Frame::Frame(SheetBox window, MapPoint center, double metres_per_unit)
    : window_(window), center_(center), metres_per_unit_(metres_per_unit) {
    CITYWEAVE_ASSERT(!window.empty() && window.width() > 0 && window.height() > 0, "a frame's window must have an area");
    CITYWEAVE_ASSERT(metres_per_unit > 0 && std::isfinite(metres_per_unit), "a frame's scale must be positive");
}

MapBox Frame::shown() const {
    return {to_map(SheetPoint::at({.x = window_.min_x(), .y = window_.max_y()})),
            to_map(SheetPoint::at({.x = window_.max_x(), .y = window_.min_y()}))};
}

SheetPoint Frame::to_sheet(MapPoint point) const {
    const SheetPoint origin = middle(window_);
    return SheetPoint::at(
        {.x = origin.x() + (point.x() - center_.x()) / metres_per_unit_, .y = origin.y() - (point.y() - center_.y()) / metres_per_unit_});
}

MapPoint Frame::to_map(SheetPoint point) const {
    const SheetPoint origin = middle(window_);
    return MapPoint::at(
        {.x = center_.x() + (point.x() - origin.x()) * metres_per_unit_, .y = center_.y() - (point.y() - origin.y()) * metres_per_unit_});
}

Frame fit_frame(const SheetBox& window, const SheetBox& room, const MapBox& content, const MapBox& fallback, const FrameLimits& limits) {
    CITYWEAVE_ASSERT(!room.empty() && room.width() > 0 && room.height() > 0, "the room for a map must have an area");
    const MapBox& box = content.empty() ? fallback : content;
    CITYWEAVE_ASSERT(!box.empty(), "a frame must have something to show");
    const double grown = 1 + 2 * limits.margin;
    const double by_width = box.width() * grown / room.width();
    const double by_height = box.height() * grown / room.height();
    const double scale = std::max({by_width, by_height, limits.minimal_width / window.width()});
    // The content's middle stands in the middle of the room, which may lie off the window's middle.
    const MapPoint aim = middle(box);
    const SheetPoint at = middle(room);
    const SheetPoint origin = middle(window);
    const MapPoint center = MapPoint::at({.x = aim.x() + (origin.x() - at.x()) * scale, .y = aim.y() - (origin.y() - at.y()) * scale});
    return {window, center, scale};
}

base::Result<std::vector<Inset>> parse_insets(std::string_view csv, std::string_view source) {
    std::vector<Inset> insets;
    int number = 0;
    const auto problem = [&](std::string found) {
        return base::Problem{.code = "inset-table",
                             .source = std::string(source),
                             .line = number,
                             .found = std::move(found),
                             .expected = std::string(inset_header)};
    };
    while (!csv.empty()) {
        ++number;
        const std::string_view line = csv.substr(0, csv.find('\n'));
        csv.remove_prefix(std::min(csv.size(), line.size() + 1));
        const std::vector<std::string> fields = fields_of(line);
        if (number == 1) {
            if (fmt::format("{}", fmt::join(fields, ",")) != inset_header) return problem(std::string(line.substr(0, 80)));
            continue;
        }
        if (fields.size() == 1 && fields[0].empty()) continue;
        auto inset = inset_from(fields);
        if (!inset) return problem(std::string(line.substr(0, 80)));
        insets.push_back(std::move(*inset));
    }
    return insets;
}

const Inset* inset_of(const std::vector<Inset>& insets, geo::LonLat point) {
    const auto holds = [&](const Inset& inset) {
        return point.lon() >= inset.south_west.lon() && point.lon() <= inset.north_east.lon() && point.lat() >= inset.south_west.lat() &&
               point.lat() <= inset.north_east.lat();
    };
    const auto found = std::find_if(insets.begin(), insets.end(), holds);
    return found == insets.end() ? nullptr : &*found;
}

} // namespace cityweave::render
