// Which corner of a map's window each panel (legend, insets) takes, and the frame that keeps the content clear of them.
// Works on points and boxes; knows no text and no features.
#pragma once

#include "render/frame.hpp"

#include <vector>

namespace cityweave::render {

/// In sheet units.
struct PanelSize {
    double width = 0;
    double height = 0;
};

struct LayoutRequest {
    SheetBox window;                 ///< where the map is drawn; not empty
    std::vector<PanelSize> panels{}; ///< most important first; at most four
    std::vector<MapPoint> points{};  ///< what is shown
    MapBox fallback{};               ///< shown where there are no points; not empty
    FrameLimits limits{};
    double inset = 10;     ///< between a panel and the window's edge or another panel, sheet units
    double clearance = 16; ///< that points keep from panels, sheet units
};

struct Layout {
    Frame frame;
    std::vector<SheetBox> panels; ///< one for each asked for
    std::size_t hidden = 0;       ///< points that a panel covers all the same
};

/// Tries every distribution of the panels over the corners, with the content in the whole window or beside a panel's
/// column or row; hides as few points as possible, then shows the content as large as possible, then prefers panels in
/// the upper right, the upper left, the lower right, the lower left.
[[nodiscard]] Layout lay_out(const LayoutRequest& request);

} // namespace cityweave::render
