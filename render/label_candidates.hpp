// The places a label may take, with what each costs, and whether two of them get in each other's way. Part of labels.hpp.
#pragma once

#include "render/labels.hpp"

#include <functional>
#include <vector>

namespace cityweave::render {

/// One place a label may take.
struct LabelCandidate {
    LabelPlace place;
    double cost = 0; ///< 0 best; about 1 where a leader is needed
};

/// Whether a segment and a box have a point in common.
[[nodiscard]] bool crosses(const Leader& segment, const SheetBox& box);
/// Whether two segments have a point in common.
[[nodiscard]] bool crosses(const Leader& a, const Leader& b);
/// Whether both cannot stand: a box or leader of one meets a box or leader of the other.
[[nodiscard]] bool conflict(const LabelPlace& a, const LabelPlace& b);

/// Boxes by the grid cells they touch, so that neighbours are found without asking everyone.
class BoxGrid {
public:
    /// `area` is where queries will be asked; what lies outside is kept in the cells of its edge.
    explicit BoxGrid(const SheetBox& area);
    void insert(std::size_t id, const SheetBox& box);
    /// Calls `visit(id)` for every box whose cells meet those of `box`, perhaps several times; stops when it returns true.
    bool any(const SheetBox& box, const std::function<bool(std::size_t)>& visit) const;

private:
    struct Cells {
        std::size_t left, top, right, bottom;
    };
    [[nodiscard]] Cells cells_of(const SheetBox& box) const;
    SheetBox area_;
    std::size_t columns_;
    std::size_t rows_;
    std::vector<std::vector<std::size_t>> cells_;
};

/// How much of lines lies under a box, from a raster with running sums: constant time a query.
class LineCover {
public:
    LineCover(const SheetBox& area, const std::vector<std::vector<SheetPoint>>& lines);
    /// Length of line in the box, about, in sheet units.
    [[nodiscard]] double length_in(const SheetBox& box) const;

private:
    void mark(SheetPoint a, SheetPoint b);
    void sum_up();
    [[nodiscard]] std::size_t column(double x) const;
    [[nodiscard]] std::size_t row(double y) const;
    SheetBox area_;
    std::size_t columns_;
    std::size_t rows_;
    std::vector<int> sums_;
};

/// Makes the candidates of requests over one ground: only such as are inside, clear of what is blocked and of all marks.
class CandidateMaker {
public:
    CandidateMaker(const std::vector<LabelRequest>& requests, const LabelGround& ground, const LabelOptions& options);
    /// Cheapest first; empty if there is no place at all.
    [[nodiscard]] std::vector<LabelCandidate> candidates(std::size_t request) const;

private:
    [[nodiscard]] std::vector<LabelCandidate> around(std::size_t request) const;
    [[nodiscard]] std::vector<LabelCandidate> standing_off(std::size_t request) const;
    [[nodiscard]] std::vector<LabelCandidate> on_area(std::size_t request) const;
    void keep_if_free(std::vector<LabelCandidate>& kept, LabelCandidate candidate, std::size_t request) const;
    [[nodiscard]] bool is_free(const LabelPlace& place, std::size_t request) const;
    [[nodiscard]] double nearness_cost(const SheetBox& box, std::size_t request) const;

    const std::vector<LabelRequest>& requests_;
    const LabelGround& ground_;
    const LabelOptions& options_;
    BoxGrid marks_;
    BoxGrid blocked_;
    LineCover lines_;
};

} // namespace cityweave::render
