// Places labels over a whole sheet: many candidates for each point, obstacles, conflicts, a choice, leader lines where a
// label must stand off. Works on boxes in sheet units; knows no glyphs, no features, no colours.
#pragma once

#include "render/drawing.hpp"
#include "render/text.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace cityweave::render {

using SheetBox = geo::Box<SheetPoint>;

enum class LabelKind {
    point, ///< stands beside its mark, or off it with a leader
    area,  ///< stands on its point or a little off, never with a leader: names of countries
};

/// One label to be placed.
struct LabelRequest {
    SheetPoint point;       ///< the middle of its mark
    double mark_radius = 0; ///< of the circle that holds the mark's ink
    TextExtent extent;      ///< of the text as it will be set
    double halo = 0;        ///< kept free around the ink, sheet units
    LabelKind kind = LabelKind::point;
    int rank = 0; ///< lower ranks are placed at the cost of higher ones
    /// Area labels move only to where this holds of their middle; empty: they do not move.
    std::function<bool(SheetPoint)> may_stand{};
};

/// A line from a mark to its label.
struct Leader {
    SheetPoint from; ///< at the mark's edge
    SheetPoint to;   ///< at the label's ink
};

/// Where a label came to stand.
struct LabelPlace {
    SheetPoint baseline; ///< start of the baseline
    SheetBox box;        ///< ink and halo
    std::optional<Leader> leader{};
};

/// What labels have to respect.
struct LabelGround {
    SheetBox area;                                ///< labels stay inside
    std::vector<SheetBox> blocked{};              ///< furniture, insets: no ink here
    std::vector<std::vector<SheetPoint>> lines{}; ///< links: better not on them
};

struct LabelOptions {
    double gap = 2.5;   ///< between a mark and its label, sheet units
    double reach = 110; ///< how far a leader may lead, sheet units
    std::uint64_t seed = 20'260'101;
};

/// One entry per request, in their order; none where no place was found. No placed label's box overlaps another's, a
/// mark of any request, a leader, or what is blocked; no leader crosses another or a mark, except that out of a heap of
/// touching marks it may leave between them. The same input gives the same
/// places on every machine. Requests of one point and text are placed once each: who wants one label asks once.
///
/// Candidates are sixteen places around the mark, then rings of places farther off; costs follow Imhof (1975): upper
/// right first, not on lines, near. The choice begins greedily by rank and is improved by annealing with a fixed seed
/// (Christensen, Marks, Shieber 1995), then every conflict left is settled in favour of the lower rank.
[[nodiscard]] std::vector<std::optional<LabelPlace>> place_labels(const std::vector<LabelRequest>& requests, const LabelGround& ground,
                                                                  const LabelOptions& options = {});

} // namespace cityweave::render
