#include "render/svg.hpp"

#include "base/assertion.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

namespace cityweave::render {

namespace {

/// At most two decimals, no trailing zeros, no "-0".
void append_number(std::string& out, double value) {
    const auto hundredths = std::llround(value * 100);
    const auto whole = std::llabs(hundredths) / 100;
    const auto part = std::llabs(hundredths) % 100;
    if (hundredths < 0) out += '-';
    fmt::format_to(std::back_inserter(out), "{}", whole);
    if (part == 0) return;
    part % 10 == 0 ? fmt::format_to(std::back_inserter(out), ".{}", part / 10) : fmt::format_to(std::back_inserter(out), ".{:02}", part);
}

std::string number(double value) {
    std::string text;
    append_number(text, value);
    return text;
}

bool allowed_in_xml(char32_t c) { // XML 1.0 §2.2, production 2
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char32_t c : base::code_points(text)) {
        switch (c) {
        case U'&': out += "&amp;"; break;
        case U'<': out += "&lt;"; break;
        case U'>': out += "&gt;"; break;
        case U'"': out += "&quot;"; break;
        default:
            if (allowed_in_xml(c)) base::append_utf8(out, c);
        }
    }
    return out;
}

std::string hex(const Color& color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

const char* name_of(LineCap cap) {
    switch (cap) {
    case LineCap::butt: return "butt";
    case LineCap::round: return "round";
    case LineCap::square: return "square";
    }
    return "round";
}

const char* name_of(LineJoin join) {
    switch (join) {
    case LineJoin::miter: return "miter";
    case LineJoin::round: return "round";
    case LineJoin::bevel: return "bevel";
    }
    return "round";
}

const char* name_of(TextAnchor anchor) {
    switch (anchor) {
    case TextAnchor::start: return "start";
    case TextAnchor::middle: return "middle";
    case TextAnchor::end: return "end";
    }
    return "start";
}

class SvgWriter {
public:
    explicit SvgWriter(std::string& out) : out_(out) {}

    void write(const Drawing& drawing) {
        head(drawing);
        for (const DrawingItem& item : drawing.items) std::visit([this](const auto& it) { put(it); }, item);
        CITYWEAVE_ASSERT(open_ == 0, "every clip and group must end");
        out_ += "</svg>\n";
    }

private:
    void head(const Drawing& drawing) {
        const std::string w = number(drawing.width);
        const std::string h = number(drawing.height);
        out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        out_ +=
            fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" xml:lang=\"{2}\" "
                        "role=\"img\" aria-labelledby=\"sheet-title sheet-desc\" font-family=\"'Noto Sans', sans-serif\" "
                        "fill-rule=\"evenodd\" fill=\"none\">\n",
                        w, h, escaped(drawing.lang));
        out_ += fmt::format("<title id=\"sheet-title\">{}</title>\n<desc id=\"sheet-desc\">{}</desc>\n", escaped(drawing.title),
                            escaped(drawing.description));
        out_ += fmt::format("<rect width=\"{}\" height=\"{}\"", w, h);
        fill(drawing.background);
        out_ += "/>\n";
    }

    void attribute(std::string_view name, std::string_view value) { fmt::format_to(std::back_inserter(out_), " {}=\"{}\"", name, value); }
    void opacity(std::string_view name, const Color& color) {
        if (color.alpha < 1) attribute(name, number(color.alpha));
    }
    void fill(const Color& color) {
        attribute("fill", hex(color));
        opacity("fill-opacity", color);
    }
    void id(const std::string& id) {
        if (!id.empty()) attribute("id", escaped(id));
    }

    void stroke(const Stroke& stroke) {
        attribute("stroke", hex(stroke.color));
        opacity("stroke-opacity", stroke.color);
        attribute("stroke-width", number(stroke.width));
        if (stroke.cap != LineCap::butt) attribute("stroke-linecap", name_of(stroke.cap));
        if (stroke.join != LineJoin::miter) attribute("stroke-linejoin", name_of(stroke.join));
        if (stroke.dash.empty()) return;
        std::string lengths;
        for (const double length : stroke.dash) lengths += (lengths.empty() ? "" : " ") + number(length);
        attribute("stroke-dasharray", lengths);
    }

    void point(SheetPoint p) {
        append_number(out_, p.x());
        out_ += ' ';
        append_number(out_, p.y());
    }
    void segment(const MoveTo& s) {
        out_ += 'M';
        point(s.to);
    }
    void segment(const LineTo& s) {
        out_ += 'L';
        point(s.to);
    }
    void segment(const CurveTo& s) {
        out_ += 'C';
        point(s.control1);
        out_ += ' ';
        point(s.control2);
        out_ += ' ';
        point(s.to);
    }
    void segment(const ClosePath&) { out_ += 'Z'; }

    void put(const PathItem& item) {
        out_ += "<path";
        id(item.id);
        if (item.fill) fill(*item.fill);
        if (item.stroke) stroke(*item.stroke);
        out_ += " d=\"";
        for (const PathSegment& s : item.path) std::visit([this](const auto& it) { segment(it); }, s);
        out_ += item.title.empty() ? std::string("\"/>\n") : fmt::format("\"><title>{}</title></path>\n", escaped(item.title));
    }

    void put(const TextItem& item) {
        out_ += "<text";
        id(item.id);
        attribute("x", number(item.at.x()));
        attribute("y", number(item.at.y()));
        attribute("font-size", number(item.style.size));
        if (item.style.weight == FontWeight::bold) attribute("font-weight", "bold");
        if (item.style.italic) attribute("font-style", "italic");
        if (item.anchor != TextAnchor::start) attribute("text-anchor", name_of(item.anchor));
        if (!item.lang.empty()) attribute("xml:lang", escaped(item.lang));
        fill(item.style.color);
        if (item.style.halo && item.style.halo_width > 0) {
            stroke({.color = *item.style.halo, .width = 2 * item.style.halo_width});
            attribute("paint-order", "stroke");
        }
        out_ += '>';
        lines(item);
        out_ += "</text>\n";
    }

    /// One line as it is; several as tspans under each other.
    void lines(const TextItem& item) {
        const std::string& text = item.text;
        if (text.find('\n') == std::string::npos) {
            out_ += escaped(text);
            return;
        }
        double down = 0;
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t to = std::min(text.find('\n', from), text.size());
            out_ += fmt::format("<tspan x=\"{}\" dy=\"{}\">{}</tspan>", number(item.at.x()), number(down),
                                escaped(text.substr(from, to - from)));
            down = line_step * item.style.size;
            from = to + 1;
        }
    }

    void put(const ClipBegin& clip) {
        const std::string name = fmt::format("clip-{}", ++clips_);
        out_ += fmt::format(
            "<clipPath id=\"{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n<g clip-path=\"url(#{})\">\n", name,
            number(clip.box.min_x()), number(clip.box.min_y()), number(clip.box.width()), number(clip.box.height()), name);
        ++open_;
    }
    void put(const ClipEnd&) { close(); }
    void put(const GroupBegin& group) {
        out_ += fmt::format("<g class=\"{}\">\n", escaped(group.name));
        ++open_;
    }
    void put(const GroupEnd&) { close(); }
    void close() {
        CITYWEAVE_ASSERT(open_ > 0, "a clip or group must begin before it ends");
        out_ += "</g>\n";
        --open_;
    }

    std::string& out_;
    int open_ = 0;
    int clips_ = 0;
};

} // namespace

std::string write_svg(const Drawing& drawing) {
    std::string out;
    SvgWriter(out).write(drawing);
    return out;
}

} // namespace cityweave::render
