#include "render/layout.hpp"

#include "base/assertion.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace cityweave::render {

namespace {

struct Corner {
    bool right;
    bool bottom;
};
constexpr std::array<Corner, 4> corners{{{true, false}, {false, false}, {true, true}, {false, true}}};

SheetBox box_of(double left, double top, PanelSize size) {
    return {SheetPoint::at({.x = left, .y = top}), SheetPoint::at({.x = left + size.width, .y = top + size.height})};
}

/// The panels in their corners, those that share one stacked from the corner inwards.
std::vector<SheetBox> boxes_in(const LayoutRequest& request, const std::vector<std::size_t>& choice) {
    std::array<double, 4> used{};
    std::vector<SheetBox> boxes;
    for (std::size_t i = 0; i < choice.size(); ++i) {
        const Corner corner = corners[choice[i]];
        const PanelSize size = request.panels[i];
        const double depth = request.inset + used[choice[i]];
        const double left = corner.right ? request.window.max_x() - request.inset - size.width : request.window.min_x() + request.inset;
        const double top = corner.bottom ? request.window.max_y() - depth - size.height : request.window.min_y() + depth;
        used[choice[i]] += size.height + request.inset;
        boxes.push_back(box_of(left, top, size));
    }
    return boxes;
}

bool overlap(const std::vector<SheetBox>& boxes) {
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (boxes[i].intersects(boxes[j])) return true;
        }
    }
    return false;
}

/// The parts of the window the content may keep to: all of it, or what is left beside the panels of one side.
std::vector<SheetBox> rooms_beside(const LayoutRequest& request, const std::vector<SheetBox>& boxes) {
    const SheetBox& w = request.window;
    const double middle_x = (w.min_x() + w.max_x()) / 2;
    const double middle_y = (w.min_y() + w.max_y()) / 2;
    double left = w.min_x();
    double right = w.max_x();
    double top = w.min_y();
    double bottom = w.max_y();
    for (const SheetBox& box : boxes) {
        box.min_x() > middle_x ? right = std::min(right, box.min_x()) : left = std::max(left, box.max_x());
        box.min_y() > middle_y ? bottom = std::min(bottom, box.min_y()) : top = std::max(top, box.max_y());
    }
    const auto room = [](double x1, double y1, double x2, double y2) {
        return SheetBox{SheetPoint::at({.x = x1, .y = y1}), SheetPoint::at({.x = x2, .y = y2})};
    };
    std::vector<SheetBox> rooms{w};
    if (left < right) rooms.push_back(room(left, w.min_y(), right, w.max_y()));
    if (top < bottom) rooms.push_back(room(w.min_x(), top, w.max_x(), bottom));
    return rooms;
}

std::size_t hidden_by(const std::vector<SheetBox>& boxes, const Frame& frame, const LayoutRequest& request) {
    const auto covered = [&](MapPoint point) {
        const SheetPoint at = frame.to_sheet(point);
        return std::any_of(boxes.begin(), boxes.end(), [&](const SheetBox& box) { return box.grown(request.clearance).contains(at); });
    };
    return static_cast<std::size_t>(std::count_if(request.points.begin(), request.points.end(), covered));
}

/// Strictly better: fewer hidden, else clearly larger.
bool better(const Layout& a, const Layout& b) {
    if (a.hidden != b.hidden) return a.hidden < b.hidden;
    return a.frame.metres_per_unit() < b.frame.metres_per_unit() * 0.999;
}

} // namespace

Layout lay_out(const LayoutRequest& request) {
    CITYWEAVE_ASSERT(request.panels.size() <= 4, "a window has four corners");
    MapBox content;
    for (const MapPoint& point : request.points) content.expand(point);
    std::optional<Layout> best;
    std::vector<std::size_t> choice(request.panels.size(), 0);
    for (bool more = true; more;) {
        const std::vector<SheetBox> boxes = boxes_in(request, choice);
        if (!overlap(boxes) || !best) {
            for (const SheetBox& room : rooms_beside(request, boxes)) {
                Layout layout{.frame = fit_frame(request.window, room, content, request.fallback, request.limits), .panels = boxes};
                layout.hidden = hidden_by(boxes, layout.frame, request);
                if (!best || better(layout, *best)) best = std::move(layout);
            }
        }
        // Count up in base four.
        more = false;
        for (std::size_t& digit : choice) {
            digit = (digit + 1) % corners.size();
            if (digit != 0) {
                more = true;
                break;
            }
        }
    }
    return *best;
}

} // namespace cityweave::render
