#include "render/canvas.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <utility>

namespace cityweave::render {

namespace {

constexpr double points_per_unit = 0.75;
/// How far a flattened curve may leave the true one, in device pixels: half of Cairo's 0.1 would not be seen, but the
/// double of it is not either, and draws faster.
constexpr double curve_tolerance = 0.2;

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, Freer<cairo_surface_destroy>>;
using ContextPtr = std::unique_ptr<cairo_t, Freer<cairo_destroy>>;
using FontFacePtr = std::unique_ptr<cairo_font_face_t, Freer<cairo_font_face_destroy>>;
using OptionsPtr = std::unique_ptr<cairo_font_options_t, Freer<cairo_font_options_destroy>>;
using PatternPtr = std::unique_ptr<FcPattern, Freer<FcPatternDestroy>>;

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) throw base::Error(std::string("drawing failed: ") + cairo_status_to_string(status));
}

FontFacePtr open_face(const std::string& file, int index) {
    const PatternPtr pattern(FcPatternCreate());
    FcPatternAddString(pattern.get(), FC_FILE, reinterpret_cast<const FcChar8*>(file.c_str()));
    FcPatternAddInteger(pattern.get(), FC_INDEX, index);
    FcPatternAddBool(pattern.get(), FC_HINTING, FcFalse);
    return FontFacePtr(cairo_ft_font_face_create_for_pattern(pattern.get()));
}

cairo_line_cap_t cap_of(LineCap cap) {
    switch (cap) {
    case LineCap::butt: return CAIRO_LINE_CAP_BUTT;
    case LineCap::round: return CAIRO_LINE_CAP_ROUND;
    case LineCap::square: return CAIRO_LINE_CAP_SQUARE;
    }
    return CAIRO_LINE_CAP_ROUND;
}

cairo_line_join_t join_of(LineJoin join) {
    switch (join) {
    case LineJoin::miter: return CAIRO_LINE_JOIN_MITER;
    case LineJoin::round: return CAIRO_LINE_JOIN_ROUND;
    case LineJoin::bevel: return CAIRO_LINE_JOIN_BEVEL;
    }
    return CAIRO_LINE_JOIN_ROUND;
}

struct PathTracer {
    cairo_t* cr;
    void operator()(const MoveTo& s) const { cairo_move_to(cr, s.to.x(), s.to.y()); }
    void operator()(const LineTo& s) const { cairo_line_to(cr, s.to.x(), s.to.y()); }
    void operator()(const CurveTo& s) const {
        cairo_curve_to(cr, s.control1.x(), s.control1.y(), s.control2.x(), s.control2.y(), s.to.x(), s.to.y());
    }
    void operator()(const ClosePath&) const { cairo_close_path(cr); }
};

enum class Medium { pixels, document };

/// One pass over a drawing's items onto one Cairo context, whose units are sheet units.
class Painter {
public:
    Painter(cairo_t* cr, TextShaper& shaper, Medium medium) : cr_(cr), shaper_(shaper), medium_(medium) {
        cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
        if (medium == Medium::pixels) cairo_set_tolerance(cr, curve_tolerance);
        const OptionsPtr options(cairo_font_options_create());
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        cairo_set_font_options(cr, options.get());
    }

    void paint(const Drawing& drawing) {
        set_color(drawing.background);
        cairo_paint(cr_);
        // After the background: Cairo forgets everything before a paint that covers the page, tags included.
        if (medium_ == Medium::document) cairo_tag_begin(cr_, "Document", nullptr);
        for (const DrawingItem& item : drawing.items) std::visit([this](const auto& it) { draw(it); }, item);
        if (medium_ == Medium::document) cairo_tag_end(cr_, "Document");
        check(cairo_status(cr_));
    }

private:
    void draw(const PathItem& item) {
        cairo_new_path(cr_);
        for (const PathSegment& segment : item.path) std::visit(PathTracer{cr_}, segment);
        if (item.fill) {
            set_color(*item.fill);
            item.stroke ? cairo_fill_preserve(cr_) : cairo_fill(cr_);
        }
        if (item.stroke) stroke(*item.stroke);
    }

    void stroke(const Stroke& stroke) {
        set_color(stroke.color);
        cairo_set_line_width(cr_, stroke.width);
        cairo_set_line_cap(cr_, cap_of(stroke.cap));
        cairo_set_line_join(cr_, join_of(stroke.join));
        cairo_set_dash(cr_, stroke.dash.data(), static_cast<int>(stroke.dash.size()), 0);
        cairo_stroke(cr_);
    }

    struct SetLine {
        const ShapedText& shaped;
        SheetPoint start;
    };

    void draw(const TextItem& item) {
        std::vector<SetLine> lines;
        double y = item.at.y();
        for (const std::string_view line : lines_of(item.text)) {
            const ShapedText& shaped = shaper_.shape(line, face_of(item.style, item.lang));
            const double x = item.at.x() - anchor_offset(item.anchor, shaped.advance * item.style.size);
            lines.push_back({.shaped = shaped, .start = SheetPoint::at({.x = x, .y = y})});
            y += line_step * item.style.size;
        }
        // All halos first: that of one line must not lie on another's letters.
        if (item.style.halo && item.style.halo_width > 0) {
            for (const SetLine& line : lines) halo(line.shaped, item.style, line.start);
        }
        set_color(item.style.color);
        for (const SetLine& line : lines) {
            for (const GlyphRun& run : line.shaped.runs) show(run, item.style.size, line.start);
        }
    }

    void halo(const ShapedText& shaped, const TextStyle& style, SheetPoint start) {
        cairo_new_path(cr_);
        for (const GlyphRun& run : shaped.runs) {
            const auto glyphs = placed(run, style.size, start);
            use_font(run, style.size);
            cairo_glyph_path(cr_, glyphs.data(), static_cast<int>(glyphs.size()));
        }
        stroke({.color = *style.halo, .width = 2 * style.halo_width});
    }

    void show(const GlyphRun& run, double size, SheetPoint start) {
        const auto glyphs = placed(run, size, start);
        use_font(run, size);
        if (medium_ == Medium::pixels) {
            cairo_show_glyphs(cr_, glyphs.data(), static_cast<int>(glyphs.size()));
            return;
        }
        std::vector<cairo_text_cluster_t> clusters;
        clusters.reserve(run.clusters.size());
        for (const GlyphCluster& cluster : run.clusters) clusters.push_back({cluster.bytes, cluster.glyphs});
        cairo_show_text_glyphs(cr_, run.text.data(), static_cast<int>(run.text.size()), glyphs.data(), static_cast<int>(glyphs.size()),
                               clusters.data(), static_cast<int>(clusters.size()),
                               run.right_to_left ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t{});
    }

    static std::vector<cairo_glyph_t> placed(const GlyphRun& run, double size, SheetPoint start) {
        std::vector<cairo_glyph_t> glyphs;
        glyphs.reserve(run.glyphs.size());
        for (const Glyph& glyph : run.glyphs) {
            glyphs.push_back({.index = glyph.index, .x = start.x() + glyph.at.x() * size, .y = start.y() + glyph.at.y() * size});
        }
        return glyphs;
    }

    void use_font(const GlyphRun& run, double size) {
        FontFacePtr& face = faces_[{run.font_file, run.face_index}];
        if (!face) face = open_face(run.font_file, run.face_index);
        cairo_set_font_face(cr_, face.get());
        cairo_set_font_size(cr_, size);
    }

    void draw(const ClipBegin& clip) {
        cairo_save(cr_);
        cairo_rectangle(cr_, clip.box.min_x(), clip.box.min_y(), clip.box.width(), clip.box.height());
        cairo_clip(cr_);
    }
    void draw(const ClipEnd&) { cairo_restore(cr_); }

    // Structure: the title is a heading, whatever else stands in a group is a section.
    static const char* tag_of(const std::string& group) { return group == "title" ? "H1" : "Sect"; }
    void draw(const GroupBegin& group) {
        groups_.push_back(tag_of(group.name));
        if (medium_ == Medium::document) cairo_tag_begin(cr_, groups_.back(), nullptr);
    }
    void draw(const GroupEnd&) {
        CITYWEAVE_ASSERT(!groups_.empty(), "a group must begin before it ends");
        if (medium_ == Medium::document) cairo_tag_end(cr_, groups_.back());
        groups_.pop_back();
    }

    void set_color(const Color& color) {
        cairo_set_source_rgba(cr_, color.red / 255.0, color.green / 255.0, color.blue / 255.0, color.alpha);
    }

    cairo_t* cr_;
    TextShaper& shaper_;
    Medium medium_;
    std::map<std::pair<std::string, int>, FontFacePtr> faces_;
    std::vector<const char*> groups_;
};

int pixels_across(double length, double scale) {
    const double pixels = std::ceil(length * scale - 1e-9);
    if (!(pixels >= 1 && pixels <= max_pixels_a_side)) {
        throw base::ConfigError(fmt::format("a picture {} pixels across cannot be drawn; expected 1 to {}", pixels, max_pixels_a_side));
    }
    return static_cast<int>(pixels);
}

cairo_status_t append_bytes(void* target, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

Pixels draw_pixels(const Drawing& drawing, double scale, TextShaper& shaper) {
    Pixels pixels{.width = pixels_across(drawing.width, scale), .height = pixels_across(drawing.height, scale), .rgb = {}};
    pixels.rgb.resize(static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.height));
    const SurfacePtr surface(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(pixels.rgb.data()), CAIRO_FORMAT_RGB24,
                                                                 pixels.width, pixels.height, 4 * pixels.width));
    check(cairo_surface_status(surface.get()));
    const ContextPtr cr(cairo_create(surface.get()));
    cairo_scale(cr.get(), scale, scale);
    Painter(cr.get(), shaper, Medium::pixels).paint(drawing);
    cairo_surface_flush(surface.get());
    for (std::uint32_t& pixel : pixels.rgb) pixel &= 0x00FF'FFFFU;
    return pixels;
}

std::string draw_pdf(const Drawing& drawing, TextShaper& shaper) {
    std::string bytes;
    const SurfacePtr surface(
        cairo_pdf_surface_create_for_stream(append_bytes, &bytes, drawing.width * points_per_unit, drawing.height * points_per_unit));
    check(cairo_surface_status(surface.get()));
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, drawing.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT, drawing.description.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Cityweave");
    {
        const ContextPtr cr(cairo_create(surface.get()));
        cairo_scale(cr.get(), points_per_unit, points_per_unit);
        Painter(cr.get(), shaper, Medium::document).paint(drawing);
        cairo_show_page(cr.get());
        check(cairo_status(cr.get()));
    }
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return bytes;
}

} // namespace cityweave::render
