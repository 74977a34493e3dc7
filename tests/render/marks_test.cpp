#include "render/marks.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace cityweave::render;

namespace {

constexpr MarkShape all_shapes[] = {MarkShape::circle,   MarkShape::square,  MarkShape::triangle, MarkShape::diamond,
                                    MarkShape::pentagon, MarkShape::hexagon, MarkShape::star};

const MarkColors colors{.outline = {20, 20, 20}, .paper = {255, 255, 255}, .none = {110, 110, 110}};

MarkSet three_clusters() {
    return {{{.id = "a", .hue = {200, 0, 0}, .shape = MarkShape::circle},
             {.id = "b", .hue = {0, 200, 0}, .shape = MarkShape::square},
             {.id = "c", .hue = {0, 0, 200}, .shape = MarkShape::star}},
            colors};
}

/// Corners of a path, curves cut into many.
std::vector<SheetPoint> flattened(const Path& path) {
    std::vector<SheetPoint> points;
    for (const PathSegment& segment : path) {
        if (const auto* move = std::get_if<MoveTo>(&segment)) points.push_back(move->to);
        if (const auto* line = std::get_if<LineTo>(&segment)) points.push_back(line->to);
        if (const auto* curve = std::get_if<CurveTo>(&segment)) {
            const SheetPoint from = points.back();
            for (int i = 1; i <= 32; ++i) {
                const double t = i / 32.0;
                const double u = 1 - t;
                const auto axis = [&](double p0, double p1, double p2, double p3) {
                    return u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3;
                };
                points.push_back(SheetPoint::at({.x = axis(from.x(), curve->control1.x(), curve->control2.x(), curve->to.x()),
                                                 .y = axis(from.y(), curve->control1.y(), curve->control2.y(), curve->to.y())}));
            }
        }
    }
    return points;
}

double area(const Path& path) {
    const auto points = flattened(path);
    double twice = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const SheetPoint& p = points[i];
        const SheetPoint& q = points[(i + 1) % points.size()];
        twice += p.x() * q.y() - q.x() * p.y();
    }
    return std::abs(twice) / 2;
}

double farthest(const Mark& mark) {
    double radius = 0;
    for (const PathItem& item : mark.items) {
        for (const SheetPoint& p : flattened(item.path)) {
            radius = std::max(radius, std::hypot(p.x(), p.y()) + (item.stroke ? item.stroke->width / 2 : 0));
        }
    }
    return radius;
}

std::vector<Color> fills(const Mark& mark) {
    std::vector<Color> all;
    for (const PathItem& item : mark.items) {
        if (item.fill) all.push_back(*item.fill);
    }
    return all;
}

} // namespace

TEST_CASE("all shapes weigh alike") {
    for (const MarkShape shape : all_shapes) {
        INFO(name_of(shape));
        const double circle = std::numbers::pi * 25;
        const double found = area(shape_path(shape, 5));
        if (shape == MarkShape::star)
            CHECK(found == Approx(circle * 1.08 * 1.08).epsilon(0.001)); // to the eye
        else
            CHECK(found == Approx(circle).epsilon(0.001));
    }
}

TEST_CASE("shapes are known by name") {
    for (const MarkShape shape : all_shapes) CHECK(shape_of(name_of(shape)) == shape);
    CHECK_FALSE(shape_of("blob"));
}

TEST_CASE("icon names say role and clusters, in programme order") {
    const auto lead = parse_mark_name("lead;a;b;");
    REQUIRE(lead);
    CHECK(lead->lead);
    CHECK(lead->clusters == std::vector<std::string>{"a", "b"});
    CHECK(to_icon_name(*lead) == "lead;a;b;");
    CHECK(parse_mark_name("mark;")->clusters.empty());
    CHECK(to_icon_name(*parse_mark_name("mark;")) == "mark;");
    CHECK(parse_mark_name("mark;a;a;;")->clusters.size() == 1);
    for (const char* other : {"", "mark", "lead", "star", "marks;a;", "Mark;a;"}) {
        INFO(other);
        CHECK_FALSE(parse_mark_name(other));
    }
}

TEST_CASE("an endless icon name is read in bounded time") {
    std::string name = "mark;";
    for (int i = 0; i < 100'000; ++i) name += std::to_string(i) + ";";
    CHECK(parse_mark_name(name)->clusters.size() == 64);
}

TEST_CASE("a mark of one cluster has its hue and shape, and an outline") {
    const Mark mark = *three_clusters().mark("mark;b;");
    REQUIRE(mark.items.size() == 1);
    CHECK(mark.items[0].fill == Color{0, 200, 0});
    REQUIRE(mark.items[0].stroke);
    CHECK(mark.items[0].stroke->color == colors.outline);
    CHECK(flattened(mark.items[0].path).size() == 4);
}

TEST_CASE("several clusters share a ring of equal sectors, in the order of the name") {
    const Mark mark = *three_clusters().mark("mark;a;b;c;");
    const auto hues = fills(mark);
    REQUIRE(hues.size() >= 3);
    CHECK(hues[0] == Color{200, 0, 0});
    CHECK(hues[1] == Color{0, 200, 0});
    CHECK(hues[2] == Color{0, 0, 200});
    const double first = area(mark.items[0].path);
    CHECK(area(mark.items[1].path) == Approx(first).epsilon(1e-6));
    CHECK(area(mark.items[2].path) == Approx(first).epsilon(1e-6));
    // The first sector begins straight up and goes clockwise: to the right.
    for (const SheetPoint& p : flattened(mark.items[0].path)) CHECK(p.x() >= -1e-9);
}

TEST_CASE("a lead stands out from every partner") {
    const MarkSet marks = three_clusters();
    for (const char* clusters : {";", ";a;", ";b;", ";c;", ";a;b;", ";a;b;c;"}) {
        INFO(clusters);
        const Mark partner = *marks.mark(std::string("mark") + clusters);
        const Mark lead = *marks.mark(std::string("lead") + clusters);
        CHECK(lead.radius > 1.05 * partner.radius);
        CHECK(lead.items.size() > partner.items.size() - 1);
        CHECK(lead.items.front().fill == colors.paper);
    }
}

TEST_CASE("no theme is a hollow grey circle; so is a cluster nobody knows") {
    for (const char* name : {"mark;", "mark;unknown;"}) {
        const Mark mark = *three_clusters().mark(name);
        CHECK(fills(mark) == std::vector<Color>{colors.none, colors.paper});
    }
}

TEST_CASE("the radius holds all ink") {
    const MarkSet marks = three_clusters();
    for (const char* name : {"mark;", "mark;a;", "mark;b;", "mark;c;", "mark;a;c;", "lead;", "lead;b;", "lead;c;", "lead;a;b;c;"}) {
        INFO(name);
        const Mark mark = *marks.mark(name);
        CHECK(mark.radius >= farthest(mark) - 0.01); // arcs of cubics swell by 0.03 %
        CHECK(mark.radius <= farthest(mark) + 0.01);
    }
}

TEST_CASE("marks are placed by scaling and moving, strokes too") {
    const Mark mark = *three_clusters().mark("mark;b;");
    const auto items = placed(mark, 2, SheetPoint::at({.x = 100, .y = 50}));
    REQUIRE(items.size() == 1);
    CHECK(items[0].stroke->width == Approx(2 * mark.items[0].stroke->width));
    const SheetPoint before = std::get<MoveTo>(mark.items[0].path[0]).to;
    const SheetPoint after = std::get<MoveTo>(items[0].path[0]).to;
    CHECK(after.x() == Approx(100 + 2 * before.x()));
    CHECK(after.y() == Approx(50 + 2 * before.y()));
}
