// What a programme looks like on light and on dark grounds: its clusters' hues, link colours and shapes, from the archive's metadata and
// the default palette. Knows no layers and no filters.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "render/marks.hpp"
#include "render/palette.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

enum class Theme { light, dark };

/// A cluster as one theme shows it. Marks keep their hue on every ground, so that a cluster is known again; on dark
/// ground their outline is light, and links, which have no outline, take a lighter tint of the hue.
struct ClusterLook {
    std::string id;
    std::string name;
    Color hue;
    Color link;
    MarkShape shape = MarkShape::circle;
};

/// All a theme decides. Colours by name: sea, land, land-chosen, lake, river, boundary, boundary-disputed,
/// country-label, label, label-halo, outline, paper, none.
struct ThemeLook {
    std::map<std::string, Color, std::less<>> colors;
    std::vector<ClusterLook> clusters; ///< in programme order

    /// Precondition: one of the names above.
    [[nodiscard]] const Color& color(std::string_view name) const;
};

/// The palette file (data/style/palette.json), checked once.
class Palette {
public:
    /// Problem "palette-file" naming what is missing or no colour.
    [[nodiscard]] static base::Result<Palette> from_json(const base::Json& json);

    /// The look of a programme. `cityweave` is the archive's metadata block of that name; what a cluster leaves out (hue,
    /// `hue_dark`, shape), or what cannot be read, comes from the default palette by the cluster's position. A tint for
    /// dark ground that nobody gave is the hue lightened until it stands off land. A null block has no clusters.
    [[nodiscard]] ThemeLook look(const base::Json& cityweave, Theme theme) const;

private:
    struct Entry {
        Color hue;
        Color hue_dark;
        MarkShape shape;
    };
    [[nodiscard]] Entry entry(std::size_t position) const;
    [[nodiscard]] ClusterLook cluster_look(const base::Json& cluster, std::size_t position, Theme theme) const;
    std::map<std::string, Color, std::less<>> light_;
    std::map<std::string, Color, std::less<>> dark_;
    std::vector<Entry> entries_;
};

[[nodiscard]] MarkSet marks_of(const ThemeLook& look);
/// check_palette of this look.
[[nodiscard]] std::vector<base::Problem> check_look(const ThemeLook& look);

/// The colour mixed with white, as little as gives `least` contrast against the ground; white if nothing less does.
[[nodiscard]] Color lightened(const Color& color, const Color& ground, double least);

} // namespace cityweave::render
