#include "geo/topology.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cityweave::geo::topology {

namespace {

using Area = MultiPolygon<TopologyPoint>;

/// One conversation with the library: its context, and the last message of failure.
class Session {
public:
    Session() : context_(GEOS_init_r()) { GEOSContext_setErrorMessageHandler_r(context_, &Session::note, this); }
    ~Session() { GEOS_finish_r(context_); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] GEOSContextHandle_t context() const noexcept { return context_; }
    [[noreturn]] void fail() const { throw base::Error("GEOS: " + (message_.empty() ? "unknown failure" : message_)); }

private:
    static void note(const char* message, void* self) { static_cast<Session*>(self)->message_ = message; }
    GEOSContextHandle_t context_;
    std::string message_;
};

/// A geometry that is owned here, made in one session and released in it.
class Shape {
public:
    Shape(const Session& session, GEOSGeometry* geometry) : session_(&session), geometry_(geometry) {
        if (geometry_ == nullptr) session.fail();
    }
    Shape(Shape&& other) noexcept : session_(other.session_), geometry_(std::exchange(other.geometry_, nullptr)) {}
    Shape& operator=(Shape&&) = delete;
    Shape(const Shape&) = delete;
    Shape& operator=(const Shape&) = delete;
    ~Shape() {
        if (geometry_ != nullptr) GEOSGeom_destroy_r(session_->context(), geometry_);
    }
    [[nodiscard]] GEOSGeometry* get() const noexcept { return geometry_; }
    [[nodiscard]] GEOSGeometry* release() noexcept { return std::exchange(geometry_, nullptr); }

private:
    const Session* session_;
    GEOSGeometry* geometry_;
};

Shape shape_of(const Session& session, const Ring<TopologyPoint>& ring) {
    std::vector<double> numbers;
    numbers.reserve(2 * ring.size() + 2);
    const auto add = [&](TopologyPoint p) {
        CITYWEAVE_ASSERT(std::isfinite(p.x()) && std::isfinite(p.y()), "coordinates of an area are finite");
        numbers.push_back(p.x());
        numbers.push_back(p.y());
    };
    for (const TopologyPoint p : ring) add(p);
    if (!ring.empty()) add(ring.front());
    const auto context = session.context();
    GEOSCoordSequence* sequence =
        GEOSCoordSeq_copyFromBuffer_r(context, numbers.data(), static_cast<unsigned>(numbers.size() / 2), /*hasZ=*/0, /*hasM=*/0);
    if (sequence == nullptr) session.fail();
    return {session, GEOSGeom_createLinearRing_r(context, sequence)};
}

Shape shape_of(const Session& session, const Polygon<TopologyPoint>& polygon) {
    Shape exterior = shape_of(session, polygon.exterior);
    std::vector<Shape> interiors;
    interiors.reserve(polygon.interiors.size());
    for (const auto& interior : polygon.interiors) interiors.push_back(shape_of(session, interior));
    std::vector<GEOSGeometry*> handles;
    for (Shape& interior : interiors) handles.push_back(interior.release());
    return {session,
            GEOSGeom_createPolygon_r(session.context(), exterior.release(), handles.data(), static_cast<unsigned>(handles.size()))};
}

Shape collected(const Session& session, int type, std::vector<Shape> parts) {
    std::vector<GEOSGeometry*> handles;
    handles.reserve(parts.size());
    for (Shape& part : parts) handles.push_back(part.release());
    return {session, GEOSGeom_createCollection_r(session.context(), type, handles.data(), static_cast<unsigned>(handles.size()))};
}

Ring<TopologyPoint> ring_of(const Session& session, const GEOSGeometry* ring) {
    const auto context = session.context();
    const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(context, ring);
    unsigned size = 0;
    if (sequence == nullptr || GEOSCoordSeq_getSize_r(context, sequence, &size) == 0) session.fail();
    std::vector<double> numbers(std::size_t{2} * size);
    if (GEOSCoordSeq_copyToBuffer_r(context, sequence, numbers.data(), 0, 0) == 0) session.fail();
    Ring<TopologyPoint> result;
    for (std::size_t i = 0; i + 3 < numbers.size(); i += 2) // the last repeats the first
        result.push_back(TopologyPoint::at({.x = numbers[i], .y = numbers[i + 1]}));
    return result;
}

Polygon<TopologyPoint> polygon_of(const Session& session, const GEOSGeometry* polygon) {
    const auto context = session.context();
    Polygon<TopologyPoint> result;
    result.exterior = ring_of(session, GEOSGetExteriorRing_r(context, polygon));
    for (int i = 0; i < GEOSGetNumInteriorRings_r(context, polygon); ++i)
        result.interiors.push_back(ring_of(session, GEOSGetInteriorRingN_r(context, polygon, i)));
    return result;
}

/// The polygons of a geometry; lines and points that union or repair left over are no area.
void add_polygons(const Session& session, const GEOSGeometry* geometry, Area& area) {
    const auto context = session.context();
    const int type = GEOSGeomTypeId_r(context, geometry);
    if (type == GEOS_POLYGON && GEOSisEmpty_r(context, geometry) == 0) area.polygons.push_back(polygon_of(session, geometry));
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) return;
    for (int i = 0; i < GEOSGetNumGeometries_r(context, geometry); ++i)
        add_polygons(session, GEOSGetGeometryN_r(context, geometry, i), area);
}

/// Fewer make no ring in the library either: it asks for four positions, closed.
bool is_ring(const Ring<TopologyPoint>& ring) {
    return ring.size() >= 3;
}

/// Every polygon made valid by itself; those without a ring for an exterior are left out.
Shape repaired_parts(const Session& session, const Area& area) {
    std::vector<Shape> parts;
    for (auto polygon : area.polygons) {
        if (!is_ring(polygon.exterior)) continue;
        std::erase_if(polygon.interiors, [](const auto& ring) { return !is_ring(ring); });
        const Shape shape = shape_of(session, polygon);
        parts.emplace_back(session, GEOSMakeValid_r(session.context(), shape.get()));
    }
    return collected(session, GEOS_GEOMETRYCOLLECTION, std::move(parts));
}

} // namespace

std::optional<Invalidity<TopologyPoint>> invalidity(const Area& area) {
    const Session session;
    std::vector<Shape> parts;
    for (const auto& polygon : area.polygons) {
        std::vector<Ring<TopologyPoint>> rings = polygon.interiors;
        rings.push_back(polygon.exterior);
        for (const auto& ring : rings)
            if (!is_ring(ring)) return Invalidity<TopologyPoint>{"Too few points in a ring", ring.empty() ? TopologyPoint() : ring.front()};
        parts.push_back(shape_of(session, polygon));
    }
    const Shape whole = collected(session, GEOS_MULTIPOLYGON, std::move(parts));
    char* reason = nullptr;
    GEOSGeometry* where = nullptr;
    const char valid = GEOSisValidDetail_r(session.context(), whole.get(), 0, &reason, &where);
    if (valid == 2) session.fail();
    if (valid == 1) return std::nullopt;
    const Shape location(session, where);
    Invalidity<TopologyPoint> found{reason, TopologyPoint()};
    GEOSFree_r(session.context(), reason);
    double x = 0, y = 0;
    if (GEOSGeomGetX_r(session.context(), location.get(), &x) == 1 && GEOSGeomGetY_r(session.context(), location.get(), &y) == 1)
        found.where = TopologyPoint::at({.x = x, .y = y});
    return found;
}

Area united(const Area& area, double precision) {
    CITYWEAVE_ASSERT(precision >= 0 && std::isfinite(precision), "a precision is a length, or 0");
    const Session session;
    const Shape parts = repaired_parts(session, area);
    const auto context = session.context();
    const Shape joined(session,
                       precision > 0 ? GEOSUnaryUnionPrec_r(context, parts.get(), precision) : GEOSUnaryUnion_r(context, parts.get()));
    // The union of a single part is handed back off the grid.
    const Shape whole(session, GEOSGeom_setPrecision_r(context, joined.get(), precision, 0));
    if (GEOSNormalize_r(context, whole.get()) < 0) session.fail();
    Area result;
    add_polygons(session, whole.get(), result);
    // The library's normal form turns exteriors clockwise.
    for (auto& polygon : result.polygons) {
        std::reverse(polygon.exterior.begin() + 1, polygon.exterior.end());
        for (auto& interior : polygon.interiors) std::reverse(interior.begin() + 1, interior.end());
    }
    return result;
}

} // namespace cityweave::geo::topology
