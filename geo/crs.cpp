#include "geo/crs.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <array>
#include <cmath>

namespace cityweave::geo {

namespace {

struct ContextDeleter {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct PjDeleter {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using Context = std::unique_ptr<PJ_CONTEXT, ContextDeleter>;
using Pj = std::unique_ptr<PJ, PjDeleter>;

/// Silent, and without the network: what PROJ cannot answer from installed files it must say by failing.
Context make_context() {
    Context context(proj_context_create());
    if (!context) throw base::IoError("PROJ: no context could be made");
    proj_log_level(context.get(), PJ_LOG_NONE);
    proj_context_set_enable_network(context.get(), 0);
    return context;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

/// PROJ takes "+proj=laea …" for an operation unless told that a CRS is meant.
std::string as_crs_definition(const std::string& text) {
    const bool proj_string = text.find("proj=") != std::string::npos && text.find('[') == std::string::npos;
    return proj_string && text.find("type=crs") == std::string::npos ? text + " +type=crs" : text;
}

/// The projected CRS inside wrappers: the horizontal part of a compound one, the source of a bound one.
Pj unwrapped(PJ_CONTEXT* context, Pj crs) {
    for (int depth = 0; crs && depth < 8; ++depth) {
        const PJ_TYPE type = proj_get_type(crs.get());
        if (type == PJ_TYPE_COMPOUND_CRS)
            crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
        else if (type == PJ_TYPE_BOUND_CRS)
            crs.reset(proj_get_source_crs(context, crs.get()));
        else
            break;
    }
    return crs;
}

base::ConfigError not_accepted(const std::string& text, std::string_view why) {
    return base::ConfigError(
        fmt::format("CRS \"{}\": {}; expected a projected CRS that PROJ knows, such as EPSG:3035", text.substr(0, 200), why));
}

Pj projected_crs(PJ_CONTEXT* context, const std::string& text) {
    Pj crs(text.empty() ? nullptr : proj_create(context, as_crs_definition(text).c_str()));
    if (!crs || !proj_is_crs(crs.get())) throw not_accepted(text, "unknown to PROJ");
    crs = unwrapped(context, std::move(crs));
    if (!crs || proj_get_type(crs.get()) != PJ_TYPE_PROJECTED_CRS)
        throw not_accepted(text, "not a projected CRS, so its coordinates are no metres on a plane");
    return crs;
}

/// One axis of a projected CRS: which way it points, and its unit in metres.
struct Axis {
    std::string direction;
    std::string abbreviation;
    double metres = 1;
};

std::array<Axis, 2> axes_of(PJ_CONTEXT* context, const PJ* crs) {
    const Pj system(proj_crs_get_coordinate_system(context, crs));
    std::array<Axis, 2> axes;
    for (int i = 0; i < 2; ++i) {
        const char* abbreviation = nullptr;
        const char* direction = nullptr;
        double factor = 1;
        if (!system ||
            proj_cs_get_axis_info(context, system.get(), i, nullptr, &abbreviation, &direction, &factor, nullptr, nullptr, nullptr) == 0)
            return {};
        axes[static_cast<std::size_t>(i)] = {direction, abbreviation, factor};
    }
    return axes;
}

/// How the CRS's own pair of numbers becomes (x east, y north) in metres.
struct AxisOrder {
    bool swapped = false;
    double first = 1; ///< factor of the CRS's first number
    double second = 1;
};

AxisOrder axis_order(const std::array<Axis, 2>& axes) {
    const auto& [a, b] = axes;
    AxisOrder order;
    // Round a pole both axes point north (or south) along different meridians; there only the names tell them apart.
    const bool polar = a.direction == b.direction;
    order.swapped = polar ? a.abbreviation == "N" || a.abbreviation == "Y" : a.direction == "north" || a.direction == "south";
    const auto sign = [polar](const Axis& axis) { return !polar && (axis.direction == "west" || axis.direction == "south") ? -1.0 : 1.0; };
    order.first = sign(a) * a.metres;
    order.second = sign(b) * b.metres;
    return order;
}

bool finite(const PJ_COORD& c) {
    return std::isfinite(c.xy.x) && std::isfinite(c.xy.y);
}

} // namespace

Crs Crs::from_text(std::string_view given) {
    const Context context = make_context();
    std::string text = trimmed(given);
    const Pj crs = projected_crs(context.get(), text);
    const char* title = proj_get_name(crs.get());
    return {std::move(text), title != nullptr ? title : "unknown"};
}

class Transform::Operation {
public:
    explicit Operation(Crs to) : crs_(std::move(to)), context_(make_context()) {
        order_ = axis_order(axes_of(context_.get(), projected_crs(context_.get(), crs_.text()).get()));
        // OGC:CRS84 is WGS 84 with longitude first, so that only the target's axes need settling.
        pj_.reset(proj_create_crs_to_crs(context_.get(), "OGC:CRS84", as_crs_definition(crs_.text()).c_str(), nullptr));
        if (!pj_) throw not_accepted(crs_.text(), "PROJ finds no way to it from longitude and latitude");
    }

    [[nodiscard]] const Crs& crs() const noexcept { return crs_; }

    static PJ_COORD coord(LonLat point) { return proj_coord(point.lon(), point.lat(), 0, 0); }
    [[nodiscard]] PJ_COORD coord(MapPoint point) const {
        const double first = order_.swapped ? point.y() : point.x();
        const double second = order_.swapped ? point.x() : point.y();
        return proj_coord(first / order_.first, second / order_.second, 0, 0);
    }
    [[nodiscard]] std::optional<MapPoint> map_point(const PJ_COORD& c) const {
        if (!finite(c)) return std::nullopt;
        const double first = c.xy.x * order_.first;
        const double second = c.xy.y * order_.second;
        return order_.swapped ? MapPoint::at({.x = second, .y = first}) : MapPoint::at({.x = first, .y = second});
    }
    [[nodiscard]] static std::optional<LonLat> lonlat(const PJ_COORD& c) {
        if (!finite(c) || std::abs(c.xy.y) > 90.0 + 1e-9) return std::nullopt;
        return LonLat::wrapped({.lon = c.xy.x, .lat = c.xy.y});
    }
    [[nodiscard]] PJ_COORD run(PJ_DIRECTION direction, PJ_COORD c) const {
        proj_errno_reset(pj_.get());
        return proj_trans(pj_.get(), direction, c);
    }
    void run(PJ_DIRECTION direction, std::vector<PJ_COORD>& coords) const {
        if (coords.empty()) return;
        constexpr std::size_t stride = sizeof(PJ_COORD);
        proj_errno_reset(pj_.get());
        proj_trans_generic(pj_.get(), direction, &coords[0].xyzt.x, stride, coords.size(), &coords[0].xyzt.y, stride, coords.size(),
                           nullptr, 0, 0, nullptr, 0, 0);
    }

private:
    Crs crs_;
    Context context_;
    Pj pj_;
    AxisOrder order_;
};

Transform::Transform(Crs to) : operation_(std::make_unique<Operation>(std::move(to))) {}
Transform::Transform(const Transform& other) : Transform(other.crs()) {}
Transform& Transform::operator=(const Transform& other) {
    if (this != &other) *this = Transform(other);
    return *this;
}
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;
Transform::~Transform() = default;

const Crs& Transform::crs() const noexcept {
    return operation_->crs();
}

std::optional<MapPoint> Transform::to_map(LonLat point) const {
    return operation_->map_point(operation_->run(PJ_FWD, Operation::coord(point)));
}

std::optional<LonLat> Transform::to_lonlat(MapPoint point) const {
    return Operation::lonlat(operation_->run(PJ_INV, operation_->coord(point)));
}

std::vector<std::optional<MapPoint>> Transform::to_map(std::span<const LonLat> points) const {
    std::vector<PJ_COORD> coords;
    coords.reserve(points.size());
    for (const LonLat p : points) coords.push_back(Operation::coord(p));
    operation_->run(PJ_FWD, coords);
    std::vector<std::optional<MapPoint>> result;
    result.reserve(coords.size());
    for (const PJ_COORD& c : coords) result.push_back(operation_->map_point(c));
    return result;
}

std::vector<std::optional<LonLat>> Transform::to_lonlat(std::span<const MapPoint> points) const {
    std::vector<PJ_COORD> coords;
    coords.reserve(points.size());
    for (const MapPoint p : points) coords.push_back(operation_->coord(p));
    operation_->run(PJ_INV, coords);
    std::vector<std::optional<LonLat>> result;
    result.reserve(coords.size());
    for (const PJ_COORD& c : coords) result.push_back(Operation::lonlat(c));
    return result;
}

} // namespace cityweave::geo
