// Colour difference, contrast and colour-vision simulation, and the thresholds a programme's palette must keep. Knows no clusters' names
// and no drawing.
#pragma once

#include "base/result.hpp"
#include "render/drawing.hpp"

#include <span>
#include <string>
#include <vector>

namespace cityweave::render {

/// CIELAB relative to D65.
struct LabColor {
    double lightness; ///< 0…100
    double a;
    double b;
};
[[nodiscard]] LabColor to_lab(const Color& color);

/// CIEDE2000 difference, weights 1 (Sharma, Wu and Dalal 2005). 0 for equal colours, about 100 for black and white.
[[nodiscard]] double color_difference(const LabColor& a, const LabColor& b);
[[nodiscard]] double color_difference(const Color& a, const Color& b);

/// Contrast of relative luminances, 1…21 (WCAG 2.1). Alpha is not looked at.
[[nodiscard]] double contrast(const Color& a, const Color& b);

enum class Vision { normal, protan, deutan, tritan };
/// As a person of that colour vision sees it: Machado, Oliveira and Fernandes 2009, severity 1.
[[nodiscard]] Color simulated(const Color& color, Vision vision);

inline constexpr double least_difference = 11; ///< CIEDE2000, between any two of the first five clusters
inline constexpr double least_contrast = 3;    ///< of outlines and link colours against grounds
inline constexpr std::size_t distinct_clusters = 5;

/// What a palette stands on.
struct Grounds {
    Color land;
    Color sea;
    Color outline; ///< round every mark
};

/// A cluster's colours, for the check.
struct PaletteEntry {
    std::string cluster; ///< its id, for messages
    Color hue;           ///< of its marks
    Color link;          ///< of its links
};

/// Empty if the palette keeps the thresholds: every two hues of the first five clusters differ under all four visions
/// ("palette-difference"), the outline stands off land and sea ("palette-outline"), each link colour stands off land
/// ("palette-link"). In the order of the clusters.
[[nodiscard]] std::vector<base::Problem> check_palette(std::span<const PaletteEntry> clusters, const Grounds& grounds);

} // namespace cityweave::render
