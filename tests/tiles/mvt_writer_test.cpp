#include "tiles/mvt_writer.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

TilePoint at(std::int32_t x, std::int32_t y) {
    return TilePoint::at({.x = x, .y = y});
}

std::vector<std::uint32_t> integers(const geo::Geometry<TilePoint>& geometry) {
    const auto encoded = encode_geometry(geometry);
    std::vector<std::uint32_t> numbers;
    for (VarintReader reader(encoded.commands); !reader.done();) numbers.push_back(reader.read32());
    return numbers;
}
using Integers = std::vector<std::uint32_t>;
using Points = geo::MultiPoint<TilePoint>;
using Lines = geo::MultiLine<TilePoint>;
using Polygons = geo::MultiPolygon<TilePoint>;

} // namespace

TEST_CASE("geometry is encoded as the specification's own examples (MVT 2.1 §4.3.5)") {
    CHECK(integers(Points{at(25, 17)}) == Integers{9, 50, 34});
    CHECK(integers(Points{at(5, 7), at(3, 2)}) == Integers{17, 10, 14, 3, 9});
    CHECK(integers(Lines{{{at(2, 2), at(2, 10), at(10, 10)}}}) == Integers{9, 4, 4, 18, 0, 16, 16, 0});
    CHECK(integers(Lines{{{at(2, 2), at(2, 10), at(10, 10)}, {at(1, 1), at(3, 5)}}}) ==
          Integers{9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8});
    CHECK(integers(Polygons{{{.exterior = {at(3, 6), at(8, 12), at(20, 34)}}}}) == Integers{9, 6, 12, 18, 10, 12, 24, 44, 15});
    const geo::Polygon<TilePoint> first{.exterior = {at(0, 0), at(10, 0), at(10, 10), at(0, 10)}};
    const geo::Polygon<TilePoint> second{.exterior = {at(11, 11), at(20, 11), at(20, 20), at(11, 20)},
                                         .interiors = {{at(13, 13), at(13, 17), at(17, 17), at(17, 13)}}};
    CHECK(integers(Polygons{{first, second}}) ==
          Integers{9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15});
}

TEST_CASE("one point alone is encoded as a point among many") {
    std::string commands;
    encode_point(at(-3, 4100), commands);
    CHECK(commands == encode_geometry(Points{at(-3, 4100)}).commands);
}

TEST_CASE("winding is set: exterior rings positive, interior rings negative (MVT 2.1 §4.3.4.4)") {
    const geo::Ring<TilePoint> clockwise{at(0, 0), at(9, 0), at(9, 9), at(0, 9)};
    const geo::Ring<TilePoint> other{at(0, 0), at(0, 9), at(9, 9), at(9, 0)};
    const geo::Ring<TilePoint> hole{at(2, 2), at(4, 2), at(4, 4), at(2, 4)};
    const geo::Ring<TilePoint> hole_other{at(2, 2), at(2, 4), at(4, 4), at(4, 2)};
    CHECK(surveyors_area(clockwise) > 0);
    CHECK(integers(Polygons{{{clockwise, {hole}}}}) == integers(Polygons{{{other, {hole_other}}}}));
}

TEST_CASE("no LineTo of length zero, no repeated first point, no collapsed ring (MVT 2.1 §4.3.3.2, §4.3.4.4)") {
    CHECK(integers(Lines{{{at(1, 1), at(1, 1), at(2, 2), at(2, 2)}}}) == integers(Lines{{{at(1, 1), at(2, 2)}}}));
    CHECK(integers(Lines{{{at(1, 1), at(1, 1)}}}).empty());
    const geo::Ring<TilePoint> closed{at(0, 0), at(9, 0), at(9, 9), at(0, 0), at(0, 0)};
    CHECK(integers(Polygons{{{closed, {}}}}) == integers(Polygons{{{{at(0, 0), at(9, 0), at(9, 9)}, {}}}}));
    const geo::Ring<TilePoint> flat{at(0, 0), at(5, 0), at(9, 0)};
    const geo::Ring<TilePoint> inner{at(2, 2), at(4, 2), at(4, 4)};
    CHECK(integers(Polygons{{{flat, {inner}}}}).empty());
    CHECK(integers(Points{}).empty());
}

TEST_CASE("a layer begins with its version and holds each key and value once (MVT 2.1 §4.1)") {
    const std::vector<Feature<TilePoint>> features{
        {.id = 7, .properties = {{"a", std::string("x")}, {"b", std::int64_t{1}}}, .geometry = Points{at(1, 1)}},
        {.properties = {{"b", std::int64_t{1}}, {"c", std::string("x")}, {"d", 1.0}}, .geometry = Points{at(2, 2)}}};
    std::string tile;
    append_layer(tile, "l", features);
    // layer: version 2, name, extent; feature 7: tags 0 0 1 1; feature: tags 1 1 2 0 3 2; keys a b c d; values "x" 1 1.0
    const std::string expected("\x1a\x4a\x78\x02\x0a\x01l\x28\x80\x20"
                               "\x12\x0f\x08\x07\x12\x04\0\0\1\1\x18\x01\x22\x03\x09\x02\x02"
                               "\x12\x0f\x12\x06\1\1\2\0\3\2\x18\x01\x22\x03\x09\x04\x04"
                               "\x1a\x01"
                               "a\x1a\x01"
                               "b\x1a\x01"
                               "c\x1a\x01"
                               "d\x22\x03\x0a\x01x\x22\x02\x20\x01\x22\x09\x19\0\0\0\0\0\0\xf0\x3f",
                               76);
    CHECK(tile == expected);
}

TEST_CASE("a layer without features is not written (MVT 2.1 §4.1)") {
    std::string tile;
    append_layer(tile, "empty", {});
    CHECK(tile.empty());
}

TEST_CASE("a writer starts each tile with empty tables") {
    PropertyPool pool;
    const auto first = pool.add({{"a", std::string("x")}});
    const auto second = pool.add({{"a", std::string("y")}});
    LayerWriter writer("l", pool);
    std::string commands;
    encode_point(at(1, 1), commands);
    const auto one_tile = [&](const std::vector<Tag>& tags) {
        std::string tile;
        writer.add(std::nullopt, tags, GeometryType::point, commands);
        writer.append_to(tile);
        return tile;
    };
    const auto before = one_tile(first);
    const auto between = one_tile(second);
    CHECK(one_tile(first) == before);
    CHECK(between != before);
    CHECK(between.size() == before.size());
}

TEST_CASE("a key twice in a feature is a programmer's mistake (MVT 2.1 §4.4)") {
    PropertyPool pool;
    CHECK_THROWS_AS(pool.add({{"a", true}, {"a", false}}), base::AssertionError);
}
