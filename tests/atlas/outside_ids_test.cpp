#include "atlas/outside_ids.hpp"

#include "atlas/link_curves.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace cityweave::atlas;
using cityweave::test::at;

TEST_CASE("a place known by coordinates has an id above every GeoNames id, from its micro-degrees") {
    // printf '25.748151,61.924110' | sha256sum begins with the ten digits below.
    const auto id = coordinate_place_id(at(25.748151, 61.92411));
    CHECK(id == (std::uint64_t{1} << 40) + 0x841fb90012);
    CHECK(coordinate_place_id(at(25.7481511, 61.9241101)) == id);
    CHECK(coordinate_place_id(at(25.748152, 61.92411)) != id);
    CHECK(coordinate_place_id(at(-180, -90)) >= std::uint64_t{1} << 40);
}

TEST_CASE("ids of memberships and links differ within an atlas, stay when it changes, and fit a double") {
    const auto parts = with_links(cityweave::test::sample_parts());
    const auto atlas = Atlas::from_parts(parts);
    std::set<std::uint64_t> ids;
    for (const Membership& m : atlas.memberships()) CHECK(ids.insert(outside_id(atlas, m)).second);
    for (const Link& l : atlas.links()) CHECK(ids.insert(outside_id(atlas, l)).second);
    CHECK(*ids.rbegin() < std::uint64_t{1} << 53);

    auto fewer = parts;
    fewer.memberships.pop_back(); // Dublin leaves, and ranks shift
    const auto changed = Atlas::from_parts(fewer);
    for (const Membership& m : changed.memberships()) CHECK(ids.contains(outside_id(changed, m)));
    for (const Link& l : changed.links()) CHECK(ids.contains(outside_id(changed, l)));
}
