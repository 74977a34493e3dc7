#include "atlas/removal.hpp"

#include "atlas/link_curves.hpp"
#include "atlas/query.hpp"
#include "geo/living_index.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

using namespace cityweave::atlas;
using namespace cityweave::geo;
using cityweave::test::at;
using cityweave::test::sample_parts;

namespace {

PlaceId town(const Atlas& atlas, const std::string& name) {
    const auto found = find_places(atlas, name);
    REQUIRE(found.size() == 1);
    return found.front();
}

constexpr std::uint32_t town_count = 40;

Place random_town(std::uint64_t id) {
    std::mt19937 random(static_cast<std::uint32_t>(id));
    std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
    const double x = lon(random);
    return {.id = id,
            .name = "P" + std::to_string(id),
            .country = "FI",
            .position = at(x, lat(random)),
            .population = random() % 5,
            .search_names = {}};
}

struct Fact {
    std::uint32_t network; ///< as in its slug
    std::uint64_t place;
    Role role;
};

/// What an atlas should hold, in plain lists; builds it from nothing.
struct Facts {
    std::vector<std::uint32_t> networks; ///< in order of their coming
    std::vector<Fact> facts;

    [[nodiscard]] Atlas fresh() const {
        AtlasParts parts;
        std::map<std::uint32_t, NetworkId> rows;
        std::map<std::uint64_t, PlaceId> places;
        for (const auto n : networks) {
            rows.emplace(n, NetworkId(static_cast<std::uint32_t>(parts.networks.size())));
            parts.networks.push_back({.slug = "n" + std::to_string(n), .name = "", .cluster = {}});
        }
        for (const auto& fact : facts) {
            const auto [place, is_new] = places.try_emplace(fact.place, PlaceId(static_cast<std::uint32_t>(parts.places.size())));
            if (is_new) parts.places.push_back(random_town(fact.place));
            parts.memberships.push_back(
                {.network = rows.at(fact.network), .place = place->second, .role = fact.role, .partner = "", .source = ""});
        }
        return Atlas::from_parts(std::move(parts));
    }
    void drop_network(std::uint32_t network) {
        std::erase(networks, network);
        std::erase_if(facts, [&](const Fact& fact) { return fact.network == network; });
    }
    void drop_place(std::uint64_t place) {
        std::erase_if(facts, [&](const Fact& fact) { return fact.place == place; });
    }
};

/// The same atlas with one membership more, its network and place new or there already.
Atlas with(const Atlas& atlas, const Fact& fact) {
    auto parts = atlas.parts();
    const auto slug = "n" + std::to_string(fact.network);
    const auto network = std::find_if(parts.networks.begin(), parts.networks.end(), [&](const auto& n) { return n.slug == slug; });
    const NetworkId n(static_cast<std::uint32_t>(network - parts.networks.begin()));
    if (network == parts.networks.end()) parts.networks.push_back({.slug = slug, .name = "", .cluster = {}});
    const auto place = std::find_if(parts.places.begin(), parts.places.end(), [&](const auto& p) { return p.id == fact.place; });
    const PlaceId p(static_cast<std::uint32_t>(place - parts.places.begin()));
    if (place == parts.places.end()) parts.places.push_back(random_town(fact.place));
    parts.memberships.push_back({.network = n, .place = p, .role = fact.role, .partner = "", .source = ""});
    return Atlas::from_parts(std::move(parts));
}

/// An atlas, the facts it should hold and a living index of its places, changed together.
class Changes {
public:
    explicit Changes(unsigned seed) : random_(seed) {}

    void change() {
        const auto kind = random_() % 20;
        if (kind == 0 && !facts_.networks.empty())
            remove_network(facts_.networks[random_() % facts_.networks.size()]);
        else if (kind < 6 && !atlas_.places().empty())
            remove_place(PlaceId(static_cast<std::uint32_t>(random_() % atlas_.places().size())));
        else
            add({static_cast<std::uint32_t>(random_() % 8), random_() % town_count, random_() % 4 == 0 ? Role::lead : Role::partner});
        follow();
    }

    /// Whether atlas, near and nearest are those of an atlas built from nothing, and the living index answers as it does.
    bool is_as_fresh() {
        const Atlas fresh = facts_.fresh();
        if (!(fresh == atlas_)) return false;
        std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
        const double x = lon(random_);
        const LonLat centre = at(x, lat(random_));
        const Metres radius(std::pow(10, 5 + static_cast<double>(random_() % 250) / 100));
        const std::size_t k = random_() % 12;
        const Neighbourhood expected(fresh), found(atlas_);
        const auto now = living_.snapshot();
        return same(fresh, expected.near(centre, radius), found.near(centre, radius), now.within(centre, radius)) &&
               same(fresh, expected.nearest(centre, k), found.nearest(centre, k), now.nearest(centre, k));
    }

private:
    void add(Fact fact) {
        auto& networks = facts_.networks;
        const auto same_network = [&](const Fact& other) { return other.network == fact.network; };
        for (const auto& other : facts_.facts) {
            if (same_network(other) && other.place == fact.place) return; // told before
            if (same_network(other) && other.role == Role::lead) fact.role = Role::partner;
        }
        if (std::find(networks.begin(), networks.end(), fact.network) == networks.end()) networks.push_back(fact.network);
        facts_.facts.push_back(fact);
        atlas_ = with(atlas_, fact);
    }
    void remove_network(std::uint32_t network) {
        facts_.drop_network(network);
        atlas_ = Atlas::from_parts(without(atlas_, *find_network(atlas_, "n" + std::to_string(network))));
    }
    void remove_place(PlaceId place) {
        facts_.drop_place(atlas_.place(place).id);
        atlas_ = Atlas::from_parts(without(atlas_, place));
    }
    /// The index learns which places have come and gone.
    void follow() {
        std::map<std::uint64_t, std::uint32_t> now;
        for (const auto& place : atlas_.places()) {
            const auto known = numbers_.find(place.id);
            now[place.id] = known == numbers_.end() ? living_.add(place.position) : known->second;
            ids_[now[place.id]] = place.id;
        }
        for (const auto& [id, number] : numbers_)
            if (!now.contains(id)) living_.remove(number);
        numbers_ = std::move(now);
    }
    bool same(const Atlas& fresh, const std::vector<Neighbour>& expected, const std::vector<Neighbour>& found,
              const std::vector<LivingIndex::Hit>& hits) const {
        if (found.size() != expected.size() || hits.size() != expected.size()) return false;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto id = fresh.place(expected[i].place).id;
            if (atlas_.place(found[i].place).id != id || found[i].distance != expected[i].distance || ids_.at(hits[i].point) != id)
                return false;
        }
        return true;
    }

    std::mt19937 random_;
    Facts facts_;
    Atlas atlas_ = Atlas::from_parts({});
    LivingIndex living_{std::span<const LonLat>()};
    std::map<std::uint64_t, std::uint32_t> numbers_; ///< in the index, by id
    std::map<std::uint32_t, std::uint64_t> ids_;     ///< ever
};

} // namespace

TEST_CASE("a network goes with its memberships, and with the places that are in no other") {
    const auto atlas = Atlas::from_parts(with_links(sample_parts()));
    const auto left = Atlas::from_parts(with_links(without(atlas, *find_network(atlas, "night-trains"))));
    CHECK(left.networks().size() == 2);
    CHECK(left.clusters().size() == 2); // its theme is the programme's
    CHECK(left.memberships().size() == 5);
    CHECK(left.places().size() == 4); // without Rome and Saint-Denis; Lyon is in the others too
    CHECK(find_places(left, "Rome").empty());
    CHECK(left.networks()[1].slug == "small");
    CHECK(left.memberships_of(NetworkId(1)).size() == 2);
    CHECK(left.page_points().size() == 2);
    // Links of the other networks are as they were.
    REQUIRE(left.links().size() == 2);
    CHECK(left.links()[0].curve == atlas.links()[0].curve);
}

TEST_CASE("a place goes with its memberships; its networks stay, without a lead if it led them") {
    const auto atlas = Atlas::from_parts(with_links(sample_parts()));
    const auto left = Atlas::from_parts(with_links(without(atlas, town(atlas, "Lyon"))));
    CHECK(left.networks().size() == 3);
    CHECK(left.places().size() == 5);
    CHECK(left.memberships().size() == 5);
    CHECK_FALSE(left.lead_of(NetworkId(0)));
    CHECK(left.links_of(NetworkId(0)).empty());
    REQUIRE(left.links_of(NetworkId(1)).size() == 1);
    CHECK(left.place(left.links_of(NetworkId(1))[0].to).name == "Saint-Denis");
}

TEST_CASE("after each of 10,000 random additions and removals: the atlas and the answers of a fresh one") {
    const unsigned seed = 4;
    CAPTURE(seed);
    Changes changes(seed);
    int wrong = 0;
    for (int change = 1; change <= 10'000; ++change) {
        changes.change();
        const bool right = changes.is_as_fresh();
        if (!right && wrong++ == 0) FAIL_CHECK("after change " << change);
    }
    CHECK(wrong == 0);
}

TEST_CASE("names a letter or two apart are told") {
    const auto atlas = Atlas::from_parts(sample_parts());
    CHECK(names_alike(atlas, "Kupoio", 5) == std::vector<std::string>{"Kuopio"});
    CHECK(names_alike(atlas, "rivertown", 5) == std::vector<std::string>{"River Towns"});
    CHECK(names_alike(atlas, "Wieden", 5).front() == "Vienna");
    CHECK(names_alike(atlas, "Xyzxyzxyz", 5).empty());
}
