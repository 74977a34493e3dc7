#include "geo/spatial_index_file.hpp"

#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <random>

using namespace cityweave;
using namespace cityweave::geo;

namespace {

std::vector<LonLat> points(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    std::vector<LonLat> result;
    while (result.size() < count) result.push_back(*LonLat::from_degrees({.lon = lon(random), .lat = lat(random)}));
    return result;
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool answers_alike(const SpatialIndex& a, const SpatialIndex& b, const std::vector<LonLat>& centres) {
    for (const LonLat centre : centres)
        if (a.nearest(centre, 7) != b.nearest(centre, 7) || a.within(centre, kilometres(500)) != b.within(centre, kilometres(500)))
            return false;
    return a.size() == b.size();
}

} // namespace

TEST_CASE("an index is written beside its atlas once, and mapped from then on") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "x.gpkg.cwi";
    for (const std::size_t count : {0UL, 1UL, 33UL, 3000UL}) {
        const auto places = points(1, count);
        const auto built = spatial_index_beside(path, places);
        const auto mapped = read_spatial_index(path, places);
        REQUIRE(mapped);
        CHECK(answers_alike(built, *mapped, points(2, 20)));
        const auto written = std::filesystem::last_write_time(path);
        (void)spatial_index_beside(path, places);
        CHECK(std::filesystem::last_write_time(path) == written);
    }
}

TEST_CASE("an index of other points, or of the same in another order, is not trusted but replaced") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "x.gpkg.cwi";
    auto places = points(3, 200);
    (void)spatial_index_beside(path, places);
    std::swap(places[0], places[1]);
    CHECK_FALSE(read_spatial_index(path, places));
    places.pop_back();
    CHECK_FALSE(read_spatial_index(path, places));
    CHECK(answers_alike(spatial_index_beside(path, places), SpatialIndex(places), points(4, 20)));
    CHECK(read_spatial_index(path, places));
    // The right stamp on an index of other points: its maker was wrong.
    write_spatial_index(path, SpatialIndex(points(5, 199)), stamp_of(places));
    CHECK_FALSE(read_spatial_index(path, places));
}

TEST_CASE("a file cut short at any length, or with any byte changed, is not trusted but replaced") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "x.gpkg.cwi";
    const auto places = points(6, 40);
    (void)spatial_index_beside(path, places);
    const std::string whole = content(path);
    for (std::size_t length = 0; length < whole.size(); length += 61) {
        base::write_whole_file(path, whole.substr(0, length));
        CHECK_FALSE(read_spatial_index(path, places));
    }
    for (std::size_t at = 0; at < whole.size(); at += 37) {
        if (at >= 256 && at < 320) continue; // room in the envelope that says nothing
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        if (at >= 56 && at < 256 && changed.substr(0, 120) == whole.substr(0, 120)) continue; // behind the stamp's end
        base::write_whole_file(path, changed);
        CAPTURE(at);
        CHECK_FALSE(read_spatial_index(path, places));
    }
    base::write_whole_file(path, std::string("not an index"));
    (void)spatial_index_beside(path, places);
    CHECK(content(path) == whole);
}

TEST_CASE("an index that cannot be kept is in memory alone") {
    const test::TemporaryFolder folder;
    const auto places = points(7, 100);
    const auto path = folder.path() / "no such folder" / "x.gpkg.cwi";
    CHECK(answers_alike(spatial_index_beside(path, places), SpatialIndex(places), points(8, 20)));
    CHECK_FALSE(std::filesystem::exists(path));
    // Nor is a folder of that name harmed.
    std::filesystem::create_directory(folder.path() / "y.gpkg.cwi");
    CHECK(spatial_index_beside(folder.path() / "y.gpkg.cwi", places).size() == 100);
    CHECK(std::filesystem::is_directory(folder.path() / "y.gpkg.cwi"));
}
