// The marks of places: geometry by icon name, one hue and one shape per cluster, sectors for several, leads marked. The same paths make
// the sprites of the web map and the vectors of sheets. Knows no features, no styles, no pixels.
#pragma once

#include "base/report.hpp"
#include "render/drawing.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

enum class MarkShape { circle, square, triangle, diamond, pentagon, hexagon, star };
/// "circle", "square" …; none for other words.
[[nodiscard]] std::optional<MarkShape> shape_of(std::string_view name);
[[nodiscard]] const char* name_of(MarkShape shape);

/// A cluster as marks show it.
struct MarkCluster {
    std::string id;
    Color hue;
    MarkShape shape;
};

/// What all marks share, by the ground they stand on.
struct MarkColors {
    Color outline; ///< ≥ 3:1 against land and sea
    Color paper;   ///< inside hollow marks and leads' rings
    Color none;    ///< hue of a mark without a cluster
};

/// One mark in sheet units at icon-size 1, its place at (0, 0).
struct Mark {
    std::vector<PathItem> items; ///< in painting order
    double radius = 0;           ///< of the circle round (0, 0) that holds all ink
};

/// Icon names, as the style writes them: `mark` or `lead` and the tile property `clusters`: `mark;a;`, `lead;a;b;`.
/// No cluster: `mark;`. Within the name clusters stand in programme order.
struct MarkName {
    bool lead = false;
    std::vector<std::string> clusters;
};
/// None for names that are not marks; empty parts and repeats are left out. At most 64 clusters are read.
[[nodiscard]] std::optional<MarkName> parse_mark_name(std::string_view icon_name);
[[nodiscard]] std::string to_icon_name(const MarkName& name);

/// Draws marks for one programme.
class MarkSet {
public:
    /// Clusters in programme order.
    MarkSet(std::vector<MarkCluster> clusters, MarkColors colors);

    [[nodiscard]] const std::vector<MarkCluster>& clusters() const noexcept { return clusters_; }
    [[nodiscard]] const MarkColors& colors() const noexcept { return colors_; }

    /// The mark of that icon name; none if the name is no mark's. A cluster unknown here is drawn as no theme.
    [[nodiscard]] std::optional<Mark> mark(std::string_view icon_name) const;
    [[nodiscard]] Mark mark(const MarkName& name) const;

private:
    [[nodiscard]] MarkCluster look_of(std::string_view cluster) const;
    [[nodiscard]] Mark single(const MarkCluster& look, bool lead, bool hollow) const;
    [[nodiscard]] Mark sectors(const std::vector<MarkCluster>& looks, bool lead) const;
    std::vector<MarkCluster> clusters_;
    MarkColors colors_;
};

/// The outline of a shape round (0, 0) with the area of a circle of `radius`, upright. Stars get a little more, since
/// their points weigh little to the eye.
[[nodiscard]] Path shape_path(MarkShape shape, double radius);
/// The path scaled by `factor`, then moved by `by`.
[[nodiscard]] Path placed(const Path& path, double factor, SheetPoint by);
/// The mark's items moved by `by`, scaled by `size` (icon-size); strokes scale along.
[[nodiscard]] std::vector<PathItem> placed(const Mark& mark, double size, SheetPoint by);

} // namespace cityweave::render
