#include "render/text.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <pango/pango.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <span>

namespace cityweave::render {

namespace {

/// Lines are shaped once at this em, in pixels, and scaled: unhinted glyphs scale exactly.
constexpr double shaping_em = 256;

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
template <class T>
using GObjectPtr = std::unique_ptr<T, Freer<g_object_unref>>;
using ConfigPtr = std::unique_ptr<FcConfig, Freer<FcConfigDestroy>>;
using DescriptionPtr = std::unique_ptr<PangoFontDescription, Freer<pango_font_description_free>>;
using LinePtr = std::unique_ptr<PangoLayoutIter, Freer<pango_layout_iter_free>>;

double ems(int pango_units) {
    return pango_units / (PANGO_SCALE * shaping_em);
}

bool is_core_file(const std::string& name) {
    return name == "NotoSans-Regular.ttf" || name == "NotoSans-Bold.ttf" || name == "NotoSans-Italic.ttf" ||
           name == "NotoSans-BoldItalic.ttf";
}

/// Regular and bold of the other Noto Sans families; condensed and display cuts, and user-interface metrics, would only
/// compete with them.
bool is_other_file(const std::string& name) {
    if (!name.starts_with("NotoSans") || name.starts_with("NotoSans-") || name.starts_with("NotoSansDisplay")) return false;
    if (name.starts_with("NotoSansMono") || name.find("UI-") != std::string::npos) return false;
    return name.ends_with("-Regular.ttf") || name.ends_with("-Bold.ttf");
}

/// A font configuration of nothing but these files: no system folders, no rules, no cache.
ConfigPtr config_of(const std::vector<std::filesystem::path>& files) {
    ConfigPtr config(FcConfigCreate());
    FcConfigSetRescanInterval(config.get(), 0);
    for (const auto& file : files) {
        if (!FcConfigAppFontAddFile(config.get(), reinterpret_cast<const FcChar8*>(file.c_str()))) {
            throw base::IoError(file.string() + ": is no font file that can be read");
        }
    }
    return config;
}

/// Pango starts the system's font configuration on its own unless the process already has one.
void keep_system_fonts_out() {
    static std::once_flag once;
    std::call_once(once, [] {
        FcConfig* nothing = FcConfigCreate();
        FcConfigSetCurrent(nothing);
        FcConfigDestroy(nothing);
    });
}

/// Pango 1.50 keeps its reference to a configuration when a font map ends, unless it is taken away before.
struct FontMapFreer {
    void operator()(PangoFontMap* map) const {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), nullptr);
        g_object_unref(map);
    }
};

/// Pango with one set of files.
struct PangoSetting {
    ConfigPtr config;
    std::unique_ptr<PangoFontMap, FontMapFreer> map;
    GObjectPtr<PangoContext> context;
};

PangoSetting pango_setting(const std::vector<std::filesystem::path>& files) {
    keep_system_fonts_out();
    PangoSetting setting{config_of(files), std::unique_ptr<PangoFontMap, FontMapFreer>(pango_ft2_font_map_new()), nullptr};
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(setting.map.get()), setting.config.get());
    setting.context.reset(pango_font_map_create_context(setting.map.get()));
    pango_context_set_round_glyph_positions(setting.context.get(), FALSE);
    return setting;
}

std::string without_controls(std::string_view text) {
    std::string clean = base::is_valid_utf8(text) ? std::string(text) : base::decode_text(std::as_bytes(std::span(text)));
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    // Line and paragraph separator, U+2028 and U+2029: E2 80 A8 and E2 80 A9.
    for (auto at = clean.find("\xE2\x80"); at != std::string::npos; at = clean.find("\xE2\x80", at + 1)) {
        if (at + 2 < clean.size() && (clean[at + 2] == '\xA8' || clean[at + 2] == '\xA9')) clean.replace(at, 3, " ");
    }
    return clean;
}

/// The characters that the core files hold between them.
class Coverage {
public:
    explicit Coverage(const FcConfig* config) : set_(FcCharSetCreate()) {
        const FcFontSet* fonts = FcConfigGetFonts(const_cast<FcConfig*>(config), FcSetApplication);
        for (int i = 0; fonts != nullptr && i < fonts->nfont; ++i) {
            FcCharSet* one = nullptr;
            if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &one) == FcResultMatch) FcCharSetMerge(set_.get(), one, nullptr);
        }
    }
    [[nodiscard]] bool covers(const std::string& text) const {
        for (const char* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at)) {
            if (!FcCharSetHasChar(set_.get(), g_utf8_get_char(at))) return false;
        }
        return true;
    }

private:
    std::unique_ptr<FcCharSet, Freer<FcCharSetDestroy>> set_;
};

void name_font_file(GlyphRun& run, PangoFont* font) {
    const FcPattern* pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8* file = nullptr;
    if (FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch) run.font_file = reinterpret_cast<const char*>(file);
    FcPatternGetInteger(pattern, FC_INDEX, 0, &run.face_index);
}

/// Clusters of a glyph item in reading order, as byte and glyph counts.
std::vector<GlyphCluster> clusters_of(PangoGlyphItem* item, const char* text) {
    std::vector<GlyphCluster> clusters;
    PangoGlyphItemIter iter;
    for (gboolean more = pango_glyph_item_iter_init_start(&iter, item, text); more; more = pango_glyph_item_iter_next_cluster(&iter)) {
        clusters.push_back({.bytes = iter.end_index - iter.start_index, .glyphs = std::abs(iter.end_glyph - iter.start_glyph)});
    }
    return clusters;
}

void expand_ink(geo::Box<EmPoint>& ink, const Glyph& glyph, PangoFont* font) {
    hb_font_t* metrics = pango_font_get_hb_font(font);
    int scale_x = 0;
    int scale_y = 0;
    hb_font_get_scale(metrics, &scale_x, &scale_y);
    hb_glyph_extents_t box{};
    if (!hb_font_get_glyph_extents(metrics, glyph.index, &box) || box.width == 0 || scale_x == 0 || scale_y == 0) return;
    const double left = glyph.at.x() + static_cast<double>(box.x_bearing) / scale_x;
    const double top = glyph.at.y() - static_cast<double>(box.y_bearing) / scale_y;
    ink.expand(EmPoint::at({.x = left, .y = top}));
    ink.expand(EmPoint::at({.x = left + static_cast<double>(box.width) / scale_x, .y = top - static_cast<double>(box.height) / scale_y}));
}

/// The run's glyphs from `pen` on, in ems; gives the pen's new place.
double add_glyphs(GlyphRun& run, geo::Box<EmPoint>& ink, const PangoGlyphItem& item, double pen) {
    for (int i = 0; i < item.glyphs->num_glyphs; ++i) {
        const PangoGlyphInfo& info = item.glyphs->glyphs[i];
        Glyph glyph{.index = info.glyph, .at = EmPoint::at({.x = pen + ems(info.geometry.x_offset), .y = ems(info.geometry.y_offset)})};
        // A glyph no file has is shown as the font's own box for "missing", glyph 0; an empty one likewise keeps its place.
        if (info.glyph == PANGO_GLYPH_EMPTY || (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) glyph.index = 0;
        if (info.glyph != PANGO_GLYPH_EMPTY) expand_ink(ink, glyph, item.item->analysis.font);
        run.glyphs.push_back(glyph);
        pen += ems(info.geometry.width);
    }
    return pen;
}

GlyphRun run_of(PangoGlyphItem* item, const std::string& text) {
    GlyphRun run;
    name_font_file(run, item->item->analysis.font);
    run.right_to_left = (item->item->analysis.level & 1) != 0;
    run.text = text.substr(static_cast<std::size_t>(item->item->offset), static_cast<std::size_t>(item->item->length));
    run.clusters = clusters_of(item, text.c_str());
    return run;
}

DescriptionPtr description_of(const TextFace& face) {
    DescriptionPtr description(pango_font_description_new());
    pango_font_description_set_family_static(description.get(), "Noto Sans");
    pango_font_description_set_absolute_size(description.get(), shaping_em * PANGO_SCALE);
    pango_font_description_set_weight(description.get(), face.weight == FontWeight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(description.get(), face.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return description;
}

void add_font_metrics(ShapedText& shaped, PangoLayout* layout) {
    const LinePtr iter(pango_layout_get_iter(layout));
    PangoRectangle line{};
    pango_layout_iter_get_line_extents(iter.get(), nullptr, &line);
    const int baseline = pango_layout_iter_get_baseline(iter.get());
    shaped.ascent = ems(baseline - line.y);
    shaped.descent = ems(line.y + line.height - baseline);
}

ShapedText shape_with(PangoContext* context, const std::string& text, const TextFace& face) {
    // Never the locale's: Pango takes that when none is set.
    pango_context_set_language(context, pango_language_from_string(face.lang.empty() ? "en" : face.lang.c_str()));
    const GObjectPtr<PangoLayout> layout(pango_layout_new(context));
    pango_layout_set_font_description(layout.get(), description_of(face).get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    ShapedText shaped;
    const PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
    for (const GSList* at = line->runs; at != nullptr; at = at->next) {
        auto* item = static_cast<PangoGlyphItem*>(at->data);
        GlyphRun run = run_of(item, text);
        shaped.advance = add_glyphs(run, shaped.ink, *item, shaped.advance);
        shaped.runs.push_back(std::move(run));
    }
    add_font_metrics(shaped, layout.get());
    return shaped;
}

} // namespace

Fonts Fonts::from_folder(const std::filesystem::path& folder) {
    Fonts fonts;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
        const std::string name = entry.path().filename().string();
        if (is_core_file(name)) fonts.core_.push_back(entry.path());
        if (is_other_file(name)) fonts.others_.push_back(entry.path());
    }
    std::sort(fonts.core_.begin(), fonts.core_.end());
    std::sort(fonts.others_.begin(), fonts.others_.end());
    for (const char* needed : {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}) {
        if (!std::filesystem::exists(folder / needed, failure)) {
            throw base::ConfigError(folder.string() + ": no " + needed +
                                    " there; expected the Noto Sans fonts (Debian package fonts-noto-core)");
        }
    }
    return fonts;
}

/// Pango as set up for the core files, and for all once a text needs them.
struct TextShaper::Engine {
    explicit Engine(const Fonts& given) : fonts(given), core(pango_setting(given.core())), coverage(core.config.get()) {}

    PangoContext* context_for(const std::string& text) {
        if (coverage.covers(text) || fonts.others().empty()) return core.context.get();
        if (!all) {
            std::vector<std::filesystem::path> files = fonts.core();
            files.insert(files.end(), fonts.others().begin(), fonts.others().end());
            all = pango_setting(files);
        }
        return all->context.get();
    }

    Fonts fonts;
    PangoSetting core;
    Coverage coverage;
    std::optional<PangoSetting> all;
};

TextShaper::TextShaper(const Fonts& fonts) : engine_(std::make_unique<Engine>(fonts)) {}
TextShaper::TextShaper(TextShaper&&) noexcept = default;
TextShaper::~TextShaper() = default;

const ShapedText& TextShaper::shape(std::string_view text, const TextFace& face) {
    std::pair<std::string, TextFace> key{without_controls(text), face};
    const auto known = shaped_.find(key);
    if (known != shaped_.end()) return known->second;
    ShapedText shaped = shape_with(engine_->context_for(key.first), key.first, face);
    return shaped_.emplace(std::move(key), std::move(shaped)).first->second;
}

TextExtent TextShaper::measure(std::string_view text, const TextStyle& style, const std::string& lang) {
    TextExtent extent;
    double down = 0;
    for (const std::string_view line : lines_of(text)) {
        const ShapedText& shaped = shape(line, face_of(style, lang));
        if (down == 0) extent.ascent = shaped.ascent * style.size;
        extent.advance = std::max(extent.advance, shaped.advance * style.size);
        extent.descent = down + shaped.descent * style.size;
        if (!shaped.ink.empty()) {
            extent.ink.expand(SheetPoint::at({.x = shaped.ink.min_x() * style.size, .y = down + shaped.ink.min_y() * style.size}));
            extent.ink.expand(SheetPoint::at({.x = shaped.ink.max_x() * style.size, .y = down + shaped.ink.max_y() * style.size}));
        }
        down += line_step * style.size;
    }
    return extent;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n')) {
        lines.push_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    lines.push_back(text);
    return lines;
}

TextFace face_of(const TextStyle& style, const std::string& lang) {
    return {.weight = style.weight, .italic = style.italic, .lang = lang};
}

double anchor_offset(TextAnchor anchor, double advance) {
    switch (anchor) {
    case TextAnchor::start: return 0;
    case TextAnchor::middle: return advance / 2;
    case TextAnchor::end: return advance;
    }
    return 0;
}

} // namespace cityweave::render
