#include "render/labels.hpp"

#include "render/label_candidates.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

const SheetBox sheet{at(0, 0), at(800, 800)};

LabelRequest request(double x, double y, double width, int rank = 1) {
    LabelRequest wanted{
        .point = at(x, y), .mark_radius = 5, .extent = {.advance = width, .ascent = 12, .descent = 3, .ink = {at(0, -9), at(width, 3)}}};
    wanted.halo = 1.5;
    wanted.rank = rank;
    return wanted;
}

std::vector<LabelRequest> random_requests(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    const auto number = [&](double from, double to) { return from + (to - from) * static_cast<double>(random() % 10'000) / 10'000; };
    std::vector<LabelRequest> requests;
    for (std::size_t i = 0; i < count; ++i) {
        // A third of them crowd around one point, as cities of one region do.
        const double spread = i % 3 == 0 ? 60 : 380;
        requests.push_back(request(400 + number(-spread, spread), 400 + number(-spread, spread), number(25, 110), i % 5 == 0 ? 0 : 1));
    }
    return requests;
}

double distance(SheetPoint p, const SheetBox& box) {
    const double dx = std::max({box.min_x() - p.x(), 0.0, p.x() - box.max_x()});
    const double dy = std::max({box.min_y() - p.y(), 0.0, p.y() - box.max_y()});
    return std::sqrt(dx * dx + dy * dy);
}

std::size_t placed(const std::vector<std::optional<LabelPlace>>& places) {
    return static_cast<std::size_t>(std::count_if(places.begin(), places.end(), [](const auto& place) { return place.has_value(); }));
}

} // namespace

TEST_CASE("labels alone take the best place, right of their mark, without a leader") {
    const auto places = place_labels({request(100, 100, 50), request(400, 300, 80)}, {.area = sheet});
    REQUIRE(placed(places) == 2);
    CHECK(places[0]->box.min_x() > 100);
    CHECK(places[0]->box.contains(at(120, 100)));
    CHECK_FALSE(places[0]->leader.has_value());
    CHECK(distance(at(100, 100), places[0]->box) < 5 + 3);
}

TEST_CASE("nothing placed overlaps a label, a mark, a leader or what is blocked, on random sheets") {
    for (unsigned seed = 1; seed <= 25; ++seed) {
        INFO("seed " << seed);
        const auto requests = random_requests(seed, 30 + 6 * seed);
        const LabelGround ground{.area = sheet, .blocked = {{at(0, 0), at(200, 150)}, {at(500, 700), at(800, 800)}}};
        const auto places = place_labels(requests, ground);
        REQUIRE(places.size() == requests.size());
        CHECK(placed(places) >= requests.size() / 2);
        int faults = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!places[i]) continue;
            faults += sheet.contains(places[i]->box) ? 0 : 1;
            for (const SheetBox& blocked : ground.blocked) faults += blocked.intersects(places[i]->box) ? 1 : 0;
            for (const LabelRequest& other : requests) faults += distance(other.point, places[i]->box) < other.mark_radius ? 1 : 0;
            for (std::size_t j = 0; j < i; ++j) faults += places[j] && conflict(*places[i], *places[j]) ? 1 : 0;
        }
        CHECK(faults == 0);
    }
}

TEST_CASE("the same requests are placed the same way every time") {
    const auto requests = random_requests(3, 120);
    const auto one = place_labels(requests, {.area = sheet});
    const auto two = place_labels(requests, {.area = sheet});
    for (std::size_t i = 0; i < one.size(); ++i) {
        REQUIRE(one[i].has_value() == two[i].has_value());
        if (one[i]) CHECK(one[i]->baseline == two[i]->baseline);
    }
}

TEST_CASE("a dozen towns in a heap are all labelled, some by leaders") {
    std::vector<LabelRequest> heap;
    for (int i = 0; i < 12; ++i) heap.push_back(request(400 + 16 * (i % 4), 400 + 16 * (i / 4), 70));
    const auto places = place_labels(heap, {.area = sheet});
    CHECK(placed(places) == 12);
    CHECK(std::any_of(places.begin(), places.end(), [](const auto& place) { return place && place->leader; }));
}

TEST_CASE("where there is room for one, the lower rank has it") {
    const SheetBox narrow{at(0, 0), at(120, 24)};
    for (const int rank : {0, 1}) {
        const auto places = place_labels({request(8, 12, 60, rank), request(112, 12, 60, 1 - rank)}, {.area = narrow});
        CHECK(places[0].has_value() == (rank == 0));
        CHECK(places[1].has_value() == (rank == 1));
    }
}

TEST_CASE("a label avoids a line where it can") {
    const LabelGround crossed{.area = sheet, .lines = {{at(100, 100), at(300, 100)}}};
    const auto places = place_labels({request(100, 100, 60)}, crossed);
    REQUIRE(places[0].has_value());
    CHECK_FALSE(places[0]->box.contains(at(130, 100)));
}

TEST_CASE("names of areas stand aside for points and never have leaders") {
    LabelRequest country = request(130, 100, 60);
    country.kind = LabelKind::area;
    country.mark_radius = 0;
    country.may_stand = [](SheetPoint) { return true; };
    const auto places = place_labels({country, request(100, 100, 60)}, {.area = sheet});
    REQUIRE(placed(places) == 2);
    CHECK_FALSE(places[0]->leader.has_value());
    CHECK_FALSE(places[0]->box.intersects(places[1]->box));
    CHECK(distance(at(130, 100), places[0]->box) < 50);
}

TEST_CASE("names of areas move only to where they may stand") {
    LabelRequest country = request(130, 100, 60);
    country.kind = LabelKind::area;
    country.mark_radius = 0;
    CHECK_FALSE(place_labels({country, request(100, 100, 60)}, {.area = sheet})[0].has_value());
    country.may_stand = [](SheetPoint middle) { return middle.y() > 130; };
    const auto places = place_labels({country, request(100, 100, 60)}, {.area = sheet});
    REQUIRE(places[0].has_value());
    CHECK((places[0]->box.min_y() + places[0]->box.max_y()) / 2 > 130);
}

TEST_CASE("no requests, blank texts and points off the sheet are no trouble") {
    CHECK(place_labels({}, {.area = sheet}).empty());
    LabelRequest blank = request(100, 100, 60);
    blank.extent.ink = {};
    const auto places = place_labels({blank, request(5000, 5000, 60)}, {.area = sheet});
    CHECK(placed(places) == 0);
}

TEST_CASE("segments cross boxes and each other where they share a point") {
    const Leader flat{at(0, 0), at(10, 0)};
    CHECK(crosses(flat, Leader{at(5, -5), at(5, 5)}));
    CHECK(crosses(flat, Leader{at(10, 0), at(20, 5)}));
    CHECK_FALSE(crosses(flat, Leader{at(11, 0), at(20, 0)}));
    CHECK_FALSE(crosses(flat, Leader{at(0, 1), at(10, 1)}));
    CHECK(crosses(flat, SheetBox{at(4, -1), at(6, 1)}));
    CHECK(crosses(Leader{at(0, 0), at(10, 10)}, SheetBox{at(4, 4), at(6, 6)}));
    CHECK_FALSE(crosses(Leader{at(0, 0), at(10, 10)}, SheetBox{at(6, 0), at(9, 3)}));
}
