#include "atlas/atlas.hpp"

#include "base/assertion.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace cityweave::atlas;
using cityweave::base::AssertionError;
using cityweave::test::sample_parts;

namespace {

Link straight_link(const AtlasParts& parts, NetworkId network, PlaceId from, PlaceId to) {
    return {.network = network,
            .from = from,
            .to = to,
            .length = cityweave::geo::Metres(1),
            .curve = {parts.places[from.row()].position, parts.places[to.row()].position}};
}

} // namespace

TEST_CASE("places stand in rank order: leads, then networks, population, id") {
    const auto atlas = Atlas::from_parts(sample_parts());
    std::vector<std::string> names;
    for (const Place& place : atlas.places()) names.push_back(place.name);
    // Lyon leads and is in three networks, Rome leads one; the others have one network each.
    CHECK(names == std::vector<std::string>{"Lyon", "Rome", "Vienna", "Dublin", "Saint-Denis", "Kuopio"});
}

TEST_CASE("memberships stand by network, lead first, then by name") {
    const auto atlas = Atlas::from_parts(sample_parts());
    std::vector<std::string> partners;
    for (const Membership& m : atlas.memberships()) partners.push_back(m.partner);
    CHECK(partners == std::vector<std::string>{"Lyon", "City of Vienna", "Kuopio", "Roma Capitale", "Lyon", "Métropole de Lyon",
                                               "Saint-Denis", "Dublin", "Lyon"});
}

TEST_CASE("the ways through an atlas agree with each other") {
    const auto atlas = Atlas::from_parts(sample_parts());
    std::size_t by_place = 0;
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row) {
        const auto indices = atlas.memberships_of(PlaceId(row));
        by_place += indices.size();
        CHECK(std::is_sorted(indices.begin(), indices.end()));
        for (const auto i : indices) CHECK(atlas.memberships()[i].place == PlaceId(row));
    }
    CHECK(by_place == atlas.memberships().size());
    CHECK(atlas.memberships_of(NetworkId(0)).size() == 3);
    CHECK(atlas.memberships_of(NetworkId(1)).size() == 4);
    REQUIRE(atlas.lead_of(NetworkId(1)));
    CHECK(atlas.place(*atlas.lead_of(NetworkId(1))).name == "Rome");
    CHECK_FALSE(atlas.lead_of(NetworkId(2)));
    CHECK(atlas.links_of(NetworkId(0)).empty());
}

TEST_CASE("the order of rows given does not matter") {
    auto base = sample_parts();
    base.links = {straight_link(base, NetworkId(0), PlaceId(1), PlaceId(2)), straight_link(base, NetworkId(0), PlaceId(1), PlaceId(0)),
                  straight_link(base, NetworkId(1), PlaceId(3), PlaceId(5))};
    const auto expected = Atlas::from_parts(base);
    const unsigned seed = 31;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 50; ++round) {
        auto parts = base;
        std::vector<std::uint32_t> order{0, 1, 2, 3, 4, 5};
        std::shuffle(order.begin(), order.end(), random);
        for (std::uint32_t i = 0; i < order.size(); ++i) parts.places[order[i]] = base.places[i];
        for (auto& m : parts.memberships) m.place = PlaceId(order[m.place.row()]);
        for (auto& l : parts.links) {
            l.from = PlaceId(order[l.from.row()]);
            l.to = PlaceId(order[l.to.row()]);
        }
        std::shuffle(parts.memberships.begin(), parts.memberships.end(), random);
        std::shuffle(parts.links.begin(), parts.links.end(), random);
        CHECK(Atlas::from_parts(parts) == expected);
    }
    CHECK(Atlas::from_parts(expected.parts()) == expected);
}

TEST_CASE("an empty atlas is an atlas") {
    const auto atlas = Atlas::from_parts({});
    CHECK(atlas.places().empty());
    CHECK(atlas.memberships().empty());
}

TEST_CASE("a broken invariant is a programmer's mistake") {
    auto parts = sample_parts();
    SECTION("a slug twice") {
        parts.networks[1].slug = parts.networks[0].slug;
    }
    SECTION("an empty slug") {
        parts.clusters[1].slug.clear();
    }
    SECTION("the reserved slug") {
        parts.networks[1].slug = "all";
    }
    SECTION("a place id twice") {
        parts.places[1].id = parts.places[0].id;
    }
    SECTION("a cluster that is not there") {
        parts.networks[0].cluster = ClusterId(2);
    }
    SECTION("a place that is not there") {
        parts.memberships[0].place = PlaceId(6);
    }
    SECTION("a network that is not there") {
        parts.memberships[0].network = NetworkId(3);
    }
    SECTION("two lead places") {
        parts.memberships[0].role = Role::lead;
    }
    SECTION("a membership twice") {
        parts.memberships.push_back(parts.memberships[0]);
    }
    SECTION("a link that begins elsewhere") {
        parts.links = {straight_link(parts, NetworkId(0), PlaceId(0), PlaceId(1))};
    }
    SECTION("a link to itself") {
        parts.links = {straight_link(parts, NetworkId(0), PlaceId(1), PlaceId(1))};
    }
    SECTION("a link to no member") {
        parts.links = {straight_link(parts, NetworkId(0), PlaceId(1), PlaceId(5))};
    }
    SECTION("a link twice") {
        parts.links.assign(2, straight_link(parts, NetworkId(0), PlaceId(1), PlaceId(2)));
    }
    SECTION("a curve that ends elsewhere") {
        parts.links = {straight_link(parts, NetworkId(0), PlaceId(1), PlaceId(2))};
        parts.links[0].curve.back() = parts.places[0].position;
    }
    SECTION("a link without a curve") {
        parts.links = {straight_link(parts, NetworkId(0), PlaceId(1), PlaceId(2))};
        parts.links[0].curve.clear();
    }
    CHECK_THROWS_AS(Atlas::from_parts(parts), AssertionError);
}
