// Text in every script: shaping and measuring one line, from given font files only, alike on every machine: no hinting,
// no rounding, no system fonts. Knows nothing of where text goes and nothing of drawing surfaces.
#pragma once

#include "render/drawing.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace cityweave::render {

/// The Noto Sans files of one folder: the only fonts of sheets. A cheap value, safe to share between threads.
class Fonts {
public:
    /// Looks for `NotoSans*.ttf` right in `folder` (Debian: /usr/share/fonts/truetype/noto). Throws base::ConfigError
    /// naming the folder if Noto Sans regular or bold is not there.
    [[nodiscard]] static Fonts from_folder(const std::filesystem::path& folder);

    /// Latin, Greek and Cyrillic: regular, bold, and italics where there are some.
    [[nodiscard]] const std::vector<std::filesystem::path>& core() const noexcept { return core_; }
    /// The other scripts, sorted by name; opened only once a text needs one.
    [[nodiscard]] const std::vector<std::filesystem::path>& others() const noexcept { return others_; }

private:
    std::vector<std::filesystem::path> core_;
    std::vector<std::filesystem::path> others_;
};

/// Position relative to the start of a line's baseline in ems: x right, y down.
using EmPoint = geo::PlanarPoint<struct EmSpace, double>;

struct Glyph {
    std::uint32_t index; ///< in its font file
    EmPoint at;
};

/// `bytes` of the run's text are drawn by `glyphs` of its glyphs.
struct GlyphCluster {
    int bytes;
    int glyphs;
};

/// Glyphs of one font file, from left to right as seen.
struct GlyphRun {
    std::string font_file;
    int face_index = 0;
    bool right_to_left = false;
    std::string text;                   ///< in reading order
    std::vector<Glyph> glyphs;          ///< in the order seen
    std::vector<GlyphCluster> clusters; ///< in reading order
};

/// One shaped line; all lengths in ems.
struct ShapedText {
    double advance = 0;
    double ascent = 0;     ///< of the font, above the baseline, positive
    double descent = 0;    ///< of the font, below the baseline, positive
    geo::Box<EmPoint> ink; ///< empty for blanks
    std::vector<GlyphRun> runs;
};

/// What a label needs to know of itself, in sheet units: `ink` relative to the start of the baseline, y down.
struct TextExtent {
    double advance = 0;
    double ascent = 0;
    double descent = 0;
    geo::Box<SheetPoint> ink;
};

/// How a line is set, apart from its size.
struct TextFace {
    FontWeight weight = FontWeight::regular;
    bool italic = false;
    std::string lang{}; ///< BCP 47; empty: unknown
    friend auto operator<=>(const TextFace&, const TextFace&) = default;
};

/// Shapes lines and remembers them. One object per thread.
class TextShaper {
public:
    explicit TextShaper(const Fonts& fonts);
    TextShaper(TextShaper&&) noexcept;
    ~TextShaper();

    /// The text on one line, line breaks and other controls set as blanks, direction by its first strong character.
    /// The reference holds as long as the shaper.
    [[nodiscard]] const ShapedText& shape(std::string_view text, const TextFace& face);
    /// A text of one or more lines, broken at `\n` and set from one start, at a style's size.
    [[nodiscard]] TextExtent measure(std::string_view text, const TextStyle& style, const std::string& lang = {});

private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
    std::map<std::pair<std::string, TextFace>, ShapedText, std::less<>> shaped_;
};

[[nodiscard]] TextFace face_of(const TextStyle& style, const std::string& lang);

/// The lines of a text, views into it; at least one.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// How far left of the anchor a line begins, for a line of this advance.
[[nodiscard]] double anchor_offset(TextAnchor anchor, double advance);

} // namespace cityweave::render
