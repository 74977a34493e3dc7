#include "geo/wkt.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace cityweave::geo;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

/// What a text is once read and written again, or the code and place of its problem.
std::string rewritten(std::string_view text) {
    const auto wkt = parse_wkt(text);
    if (wkt) return to_wkt(*wkt);
    const auto& p = wkt.problem();
    return p.code + " " + std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.found;
}

} // namespace

TEST_CASE("points in the forms people and programmes write") {
    const char* plain = "POINT (25.748151 61.92411)";
    for (const char* text : {"POINT (25.748151 61.92411)", "point(25.748151 61.92411)", "  Point\t( +25.748151   61.92411 )\n",
                             "POINT (2.5748151e1 6192411E-5)",
                             "POINT (25.748151\xC2\xA0"
                             "61.92411)"}) {
        CAPTURE(text);
        CHECK(rewritten(text) == plain);
        REQUIRE(parse_wkt_point(text));
        CHECK(*parse_wkt_point(text) == at(25.748151, 61.92411));
    }
    CHECK(rewritten("POINT (-.5 5.)") == "POINT (-0.5 5)");
    CHECK(to_wkt(at(25.748151, 61.92411)) == plain);
}

TEST_CASE("Z, M and ZM, tagged, glued to the keyword or by number alone (06-103r4 §7.2.6; EWKT)") {
    CHECK(rewritten("POINT Z (1 2 3)") == "POINT Z (1 2 3)");
    CHECK(rewritten("POINTZ(1 2 3)") == "POINT Z (1 2 3)");
    CHECK(rewritten("POINT (1 2 3)") == "POINT Z (1 2 3)");
    CHECK(rewritten("POINTM (1 2 3)") == "POINT M (1 2 3)");
    CHECK(rewritten("point zm (1 2 3 4)") == "POINT ZM (1 2 3 4)");
    CHECK(rewritten("POINT (1 2 3 4)") == "POINT ZM (1 2 3 4)");
    CHECK(rewritten("LINESTRINGZM EMPTY") == "LINESTRING ZM EMPTY");
    CHECK(rewritten("GEOMETRYCOLLECTION M (POINT (1 2 3), POINT M (4 5 6))") == "GEOMETRYCOLLECTION M (POINT M (1 2 3), POINT M (4 5 6))");
    const auto m = parse_wkt("POINT M (1 2 3)");
    REQUIRE(m);
    CHECK(m->geometry.positions[0].z == 0);
    CHECK(m->geometry.positions[0].m == 3);
}

TEST_CASE("every kind, EMPTY at every level, both forms of MULTIPOINT") {
    for (const char* text :
         {"POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY", "MULTIPOINT EMPTY", "GEOMETRYCOLLECTION EMPTY", "LINESTRING (0 0, 1 1, 2 0)",
          "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))", "MULTIPOINT ((1 2), EMPTY, (3 4))",
          "MULTILINESTRING ((0 0, 1 1), EMPTY, (2 2, 3 3))", "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), EMPTY)", "POLYGON (EMPTY)",
          "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1), POINT EMPTY), MULTIPOINT ((5 6)))",
          "TRIANGLE ((0 0, 1 0, 0 1, 0 0))", "TRIANGLE EMPTY", "TIN Z (((0 0 1, 1 0 1, 0 1 1, 0 0 1)), EMPTY)",
          "POLYHEDRALSURFACE Z (((0 0 0, 0 1 0, 1 1 0, 0 0 0)), ((0 0 0, 0 1 0, 0 1 1, 0 0 0)))", "SRID=4326;POINT Z (1 2 3)"})
        CHECK(rewritten(text) == text);
    CHECK(rewritten("MULTIPOINT(1 2,3 4)") == "MULTIPOINT ((1 2), (3 4))");
    CHECK(rewritten("MULTIPOINT(1 2,(3 4) , empty)") == "MULTIPOINT ((1 2), (3 4), EMPTY)");
    CHECK(rewritten("srid=4326; multipoint(-1 2)") == "SRID=4326;MULTIPOINT ((-1 2))");
}

TEST_CASE("wrong text is refused with line, column and what was found") {
    CHECK(rewritten("") == "wkt-keyword 1:1 end of text");
    CHECK(rewritten("PIONT (1 2)") == "wkt-keyword 1:1 PIONT");
    CHECK(rewritten("POINTER (1 2)") == "wkt-keyword 1:1 POINTER");
    CHECK(rewritten("CIRCULARSTRING (0 0, 1 1, 2 0)") == "wkt-keyword 1:1 CIRCULARSTRING");
    CHECK(rewritten("POINT 1 2") == "wkt-syntax 1:7 1");
    CHECK(rewritten("POINT (1)") == "wkt-number 1:9 )");
    CHECK(rewritten("POINT (25,748151 61,92411)") == "wkt-number 1:10 ,");
    CHECK(rewritten("POINT (1 x)") == "wkt-number 1:10 x");
    CHECK(rewritten("POINT (1 2") == "wkt-syntax 1:11 end of text");
    CHECK(rewritten("POINT (1 2) POINT (3 4)") == "wkt-syntax 1:13 POINT");
    CHECK(rewritten("POINT (1 2 3 4 5)") == "wkt-syntax 1:16 5");
    CHECK(rewritten("POINT Z (1 2)") == "wkt-dimension 1:10 1");
    CHECK(rewritten("LINESTRING (1 2, 3 4 5)") == "wkt-dimension 1:18 3");
    CHECK(rewritten("GEOMETRYCOLLECTION (POINT (1 2), POINT Z (1 2 3))") == "wkt-dimension 1:40 Z");
    CHECK(rewritten("LINESTRING (1 2)") == "wkt-line 1:12 (");
    CHECK(rewritten("POLYGON ((0 0, 1 0, 1 1, 0 1))") == "wkt-ring 1:10 (");
    CHECK(rewritten("POLYGON ((0 0, 1 0, 0 0))") == "wkt-ring 1:10 (");
    CHECK(rewritten("TRIANGLE ((0 0, 1 0, 1 1, 0 1, 0 0))") == "wkt-ring 1:10 (");
    CHECK(rewritten("CURVEPOLYGON (COMPOUNDCURVE ((0 0, 1 1)))") == "wkt-keyword 1:1 CURVEPOLYGON");
    CHECK(parse_wkt("MULTISURFACE EMPTY").problem().expected.find("no curves") != std::string::npos);
    CHECK(parse_wkt("POINT (25,7 61,9)").problem().expected.find("decimals have a point") != std::string::npos);
    CHECK(parse_wkt("POINT (25, 61)").problem().expected == "a second number");
    CHECK(rewritten("SRID=3035;POINT (4321000 3210000)") == "wkt-srid 1:1 SRID=3035;POINT");
    CHECK(rewritten("SRID=4326 POINT (1 2)") == "wkt-syntax 1:11 POINT");
    CHECK(rewritten("POINT (61.92411 255.748151)") == "coordinate-range 1:8 61.92411");
    CHECK(rewritten("POINT (nan nan)") == "wkt-number 1:8 nan");
    CHECK(rewritten("POINT (inf 1)") == "wkt-number 1:8 inf");
    CHECK(rewritten("POINT (1e999 1)") == "wkt-number 1:8 1e999");
    CHECK(rewritten("POINT (+-1 1)") == "wkt-number 1:8 +-1");
    CHECK(rewritten("POINT (0x10 1)") == "wkt-number 1:8 0x10");
    CHECK(rewritten("POINT (25°44 61)") == "wkt-number 1:8 25°44");
    CHECK(rewritten("\n\nPOINT\n  (1\n  é)") == "wkt-number 5:3 é");
    CHECK(rewritten("ä") == "wkt-keyword 1:1 ä");
    CHECK(rewritten(std::string_view("POINT (1 2)\0", 12)) == std::string("wkt-syntax 1:12 ") + '\0');
}

TEST_CASE("the point reader agrees with the full one and says why not") {
    CHECK(parse_wkt_point("POINT EMPTY").problem().code == "wkt-empty");
    CHECK(parse_wkt_point("MULTIPOINT (1 2)").problem().code == "wkt-keyword");
    CHECK(parse_wkt_point("POINT (1 91)").problem().code == "coordinate-range");
    CHECK(parse_wkt_point("POINT (1 2)x").problem().column == 12);
    CHECK(parse_wkt_point("POINT (12)").problem().code == "wkt-number");
    for (const char* text :
         {"SRID=4326;POINTZM (1 2 3 4)", "srid=4326; point z(1 2 3)", "POINT M ( 1 2 -3 )", "POINT (1 2 3 4)", "Point(01 2.)",
          "POINT (1e0 2)", "POINT (1.00000000 2.00000000000)", "POINT (1.0000000000000000 2)", "POINT (000000000001 2)"}) {
        CAPTURE(text);
        REQUIRE(parse_wkt_point(text));
        CHECK(*parse_wkt_point(text) == at(1, 2));
    }
    for (const char* text :
         {"POINT Z (1 2)", "POINT M (1 2 3 4)", "POINT ZM (1 2 3)", "POINT MZ (1 2 3 4)", "POINT (1 2 3 4 5)", "POINT (1-2)",
          "POINT (1 2 3", "POINT (1. 2.e)", "POINT (. 2)", "POINT (1 +)", "SRID=4326POINT (1 2)", "POINT", "P", ""}) {
        CAPTURE(text);
        CHECK_FALSE(parse_wkt_point(text));
        CHECK_FALSE(parse_wkt(text));
    }
}

TEST_CASE("depth and size are bounded") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "GEOMETRYCOLLECTION(";
    CHECK(parse_wkt(deep).problem().code == "wkt-depth");
    std::string within = "POINT (1 2)";
    for (int i = 0; i < 32; ++i) within = "GEOMETRYCOLLECTION (" + within + ")";
    CHECK(rewritten(within) == within);
    CHECK(parse_wkt("GEOMETRYCOLLECTION (" + within + ")").problem().code == "wkt-depth");
    std::string long_line = "LINESTRING (0 0";
    for (int i = 0; i < 20; ++i) long_line += ",0 0";
    CHECK(parse_wkt(long_line + ")", {.elements = 22}));
    CHECK(parse_wkt(long_line + ")", {.elements = 21}).problem().code == "wkt-size");
}

namespace {

WktGeometry random_geometry(std::mt19937& random, WktKind kind, WktAxes axes, int depth) {
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    std::uniform_int_distribution<std::size_t> size(0, 4);
    const auto position = [&] {
        return WktPosition{.lonlat = at(lon(random), lat(random)),
                           .z = axes == WktAxes::xyz || axes == WktAxes::xyzm ? lon(random) * 1e3 : 0,
                           .m = axes == WktAxes::xym || axes == WktAxes::xyzm ? lat(random) * 1e-9 : 0};
    };
    WktGeometry geometry{.kind = kind};
    const std::size_t n = size(random);
    if (n == 0) return geometry;
    const auto fill = [&](WktKind part) {
        for (std::size_t i = 0; i < n; ++i) geometry.parts.push_back(random_geometry(random, part, axes, depth + 1));
    };
    switch (kind) {
    case WktKind::point: geometry.positions = {position()}; break;
    case WktKind::line_string:
        for (std::size_t i = 0; i <= n; ++i) geometry.positions.push_back(position());
        break;
    case WktKind::polygon:
        fill(WktKind::line_string);
        for (auto& ring : geometry.parts) {
            while (!ring.positions.empty() && ring.positions.size() < 3) ring.positions.push_back(position());
            if (!ring.positions.empty()) ring.positions.push_back(ring.positions.front());
        }
        break;
    case WktKind::triangle:
        geometry.parts = {{.kind = WktKind::line_string, .positions = {position(), position(), position()}}};
        geometry.parts[0].positions.push_back(geometry.parts[0].positions[0]);
        break;
    case WktKind::multi_point: fill(WktKind::point); break;
    case WktKind::multi_line_string: fill(WktKind::line_string); break;
    case WktKind::multi_polygon:
    case WktKind::polyhedral_surface: fill(WktKind::polygon); break;
    case WktKind::tin: fill(WktKind::triangle); break;
    case WktKind::geometry_collection:
        for (std::size_t i = 0; i < n && depth < 4; ++i)
            geometry.parts.push_back(random_geometry(random, static_cast<WktKind>(random() % 10), axes, depth + 1));
        break;
    }
    return geometry;
}

} // namespace

TEST_CASE("what is written reads back equal, to the last bit") {
    const unsigned seed = 1603;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 3000; ++i) {
        Wkt wkt{.axes = static_cast<WktAxes>(random() % 4), .has_srid = random() % 2 == 0};
        wkt.geometry = random_geometry(random, static_cast<WktKind>(random() % 10), wkt.axes, 0);
        const std::string text = to_wkt(wkt);
        CAPTURE(text);
        const auto back = parse_wkt(text);
        REQUIRE(back);
        CHECK(*back == wkt);
        CHECK(to_wkt(*back) == text);
    }
}

TEST_CASE("no damage to a good text crashes or hangs the reader") {
    const unsigned seed = 77;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::string good =
        "SRID=4326;GEOMETRYCOLLECTION Z (POINT Z (1 2 3), MULTIPOINT Z ((1 2 3), EMPTY), POLYGON Z ((0 0 0, 1 0 0, 1 1 0, 0 0 0)))";
    REQUIRE(parse_wkt(good));
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string bad = good;
        for (int edits = 0; edits < 3; ++edits) bad[random() % bad.size()] = static_cast<char>(random() % 256);
        const auto result = parse_wkt(bad);
        if (result) continue;
        ++refused;
        CHECK(result.problem().line >= 1);
        CHECK(result.problem().column >= 1);
        CHECK_FALSE(result.problem().expected.empty());
    }
    CHECK(refused > 15'000);
}

TEST_CASE("points are collected from points only, in text order") {
    const auto wkt = parse_wkt("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (8 8, 9 9), MULTIPOINT (3 4, EMPTY), POINT EMPTY)");
    REQUIRE(wkt);
    CHECK(points_of(wkt->geometry) == std::vector{at(1, 2), at(3, 4)});
}

TEST_CASE("short and long numbers round as the standard library does") {
    const unsigned seed = 5;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        std::string digits = std::to_string(random() % 180) + (random() % 2 == 0 ? "." : "");
        for (auto n = random() % 20; n > 0; --n)
            if (digits.find('.') != std::string::npos) digits.push_back(static_cast<char>('0' + random() % 10));
        if (random() % 4 == 0) digits += "e-3";
        CAPTURE(digits);
        const auto point = parse_wkt_point("POINT (-" + digits + " 0)");
        REQUIRE(point);
        CHECK(point->lon() == -std::stod(digits));
    }
}
