#include "render/sprites.hpp"

#include "base/whole_file.hpp"
#include "render/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

namespace cityweave::render {
namespace {

/// A mark and where its square stands on the sheet, in sheet units.
struct Cell {
    std::string name;
    Mark mark;
    int side;
    int x = 0;
    int y = 0;
};

std::vector<Cell> cells_of(const MarkSet& marks, const std::vector<std::string>& names) {
    std::vector<Cell> cells;
    for (const std::string& name : std::set<std::string>(names.begin(), names.end())) {
        auto mark = marks.mark(name);
        if (!mark) continue;
        const int side = 2 * (static_cast<int>(std::ceil(mark->radius)) + 1);
        cells.push_back({.name = name, .mark = std::move(*mark), .side = side});
    }
    return cells;
}

struct Size {
    int width = 1;
    int height = 1;
};

/// Row by row in the order of names, about as wide as high.
Size arrange(std::vector<Cell>& cells) {
    constexpr int least_width = 64;
    int area = 0;
    for (const Cell& cell : cells) area += cell.side * cell.side;
    const int width = std::max(least_width, static_cast<int>(std::ceil(std::sqrt(area))));
    int x = 0;
    int y = 0;
    int row = 0;
    for (Cell& cell : cells) {
        if (x + cell.side > width) {
            x = 0;
            y += row;
            row = 0;
        }
        cell.x = x;
        cell.y = y;
        x += cell.side;
        row = std::max(row, cell.side);
    }
    return {width, std::max(1, y + row)};
}

Drawing drawing_of(const std::vector<Cell>& cells, Size size, std::uint8_t ground) {
    Drawing drawing{
        .width = static_cast<double>(size.width), .height = static_cast<double>(size.height), .background = {ground, ground, ground, 1}};
    for (const Cell& cell : cells) {
        const auto centre = SheetPoint::at({.x = cell.x + cell.side / 2.0, .y = cell.y + cell.side / 2.0});
        for (PathItem& item : placed(cell.mark, 1, centre)) drawing.items.emplace_back(std::move(item));
    }
    return drawing;
}

/// What colour with what alpha gives `on_black` over black and `on_white` over white.
std::uint32_t with_alpha(std::uint32_t on_black, std::uint32_t on_white) {
    const auto channel = [](std::uint32_t pixel, unsigned shift) { return static_cast<int>((pixel >> shift) & 0xFFU); };
    const int alpha = std::clamp(255 - (channel(on_white, 8) - channel(on_black, 8)), 0, 255);
    if (alpha == 0) return 0;
    std::uint32_t result = static_cast<std::uint32_t>(alpha) << 24U;
    for (const unsigned shift : {16U, 8U, 0U}) {
        const int value = std::min(255, (channel(on_black, shift) * 255 + alpha / 2) / alpha);
        result |= static_cast<std::uint32_t>(value) << shift;
    }
    return result;
}

base::Json index_of(const std::vector<Cell>& cells, int ratio) {
    std::vector<base::JsonObject::Member> members;
    for (const Cell& cell : cells) {
        members.emplace_back(cell.name, base::JsonObject{{"width", cell.side * ratio},
                                                         {"height", cell.side * ratio},
                                                         {"x", cell.x * ratio},
                                                         {"y", cell.y * ratio},
                                                         {"pixelRatio", ratio}});
    }
    return base::JsonObject::from_distinct(std::move(members));
}

/// `;a;b;` as it stands in tiles.
std::string clusters_text(std::string_view cluster) {
    return cluster.empty() ? ";" : ";" + std::string(cluster) + ";";
}

bool is_true(const tiles::Properties& properties, std::string_view key) {
    const tiles::Value* value = find_property(properties, key);
    const bool* flag = value ? std::get_if<bool>(value) : nullptr;
    return flag && *flag;
}

} // namespace

std::vector<std::string> icon_names(const FeatureSource& source, const MarkSet& marks) {
    std::set<std::string> names{"mark;", "lead;"};
    for (const MarkCluster& cluster : marks.clusters()) {
        names.insert("mark" + clusters_text(cluster.id));
        names.insert("lead" + clusters_text(cluster.id));
    }
    for (const PointFeature& place : source.points("places")) {
        names.insert((is_true(place.properties, "lead") ? "lead" : "mark") + std::string(string_property(place.properties, "clusters")));
    }
    for (const PointFeature& membership : source.points("memberships")) {
        const bool lead = string_property(membership.properties, "role") == "lead";
        names.insert((lead ? "lead" : "mark") + clusters_text(string_property(membership.properties, "cluster")));
    }
    std::erase_if(names, [](const std::string& name) { return !parse_mark_name(name); });
    return {names.begin(), names.end()};
}

SpriteSheet draw_sprites(const MarkSet& marks, const std::vector<std::string>& names, int pixel_ratio, TextShaper& shaper) {
    CITYWEAVE_ASSERT(pixel_ratio >= 1 && pixel_ratio <= 4, "a sprite sheet has 1 to 4 pixels a unit");
    std::vector<Cell> cells = cells_of(marks, names);
    const Size size = arrange(cells);
    // The canvas draws opaque pictures: two of them, over black and over white, tell the alpha.
    const Pixels on_black = draw_pixels(drawing_of(cells, size, 0), pixel_ratio, shaper);
    const Pixels on_white = draw_pixels(drawing_of(cells, size, 255), pixel_ratio, shaper);
    TransparentPixels pixels{.width = on_black.width, .height = on_black.height, .argb = {}};
    pixels.argb.reserve(on_black.rgb.size());
    for (std::size_t i = 0; i < on_black.rgb.size(); ++i) pixels.argb.push_back(with_alpha(on_black.rgb[i], on_white.rgb[i]));
    return {.pixels = std::move(pixels), .index = index_of(cells, pixel_ratio)};
}

void write_sprites(const std::filesystem::path& stem, const MarkSet& marks, const std::vector<std::string>& names, const Fonts& fonts) {
    TextShaper shaper(fonts);
    for (const int ratio : {1, 2}) {
        const SpriteSheet sheet = draw_sprites(marks, names, ratio, shaper);
        const std::string path = stem.string() + (ratio == 2 ? "@2x" : "");
        base::write_whole_file(path + ".json", base::to_text(sheet.index, base::JsonLayout::indented));
        const std::vector<std::byte> png = encode_transparent_png(sheet.pixels, {.pixels_per_unit = static_cast<double>(ratio)});
        base::write_whole_file(path + ".png", std::span<const std::byte>(png));
    }
}

} // namespace cityweave::render
