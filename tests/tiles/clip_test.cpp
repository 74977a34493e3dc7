#include "tests/tiles/shapes.hpp"
#include "tiles/clip.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::tiles;
using namespace cityweave::tiles::test;
namespace geo = cityweave::geo;
using Line = geo::Line<geo::WorldPoint>;
using Polygon = geo::Polygon<geo::WorldPoint>;

namespace {

const WorldBox quarter{world(0.25, 0.25), world(0.75, 0.75)};

std::vector<Line> clipped(Line line) {
    return std::get<geo::MultiLine<geo::WorldPoint>>(clip(geo::MultiLine<geo::WorldPoint>{{std::move(line)}}, quarter)).lines;
}

geo::Ring<geo::WorldPoint> rectangle(double x0, double y0, double x1, double y1) {
    return {world(x0, y0), world(x1, y0), world(x1, y1), world(x0, y1)};
}

bool well_wound(const Polygon& polygon) {
    return doubled_area(polygon.exterior) > 0 &&
           std::all_of(polygon.interiors.begin(), polygon.interiors.end(), [](const auto& ring) { return doubled_area(ring) < 0; });
}

} // namespace

TEST_CASE("clip: points on the box's edge belong to it", "[clip]") {
    const auto kept = clip(geo::MultiPoint<geo::WorldPoint>{world(0.25, 0.5), world(0.2, 0.5), world(0.75, 0.75)}, quarter);
    CHECK(kept == WorldGeometry(geo::MultiPoint<geo::WorldPoint>{world(0.25, 0.5), world(0.75, 0.75)}));
}

TEST_CASE("clip: a line splits where it leaves and keeps its direction", "[clip]") {
    const auto pieces = clipped({world(0.0, 0.5), world(0.5, 0.5), world(1.0, 0.5), world(1.0, 0.6), world(0.5, 0.6)});
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == Line{world(0.25, 0.5), world(0.5, 0.5), world(0.75, 0.5)});
    CHECK(pieces[1] == Line{world(0.75, 0.6), world(0.5, 0.6)});
}

TEST_CASE("clip: a line along the edge stays, one that touches a corner goes", "[clip]") {
    CHECK(clipped({world(0.25, 0.0), world(0.25, 1.0)}) == std::vector<Line>{{world(0.25, 0.25), world(0.25, 0.75)}});
    CHECK(clipped({world(0.0, 0.5), world(0.5, 0.0)}).empty());
}

TEST_CASE("clip: a line that turns on the edge stays one piece", "[clip]") {
    const auto pieces = clipped({world(0.5, 0.5), world(0.75, 0.5), world(0.5, 0.6)});
    CHECK(pieces == std::vector<Line>{{world(0.5, 0.5), world(0.75, 0.5), world(0.5, 0.6)}});
}

TEST_CASE("clip: both directions of a segment are cut at the same points", "[clip]") {
    const unsigned seed = GENERATE(1u, 2u, 3u);
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, 1);
    for (int i = 0; i < 1000; ++i) {
        const auto a = world(place(random), place(random));
        const auto b = world(place(random), place(random));
        const auto forth = clip_segment(a, b, quarter, BoxEdges::open);
        const auto back = clip_segment(b, a, quarter, BoxEdges::open);
        REQUIRE(forth.has_value() == back.has_value());
        if (forth) REQUIRE((forth->first == back->second && forth->second == back->first));
    }
}

TEST_CASE("clip: a polygon round the box becomes the box, one beside it nothing", "[clip]") {
    const auto pieces = clip_polygon({.exterior = rectangle(0, 0, 1, 1)}, quarter);
    REQUIRE(pieces.size() == 1);
    CHECK(area(pieces) == Approx(0.25).margin(1e-15));
    CHECK(pieces[0].exterior.size() == 4);
    CHECK(clip_polygon({.exterior = rectangle(0.75, 0.25, 1, 0.75)}, quarter).empty());
    CHECK(clip_polygon({.exterior = rectangle(0.8, 0.8, 0.9, 0.9)}, quarter).empty());
}

TEST_CASE("clip: the box itself comes back as it is", "[clip]") {
    const auto pieces = clip_polygon({.exterior = rectangle(0.25, 0.25, 0.75, 0.75)}, quarter);
    REQUIRE(pieces.size() == 1);
    CHECK(area(pieces) == Approx(0.25).margin(1e-15));
}

TEST_CASE("clip: a box inside an interior ring holds nothing; an interior ring inside the box stays", "[clip]") {
    CHECK(clip_polygon({.exterior = rectangle(0, 0, 1, 1), .interiors = {rectangle(0.2, 0.2, 0.8, 0.8)}}, quarter).empty());
    const auto pieces = clip_polygon({.exterior = rectangle(0, 0, 1, 1), .interiors = {rectangle(0.4, 0.4, 0.6, 0.6)}}, quarter);
    REQUIRE(pieces.size() == 1);
    REQUIRE(pieces[0].interiors.size() == 1);
    CHECK(area(pieces) == Approx(0.25 - 0.04).margin(1e-15));
    CHECK(well_wound(pieces[0]));
}

TEST_CASE("clip: an interior ring that crosses the edge opens the exterior", "[clip]") {
    const auto pieces = clip_polygon({.exterior = rectangle(0, 0, 1, 1), .interiors = {rectangle(0.1, 0.4, 0.6, 0.6)}}, quarter);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].interiors.empty());
    CHECK(area(pieces) == Approx(0.25 - 0.35 * 0.2).margin(1e-15));
}

TEST_CASE("clip: a comb falls apart into separate pieces", "[clip]") {
    // Three teeth hang from a bar above the box.
    const Polygon comb{.exterior = {world(0.3, 0.1), world(0.7, 0.1), world(0.7, 0.5), world(0.6, 0.5), world(0.6, 0.2), world(0.55, 0.2),
                                    world(0.55, 0.5), world(0.45, 0.5), world(0.45, 0.2), world(0.4, 0.2), world(0.4, 0.5),
                                    world(0.3, 0.5)}};
    const auto pieces = clip_polygon(comb, quarter);
    REQUIRE(pieces.size() == 3);
    CHECK(area(pieces) == Approx(3 * 0.1 * 0.25).margin(1e-15));
}

TEST_CASE("clip: a wedge that touches the edge from inside is an interior ring", "[clip]") {
    const Polygon notched{.exterior = rectangle(0, 0, 1, 1), .interiors = {{world(0.25, 0.5), world(0.4, 0.4), world(0.4, 0.6)}}};
    const auto pieces = clip_polygon(notched, quarter);
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].interiors.size() == 1);
    CHECK(area(pieces) == Approx(0.25 - 0.015).margin(1e-15));
}

TEST_CASE("clip: pieces over a grid of boxes add up to the whole, and clipping again changes nothing", "[clip][property]") {
    const unsigned seed = GENERATE(range(1u, 30u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const Polygon polygon = holed_star(random);
    double sum = 0;
    for (int cell = 0; cell < 64; ++cell) {
        const double x = cell % 8 / 8.0;
        const double y = cell / 8 / 8.0;
        const WorldBox box{world(x, y), world(x + 0.125, y + 0.125)};
        const auto pieces = clip_polygon(polygon, box);
        sum += area(pieces);
        double again = 0;
        for (const auto& piece : pieces) {
            REQUIRE(well_wound(piece));
            REQUIRE(box.contains(bounds(piece.exterior)));
            again += area(clip_polygon(piece, box));
        }
        REQUIRE(again == Approx(area(pieces)).margin(1e-14));
    }
    CHECK(sum == Approx(area(polygon)).margin(1e-13));
}

TEST_CASE("clip: what lies in a piece lies in the polygon, and the other way round", "[clip][property]") {
    const unsigned seed = GENERATE(range(1u, 10u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const Polygon polygon = holed_star(random);
    const auto pieces = clip_polygon(polygon, quarter);
    std::uniform_real_distribution<double> place(0.25, 0.75);
    for (int i = 0; i < 500; ++i) {
        const auto p = world(place(random), place(random));
        const auto holders = std::count_if(pieces.begin(), pieces.end(), [&](const Polygon& piece) { return contains(piece, p); });
        REQUIRE(holders == (contains(polygon, p) ? 1 : 0));
    }
}

TEST_CASE("clip: rings that cross themselves end in finite pieces inside the box", "[clip]") {
    const unsigned seed = GENERATE(range(1u, 20u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    // Coarse coordinates, so that many points and edges lie on the box's outline.
    std::uniform_int_distribution<int> place(0, 8);
    Polygon tangle;
    for (int i = 0; i < 400; ++i) tangle.exterior.push_back(world(place(random) / 8.0, place(random) / 8.0));
    for (const auto& piece : clip_polygon(tangle, quarter)) REQUIRE(quarter.contains(bounds(piece.exterior)));
}
