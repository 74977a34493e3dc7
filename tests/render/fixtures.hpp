// Drawings and fonts that several tests of this folder share.
#pragma once

#include "render/drawing.hpp"
#include "render/text.hpp"

#include <string>

namespace cityweave::render::test {

inline Fonts fonts() {
    return Fonts::from_folder("/usr/share/fonts/truetype/noto");
}

inline SheetPoint at(double x, double y) {
    return SheetPoint::at({.x = x, .y = y});
}

inline Path rectangle(double left, double top, double right, double bottom) {
    return {MoveTo{at(left, top)}, LineTo{at(right, top)}, LineTo{at(right, bottom)}, LineTo{at(left, bottom)}, ClosePath{}};
}

/// A white sheet of 100 × 50 with a red box, a half-clipped blue one and a line of text.
inline Drawing small_drawing() {
    Drawing drawing{.width = 100, .height = 50, .title = "Small <sheet> & more", .description = "A red box", .lang = "en"};
    drawing.items = {
        GroupBegin{"boxes"},
        PathItem{.path = rectangle(10, 10, 20, 20), .fill = Color{255, 0, 0, 1}, .id = "red", .title = "Red"},
        ClipBegin{{at(30, 10), at(35, 20)}},
        PathItem{.path = rectangle(30, 10, 40, 20), .fill = Color{0, 0, 255, 1}},
        ClipEnd{},
        GroupEnd{},
        TextItem{.at = at(50, 40),
                 .text = "Älta \"1\"",
                 .style = {.size = 12, .halo = Color{255, 255, 255, 1}, .halo_width = 1.5},
                 .anchor = TextAnchor::middle},
    };
    return drawing;
}

} // namespace cityweave::render::test
