// The database and the memory answer alike: 10,000 random questions, and the distances both measure.
#include "atlas/postgis_view.hpp"

#include "atlas/pg_connection.hpp"
#include "atlas/postgis_store.hpp"
#include "atlas/whole_view.hpp"
#include "geo/geodesic.hpp"
#include "tests/atlas/postgis_server.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace cityweave::atlas;
using namespace cityweave::geo;
using namespace cityweave::test;

namespace {

/// Random values of one seed.
class Dice {
public:
    explicit Dice(unsigned seed) : random_(seed) {}
    std::size_t below(std::size_t n) { return random_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
    template <class T>
    const T& of(const std::vector<T>& values) {
        return values[below(values.size())];
    }
    LonLat anywhere() { return at(between(-180, 180), std::asin(between(-1, 1)) * 57.29577951308232); }

private:
    std::mt19937 random_;
};

LonLat antipode(LonLat p) {
    return LonLat::wrapped({.lon = p.lon() > 0 ? p.lon() - 180 : p.lon() + 180, .lat = -p.lat()});
}

/// Where searches go wrong if they do: poles, the antimeridian from both sides, duplicates, near duplicates, antipodes.
std::vector<LonLat> positions(Dice& dice) {
    std::vector<LonLat> result{at(0, 90),    at(120, 90), at(0, -90),      at(180, 0),       at(-180, 0),    at(180, 65),
                               at(-180, 65), at(0, 0),    at(179.9999, 0), at(-179.9999, 0), at(-0.0, -0.0), at(0, 89.9999999)};
    while (result.size() < 80) result.push_back(dice.anywhere());
    while (result.size() < 240) result.push_back(at(dice.between(-25, 45), dice.between(35, 70)));
    for (int i = 0; i < 30; ++i) result.push_back(dice.of(result));
    for (int i = 0; i < 10; ++i) {
        const auto p = dice.of(result);
        result.push_back(LonLat::wrapped({.lon = p.lon() + 1e-9, .lat = p.lat()}));
        result.push_back(antipode(p));
    }
    return result;
}

Atlas worldwide(Dice& dice) {
    const std::vector<std::string> countries{"FI", "FR", "RE", "AT", ""};
    AtlasParts parts;
    for (std::uint32_t c = 0; c < 4; ++c)
        parts.clusters.push_back({.slug = "c" + std::to_string(c), .name = "C", .names = {}, .hue = "", .shape = ""});
    for (std::uint32_t n = 0; n < 40; ++n)
        parts.networks.push_back(
            {.slug = "n" + std::to_string(n), .name = "N", .cluster = n % 5 < 4 ? std::optional(ClusterId(n % 5)) : std::nullopt});
    for (const LonLat position : positions(dice))
        parts.places.push_back({.id = 1 + 3 * parts.places.size(),
                                .name = "P" + std::to_string(dice.below(400)),
                                .country = dice.of(countries),
                                .position = position,
                                .population = dice.below(5),
                                .search_names = {}});
    for (std::uint32_t n = 0; n < 40; ++n) {
        std::set<std::uint32_t> members;
        while (members.size() < 12) members.insert(static_cast<std::uint32_t>(dice.below(parts.places.size() - 20)));
        for (const auto p : members)
            parts.memberships.push_back({.network = NetworkId(n),
                                         .place = PlaceId(p),
                                         .role = p == *members.begin() && n % 3 > 0 ? Role::lead : Role::partner,
                                         .partner = "body of " + std::to_string(p),
                                         .source = ""});
    }
    return Atlas::from_parts(std::move(parts));
}

LonLat centre(Dice& dice, const Atlas& atlas) {
    const auto place = atlas.places()[dice.below(atlas.places().size())].position;
    switch (dice.below(6)) {
    case 0: return place;
    case 1: return antipode(place);
    case 2: return LonLat::wrapped({.lon = place.lon() + dice.between(-1e-8, 1e-8), .lat = place.lat()});
    case 3: return dice.anywhere();
    case 4: return dice.of(std::vector{at(0, 90), at(10, -90), at(180, 12), at(-180, 12), at(0, 0)});
    default: return at(dice.between(-10, 30), dice.between(40, 65));
    }
}

/// Some at the very edge: the distance of a place, or a rounding less.
Metres radius(Dice& dice, const Atlas& atlas, LonLat from) {
    const auto to_a_place = distance(from, atlas.places()[dice.below(atlas.places().size())].position);
    switch (dice.below(8)) {
    case 0: return to_a_place;
    case 1: return Metres(std::nextafter(to_a_place.value(), 0.0));
    case 2: return to_a_place + Metres(dice.between(-1e-6, 1e-6));
    case 3: return dice.one_in(4) ? Metres(0) : Metres(dice.between(0, 100));
    case 4: return Metres(dice.between(0, 2.1e7));
    default: return Metres(dice.between(0, 1.5e6));
    }
}

Question random_question(Dice& dice, const Atlas& atlas) {
    const auto from = centre(dice, atlas);
    Question question{.centre = from};
    if (dice.one_in(2))
        question.radius = radius(dice, atlas, from);
    else
        question.count = dice.one_in(20) ? dice.below(350) : dice.below(25);
    if (dice.one_in(4)) question.clusters = {"c" + std::to_string(dice.below(4)), "c1"};
    if (dice.one_in(6)) question.networks = {"n" + std::to_string(dice.below(40)), "n7"};
    if (dice.one_in(6)) question.roles = {dice.one_in(2) ? Role::lead : Role::partner};
    if (dice.one_in(5)) question.countries = dice.one_in(2) ? std::vector<std::string>{"FR", "RE"} : std::vector<std::string>{"FI"};
    if (dice.one_in(4))
        question.relations = {.subject = atlas.places()[dice.below(atlas.places().size())].id,
                              .partners = dice.one_in(3),
                              .partners_of_partners = dice.one_in(2),
                              .not_yet_linked = dice.one_in(2)};
    return question;
}

/// All that any format prints, to the last bit, a line a place.
std::vector<std::string> told(const Answer& answer) {
    std::vector<std::string> lines;
    for (const Neighbour& n : answer.found) {
        const Place& place = answer.atlas->place(n.place);
        auto text = fmt::format("{} {} {} {} {} {} {} {}", place.id, place.name, place.country, place.position.lon(), place.position.lat(),
                                n.distance.value(), n.bearing.value(), n.compass);
        for (const auto& [network, role] : networks_of(*answer.atlas, n.place))
            text += fmt::format(" {}:{}", answer.atlas->network(network).slug, name_of(role));
        lines.push_back(std::move(text));
    }
    return lines;
}

/// Where two answers part; empty if they do not.
std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() && right == b.end()) return {};
    const auto line = [](const auto& at, const auto& lines) { return at == lines.end() ? std::string("nothing more") : *at; };
    return fmt::format("line {} of {} and {}: {} | {}", left - a.begin(), a.size(), b.size(), line(left, a), line(right, b));
}

} // namespace

TEST_CASE("ten thousand random questions are answered by the database as in memory, to the last bit") {
    const unsigned seed = 20'261'128;
    CAPTURE(seed);
    Dice dice(seed);
    const auto atlas = worldwide(dice);
    PostgisStore store(in_schema("questions"));
    store.save(atlas);
    const auto view = store.view();
    WholeView memory(atlas);
    std::size_t places = 0, different = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto question = random_question(dice, atlas);
        const auto answer = view->answer(question);
        places += answer.found.size();
        const auto differing = difference(told(answer), told(memory.answer(question)));
        if (differing.empty()) continue;
        ++different;
        CAPTURE(i, question.centre.lon(), question.centre.lat(), question.count);
        CHECK(differing == "");
    }
    CHECK(different == 0);
    CHECK(places > 50'000);
}

TEST_CASE("PostGIS measures what our geodesic does, to less than a micrometre") {
    const unsigned seed = 33;
    CAPTURE(seed);
    Dice dice(seed);
    PgConnection connection("postgresql:///");
    double widest = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto from = dice.anywhere();
        const auto to =
            i % 3 == 0 ? antipode(LonLat::wrapped({.lon = from.lon() + dice.between(-1, 1), .lat = from.lat()})) : dice.anywhere();
        const auto number = [](double value) { return fmt::format("{}", value); };
        const auto rows = connection.ask("SELECT ST_Distance(ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)::geography, "
                                         "ST_SetSRID(ST_MakePoint($3::float8, $4::float8), 4326)::geography, true)",
                                         {number(from.lon()), number(from.lat()), number(to.lon()), number(to.lat())});
        widest = std::max(widest, std::abs(*rows.real(0, 0) - distance(from, to).value()));
    }
    CHECK(widest < 1e-6);
}

TEST_CASE("a part answers for what was wanted of it as the whole does") {
    const auto atlas = Atlas::from_parts(sample_parts());
    PostgisStore store(in_schema("part"));
    store.save(atlas);
    const auto view = store.view();
    const auto ids = [](const Atlas& part) {
        std::vector<std::uint64_t> result;
        for (const Place& place : part.places()) result.push_back(place.id);
        return result;
    };
    using Ids = std::vector<std::uint64_t>;
    CHECK(ids(*view->part({})).empty());
    CHECK(view->part({})->networks().size() == 3);
    CHECK(ids(*view->part({.ids = {650224, 5}})) == Ids{650224});
    CHECK(ids(*view->part({.names = {"wieden", "ROMA capitale"}})) == Ids{3169070, 2761369});
    CHECK(ids(*view->part({.names = {"", "Atlantis"}})).empty());
    const auto trains = view->part({.networks = {"night-trains"}});
    CHECK(ids(*trains) == Ids{2996944, 3169070, 935264});
    CHECK(trains->memberships_of(NetworkId(1)).size() == atlas.memberships_of(NetworkId(1)).size());
    CHECK(trains->lead_of(NetworkId(1)).has_value());
    auto countries = view->countries();
    std::sort(countries.begin(), countries.end());
    CHECK(countries == std::vector<std::string>{"AT", "FI", "FR", "IE", "IT", "RE"});
    CHECK(view->answer({.centre = at(0, 0), .radius = Metres(std::numeric_limits<double>::quiet_NaN())}).found.empty());
    CHECK(view->answer({.centre = at(0, 0), .radius = Metres(-1)}).found.empty());
    CHECK(view->answer({.centre = at(0, 0), .count = 0}).found.empty());
}
