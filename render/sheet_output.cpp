#include "render/sheet_output.hpp"

#include "render/canvas.hpp"
#include "render/pdf_finish.hpp"
#include "render/png.hpp"
#include "render/svg.hpp"

#include <charconv>
#include <span>
#include <utility>

namespace cityweave::render {

namespace {

std::vector<std::byte> bytes_of(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::optional<double> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// ISO 216: A0 is 841 × 1189 mm, each next one half of it, rounded down to a millimetre.
std::optional<SheetSize> iso_a(std::string_view name) {
    constexpr double units_per_millimetre = 96 / 25.4;
    const bool landscape = name.ends_with("-landscape");
    if (landscape) name.remove_suffix(std::string_view("-landscape").size());
    if (name.size() != 2 || (name[0] != 'A' && name[0] != 'a') || name[1] < '0' || name[1] > '6') return std::nullopt;
    int width = 841;
    int height = 1189;
    for (char step = '0'; step < name[1]; ++step) height = std::exchange(width, height / 2);
    if (landscape) std::swap(width, height);
    return SheetSize{.width = width * units_per_millimetre, .height = height * units_per_millimetre};
}

} // namespace

std::optional<SheetFormat> sheet_format(std::string_view name) {
    for (const SheetFormat format : {SheetFormat::png, SheetFormat::svg, SheetFormat::pdf}) {
        if (extension_of(format) == name) return format;
    }
    return std::nullopt;
}

std::string_view extension_of(SheetFormat format) {
    switch (format) {
    case SheetFormat::png: return "png";
    case SheetFormat::svg: return "svg";
    case SheetFormat::pdf: return "pdf";
    }
    return "";
}

std::vector<std::byte> to_bytes(const Drawing& drawing, SheetFormat format, double scale, TextShaper& shaper) {
    switch (format) {
    case SheetFormat::png: return encode_png(draw_pixels(drawing, scale, shaper), {.pixels_per_unit = scale, .title = drawing.title});
    case SheetFormat::svg: return bytes_of(write_svg(drawing));
    case SheetFormat::pdf:
        return bytes_of(
            finish_pdf(draw_pdf(drawing, shaper), {.title = drawing.title, .description = drawing.description, .lang = drawing.lang}));
    }
    return {};
}

base::Result<SheetSize> parse_sheet_size(std::string_view text) {
    const base::Problem problem{
        .code = "sheet-size", .found = std::string(text.substr(0, 40)), .expected = "1600x1600, A4, A3-landscape …, sides of 100 to 20000"};
    if (const auto iso = iso_a(text)) return *iso;
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return problem;
    const auto width = whole_number(text.substr(0, cross));
    const auto height = whole_number(text.substr(cross + 1));
    const auto sensible = [](const std::optional<double>& side) { return side && *side >= 100 && *side <= 20'000; };
    if (!sensible(width) || !sensible(height)) return problem;
    return SheetSize{.width = *width, .height = *height};
}

} // namespace cityweave::render
