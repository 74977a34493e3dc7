#include "atlas/place_facts.hpp"

#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::atlas;
using cityweave::test::sample_parts;

namespace {

PlaceFacts facts_of_town(const Atlas& atlas, const std::string& name) {
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row)
        if (atlas.places()[row].name == name) return facts_of(atlas, PlaceId(row));
    throw std::runtime_error("no such town in the sample");
}

} // namespace

TEST_CASE("a place's networks and clusters stand in programme order, each once") {
    const auto atlas = Atlas::from_parts(sample_parts());
    const auto lyon = facts_of_town(atlas, "Lyon");
    CHECK(lyon.lead);
    CHECK(semicolon_list(atlas, lyon.networks) == ";river-towns;night-trains;small;");
    CHECK(semicolon_list(atlas, lyon.clusters) == ";green;fair;");
    const auto dublin = facts_of_town(atlas, "Dublin");
    CHECK_FALSE(dublin.lead);
    CHECK(semicolon_list(atlas, dublin.networks) == ";small;");
    CHECK(semicolon_list(atlas, dublin.clusters) == ";");
    CHECK_FALSE(dublin.cluster);
}

TEST_CASE("the colouring cluster: led in, else most memberships, else first in programme order") {
    auto parts = sample_parts();
    SECTION("led in, though it has more memberships elsewhere") {
        const auto atlas = Atlas::from_parts(parts);
        CHECK(facts_of_town(atlas, "Lyon").cluster == ClusterId(0));
    }
    SECTION("most memberships where it leads nowhere") {
        parts.memberships[1].role = Role::partner;
        const auto atlas = Atlas::from_parts(parts);
        CHECK(facts_of_town(atlas, "Lyon").cluster == ClusterId(1));
    }
    SECTION("the first among equals") {
        parts.memberships[1].role = Role::partner;
        parts.memberships.erase(parts.memberships.begin() + 4);
        const auto atlas = Atlas::from_parts(parts);
        CHECK(facts_of_town(atlas, "Lyon").cluster == ClusterId(0));
    }
}
