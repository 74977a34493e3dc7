// The marks as a sprite sheet for web maps (MapLibre style specification, "Sprite"): the same paths as on sheets, as pixels with an
// index. Knows no styles.
#pragma once

#include "base/json.hpp"
#include "render/map_features.hpp"
#include "render/marks.hpp"
#include "render/png.hpp"
#include "render/text.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cityweave::render {

/// The icon names that the archive's `places` and `memberships` ask for, and every single cluster's and no theme's, as
/// partner and as lead. Sorted, each once.
[[nodiscard]] std::vector<std::string> icon_names(const FeatureSource& source, const MarkSet& marks);

struct SpriteSheet {
    TransparentPixels pixels;
    base::Json index; ///< per icon: width, height, x, y in pixels, pixelRatio; sorted by name
};

/// The named marks in rows, each centred in its own whole number of sheet units with a clear unit round its ink. A
/// sheet unit is `pixel_ratio` pixels. Names that are no marks are left out. The same bytes on every run. Precondition:
/// pixel_ratio 1…4.
[[nodiscard]] SpriteSheet draw_sprites(const MarkSet& marks, const std::vector<std::string>& names, int pixel_ratio, TextShaper& shaper);

/// Writes `stem`.json, `stem`.png, `stem`@2x.json and `stem`@2x.png whole. Throws IoError.
void write_sprites(const std::filesystem::path& stem, const MarkSet& marks, const std::vector<std::string>& names, const Fonts& fonts);

} // namespace cityweave::render
