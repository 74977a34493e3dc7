#include "render/furniture.hpp"

#include "geo/geodesic.hpp"
#include "render/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cityweave::render {

namespace {

constexpr Color ink{32, 38, 46, 1};
constexpr Color soft_ink{88, 97, 107, 1};
constexpr Color hairline{150, 158, 166, 1};
constexpr Color panel_paper{255, 255, 255, 0.93};

// All in furniture units, which grow and shrink with the sheet.
constexpr double page_margin = 30;
constexpr double overline_size = 14;
constexpr double title_size = 36;
constexpr double subtitle_size = 18;
constexpr double legend_title_size = 14;
constexpr double legend_text_size = 14;
constexpr double note_size = 11;
constexpr double row_height = 23;
constexpr double legend_padding = 14;
constexpr double sample_column = 30;
constexpr double scale_bar_room = 36;
constexpr double smallest_note = 8; ///< sheet units: still read in print (6 pt)

SheetPoint at(double x, double y) {
    return SheetPoint::at({.x = x, .y = y});
}

Path rectangle(const SheetBox& box) {
    return {MoveTo{at(box.min_x(), box.min_y())}, LineTo{at(box.max_x(), box.min_y())}, LineTo{at(box.max_x(), box.max_y())},
            LineTo{at(box.min_x(), box.max_y())}, ClosePath{}};
}

TextStyle style_of(double size, const Color& color, FontWeight weight = FontWeight::regular) {
    return {.size = size, .weight = weight, .color = color};
}

/// The greatest of 1, 2, 5 times a power of ten that is at most `limit`, which is positive.
double round_below(double limit) {
    double power = 1;
    while (power * 10 <= limit) power *= 10;
    while (power > limit) power /= 10;
    for (const double factor : {5.0, 2.0}) {
        if (factor * power <= limit) return factor * power;
    }
    return power;
}

/// Metres between the ends of a bar of `length` units from `at` on.
std::optional<double> metres_along(const Frame& frame, const geo::Transform& transform, SheetPoint start, double length) {
    const auto from = transform.to_lonlat(frame.to_map(start));
    const auto to = transform.to_lonlat(frame.to_map(at(start.x() + length, start.y())));
    if (!from || !to) return std::nullopt;
    return geo::distance(*from, *to).value();
}

/// A legend's sample moved to where its row is.
PathItem moved(PathItem item, SheetPoint by) {
    item.path = placed(item.path, 1, by);
    item.id.clear();
    return item;
}

} // namespace

std::optional<ScaleBar> scale_bar_at(const Frame& frame, const geo::Transform& transform, SheetPoint start, double longest) {
    const auto whole = metres_along(frame, transform, start, longest);
    if (!whole || *whole <= 0) return std::nullopt;
    const double metres = round_below(*whole);
    double length = longest * metres / *whole;
    // Scale changes slowly along a bar: a few steps of proportion are exact to far below a printer's dot.
    for (int step = 0; step < 4; ++step) {
        const auto now = metres_along(frame, transform, start, length);
        if (!now || *now <= 0) return std::nullopt;
        length *= metres / *now;
    }
    return ScaleBar{.length = length,
                    .text = metres >= 1000 ? fmt::format("{:.0f}\u00A0km", metres / 1000) : fmt::format("{:g}\u00A0m", metres)};
}

Furniture::Furniture(PanelSize sheet, FurnitureContent content, TextShaper& shaper)
    : sheet_(sheet), content_(std::move(content)), shaper_(shaper),
      unit_(std::clamp(std::min(sheet.width, sheet.height) / 1600, 0.55, 2.0)) {
    measure_page();
    measure_legend();
}

double Furniture::advance(const std::string& text, const TextStyle& style) const {
    return shaper_.measure(text, style, content_.lang).advance;
}

/// Greedy lines of words; a word longer than the width has a line of its own.
std::vector<std::string> Furniture::wrapped(const std::string& text, const TextStyle& style, double width) const {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        const std::string word = text.substr(from, to - from);
        const std::string longer = line.empty() ? word : fmt::format("{} {}", line, word);
        if (!line.empty() && advance(longer, style) > width) {
            lines.push_back(std::exchange(line, word));
        } else {
            line = longer;
        }
        from = to + 1;
    }
    if (!line.empty()) lines.push_back(line);
    return lines;
}

void Furniture::measure_page() {
    const double margin = page_margin * unit_;
    const double width = sheet_.width - 2 * margin;
    title_lines_ = wrapped(content_.title, style_of(title_size * unit_, ink, FontWeight::bold), width);
    subtitle_lines_ = wrapped(content_.subtitle, style_of(subtitle_size * unit_, soft_ink), width);
    set_notes(content_.notes);
    double top = 0.8 * margin;
    if (!content_.overline.empty()) top += overline_size * 1.35 * unit_;
    top += static_cast<double>(title_lines_.size()) * title_size * 1.22 * unit_;
    top += static_cast<double>(subtitle_lines_.size()) * subtitle_size * 1.45 * unit_;
    const double foot = 0.8 * margin + 6 * unit_ + static_cast<double>(note_lines_.size()) * note_style().size * 1.4;
    // Whatever the texts, half of the sheet stays the map's.
    top = std::min(top + 8 * unit_, sheet_.height * 0.3);
    const double bottom = sheet_.height - std::min(foot, sheet_.height * 0.2);
    window_ = {at(margin, top), at(sheet_.width - margin, bottom)};
}

TextStyle Furniture::note_style() const {
    return style_of(std::max(note_size * unit_, smallest_note), soft_ink);
}

void Furniture::set_notes(std::vector<std::string> notes) {
    content_.notes = std::move(notes);
    note_lines_.clear();
    // The signature stands to the right of them.
    const double width = sheet_.width - (2 * page_margin + 90) * unit_;
    for (const std::string& text : content_.notes) {
        const auto lines = wrapped(text, note_style(), width);
        note_lines_.insert(note_lines_.end(), lines.begin(), lines.end());
    }
}

void Furniture::measure_legend() {
    const TextStyle entry = style_of(legend_text_size * unit_, ink);
    double width = longest_scale_bar() + 30 * unit_;
    if (!content_.legend_title.empty()) {
        width = std::max(width, advance(content_.legend_title, style_of(legend_title_size * unit_, ink, FontWeight::bold)));
    }
    for (const LegendEntry& row : content_.legend) width = std::max(width, sample_column * unit_ + advance(row.text, entry));
    double height = 2 * legend_padding + scale_bar_room + row_height * static_cast<double>(content_.legend.size());
    if (!content_.legend_title.empty()) height += row_height;
    legend_size_ = {.width = std::min(width + 2 * legend_padding * unit_, window_.width() * 0.6), .height = height * unit_};
}

double Furniture::longest_scale_bar() const {
    return 120 * unit_;
}

SheetPoint Furniture::scale_bar_start(const SheetBox& legend) const {
    return at(legend.min_x() + legend_padding * unit_, legend.max_y() - (legend_padding + 4) * unit_);
}

void Furniture::draw_line(Drawing& drawing, SheetPoint where, const std::string& text, const TextStyle& style, TextAnchor anchor) const {
    drawing.items.emplace_back(TextItem{.at = where, .text = text, .style = style, .anchor = anchor, .lang = content_.lang});
}

void Furniture::draw_page(Drawing& drawing) const {
    const double margin = page_margin * unit_;
    drawing.items.emplace_back(PathItem{.path = rectangle(window_), .stroke = Stroke{.color = hairline, .width = 1}});
    double y = 0.8 * margin;
    drawing.items.emplace_back(GroupBegin{"title"});
    if (!content_.overline.empty()) {
        y += overline_size * 1.35 * unit_;
        draw_line(drawing, at(margin, y - 4 * unit_), content_.overline, style_of(overline_size * unit_, soft_ink, FontWeight::bold));
    }
    for (const std::string& line : title_lines_) {
        y += title_size * 1.22 * unit_;
        draw_line(drawing, at(margin, y - 8 * unit_), line, style_of(title_size * unit_, ink, FontWeight::bold));
    }
    drawing.items.emplace_back(GroupEnd{});
    drawing.items.emplace_back(GroupBegin{"subtitle"});
    for (const std::string& line : subtitle_lines_) {
        y += subtitle_size * 1.45 * unit_;
        draw_line(drawing, at(margin, y - 6 * unit_), line, style_of(subtitle_size * unit_, soft_ink));
    }
    drawing.items.emplace_back(GroupEnd{});
    const TextStyle note = note_style();
    drawing.items.emplace_back(GroupBegin{"notes"});
    y = window_.max_y() + 6 * unit_;
    for (const std::string& line : note_lines_) {
        y += note.size * 1.4;
        draw_line(drawing, at(margin, y), line, note);
    }
    draw_line(drawing, at(sheet_.width - margin, window_.max_y() + 6 * unit_ + note.size * 1.4), content_.signature, note, TextAnchor::end);
    drawing.items.emplace_back(GroupEnd{});
}

void Furniture::draw_legend(Drawing& drawing, const SheetBox& legend, const std::optional<ScaleBar>& bar) const {
    drawing.items.emplace_back(GroupBegin{"legend"});
    drawing.items.emplace_back(
        PathItem{.path = rectangle(legend), .fill = panel_paper, .stroke = Stroke{.color = hairline, .width = 0.75}});
    const double left = legend.min_x() + legend_padding * unit_;
    double y = legend.min_y() + legend_padding * unit_;
    if (!content_.legend_title.empty()) {
        draw_line(drawing, at(left, y + 13 * unit_), content_.legend_title, style_of(legend_title_size * unit_, ink, FontWeight::bold));
        y += row_height * unit_;
    }
    for (const LegendEntry& row : content_.legend) {
        const double middle = y + row_height * unit_ / 2;
        for (const PathItem& item : row.sample) drawing.items.emplace_back(moved(item, at(left + 10 * unit_, middle)));
        draw_line(drawing, at(left + sample_column * unit_, middle + 5 * unit_), row.text, style_of(legend_text_size * unit_, ink));
        y += row_height * unit_;
    }
    if (bar) draw_scale_bar(drawing, scale_bar_start(legend), *bar);
    drawing.items.emplace_back(GroupEnd{});
}

void Furniture::draw_scale_bar(Drawing& drawing, SheetPoint start, const ScaleBar& bar) const {
    const double tick = 5 * unit_;
    const Path path{MoveTo{at(start.x(), start.y() - tick)}, LineTo{start}, LineTo{at(start.x() + bar.length, start.y())},
                    LineTo{at(start.x() + bar.length, start.y() - tick)}};
    drawing.items.emplace_back(
        PathItem{.path = path,
                 .stroke = Stroke{.color = ink, .width = 1.25 * unit_, .cap = LineCap::butt, .join = LineJoin::miter},
                 .id = "scale-bar"});
    draw_line(drawing, at(start.x() + bar.length / 2, start.y() - 6 * unit_), bar.text, style_of(12 * unit_, ink), TextAnchor::middle);
}

} // namespace cityweave::render
