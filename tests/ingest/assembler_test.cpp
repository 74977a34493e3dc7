#include "ingest/assembler.hpp"

#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

Mention mention(const char* network, atlas::Role role, const char* partner, const char* country, const char* source = "a.txt") {
    return {.network = network, .cluster = "", .role = role, .partner = partner, .country = country, .source = source, .line = 1};
}

constexpr auto lead = atlas::Role::lead;
constexpr auto partner = atlas::Role::partner;

struct World {
    ProgrammeFile programme{};
    Overrides overrides = *Overrides::parse("partner,country,geonameid\nMunicipality of Genk,BE,2797670\n", "bodies.csv");
    gazetteer::Geocoder geocoder{test::opened_gazetteer(), test::all_countries()};

    [[nodiscard]] Merged merge_all(Extract extract, const atlas::Atlas* former = nullptr) const {
        return merge(extract, {.programme = programme,
                               .overrides = overrides,
                               .gazetteer = test::opened_gazetteer(),
                               .geocoder = geocoder,
                               .jobs = base::Jobs::from_request(1),
                               .former = former});
    }
    [[nodiscard]] Merged add(const atlas::Atlas& former, std::vector<Mention> mentions) const {
        Extract extract;
        extract.mentions = std::move(mentions);
        return merge_all(std::move(extract), &former);
    }
    [[nodiscard]] atlas::Atlas atlas_of(std::vector<Mention> mentions) const {
        Extract extract;
        extract.mentions = std::move(mentions);
        return atlas::Atlas::from_parts(merge_all(std::move(extract)).parts);
    }
};

/// Random mentions that do not contradict each other: who leads is fixed, who is in which country and theme,
/// and each source has one name for a town.
std::vector<Mention> random_mentions(std::mt19937& random, const std::string& source) {
    static const std::vector<const char*> networks{"Alpha", "Beta Towns", "BETA-towns", "Gamma", "Delta", "Epsilon"};
    static const std::vector<std::pair<const char*, const char*>> towns{
        {"Kuopio", "FI"}, {"Lahti", "FI"}, {"Gdańsk", "PL"}, {"Genk", "BE"}, {"Municipality of Genk", "BE"},
        {"Osijek", "HR"}, {"Turku", ""}};
    const auto genk = 3 + random() % 2; // a source that tells both has two bodies in mind, where another may mean one
    std::vector<Mention> mentions;
    for (auto count = 1 + random() % 8; count > 0; --count) {
        const auto n = random() % networks.size();
        const auto t = random() % towns.size();
        const std::string name = networks[n];
        const bool leads = t == (name.front() == 'B' ? 1 : n % 3);
        if (towns[t].second == std::string("BE") && t != genk) continue;
        auto told = mention(networks[n], leads ? lead : partner, towns[t].first, towns[t].second, source.c_str());
        told.cluster = n < 3 ? "Green" : n == 3 ? "" : "Fair";
        told.line = static_cast<int>(mentions.size()) + 1;
        mentions.push_back(std::move(told));
    }
    return mentions;
}

} // namespace

TEST_CASE("adding sources one by one equals merging all at once, where they do not contradict") {
    const unsigned seed = 279;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const World world;
    for (int round = 0; round < 1000; ++round) {
        CAPTURE(round);
        std::vector<Mention> all;
        auto grown = world.atlas_of({});
        for (const char* source : {"a.txt", "b.txt", "c.txt", "d.txt"}) {
            auto told = random_mentions(random, source);
            all.insert(all.end(), told.begin(), told.end());
            const auto merged = world.add(grown, told);
            CHECK(merged.report.total() == 0);
            CHECK(merged.entries.size() == told.size());
            grown = atlas::Atlas::from_parts(merged.parts);
        }
        CHECK(grown == world.atlas_of(all));
        CHECK(grown == atlas::Atlas::from_parts(world.add(grown, all).parts));
    }
}

TEST_CASE("what is added comes behind, in the atlas's order") {
    const World world;
    auto first = mention("Zeta", lead, "Kuopio", "FI"), second = mention("Beta", lead, "Lahti", "FI");
    first.cluster = "Water";
    second.cluster = "Air";
    const auto former = world.atlas_of({first, second});
    auto third = mention("Alpha", lead, "Turku", "FI", "b.txt");
    third.cluster = "Fire";
    const auto parts = world.add(former, {third}).parts;
    REQUIRE(parts.networks.size() == 3);
    CHECK(parts.networks[0].slug == "zeta");
    CHECK(parts.networks[1].slug == "beta");
    CHECK(parts.networks[2].slug == "alpha");
    REQUIRE(parts.clusters.size() == 3);
    CHECK(parts.clusters[0].slug == "water");
    CHECK(parts.clusters[2].slug == "fire");
    CHECK(parts.networks[2].cluster == atlas::ClusterId(2));
}

TEST_CASE("what contradicts the atlas is told with both sources, and the atlas stays") {
    const World world;
    auto town = mention("A", lead, "Valencia", "ES");
    town.cluster = "Green";
    const auto former = world.atlas_of({town, mention("A", partner, "Kuopio", "FI")});
    auto themed = mention("A", partner, "Lahti", "FI", "b.txt");
    themed.cluster = "Fair";
    const auto merged =
        world.add(former, {mention("A", partner, "Valencia", "VE", "b.txt"), mention("A", lead, "Kuopio", "FI", "b.txt"), themed});
    for (const char* code : {"country-contradiction", "role-contradiction", "second-lead", "cluster-contradiction"}) {
        CAPTURE(code);
        CHECK(merged.report.count(code) == 1);
    }
    CHECK(merged.report.total() == 4);
    for (const auto& problem : merged.report.problems()) {
        CHECK(problem.source == "b.txt");
        CHECK_THAT(problem.expected, Catch::Contains("the atlas (a.txt:1)"));
    }
    const auto atlas = atlas::Atlas::from_parts(merged.parts);
    CHECK(atlas.place(*atlas.lead_of(atlas::NetworkId(0))).country == "ES");
    CHECK(atlas.cluster(*atlas.networks()[0].cluster).slug == "green");
    CHECK(atlas.memberships().size() == 4); // both Valencias are kept
}

TEST_CASE("a place far from where the atlas has the partner is told; at the same place it is not") {
    const World world;
    auto here = mention("A", partner, "Nowhere at All Xq", "FI");
    auto there = mention("A", partner, "Nowhere at All Xq", "FI", "b.txt");
    here.position = *geo::LonLat::from_degrees({.lon = 27.68, .lat = 62.89});
    there.position = *geo::LonLat::from_degrees({.lon = 27.68, .lat = 62.99});
    const auto merged = world.add(world.atlas_of({here}), {there});
    CHECK(merged.report.count("position-contradiction") == 1);
    CHECK(merged.parts.memberships.size() == 2);
    CHECK(world.add(world.atlas_of({here}), {here}).report.total() == 0);
}

TEST_CASE("a programme file that comes later gives its names, clusters and order; without one the former programme holds on") {
    World world;
    auto told = mention("ONCE", lead, "Kuopio", "FI");
    told.cluster = "Green towns";
    const auto former = world.atlas_of({mention("New", lead, "Oulu", "FI"), told});
    world.programme = *parse_programme_file(
        R"({"id":"p","name":"P","clusters":[{"id":"c","name":"C"},{"id":"green-towns","name":"Greener","hue":"#112233"}],
            "networks":[{"name":"One Health 4 Cities","cluster":"green-towns","aliases":["ONCE"]}]})",
        "p.json");
    const auto merged = world.add(former, {mention("PUMA", lead, "Lahti", "FI", "b.txt")});
    CHECK(merged.report.total() == 0);
    REQUIRE(merged.parts.networks.size() == 3);
    CHECK(merged.parts.networks[0].name == "One Health 4 Cities");
    CHECK(merged.parts.networks[1].name == "New");
    REQUIRE(merged.parts.clusters.size() == 2);
    CHECK(merged.parts.clusters[0].name == "Greener");
    CHECK(merged.parts.networks[0].cluster == atlas::ClusterId(0));
    CHECK(merged.parts.programme.id == "p");
    world.programme = {};
    CHECK(world.add(atlas::Atlas::from_parts(merged.parts), {}).parts.programme.id == "p");
}

TEST_CASE("spellings meet across the atlas: a letter wrong in what is added, or in what was there") {
    const World world;
    const auto told = [](const char* network, const char* source) {
        return std::vector<Mention>{mention(network, lead, "Kuopio", "FI", source), mention(network, partner, "Lahti", "FI", source)};
    };
    const auto merged = world.add(world.atlas_of(told("Cities at Heart", "a.txt")), told("Citis at Heart", "b.txt"));
    REQUIRE(merged.report.count("network-spelling") == 1);
    CHECK_THAT(merged.report.problems()[0].expected, Catch::Contains("the atlas (a.txt:1)"));
    REQUIRE(merged.parts.networks.size() == 1);
    CHECK(merged.parts.networks[0].name == "Cities at Heart");
    // Two networks of the atlas turn out to be one when the second shares a partner more.
    const auto apart = world.atlas_of({mention("Cities at Heart", lead, "Kuopio", "FI"), mention("Cities at Heart", partner, "Lahti", "FI"),
                                       mention("Citis at Heart", lead, "Kuopio", "FI", "b.txt")});
    REQUIRE(apart.networks().size() == 2);
    const auto joined = world.add(apart, {mention("Citis at Heart", partner, "Lahti", "FI", "c.txt")});
    CHECK(joined.parts.networks.size() == 1);
    CHECK(atlas::Atlas::from_parts(joined.parts).memberships().size() == 2);
}

TEST_CASE("page points are kept, and told again count once") {
    const World world;
    Extract extract;
    extract.points.push_back(
        {.label = "Kuopio", .position = *geo::LonLat::from_degrees({.lon = 27.68, .lat = 62.89}), .source = "a.txt", .line = 3});
    const auto former = atlas::Atlas::from_parts(world.merge_all(extract).parts);
    extract.points.push_back(extract.points.front());
    extract.points.back().line = 9;
    const auto merged = world.merge_all(extract, &former);
    REQUIRE(merged.parts.page_points.size() == 2);
    CHECK(merged.parts.page_points[1].line == 9);
}
