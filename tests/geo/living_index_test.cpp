#include "geo/living_index.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace cityweave::geo;
using cityweave::base::Jobs;

namespace {

LonLat at(double lon, double lat) {
    return *LonLat::from_degrees({.lon = lon, .lat = lat});
}

LonLat somewhere(std::mt19937& random) {
    std::uniform_real_distribution<double> lon(-180, 180), z(-1, 1);
    return at(lon(random), std::asin(z(random)) * 180 / 3.14159265358979);
}

/// What there should be: numbers and places of points, by a plain table.
struct Table {
    std::vector<LonLat> places;
    std::vector<std::uint32_t> numbers;
    void remove(std::uint32_t number) {
        const auto found = std::find(numbers.begin(), numbers.end(), number) - numbers.begin();
        numbers.erase(numbers.begin() + found);
        places.erase(places.begin() + found);
    }
    [[nodiscard]] SpatialIndex fresh() const { return {places, numbers, Jobs::from_request(1)}; }
};

/// Answers are the same to the last bit but for estimates of distance, which an index may make exact where another need not.
bool same(const std::vector<SpatialIndex::Hit>& found, const std::vector<SpatialIndex::Hit>& expected) {
    return std::equal(found.begin(), found.end(), expected.begin(), expected.end(), [](const auto& a, const auto& b) {
        return a.point == b.point && std::abs((a.distance - b.distance).value()) <= 0.5e-3;
    });
}

void check_same(const LivingIndex::Snapshot& living, const SpatialIndex& fresh, std::mt19937& random) {
    REQUIRE(living.size() == fresh.size());
    const auto odd = [](std::uint32_t number) { return number % 2 == 1; };
    for (int i = 0; i < 20; ++i) {
        const LonLat centre = somewhere(random), corner = somewhere(random);
        const Metres radius(std::pow(10, 3 + random() % 5));
        CAPTURE(centre.lon(), centre.lat(), radius.value());
        CHECK(same(living.within(centre, radius), fresh.within(centre, radius)));
        CHECK(same(living.within(centre, radius, odd), fresh.within(centre, radius, odd)));
        CHECK(same(living.nearest(centre, 12), fresh.nearest(centre, 12)));
        CHECK(same(living.nearest(centre, 12, odd), fresh.nearest(centre, 12, odd)));
        const LonLatBox box{at(centre.lon(), std::min(centre.lat(), corner.lat())), at(corner.lon(), std::max(centre.lat(), corner.lat()))};
        CHECK(living.inside(box) == fresh.inside(box));
    }
}

} // namespace

TEST_CASE("after 10,000 random additions and removals: answers of a fresh index") {
    const unsigned seed = 10'000;
    CAPTURE(seed);
    std::mt19937 random(seed);
    Table table;
    for (std::uint32_t i = 0; i < 5000; ++i) {
        table.places.push_back(somewhere(random));
        table.numbers.push_back(i);
    }
    LivingIndex living(table.places);
    for (int change = 1; change <= 10'000; ++change) {
        if (random() % 2 == 0) {
            table.places.push_back(random() % 10 == 0 ? table.places.front() : somewhere(random));
            table.numbers.push_back(living.add(table.places.back()));
        } else {
            const auto number = table.numbers[random() % table.numbers.size()];
            CHECK(living.remove(number));
            CHECK_FALSE(living.remove(number));
            table.remove(number);
        }
        if (change % 1000 == 0) check_same(living.snapshot(), table.fresh(), random);
    }
    living.settle();
    check_same(living.snapshot(), table.fresh(), random);
    const auto last = living.add(at(1, 1));
    CHECK(living.remove(last));
    check_same(living.snapshot(), table.fresh(), random);
}

TEST_CASE("an index that begins empty, is filled, and emptied again") {
    LivingIndex living(std::vector<LonLat>{});
    CHECK(living.snapshot().nearest(at(0, 0), 3).empty());
    for (std::uint32_t i = 0; i < 5000; ++i) CHECK(living.add(at(i % 360 - 180.0, i % 180 - 90.0)) == i);
    CHECK(living.snapshot().within(at(0, 0), Metres(1e9)).size() == 5000);
    for (std::uint32_t i = 0; i < 5000; ++i) CHECK(living.remove(i));
    CHECK(living.snapshot().size() == 0);
    CHECK(living.snapshot().within(at(0, 0), Metres(1e9)).empty());
    CHECK_FALSE(living.remove(7));
    CHECK_FALSE(living.remove(5000));
    living.settle();
    CHECK(living.add(at(2, 2)) == 5000);
    CHECK(living.snapshot().nearest(at(0, 0), 3).size() == 1);
}

TEST_CASE("a snapshot stays as it is") {
    LivingIndex living(std::vector<LonLat>{at(1, 1), at(2, 2)});
    const auto before = living.snapshot();
    living.remove(0);
    const auto between = living.snapshot();
    living.add(at(1, 1));
    living.settle();
    CHECK(before.nearest(at(1, 1), 1)[0].point == 0);
    CHECK(between.nearest(at(1, 1), 1)[0].point == 1);
    CHECK(living.snapshot().nearest(at(1, 1), 1)[0].point == 2);
}

TEST_CASE("readers see the state before or after a change, never between") {
    // The writer keeps exactly ten points at one spot, or eleven between an addition and a removal, among thousands elsewhere.
    const unsigned seed = 11;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const LonLat spot = at(25, 61);
    std::vector<LonLat> points(10, spot);
    for (int i = 0; i < 2000; ++i) points.push_back(somewhere(random));
    LivingIndex living(points);
    std::atomic<bool> done = false;
    std::vector<int> wrong(3);
    std::vector<std::thread> readers;
    for (std::size_t r = 0; r < wrong.size(); ++r)
        readers.emplace_back([&, r] {
            while (!done) {
                const auto now = living.snapshot();
                const auto here = now.within(spot, Metres(1)).size();
                const bool right = (here == 10 || here == 11) && now.size() == 2000 + here &&
                                   now.nearest(spot, here).back().distance == Metres(0) && now.inside({spot, spot}).size() == here;
                wrong[r] += right ? 0 : 1;
            }
        });
    std::vector<std::uint32_t> here{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int change = 0; change < 1500; ++change) {
        here.push_back(living.add(spot));
        const std::size_t leaving = random() % here.size();
        living.remove(here[leaving]);
        here.erase(here.begin() + static_cast<std::ptrdiff_t>(leaving));
        if (change % 500 == 499) living.settle(Jobs::from_request(1));
    }
    done = true;
    for (auto& reader : readers) reader.join();
    CHECK(wrong == std::vector<int>(3, 0));
}
