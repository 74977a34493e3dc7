#include "atlas/link_curves.hpp"
#include "tests/support/sample_atlas.hpp"
#include "tiles/atlas_layers.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

atlas::Atlas sample() {
    return atlas::Atlas::from_parts(atlas::with_links(test::sample_parts()));
}

const WorldLayer& layer(const std::vector<WorldLayer>& layers, const std::string& name) {
    for (const auto& candidate : layers)
        if (candidate.name == name) return candidate;
    throw std::runtime_error("no layer " + name);
}

std::vector<std::string> keys(const Feature<geo::WorldPoint>& feature) {
    std::vector<std::string> result;
    for (const auto& [key, value] : feature.properties) result.push_back(key);
    return result;
}

Value value(const Feature<geo::WorldPoint>& feature, const std::string& key) {
    for (const auto& [name, found] : feature.properties)
        if (name == key) return found;
    throw std::runtime_error("no property " + key);
}

using Keys = std::vector<std::string>;

} // namespace

TEST_CASE("places carry the contract's properties, in rank order") {
    const auto layers = atlas_layers(sample());
    const auto& places = layer(layers, "places");
    REQUIRE(places.features.size() == 6);
    for (std::size_t i = 0; i < places.features.size(); ++i) {
        const auto& feature = places.features[i];
        CHECK(keys(feature) ==
              Keys{"id", "name", "country", "lon", "lat", "lead", "n_networks", "n_clusters", "cluster", "clusters", "networks", "rank"});
        CHECK(value(feature, "rank") == Value(static_cast<std::int64_t>(i)));
        CHECK(value(feature, "id") == Value(static_cast<std::int64_t>(feature.id.value())));
    }
    const auto& lyon = places.features[0];
    CHECK(value(lyon, "name") == Value(std::string("Lyon")));
    CHECK(value(lyon, "lon") == Value(4.84671));
    CHECK(value(lyon, "lat") == Value(45.74846));
    CHECK(value(lyon, "lead") == Value(true));
    CHECK(value(lyon, "n_networks") == Value(std::int64_t{3}));
    CHECK(value(lyon, "n_clusters") == Value(std::int64_t{2}));
    CHECK(value(lyon, "cluster") == Value(std::string("green")));
    CHECK(value(lyon, "clusters") == Value(std::string(";green;fair;")));
    CHECK(value(lyon, "networks") == Value(std::string(";river-towns;night-trains;small;")));
}

TEST_CASE("a place in no cluster has empty ones") {
    const auto layers = atlas_layers(sample());
    for (const auto& feature : layer(layers, "places").features) {
        if (value(feature, "name") != Value(std::string("Dublin"))) continue;
        CHECK(value(feature, "cluster") == Value(std::string()));
        CHECK(value(feature, "clusters") == Value(std::string(";")));
        CHECK(value(feature, "n_clusters") == Value(std::int64_t{0}));
        CHECK(value(feature, "lead") == Value(false));
    }
}

TEST_CASE("memberships and links carry the contract's properties and ids that last") {
    const auto layers = atlas_layers(sample());
    const auto& memberships = layer(layers, "memberships");
    REQUIRE(memberships.features.size() == 9);
    CHECK(keys(memberships.features[0]) ==
          Keys{"id", "network", "network_name", "cluster", "role", "place", "name", "place_name", "country"});
    CHECK(value(memberships.features[0], "role") == Value(std::string("lead")));
    const auto& links = layer(layers, "links");
    REQUIRE(links.features.size() == 4);
    CHECK(keys(links.features[0]) == Keys{"id", "network", "network_name", "cluster", "from", "to", "km"});
    const double km = std::get<double>(value(links.features[0], "km"));
    CHECK(km == std::round(km * 10) / 10);
    std::set<std::uint64_t> ids;
    for (const auto* each : {&memberships, &links})
        for (const auto& feature : each->features) {
            CHECK(feature.id.value() < (std::uint64_t{1} << 53));
            ids.insert(feature.id.value());
        }
    CHECK(ids.size() == 13);

    auto fewer = test::sample_parts();
    fewer.memberships.pop_back();
    const auto others = atlas_layers(atlas::Atlas::from_parts(atlas::with_links(fewer)));
    for (const auto& feature : layer(others, "memberships").features) CHECK(ids.count(feature.id.value()) == 1);
    for (const auto& feature : layer(others, "links").features) CHECK(ids.count(feature.id.value()) == 1);
}

TEST_CASE("a link over the antimeridian goes on beyond the world's edge") {
    auto parts = test::sample_parts();
    parts.links = {};
    parts.memberships = {{.network = atlas::NetworkId(0), .place = atlas::PlaceId(0), .role = atlas::Role::lead, .partner = "a"},
                         {.network = atlas::NetworkId(0), .place = atlas::PlaceId(1), .role = atlas::Role::partner, .partner = "b"}};
    parts.places.erase(parts.places.begin() + 2, parts.places.end());
    parts.places[0].position = test::at(179, 0);
    parts.places[1].position = test::at(-179, 0);
    parts.links = {{.network = atlas::NetworkId(0),
                    .from = atlas::PlaceId(0),
                    .to = atlas::PlaceId(1),
                    .length = geo::kilometres(222),
                    .curve = {test::at(179, 0), test::at(180, 1), test::at(-179, 0)}}};
    const auto layers = atlas_layers(atlas::Atlas::from_parts(parts));
    const auto& line = std::get<geo::MultiLine<geo::WorldPoint>>(layer(layers, "links").features.at(0).geometry).lines.at(0);
    for (std::size_t i = 1; i < line.size(); ++i) CHECK(std::abs(line[i].x() - line[i - 1].x()) < 0.01);
}

TEST_CASE("the metadata block names programme, clusters, networks and sources") {
    const auto block = metadata_block(
        sample(), {{.layer = "countries", .text = "Made by us", .licence = "CC0", .url = "https://example.org"}}, {"A note."});
    CHECK(*block.find("programme")->find("id")->string() == "sample");
    CHECK(*block.find("crs")->string() == "EPSG:3035");
    const auto& cluster = block.find("clusters")->array()->at(0);
    CHECK(*cluster.find("names")->find("fi")->string() == "Vihreät");
    CHECK(*cluster.find("hue")->string() == "#1B7837");
    const auto& networks = *block.find("networks")->array();
    REQUIRE(networks.size() == 3);
    CHECK(networks[0].find("lead")->number() == 2996944);
    CHECK(networks[0].find("places")->number() == 3);
    CHECK(networks[1].find("places")->number() == 3);
    CHECK(networks[2].find("lead")->is_null());
    CHECK(*networks[2].find("cluster")->string() == "");
    CHECK(block.find("sources")->array()->size() == 2);
    CHECK(block.find("disclaimers")->array()->size() == 1);
}
