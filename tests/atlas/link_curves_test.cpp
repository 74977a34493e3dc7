#include "atlas/link_curves.hpp"

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "geo/geodesic.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace cityweave::atlas;
using namespace cityweave::geo;
using cityweave::test::at;
using cityweave::test::sample_parts;

namespace {

/// One network with its lead first.
AtlasParts star(const std::vector<LonLat>& positions) {
    AtlasParts parts;
    parts.networks = {{.slug = "star", .name = "Star", .cluster = std::nullopt}};
    for (std::uint32_t i = 0; i < positions.size(); ++i) {
        parts.places.push_back(
            {.id = 100 + i, .name = "P" + std::to_string(i), .country = "", .position = positions[i], .search_names = {}});
        parts.memberships.push_back({.network = NetworkId(0),
                                     .place = PlaceId(i),
                                     .role = i == 0 ? Role::lead : Role::partner,
                                     .partner = "P" + std::to_string(i),
                                     .source = ""});
    }
    return parts;
}

std::vector<MapPoint> in_laea(const Line<LonLat>& line) {
    static const Transform transform(Crs::from_text("EPSG:3035"));
    std::vector<MapPoint> mapped;
    for (const auto& p : transform.to_map(line)) mapped.push_back(p.value());
    return mapped;
}

/// Signed distance of the middle of the curve from its chord, metres; positive to the left.
double sagitta(const Link& link) {
    const auto p = in_laea(link.curve);
    const MapPoint a = p.front(), b = p.back();
    double most = 0;
    for (const MapPoint q : p) {
        const double d = ((b.x() - a.x()) * (q.y() - a.y()) - (b.y() - a.y()) * (q.x() - a.x())) / std::hypot(b.x() - a.x(), b.y() - a.y());
        if (std::abs(d) > std::abs(most)) most = d;
    }
    return most;
}

double total_turning(const Link& link) {
    const auto p = in_laea(link.curve);
    const auto heading = [&](std::size_t i) { return std::atan2(p[i + 1].y() - p[i].y(), p[i + 1].x() - p[i].x()); };
    return std::abs(std::remainder(heading(p.size() - 2) - heading(0), 2 * 3.14159265358979));
}

} // namespace

TEST_CASE("links go from a network's lead to each other place once, and none without a lead") {
    const auto atlas = Atlas::from_parts(with_links(sample_parts()));
    REQUIRE(atlas.links_of(NetworkId(0)).size() == 2);
    CHECK(atlas.links_of(NetworkId(1)).size() == 2); // two partners sit in Lyon
    CHECK(atlas.links_of(NetworkId(2)).empty());
    for (const Link& link : atlas.links()) {
        CHECK(link.length == distance(atlas.place(link.from).position, atlas.place(link.to).position));
        CHECK(link.curve.front() == atlas.place(link.from).position);
        CHECK(link.curve.back() == atlas.place(link.to).position);
    }
}

TEST_CASE("made again, links replace the former ones") {
    const auto once = with_links(sample_parts());
    CHECK(with_links(once) == once);
}

TEST_CASE("no link where a partner stands on the lead's very position") {
    const auto parts = with_links(star({at(10, 50), at(10, 50), at(11, 50)}));
    CHECK(parts.links.size() == 1);
}

TEST_CASE("a longer link is bent more than a shorter one, and none turns by 60 degrees") {
    const auto parts = with_links(star({at(10, 50), at(10.4, 50), at(10, 53), at(-8, 53), at(10, 68), at(33, 35)}));
    REQUIRE(parts.links.size() == 5);
    auto links = parts.links;
    std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.length < b.length; });
    for (std::size_t i = 1; i < links.size(); ++i) CHECK(std::abs(sagitta(links[i])) > std::abs(sagitta(links[i - 1])));
    for (const Link& link : links) {
        CHECK(std::abs(sagitta(link)) > 0.02 * link.length.value());
        CHECK(total_turning(link) < 3.14159265 / 3);
    }
}

TEST_CASE("a link keeps clear of a place on its straight way") {
    // Three towns in a row seen from the lead.
    const auto parts = with_links(star({at(0, 48), at(10, 48.7), at(20, 48)}));
    const Link& far = parts.links[1];
    double nearest = 1e9;
    for (const LonLat p : far.curve) nearest = std::min(nearest, distance(p, parts.places[1].position).value());
    CHECK(nearest > 40'000);
}

TEST_CASE("flattened to 1 km: the middle of every piece lies on the curve") {
    const auto parts = with_links(star({at(-9, 38.7), at(27.7, 62.9)}));
    const auto p = in_laea(parts.links[0].curve);
    // The parabola through the ends and the curve's own middle.
    const auto fine = [&](double t) {
        const MapPoint a = p.front(), b = p.back(), middle = p[(p.size() - 1) / 2];
        const double tm = static_cast<double>((p.size() - 1) / 2) / static_cast<double>(p.size() - 1);
        const double w = 2 * tm * (1 - tm);
        const double cx = (middle.x() - (1 - tm) * (1 - tm) * a.x() - tm * tm * b.x()) / w;
        const double cy = (middle.y() - (1 - tm) * (1 - tm) * a.y() - tm * tm * b.y()) / w;
        return MapPoint::at({.x = (1 - t) * (1 - t) * a.x() + 2 * t * (1 - t) * cx + t * t * b.x(),
                             .y = (1 - t) * (1 - t) * a.y() + 2 * t * (1 - t) * cy + t * t * b.y()});
    };
    for (std::size_t i = 0; i + 1 < p.size(); ++i) {
        const MapPoint on = fine((static_cast<double>(i) + 0.5) / static_cast<double>(p.size() - 1));
        CHECK(std::hypot(on.x() - (p[i].x() + p[i + 1].x()) / 2, on.y() - (p[i].y() + p[i + 1].y()) / 2) < 1000);
    }
    CHECK(p.size() > 60);
}

TEST_CASE("curves do not depend on the order of rows") {
    const unsigned seed = 8;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-9, 30), lat(36, 66);
    std::vector<LonLat> positions;
    for (int i = 0; i < 12; ++i) positions.push_back(at(lon(random), lat(random)));
    const auto parts = star(positions);
    const auto expected = Atlas::from_parts(with_links(parts));
    for (int round = 0; round < 5; ++round) {
        auto shuffled = parts;
        std::vector<std::uint32_t> order(positions.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::shuffle(order.begin(), order.end(), random);
        for (std::uint32_t i = 0; i < order.size(); ++i) shuffled.places[order[i]] = parts.places[i];
        for (auto& m : shuffled.memberships) m.place = PlaceId(order[m.place.row()]);
        std::shuffle(shuffled.memberships.begin(), shuffled.memberships.end(), random);
        CHECK(Atlas::from_parts(with_links(shuffled)) == expected);
    }
}

TEST_CASE("few links of random networks run over a place they do not join") {
    const unsigned seed = 2016;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-9, 30), lat(36, 66);
    int links = 0, over = 0;
    for (int round = 0; round < 60; ++round) {
        std::vector<LonLat> positions;
        for (int i = 0; i < 10; ++i) positions.push_back(at(lon(random), lat(random)));
        const auto parts = with_links(star(positions));
        for (const Link& link : parts.links) {
            ++links;
            bool close = false;
            for (std::uint32_t other = 1; other < positions.size(); ++other)
                for (const LonLat p : link.curve)
                    close = close || (PlaceId(other) != link.to && distance(p, positions[other]).value() < 25'000);
            over += close ? 1 : 0;
        }
    }
    CAPTURE(links, over);
    CHECK(over * 100 <= links * 2);
}

TEST_CASE("a crossing of the antimeridian stays a short way") {
    auto parts = star({at(179, -17), at(-179, -18)});
    parts.programme.crs = "EPSG:3832"; // PDC Mercator, centred on 150° E
    parts = with_links(parts);
    REQUIRE(parts.links.size() == 1);
    const auto& curve = parts.links[0].curve;
    for (std::size_t i = 1; i < curve.size(); ++i) CHECK(distance(curve[i - 1], curve[i]).value() < 60'000);
}

TEST_CASE("where the CRS has no value, the link follows the geodesic") {
    auto parts = star({at(10, 52), at(-170, -52), at(11, 50)});
    parts.programme.crs = "+proj=laea +lat_0=52 +lon_0=10 +R=6371000";
    parts = with_links(parts);
    REQUIRE(parts.links.size() == 2);
    for (const Link& link : parts.links)
        for (std::size_t i = 1; i < link.curve.size(); ++i) CHECK(distance(link.curve[i - 1], link.curve[i]).value() < 60'000);
}

TEST_CASE("a very large network is linked in time, and a wrong CRS is named") {
    std::vector<LonLat> positions;
    for (int i = 0; i < 5000; ++i) positions.push_back(at(-9 + 0.007 * i, 40 + (i % 100) * 0.2));
    CHECK(with_links(star(positions)).links.size() == 4999);
    auto parts = star({at(10, 52), at(11, 50)});
    parts.programme.crs = "EPSG:4326";
    CHECK_THROWS_AS(with_links(parts), cityweave::base::ConfigError);
}
