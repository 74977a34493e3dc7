#include "tiles/mvt_geometry.hpp"

#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace cityweave::tiles {

namespace {

using base::Problem;

Problem geometry_problem(std::string found, const char* expected) {
    return {.code = "mvt-geometry", .found = std::move(found), .expected = expected};
}

/// §4.3.1.
struct CommandInteger {
    std::uint32_t id;
    std::uint32_t count;
};
constexpr std::uint32_t move_to = 1;
constexpr std::uint32_t line_to = 2;
constexpr std::uint32_t close_path = 7;

/// Walks the integers with the cursor of §4.3; the first thing wrong is kept and ends the walk.
class GeometryReader {
public:
    GeometryReader(std::string_view packed, std::uint32_t version) : integers_(packed), version_(version) {}

    ReadGeometry result;
    std::optional<Problem> problem;

    /// §4.3.4.2: a single MoveTo with a count above 0.
    void read_points() {
        geo::MultiPoint<TilePoint> points;
        const auto command = read_command();
        if (command.id != move_to || command.count == 0) return fail("a point without MoveTo", "a single MoveTo (MVT 2.1 §4.3.4.2)");
        read_positions(command.count, points);
        if (!problem && !integers_.done()) fail("more after the points", "a single MoveTo (MVT 2.1 §4.3.4.2)");
        result.geometry = std::move(points);
    }

    /// §4.3.4.3: MoveTo(1), LineTo(≥1), again and again.
    void read_lines() {
        geo::MultiLine<TilePoint> lines;
        while (!problem && !integers_.done()) {
            auto line = read_path(1, "MoveTo(1) and LineTo(1 or more) (MVT 2.1 §4.3.4.3)");
            if (line.size() >= 2) lines.lines.push_back(std::move(line));
        }
        result.geometry = std::move(lines);
    }

    /// §4.3.4.4: MoveTo(1), LineTo(≥2), ClosePath(1), again and again.
    void read_polygons() {
        geo::MultiPolygon<TilePoint> polygons;
        while (!problem && !integers_.done()) {
            auto ring = read_path(2, "MoveTo(1), LineTo(2 or more), ClosePath (MVT 2.1 §4.3.4.4)");
            if (problem) return;
            if (integers_.done()) return fail("a ring left open", "ClosePath (MVT 2.1 §4.3.4.4)");
            const auto command = read_command();
            if (command.id != close_path || command.count != 1)
                return fail(fmt::format("command {} with count {}", command.id, command.count),
                            "ClosePath with count 1 (MVT 2.1 §4.3.3.3)");
            add_ring(std::move(ring), polygons);
        }
        result.geometry = std::move(polygons);
    }

private:
    CommandInteger read_command() {
        if (integers_.done()) return {0, 0};
        const auto integer = integers_.read32();
        return {integer & 7U, integer >> 3U};
    }

    void read_positions(std::uint32_t count, std::vector<TilePoint>& points) {
        // Each parameter takes a byte or more: a count beyond that is not believed, and nothing is reserved for it.
        if (count > integers_.left() / 2)
            return fail(fmt::format("count {} with {} bytes left", count, integers_.left()), "two parameters for each (MVT 2.1 §4.3.2)");
        points.reserve(points.size() + count);
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto dx = integers_.read32();
            if (integers_.done()) return fail("a parameter without its pair", "two parameters for each (MVT 2.1 §4.3.2)");
            const auto dy = integers_.read32();
            x_ += static_cast<std::uint32_t>(unzigzag(dx));
            y_ += static_cast<std::uint32_t>(unzigzag(dy));
            points.push_back(TilePoint::at({.x = static_cast<std::int32_t>(x_), .y = static_cast<std::int32_t>(y_)}));
        }
    }

    std::vector<TilePoint> read_path(std::uint32_t fewest_steps, const char* expected) {
        std::vector<TilePoint> points;
        const auto move = read_command();
        if (move.id != move_to || move.count != 1)
            return fail(fmt::format("command {} with count {}", move.id, move.count), expected), points;
        read_positions(1, points);
        const auto line = problem ? CommandInteger{0, 0} : read_command();
        if (problem) return points;
        if (line.id != line_to || line.count < fewest_steps)
            return fail(fmt::format("command {} with count {}", line.id, line.count), expected), points;
        read_positions(line.count, points);
        skip_repeats(points);
        return points;
    }

    void skip_repeats(std::vector<TilePoint>& points) {
        const auto end = std::unique(points.begin(), points.end());
        if (end == points.end()) return;
        points.erase(end, points.end());
        mend("a LineTo of length zero", "dX and dY not both 0 (MVT 2.1 §4.3.3.2)");
    }

    void add_ring(std::vector<TilePoint> ring, geo::MultiPolygon<TilePoint>& polygons) {
        if (ring.size() > 1 && ring.back() == ring.front()) {
            ring.pop_back();
            mend("a ring that repeats its first point", "ClosePath from elsewhere (MVT 2.1 §4.3.4.4)");
        }
        const double area = surveyors_area(ring);
        if (area == 0) return mend("a ring of area zero", "an area (MVT 2.1 §4.3.4.4)");
        bool exterior = area > 0;
        if (polygons.polygons.empty() && !exterior) {
            // Before version 2 winding said nothing; since then the first ring is an exterior one.
            if (version_ >= 2) mend("an interior ring first", "an exterior ring first (MVT 2.1 §4.3.4.4)");
            turned_ = true;
        }
        if (turned_) {
            exterior = !exterior;
            std::reverse(ring.begin() + 1, ring.end());
        }
        if (exterior)
            polygons.polygons.push_back({.exterior = std::move(ring)});
        else
            polygons.polygons.back().interiors.push_back(std::move(ring));
    }

    void fail(std::string found, const char* expected) { problem = geometry_problem(std::move(found), expected); }
    void mend(const char* found, const char* expected) {
        // One of a kind tells enough of a feature.
        const bool told = std::any_of(result.mended.begin(), result.mended.end(), [&](const Problem& p) { return p.found == found; });
        if (!told) result.mended.push_back(geometry_problem(found, expected));
    }

    VarintReader integers_;
    std::uint32_t version_;
    std::uint32_t x_ = 0; ///< unsigned, so that overflow wraps
    std::uint32_t y_ = 0;
    bool turned_ = false;
};

} // namespace

bool ReadGeometry::empty() const {
    if (const auto* points = std::get_if<geo::MultiPoint<TilePoint>>(&geometry)) return points->empty();
    if (const auto* lines = std::get_if<geo::MultiLine<TilePoint>>(&geometry)) return lines->lines.empty();
    return std::get<geo::MultiPolygon<TilePoint>>(geometry).polygons.empty();
}

base::Result<ReadGeometry> read_geometry(GeometryType type, std::string_view packed, std::uint32_t version) {
    CITYWEAVE_ASSERT(type != GeometryType::unknown, "a geometry of unknown type cannot be read");
    GeometryReader reader(packed, version);
    if (packed.empty()) return geometry_problem("no commands", "a geometry (MVT 2.1 §4.2)");
    if (type == GeometryType::point) reader.read_points();
    if (type == GeometryType::line) reader.read_lines();
    if (type == GeometryType::polygon) reader.read_polygons();
    if (reader.problem) return *std::move(reader.problem);
    return std::move(reader.result);
}

} // namespace cityweave::tiles
