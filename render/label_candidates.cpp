#include "render/label_candidates.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cityweave::render {

namespace {

constexpr double grid_cell = 48; ///< sheet units: about the length of a short label
constexpr double cover_cell = 3; ///< sheet units: a line crossing a label covers four or five

SheetPoint at(double x, double y) {
    return SheetPoint::at({.x = x, .y = y});
}

/// A direction with what it costs to stand there. Written out rather than computed: no machine's cosine may decide.
struct Direction {
    double x;
    double y; ///< downwards
    double cost;
};
constexpr double c1 = 0.923879532511287;
constexpr double c2 = 0.707106781186548;
constexpr double c3 = 0.382683432365090;
constexpr std::array<Direction, 16> directions{{{1, 0, 0},
                                                {c1, -c3, 0.03},
                                                {c2, -c2, 0.05},
                                                {c3, -c1, 0.20},
                                                {0, -1, 0.25},
                                                {-c3, -c1, 0.28},
                                                {-c2, -c2, 0.22},
                                                {-c1, -c3, 0.22},
                                                {-1, 0, 0.20},
                                                {-c1, c3, 0.26},
                                                {-c2, c2, 0.30},
                                                {-c3, c1, 0.36},
                                                {0, 1, 0.32},
                                                {c3, c1, 0.30},
                                                {c2, c2, 0.12},
                                                {c1, c3, 0.08}}};

/// Distances beyond the mark at which a label stands off, as parts of the reach.
constexpr std::array<double, 7> rings{0.1, 0.17, 0.27, 0.4, 0.56, 0.76, 1};

double cross(SheetPoint o, SheetPoint a, SheetPoint b) {
    return (a.x() - o.x()) * (b.y() - o.y()) - (a.y() - o.y()) * (b.x() - o.x());
}

SheetBox box_of(const Leader& leader) {
    return {leader.from, leader.to};
}

/// The box of ink and halo for a baseline that starts at `baseline`.
SheetBox box_at(const LabelRequest& request, SheetPoint baseline) {
    const SheetBox& ink = request.extent.ink;
    SheetBox box;
    box.expand(at(baseline.x() + ink.min_x(), baseline.y() + ink.min_y()));
    box.expand(at(baseline.x() + ink.max_x(), baseline.y() + ink.max_y()));
    return box.grown(request.halo);
}

/// The place whose box touches the circle of `radius` round the request's point from outside in that direction. Beside the
/// mark it is the height above the baseline that is centred: descenders would push the word up.
LabelPlace place_towards(const LabelRequest& request, const Direction& direction, double radius) {
    const SheetBox& ink = request.extent.ink;
    const double side_x = std::clamp(direction.x / c2, -1.0, 1.0);
    const double side_y = std::clamp(direction.y / c2, -1.0, 1.0);
    const double half_width = ink.width() / 2 + request.halo;
    const double bottom = side_y == 0 ? std::min(ink.max_y(), 0.0) : ink.max_y();
    const double half_height = (bottom - ink.min_y()) / 2 + request.halo;
    const double x = request.point.x() + radius * direction.x + half_width * side_x;
    const double y = request.point.y() + radius * direction.y + half_height * side_y;
    LabelPlace place;
    place.baseline = at(x - (ink.min_x() + ink.max_x()) / 2, y - (ink.min_y() + bottom) / 2);
    place.box = box_at(request, place.baseline);
    return place;
}

SheetPoint nearest_in(const SheetBox& box, SheetPoint p) {
    return at(std::clamp(p.x(), box.min_x(), box.max_x()), std::clamp(p.y(), box.min_y(), box.max_y()));
}

/// From the mark's edge to a point of the label's edge; none if the mark reaches there.
std::optional<Leader> leader_to(const LabelRequest& request, SheetPoint to) {
    const double dx = to.x() - request.point.x();
    const double dy = to.y() - request.point.y();
    const double length = std::sqrt(dx * dx + dy * dy);
    if (length <= request.mark_radius) return std::nullopt;
    const double part = request.mark_radius / length;
    return Leader{.from = at(request.point.x() + dx * part, request.point.y() + dy * part), .to = to};
}

/// Where a leader may end, best first: the nearest point, then the ends and thirds of the side it faces.
std::array<SheetPoint, 5> leader_ends(const SheetBox& box, SheetPoint from) {
    const SheetPoint near = nearest_in(box, from);
    const bool beside = from.y() > box.min_y() && from.y() < box.max_y();
    const auto along = [&](double part) {
        return beside ? at(near.x(), box.min_y() + part * box.height()) : at(box.min_x() + part * box.width(), near.y());
    };
    return {near, along(1 / 3.0), along(2 / 3.0), along(0), along(1)};
}

/// Distance of a point from a segment, squared.
double squared_distance(SheetPoint p, const Leader& s) {
    const double dx = s.to.x() - s.from.x();
    const double dy = s.to.y() - s.from.y();
    const double length = dx * dx + dy * dy;
    const double t = length == 0 ? 0 : std::clamp(((p.x() - s.from.x()) * dx + (p.y() - s.from.y()) * dy) / length, 0.0, 1.0);
    const double x = s.from.x() + t * dx - p.x();
    const double y = s.from.y() + t * dy - p.y();
    return x * x + y * y;
}

double squared_distance(SheetPoint p, const SheetBox& box) {
    const SheetPoint near = nearest_in(box, p);
    return (near.x() - p.x()) * (near.x() - p.x()) + (near.y() - p.y()) * (near.y() - p.y());
}

/// Whether the way along a leader leads away from a point from its start on.
bool leaves(const Leader& leader, SheetPoint p) {
    return (leader.from.x() - p.x()) * (leader.to.x() - leader.from.x()) + (leader.from.y() - p.y()) * (leader.to.y() - leader.from.y()) >=
           0;
}

/// Whether two marks lie so close that no leader of one can begin clear of the other.
bool touches(const LabelRequest& a, const LabelRequest& b) {
    const double dx = a.point.x() - b.point.x();
    const double dy = a.point.y() - b.point.y();
    const double reach = a.mark_radius + b.mark_radius + 1;
    return dx * dx + dy * dy < reach * reach;
}

SheetBox mark_box(const LabelRequest& request) {
    return SheetBox{request.point}.grown(request.mark_radius);
}

} // namespace

bool crosses(const Leader& a, const Leader& b) {
    const auto side = [](double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; };
    const int a1 = side(cross(a.from, a.to, b.from));
    const int a2 = side(cross(a.from, a.to, b.to));
    const int b1 = side(cross(b.from, b.to, a.from));
    const int b2 = side(cross(b.from, b.to, a.to));
    // Collinear ones count where their boxes meet.
    return a1 * a2 <= 0 && b1 * b2 <= 0 && box_of(a).intersects(box_of(b));
}

bool crosses(const Leader& s, const SheetBox& box) {
    if (!box.intersects(box_of(s))) return false;
    if (box.contains(s.from) || box.contains(s.to)) return true;
    const SheetPoint nw = at(box.min_x(), box.min_y());
    const SheetPoint se = at(box.max_x(), box.max_y());
    const SheetPoint ne = at(box.max_x(), box.min_y());
    const SheetPoint sw = at(box.min_x(), box.max_y());
    return crosses(s, Leader{nw, se}) || crosses(s, Leader{ne, sw});
}

bool conflict(const LabelPlace& a, const LabelPlace& b) {
    if (a.box.intersects(b.box)) return true;
    if (a.leader && crosses(*a.leader, b.box)) return true;
    if (b.leader && crosses(*b.leader, a.box)) return true;
    return a.leader && b.leader && crosses(*a.leader, *b.leader);
}

BoxGrid::BoxGrid(const SheetBox& area)
    : area_(area), columns_(static_cast<std::size_t>(area.width() / grid_cell) + 1),
      rows_(static_cast<std::size_t>(area.height() / grid_cell) + 1), cells_(columns_ * rows_) {}

BoxGrid::Cells BoxGrid::cells_of(const SheetBox& box) const {
    const auto cell = [](double from, double value, std::size_t count) {
        return static_cast<std::size_t>(std::clamp((value - from) / grid_cell, 0.0, static_cast<double>(count - 1)));
    };
    return {.left = cell(area_.min_x(), box.min_x(), columns_),
            .top = cell(area_.min_y(), box.min_y(), rows_),
            .right = cell(area_.min_x(), box.max_x(), columns_),
            .bottom = cell(area_.min_y(), box.max_y(), rows_)};
}

void BoxGrid::insert(std::size_t id, const SheetBox& box) {
    const Cells cells = cells_of(box);
    for (std::size_t row = cells.top; row <= cells.bottom; ++row) {
        for (std::size_t column = cells.left; column <= cells.right; ++column) cells_[row * columns_ + column].push_back(id);
    }
}

bool BoxGrid::any(const SheetBox& box, const std::function<bool(std::size_t)>& visit) const {
    const Cells cells = cells_of(box);
    for (std::size_t row = cells.top; row <= cells.bottom; ++row) {
        for (std::size_t column = cells.left; column <= cells.right; ++column) {
            const auto& ids = cells_[row * columns_ + column];
            if (std::any_of(ids.begin(), ids.end(), visit)) return true;
        }
    }
    return false;
}

LineCover::LineCover(const SheetBox& area, const std::vector<std::vector<SheetPoint>>& lines)
    : area_(area), columns_(static_cast<std::size_t>(area.width() / cover_cell) + 2),
      rows_(static_cast<std::size_t>(area.height() / cover_cell) + 2), sums_(columns_ * rows_, 0) {
    for (const auto& line : lines) {
        for (std::size_t i = 1; i < line.size(); ++i) mark(line[i - 1], line[i]);
    }
    sum_up();
}

// Row and column 0 stay empty, so that sums need no special case at the edges.
std::size_t LineCover::column(double x) const {
    return static_cast<std::size_t>(std::clamp((x - area_.min_x()) / cover_cell, 0.0, static_cast<double>(columns_ - 2))) + 1;
}
std::size_t LineCover::row(double y) const {
    return static_cast<std::size_t>(std::clamp((y - area_.min_y()) / cover_cell, 0.0, static_cast<double>(rows_ - 2))) + 1;
}

void LineCover::mark(SheetPoint a, SheetPoint b) {
    const double dx = b.x() - a.x();
    const double dy = b.y() - a.y();
    const double longer = std::max(std::abs(dx), std::abs(dy));
    // A line far longer than any sheet is a broken one; its part here would still be found by this many steps.
    const int steps = static_cast<int>(std::min(std::ceil(longer / cover_cell), 20'000.0)) + 1;
    for (int i = 0; i <= steps; ++i) {
        const SheetPoint p = at(a.x() + dx * i / steps, a.y() + dy * i / steps);
        if (area_.contains(p)) sums_[row(p.y()) * columns_ + column(p.x())] = 1;
    }
}

void LineCover::sum_up() {
    for (std::size_t r = 1; r < rows_; ++r) {
        for (std::size_t c = 1; c < columns_; ++c) {
            sums_[r * columns_ + c] += sums_[(r - 1) * columns_ + c] + sums_[r * columns_ + c - 1] - sums_[(r - 1) * columns_ + c - 1];
        }
    }
}

double LineCover::length_in(const SheetBox& box) const {
    const std::size_t left = column(box.min_x()) - 1;
    const std::size_t top = row(box.min_y()) - 1;
    const std::size_t right = column(box.max_x());
    const std::size_t bottom = row(box.max_y());
    const int cells =
        sums_[bottom * columns_ + right] - sums_[top * columns_ + right] - sums_[bottom * columns_ + left] + sums_[top * columns_ + left];
    return cells * cover_cell;
}

CandidateMaker::CandidateMaker(const std::vector<LabelRequest>& requests, const LabelGround& ground, const LabelOptions& options)
    : requests_(requests), ground_(ground), options_(options), marks_(ground.area), blocked_(ground.area),
      lines_(ground.area, ground.lines) {
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (requests[i].mark_radius > 0) marks_.insert(i, mark_box(requests[i]));
    }
    for (std::size_t i = 0; i < ground.blocked.size(); ++i) blocked_.insert(i, ground.blocked[i]);
}

std::vector<LabelCandidate> CandidateMaker::candidates(std::size_t request) const {
    std::vector<LabelCandidate> all;
    if (requests_[request].extent.ink.empty()) return all;
    if (requests_[request].kind == LabelKind::area) {
        all = on_area(request);
    } else {
        all = around(request);
        const auto off = standing_off(request);
        all.insert(all.end(), off.begin(), off.end());
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
    return all;
}

std::vector<LabelCandidate> CandidateMaker::around(std::size_t request) const {
    std::vector<LabelCandidate> kept;
    const LabelRequest& wanted = requests_[request];
    for (const Direction& direction : directions) {
        const LabelPlace place = place_towards(wanted, direction, wanted.mark_radius + options_.gap - wanted.halo);
        keep_if_free(kept, {.place = place, .cost = direction.cost}, request);
    }
    return kept;
}

std::vector<LabelCandidate> CandidateMaker::standing_off(std::size_t request) const {
    std::vector<LabelCandidate> kept;
    const LabelRequest& wanted = requests_[request];
    for (const double ring : rings) {
        const double distance = ring * options_.reach;
        for (const Direction& direction : directions) {
            LabelPlace place = place_towards(wanted, direction, wanted.mark_radius + options_.gap + distance);
            for (const SheetPoint end : leader_ends(place.box, wanted.point)) {
                place.leader = leader_to(wanted, end);
                const std::size_t before = kept.size();
                keep_if_free(
                    kept,
                    {.place = place, .cost = (wanted.rank == 0 ? 1.3 : 0.9) + (wanted.rank == 0 ? 4 : 2.2) * ring + 0.5 * direction.cost},
                    request);
                if (kept.size() > before) break;
            }
        }
    }
    return kept;
}

std::vector<LabelCandidate> CandidateMaker::on_area(std::size_t request) const {
    std::vector<LabelCandidate> kept;
    const LabelRequest& wanted = requests_[request];
    const SheetBox& ink = wanted.extent.ink;
    for (int ring = 0; ring <= 7; ++ring) {
        for (std::size_t i = 0; i < (ring == 0 ? 1U : directions.size()); ++i) {
            const double off = 10.0 * ring;
            LabelPlace place;
            place.baseline = at(wanted.point.x() + off * 1.4 * directions[i].x - (ink.min_x() + ink.max_x()) / 2,
                                wanted.point.y() + off * directions[i].y - (ink.min_y() + ink.max_y()) / 2);
            place.box = box_at(wanted, place.baseline);
            const SheetPoint middle = at((place.box.min_x() + place.box.max_x()) / 2, (place.box.min_y() + place.box.max_y()) / 2);
            if (ring > 0 && !(wanted.may_stand && wanted.may_stand(middle))) continue;
            keep_if_free(kept, {.place = place, .cost = 0.2 * ring}, request);
        }
    }
    return kept;
}

void CandidateMaker::keep_if_free(std::vector<LabelCandidate>& kept, LabelCandidate candidate, std::size_t request) const {
    if (!is_free(candidate.place, request)) return;
    candidate.cost += 0.012 * lines_.length_in(candidate.place.box) + nearness_cost(candidate.place.box, request);
    kept.push_back(candidate);
}

bool CandidateMaker::is_free(const LabelPlace& place, std::size_t request) const {
    if (!ground_.area.contains(place.box)) return false;
    SheetBox whole = place.box;
    if (place.leader) whole.expand(box_of(*place.leader));
    const bool blocked = blocked_.any(whole, [&](std::size_t i) {
        return ground_.blocked[i].intersects(place.box) || (place.leader && crosses(*place.leader, ground_.blocked[i]));
    });
    return !blocked && !marks_.any(whole, [&](std::size_t i) {
        const double r = requests_[i].mark_radius;
        if (squared_distance(requests_[i].point, place.box) < r * r) return true;
        if (i == request || !place.leader || squared_distance(requests_[i].point, *place.leader) >= (r + 1) * (r + 1)) return false;
        return !leaves(*place.leader, requests_[i].point) || !touches(requests_[i], requests_[request]);
    });
}

/// A label nearer to another mark than to its own is read as that one's.
double CandidateMaker::nearness_cost(const SheetBox& box, std::size_t request) const {
    double cost = 0;
    marks_.any(box.grown(8), [&](std::size_t i) {
        if (i == request) return false;
        const double free = std::sqrt(squared_distance(requests_[i].point, box)) - requests_[i].mark_radius;
        if (free < 8) cost = std::max(cost, 0.5 - 0.05 * std::max(free, 0.0));
        return false;
    });
    return cost;
}

} // namespace cityweave::render
