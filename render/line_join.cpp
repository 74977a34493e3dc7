#include "render/line_join.hpp"

#include <algorithm>
#include <tuple>

namespace cityweave::render {
namespace {

/// One end of one piece; even is its first point, odd its last.
using EndIndex = std::size_t;
constexpr EndIndex no_end = static_cast<EndIndex>(-1);

EndIndex other_end(EndIndex end) {
    return end ^ 1U;
}

struct CutEnd {
    EndIndex end;
    TileCut cut;
};

std::vector<CutEnd> cut_ends(const std::vector<const LinePiece*>& pieces) {
    std::vector<CutEnd> ends;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i]->first) ends.push_back({2 * i, *pieces[i]->first});
        if (pieces[i]->last) ends.push_back({2 * i + 1, *pieces[i]->last});
    }
    const auto key = [](const CutEnd& e) { return std::tuple(e.cut.vertical, e.cut.edge, e.cut.along, e.cut.from_below, e.end); };
    std::sort(ends.begin(), ends.end(), [&](const CutEnd& a, const CutEnd& b) { return key(a) < key(b); });
    return ends;
}

/// Which end each end is joined to; no_end where to none. Ends are sorted along their edges, so a partner is a neighbour.
std::vector<EndIndex> partners(const std::vector<const LinePiece*>& pieces, double tolerance) {
    std::vector<EndIndex> partner(2 * pieces.size(), no_end);
    const std::vector<CutEnd> ends = cut_ends(pieces);
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        const CutEnd& a = ends[i];
        const CutEnd& b = ends[i + 1];
        const bool same_edge = a.cut.vertical == b.cut.vertical && a.cut.edge == b.cut.edge;
        const bool opposite = a.cut.from_below != b.cut.from_below;
        if (!same_edge || !opposite || b.cut.along - a.cut.along > tolerance || partner[a.end] != no_end) continue;
        partner[a.end] = b.end;
        partner[b.end] = a.end;
    }
    return partner;
}

/// Walks from one end to the other and on over joints, until a free end or a piece already walked.
geo::Line<MapPoint> walk(EndIndex start, const std::vector<const LinePiece*>& pieces, const std::vector<EndIndex>& partner,
                         std::vector<bool>& walked) {
    geo::Line<MapPoint> line;
    for (EndIndex end = start; end != no_end && !walked[end / 2]; end = partner[other_end(end)]) {
        walked[end / 2] = true;
        const auto& points = pieces[end / 2]->points;
        const std::ptrdiff_t joint = line.empty() ? 0 : 1; // both sides carry the point where they were cut
        if (end % 2 == 0)
            line.insert(line.end(), points.begin() + joint, points.end());
        else
            line.insert(line.end(), points.rbegin() + joint, points.rend());
    }
    return line;
}

/// Back along the joints to the end where the line of this piece begins; the piece itself if the line is closed.
EndIndex first_end(std::size_t piece, const std::vector<EndIndex>& partner) {
    EndIndex end = 2 * piece;
    for (std::size_t steps = 0; partner[end] != no_end && steps < partner.size(); ++steps) {
        end = other_end(partner[end]);
        if (end == 2 * piece) break;
    }
    return end;
}

} // namespace

std::vector<geo::Line<MapPoint>> join_pieces(const std::vector<const LinePiece*>& pieces, double tolerance) {
    const std::vector<EndIndex> partner = partners(pieces, tolerance);
    std::vector<bool> walked(pieces.size(), false);
    std::vector<geo::Line<MapPoint>> lines;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!walked[i]) lines.push_back(walk(first_end(i, partner), pieces, partner, walked));
    }
    return lines;
}

} // namespace cityweave::render
