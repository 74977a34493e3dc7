#include "ingest/merge.hpp"

#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

Mention mention(const char* network, atlas::Role role, const char* partner, const char* country, const char* source = "a.txt") {
    return {.network = network, .cluster = "", .role = role, .partner = partner, .country = country, .source = source, .line = 1};
}

struct World {
    ProgrammeFile programme;
    /// Bodies are placed here, so that merging is tested apart from geocoding.
    Overrides overrides = *Overrides::parse("partner,country,geonameid\n"
                                            "Municipality of Genk,BE,2797670\nGdansk Entrepreneurship Foundation,PL,3099434\n"
                                            "City of Osijek,HR,3193935\n",
                                            "bodies.csv");
    gazetteer::Geocoder geocoder{test::opened_gazetteer(), test::all_countries()};

    [[nodiscard]] Merged merge_all(std::vector<Mention> mentions, unsigned jobs = 1) const {
        Extract extract;
        extract.mentions = std::move(mentions);
        return merge(extract, {.programme = programme,
                               .overrides = overrides,
                               .gazetteer = test::opened_gazetteer(),
                               .geocoder = geocoder,
                               .jobs = base::Jobs::from_request(jobs)});
    }
};

constexpr auto lead = atlas::Role::lead;
constexpr auto partner = atlas::Role::partner;

} // namespace

TEST_CASE("one network by any spelling, one membership told by two sources") {
    const auto merged =
        World().merge_all({mention("CITIES@HEART", lead, "Paris", "FR"), mention("Cities at Heart", partner, "Osijek", "HR"),
                           mention("Cities @ Heart", partner, "City of Osijek", "HR", "b.txt")});
    REQUIRE(merged.parts.networks.size() == 1);
    CHECK(merged.parts.networks[0].name == "CITIES@HEART");
    CHECK(merged.parts.networks[0].slug == "cities-at-heart");
    CHECK(merged.parts.memberships.size() == 2);
    CHECK(merged.entries.size() == 3);
}

TEST_CASE("a lead that is also listed is one membership, and stays the lead") {
    for (const bool lead_first : {true, false}) {
        std::vector<Mention> mentions{mention("A", lead, "Municipality of Genk", "BE"), mention("A", partner, "Genk", "BE")};
        if (!lead_first) std::swap(mentions[0], mentions[1]);
        const auto merged = World().merge_all(mentions);
        REQUIRE(merged.parts.memberships.size() == 1);
        CHECK(merged.parts.memberships[0].role == lead);
    }
}

TEST_CASE("two bodies of one town on one page are two memberships at one place") {
    const auto merged =
        World().merge_all({mention("A", partner, "Gdańsk", "PL"), mention("A", partner, "Gdansk Entrepreneurship Foundation", "PL")});
    CHECK(merged.parts.memberships.size() == 2);
    CHECK(merged.parts.places.size() == 1);
}

TEST_CASE("one town under two names in two sources is one membership; two bodies in one source stay two") {
    const auto merged =
        World().merge_all({mention("A", partner, "Genk", "BE"), mention("A", partner, "Municipality of Genk", "BE", "b.txt")});
    CHECK(merged.parts.memberships.size() == 1);
    const auto two = World().merge_all({mention("A", partner, "Gdańsk", "PL"), mention("A", partner, "Gdańsk", "PL", "b.txt"),
                                        mention("A", partner, "Gdansk Entrepreneurship Foundation", "PL", "b.txt")});
    CHECK(two.parts.memberships.size() == 2);
    CHECK(two.parts.places.size() == 1);
}

TEST_CASE("a country told by one source is enough; two are told with both sources") {
    const auto merged = World().merge_all({mention("A", partner, "Kuopio", ""), mention("A", partner, "Kuopio", "FI", "b.txt")});
    CHECK(merged.parts.memberships.size() == 1);
    CHECK(merged.report.total() == 0);
    const auto two = World().merge_all({mention("A", partner, "Valencia", "ES"), mention("A", partner, "Valencia", "VE", "b.txt")});
    REQUIRE(two.report.count("country-contradiction") == 1);
    CHECK(two.report.problems()[0].source == "b.txt");
    CHECK(two.report.problems()[0].expected.find("a.txt:1") != std::string::npos);
}

TEST_CASE("roles and positions that contradict are told with both sources") {
    auto here = mention("A", lead, "Kuopio", "FI");
    auto there = mention("A", partner, "Kuopio", "FI", "b.txt");
    here.position = *geo::LonLat::from_degrees({.lon = 27.68, .lat = 62.89});
    there.position = *geo::LonLat::from_degrees({.lon = 27.68, .lat = 62.99});
    const auto merged = World().merge_all({here, there});
    REQUIRE(merged.parts.memberships.size() == 1);
    CHECK(merged.parts.memberships[0].role == lead);
    REQUIRE(merged.report.count("role-contradiction") == 1);
    REQUIRE(merged.report.count("position-contradiction") == 1);
    for (const auto& problem : merged.report.problems()) {
        CHECK(problem.source == "b.txt");
        CHECK(problem.expected.find("a.txt:1") != std::string::npos);
    }
    there.position = *geo::LonLat::from_degrees({.lon = 27.69, .lat = 62.90});
    CHECK(World().merge_all({here, there}).report.count("position-contradiction") == 0);
}

TEST_CASE("a network with a letter wrong is the same if it shares partners, and that is told") {
    const auto merged =
        World().merge_all({mention("Citis at Heart", lead, "Kuopio", "FI"), mention("Citis at Heart", partner, "Lahti", "FI"),
                           mention("Citis at Heart", partner, "Oulu", "FI"), mention("Cities at Heart", lead, "Kuopio", "FI", "b.txt"),
                           mention("Cities at Heart", partner, "Lahti", "FI", "b.txt")});
    CHECK(merged.parts.networks.size() == 1);
    REQUIRE(merged.report.count("network-spelling") == 1);
    CHECK(merged.report.problems()[0].expected.find("a.txt:1") != std::string::npos);
    for (const char* other : {"Cities at Hearts", "Cities at Heart 2", "Citizens at Heart"}) {
        CAPTURE(other);
        CHECK(World()
                  .merge_all({mention("Cities at Heart", lead, "Kuopio", "FI"), mention("Cities at Heart", partner, "Lahti", "FI"),
                              mention(other, lead, "Kuopio", "FI", "b.txt"), mention(other, partner, "Lahti", "FI", "b.txt")})
                  .parts.networks.size() == 2);
    }
    CHECK(World()
              .merge_all({mention("Climate Cities", lead, "Kuopio", "FI"), mention("Climate Citeis", lead, "Lahti", "FI", "b.txt")})
              .parts.networks.size() == 2);
}

TEST_CASE("a second lead is kept as a partner and reported") {
    const auto merged = World().merge_all({mention("A", lead, "Kuopio", "FI"), mention("A", lead, "Lahti", "FI", "b.txt")});
    REQUIRE(merged.report.count("second-lead") == 1);
    CHECK(merged.report.problems()[0].source == "b.txt");
    CHECK(merged.report.problems()[0].expected.find("Kuopio as a.txt:1 says") != std::string::npos);
    REQUIRE(merged.parts.memberships.size() == 2);
    CHECK(merged.parts.memberships[1].role == partner);
}

TEST_CASE("clusters: headings in page order, and a contradiction is told once") {
    auto first = mention("A", lead, "Kuopio", "FI");
    first.cluster = "Climate action";
    auto second = mention("A", partner, "Lahti", "FI", "b.txt");
    second.cluster = "Urban planning";
    auto third = mention("A", partner, "Oulu", "FI", "b.txt");
    third.cluster = "Urban planning";
    const auto merged = World().merge_all({first, second, third});
    CHECK(merged.parts.clusters.size() == 2);
    CHECK(merged.parts.clusters[0].slug == "climate-action");
    CHECK(merged.parts.networks[0].cluster == atlas::ClusterId(0));
    REQUIRE(merged.report.count("cluster-contradiction") == 1);
    CHECK(merged.report.problems()[0].expected == "Climate action for A, as a.txt:1 says");
}

TEST_CASE("an override wins, and one without an id means no place") {
    World world;
    world.overrides = *Overrides::parse("partner,country,geonameid\nKuopio,FI,633679\nLahti,FI,\n", "o.csv");
    const auto merged = world.merge_all({mention("A", lead, "Kuopio", "FI"), mention("A", partner, "Lahti", "FI")});
    REQUIRE(merged.parts.places.size() == 1);
    CHECK(merged.parts.places[0].name == "Turku");
    CHECK(merged.report.count("no-place") == 1);
    CHECK(merged.entries[0].reasons.front() == "override");
}

TEST_CASE("what the gazetteer does not know is placed by its coordinates, with the contract's id") {
    auto here = mention("A", lead, "Zzyzx Qqq", "");
    here.position = *geo::LonLat::from_degrees({.lon = 25.748151, .lat = 61.92411});
    const auto merged = World().merge_all({here});
    REQUIRE(merged.parts.places.size() == 1);
    CHECK(merged.parts.places[0].id >= (std::uint64_t{1} << 40));
    CHECK(merged.parts.places[0].id < (std::uint64_t{1} << 41));
    CHECK(merged.parts.places[0].name == "Zzyzx Qqq");
}

TEST_CASE("a network without letters is refused, not guessed") {
    const auto merged = World().merge_all({mention("!!", lead, "Kuopio", "FI"), mention("All", lead, "Kuopio", "FI")});
    CHECK(merged.parts.networks.empty());
    CHECK(merged.report.count("network-name") == 2);
}

TEST_CASE("known networks come in the programme's order under the programme's name, by alias too") {
    World world;
    world.programme = *parse_programme_file(
        R"({"id":"p","name":"P","clusters":[{"id":"c","name":"C"}],"networks":[{"name":"One Health 4 Cities","cluster":"c","aliases":["ONCE"]},{"name":"PUMA"}]})",
        "p.json");
    const auto merged =
        world.merge_all({mention("New", lead, "Oulu", "FI"), mention("Puma", lead, "Lahti", "FI"), mention("ONCE", lead, "Kuopio", "FI")});
    REQUIRE(merged.parts.networks.size() == 3);
    CHECK(merged.parts.networks[0].name == "One Health 4 Cities");
    CHECK(merged.parts.networks[0].cluster == atlas::ClusterId(0));
    CHECK(merged.parts.networks[1].name == "PUMA");
    CHECK(merged.parts.networks[2].name == "New");
    for (const auto& membership : merged.parts.memberships)
        if (membership.network == atlas::NetworkId(0)) CHECK(membership.partner == "Kuopio");
}

TEST_CASE("the same atlas comes out of any number of jobs") {
    std::vector<Mention> mentions;
    for (const char* name : {"Kuopio", "Lahti", "Oulu", "Turku", "Tampere", "Espoo", "Pori"})
        mentions.push_back(mention("A", partner, name, "FI"));
    const auto one = World().merge_all(mentions, 1);
    const auto many = World().merge_all(mentions, 5);
    REQUIRE(one.parts.places.size() == many.parts.places.size());
    for (std::size_t i = 0; i < one.parts.places.size(); ++i) CHECK(one.parts.places[i].id == many.parts.places[i].id);
}
