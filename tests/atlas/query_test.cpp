#include "atlas/query.hpp"

#include "base/assertion.hpp"
#include "geo/geodesic.hpp"
#include "tests/support/sample_atlas.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace cityweave::atlas;
using namespace cityweave::geo;
using cityweave::test::at;
using cityweave::test::sample_parts;

namespace {

using Towns = std::vector<std::string>;

Towns names(const Atlas& atlas, const std::vector<PlaceId>& places) {
    Towns result;
    for (const PlaceId place : places) result.push_back(atlas.place(place).name);
    return result;
}

Towns names(const Atlas& atlas, const std::vector<Neighbour>& neighbours) {
    Towns result;
    for (const Neighbour& n : neighbours) result.push_back(atlas.place(n.place).name);
    return result;
}

PlaceId town(const Atlas& atlas, const std::string& name) {
    const auto found = find_places(atlas, name);
    REQUIRE(found.size() == 1);
    return found.front();
}

const LonLat paris = at(2.3488, 48.85341);

/// A programme of random networks over random places.
Atlas random_atlas(std::mt19937& random) {
    std::uniform_real_distribution<double> lon(-30, 40), lat(30, 70);
    const std::vector<std::string> countries{"FI", "FR", "RE", ""};
    AtlasParts parts;
    for (std::uint32_t c = 0; c < 3; ++c)
        parts.clusters.push_back({.slug = "c" + std::to_string(c), .name = "", .names = {}, .hue = "", .shape = ""});
    for (std::uint32_t n = 0; n < 8; ++n)
        parts.networks.push_back(
            {.slug = "n" + std::to_string(n), .name = "", .cluster = n < 6 ? std::optional(ClusterId(n % 3)) : std::nullopt});
    for (std::uint32_t p = 0; p < 80; ++p)
        parts.places.push_back({.id = p,
                                .name = "P" + std::to_string(p),
                                .country = countries[random() % 4],
                                .position = at(lon(random), lat(random)),
                                .search_names = {}});
    for (std::uint32_t n = 0; n < 8; ++n) {
        std::set<std::uint32_t> members;
        while (members.size() < 9) members.insert(static_cast<std::uint32_t>(random() % 80));
        for (const auto p : members)
            parts.memberships.push_back({.network = NetworkId(n),
                                         .place = PlaceId(p),
                                         .role = p == *members.begin() ? Role::lead : Role::partner,
                                         .partner = "",
                                         .source = ""});
    }
    return Atlas::from_parts(std::move(parts));
}

} // namespace

TEST_CASE("near: nearest first, with distance, bearing and compass point") {
    const auto atlas = Atlas::from_parts(sample_parts());
    const Neighbourhood neighbourhood(atlas);
    const auto found = neighbourhood.near(paris, kilometres(1100));
    CHECK(names(atlas, found) == Towns{"Lyon", "Dublin", "Vienna"});
    REQUIRE(found.size() == 3);
    // Paris to Lyon: some 390 km, south-south-east.
    CHECK(in_kilometres(found[0].distance) == Approx(392).margin(2));
    CHECK(found[0].compass == "SSE");
    CHECK(found[1].compass == "NW");
    CHECK(found[0].bearing == geodesic(paris, atlas.place(found[0].place).position).azimuth_from);
    CHECK(names(atlas, neighbourhood.nearest(paris, 2)) == Towns{"Lyon", "Dublin"});
    const auto self = neighbourhood.near(atlas.place(PlaceId(0)).position, Metres(0));
    REQUIRE(self.size() == 1);
    CHECK(self[0].compass.empty());
}

TEST_CASE("an index kept beside the atlas gives the same answers, also when it is another atlas's") {
    const cityweave::test::TemporaryFolder folder;
    const auto file = folder.path() / "x.gpkg.cwi";
    std::mt19937 random(12);
    for (int round = 0; round < 3; ++round) {
        const auto atlas = random_atlas(random);
        const Neighbourhood in_memory(atlas), written(atlas, file), mapped(atlas, file);
        const auto expected = names(atlas, in_memory.near(paris, kilometres(2000)));
        CHECK(expected.size() > 3);
        CHECK(names(atlas, written.near(paris, kilometres(2000))) == expected);
        CHECK(names(atlas, mapped.near(paris, kilometres(2000))) == expected);
        CHECK(names(atlas, mapped.nearest(paris, 5)) == names(atlas, in_memory.nearest(paris, 5)));
    }
}

TEST_CASE("a filter's networks, clusters and roles speak of one membership") {
    const auto atlas = Atlas::from_parts(sample_parts());
    const Neighbourhood neighbourhood(atlas);
    const auto all = kilometres(30'000);
    // Lyon leads River Towns (Green towns) and is a partner in Night "Trains" (Fair towns).
    CHECK(names(atlas, neighbourhood.near(paris, all, {.clusters = {ClusterId(1)}, .roles = {Role::lead}})) == Towns{"Rome"});
    CHECK(names(atlas, neighbourhood.near(paris, all, {.clusters = {ClusterId(0), ClusterId(1)}, .roles = {Role::lead}})) ==
          Towns{"Lyon", "Rome"});
    CHECK(names(atlas, neighbourhood.near(paris, all, {.networks = {NetworkId(2)}})) == Towns{"Lyon", "Dublin"});
    CHECK(names(atlas, neighbourhood.near(paris, all, {.countries = {"FR", "RE"}})) == Towns{"Lyon", "Saint-Denis"});
    CHECK(names(atlas, neighbourhood.nearest(paris, 1, {.countries = {"FI"}})) == Towns{"Kuopio"});
    CHECK(neighbourhood.near(paris, all, {.clusters = {ClusterId(0)}, .countries = {"IE"}}).empty());
}

TEST_CASE("partners, partners of partners, and who is not yet linked") {
    const auto atlas = Atlas::from_parts(sample_parts());
    const PlaceId kuopio = town(atlas, "Kuopio"), lyon = town(atlas, "Lyon"), dublin = town(atlas, "Dublin");
    CHECK(names(atlas, partners_of(atlas, kuopio).places()) == Towns{"Lyon", "Vienna"});
    CHECK(names(atlas, partners_of_partners(atlas, kuopio).places()) == Towns{"Lyon", "Rome", "Vienna", "Dublin", "Saint-Denis"});
    CHECK(names(atlas, not_yet_linked(atlas, kuopio).places()) == Towns{"Rome", "Dublin", "Saint-Denis"});
    CHECK(names(atlas, not_yet_linked(atlas, lyon).places()).empty());
    CHECK(names(atlas, partners_of(atlas, dublin).places()) == Towns{"Lyon"});
    // The whole question at once: near Rome, in a theme, partners of my partners, not yet linked.
    const Filter filter{.clusters = {ClusterId(1)}, .among = {partners_of_partners(atlas, kuopio), not_yet_linked(atlas, kuopio)}};
    CHECK(names(atlas, Neighbourhood(atlas).near(paris, kilometres(2000), filter)) == Towns{"Rome"});
}

TEST_CASE("networks of a place come once each, as lead where any membership leads") {
    auto parts = sample_parts();
    parts.memberships.push_back(
        {.network = NetworkId(0), .place = PlaceId(1), .role = Role::partner, .partner = "Agence de Lyon", .source = ""});
    const auto atlas = Atlas::from_parts(parts);
    const auto networks = networks_of(atlas, town(atlas, "Lyon"));
    CHECK(networks == std::vector<NetworkRole>{{NetworkId(0), Role::lead}, {NetworkId(1), Role::partner}, {NetworkId(2), Role::partner}});
}

TEST_CASE("near with any filter equals a scan of all places") {
    const unsigned seed = 300;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 40; ++round) {
        const Atlas atlas = random_atlas(random);
        const Neighbourhood neighbourhood(atlas);
        Filter filter;
        if (random() % 2 == 0) filter.clusters = {ClusterId(static_cast<std::uint32_t>(random() % 3))};
        if (random() % 2 == 0) filter.networks = {NetworkId(0), NetworkId(static_cast<std::uint32_t>(random() % 8))};
        if (random() % 3 == 0) filter.roles = {Role::lead};
        if (random() % 3 == 0) filter.countries = {"FR", "RE"};
        if (random() % 3 == 0) filter.among = {partners_of(atlas, PlaceId(3))};
        const Place& centre = atlas.place(PlaceId(static_cast<std::uint32_t>(random() % 80)));
        const auto found = neighbourhood.near(centre.position, kilometres(1500), filter);
        std::set<PlaceId> scanned;
        for (std::uint32_t row = 0; row < 80; ++row)
            if (distance(centre.position, atlas.places()[row].position) <= kilometres(1500) && passes(atlas, filter, PlaceId(row)))
                scanned.insert(PlaceId(row));
        CHECK(found.size() == scanned.size());
        CHECK(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.distance < b.distance; }));
        for (const Neighbour& n : found) CHECK(scanned.contains(n.place));
        const auto nearest = neighbourhood.nearest(centre.position, 5, filter);
        for (std::size_t i = 0; i < std::min(nearest.size(), found.size()); ++i) CHECK(nearest[i].place == found[i].place);
    }
}

TEST_CASE("compass points cover 22.5 degrees each") {
    CHECK(compass_point(Degrees(0)) == std::string("N"));
    CHECK(compass_point(Degrees(11.2)) == std::string("N"));
    CHECK(compass_point(Degrees(11.3)) == std::string("NNE"));
    CHECK(compass_point(Degrees(180)) == std::string("S"));
    CHECK(compass_point(Degrees(348.7)) == std::string("NNW"));
    CHECK(compass_point(Degrees(348.8)) == std::string("N"));
    CHECK(compass_point(Degrees(360)) == std::string("N"));
    CHECK_THROWS_AS(compass_point(Degrees(-1)), cityweave::base::AssertionError);
}

TEST_CASE("things are found by slug or name, whatever the case and marks") {
    const auto atlas = Atlas::from_parts(sample_parts());
    CHECK(find_network(atlas, "river-towns") == NetworkId(0));
    CHECK(find_network(atlas, "NIGHT trains") == NetworkId(1));
    CHECK(find_cluster(atlas, "green TOWNS") == ClusterId(0));
    CHECK_FALSE(find_network(atlas, ""));
    CHECK_FALSE(find_network(atlas, "all"));
    CHECK(names(atlas, find_places(atlas, "wieden")) == Towns{"Vienna"});
    CHECK(names(atlas, find_places(atlas, "roma capitale")) == Towns{"Rome"});
    CHECK(names(atlas, find_places(atlas, "SAINT DENIS")) == Towns{"Saint-Denis"});
    CHECK(find_places(atlas, "Atlantis").empty());
    CHECK(find_places(atlas, "--").empty());
}
