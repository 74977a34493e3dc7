#include "cli/find_format.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;

namespace {

atlas::Atlas small_atlas() {
    const auto place = [](std::uint64_t id, const char* name, double lon, double lat) {
        return atlas::Place{
            .id = id, .name = name, .country = "FI", .position = *geo::LonLat::from_degrees({.lon = lon, .lat = lat}), .search_names = {}};
    };
    atlas::AtlasParts parts;
    parts.networks = {{.slug = "a", .name = "A", .cluster = {}}};
    parts.places = {place(1, "Kuopio", 27.67703, 62.89238), place(2, "Iisalmi", 27.19067, 63.55915)};
    parts.memberships = {
        {.network = atlas::NetworkId(0), .place = atlas::PlaceId(0), .role = atlas::Role::lead, .partner = "Kuopio", .source = "s"},
        {.network = atlas::NetworkId(0), .place = atlas::PlaceId(1), .role = atlas::Role::partner, .partner = "Iisalmi", .source = "s"}};
    return atlas::Atlas::from_parts(std::move(parts));
}

std::string answer(cli::TableFormat format) {
    const auto atlas = small_atlas();
    const atlas::Neighbourhood neighbourhood(atlas);
    return cli::formatted(atlas, neighbourhood.near(*geo::LonLat::from_degrees({.lon = 27.67703, .lat = 62.89238}), geo::kilometres(100)),
                          format);
}

} // namespace

TEST_CASE("an answer tells kilometres, direction, networks and roles in every format") {
    // Kuopio to Iisalmi by Karney's inverse: 78.2 km towards 342°.
    CHECK_THAT(answer(cli::TableFormat::table), Catch::Contains("78.2 km") && Catch::Contains("342.0° NNW") && Catch::Contains("A (lead)"));
    CHECK_THAT(answer(cli::TableFormat::csv),
               Catch::StartsWith("id,name,country,lon,lat,km,bearing,compass,networks\n1,Kuopio,FI,27.677030,62.892380,0.000,"));
    const auto json = base::parse_json(answer(cli::TableFormat::json));
    REQUIRE(json);
    REQUIRE(json->array()->size() == 2);
    CHECK((*json->array())[1].find("km")->number() == Approx(78.2).margin(0.05));
}

TEST_CASE("GeoJSON answers are RFC 7946 feature collections, longitude first") {
    const auto json = base::parse_json(answer(cli::TableFormat::geojson));
    REQUIRE(json);
    CHECK(*json->find("type")->string() == "FeatureCollection");
    const auto& feature = (*json->find("features")->array())[1];
    const auto& coordinates = *feature.find("geometry")->find("coordinates")->array();
    CHECK(coordinates[0].number() == 27.19067);
    CHECK(coordinates[1].number() == 63.55915);
    CHECK(*feature.find("properties")->find("compass")->string() == "NNW");
}
