// The programme of this repository, judged by hand in places.csv: what the shipped aliases and the words alone make of it.
#include "ingest/merge.hpp"

#include "base/mapped_file.hpp"
#include "geo/geodesic.hpp"
#include "ingest/table.hpp"
#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <map>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

constexpr const char* folder = CITYWEAVE_SOURCE_DIR "/data/";

std::vector<NamedRow> rows_of(const std::string& file, const std::vector<std::string>& columns) {
    const auto text = base::MappedFile::open(folder + file);
    auto rows = read_named_columns(text.text(), file, columns);
    REQUIRE(rows);
    return *rows;
}

Extract memberships() {
    Extract extract;
    for (const auto& [line, v] : rows_of("programmes/urbact-iv/memberships.csv", {"network", "cluster", "role", "partner", "country"}))
        extract.mentions.push_back({.network = v[0],
                                    .cluster = v[1],
                                    .role = v[2] == "lead" ? atlas::Role::lead : atlas::Role::partner,
                                    .partner = v[3],
                                    .country = v[4],
                                    .source = "memberships.csv",
                                    .line = line});
    return extract;
}

using Truth = std::map<std::pair<std::string, std::string>, std::uint64_t>;

Truth truth() {
    Truth judged;
    for (const auto& [line, v] : rows_of("programmes/urbact-iv/places.csv", {"partner", "country", "geonameid"}))
        judged[{v[0], v[1]}] = std::stoull(v[2]);
    return judged;
}

Overrides aliases() {
    const auto text = base::MappedFile::open(std::string(folder) + "aliases.csv");
    auto table = Overrides::parse(text.text(), "aliases.csv");
    REQUIRE(table);
    return *table;
}

std::vector<PlacedMention> placed(const Overrides& overrides) {
    const gazetteer::Geocoder geocoder(test::opened_gazetteer(), test::all_countries());
    const ProgrammeFile programme;
    return merge(memberships(), {.programme = programme,
                                 .overrides = overrides,
                                 .gazetteer = test::opened_gazetteer(),
                                 .geocoder = geocoder,
                                 .jobs = base::Jobs::from_request(1)})
        .entries;
}

/// Within 10 km of the place that people judged to be right.
bool right(const PlacedMention& entry, const Truth& judged) {
    const auto expected = test::opened_gazetteer().place(judged.at({entry.mention.partner, entry.mention.country}));
    REQUIRE(expected);
    constexpr double most_metres = 10'000;
    return entry.place && geo::distance(entry.place->position, expected->position).value() <= most_metres;
}

} // namespace

TEST_CASE("aliases: with them every membership of the programme is placed right") {
    const auto judged = truth();
    const auto entries = placed(aliases());
    CHECK(entries.size() == 279);
    for (const auto& entry : entries) {
        CAPTURE(entry.mention.partner, entry.mention.country);
        CHECK(right(entry, judged));
    }
}

TEST_CASE("aliases: without them, of those that name a town 97 % are placed right") {
    const auto judged = truth();
    const auto pinned = aliases();
    double all = 0, good = 0;
    std::string wrong;
    for (const auto& entry : placed({})) {
        if (pinned.find(entry.mention.partner, entry.mention.country) != nullptr) continue;
        ++all;
        if (right(entry, judged))
            ++good;
        else
            wrong += entry.mention.partner + '\n';
    }
    INFO(wrong);
    REQUIRE(all > 250);
    CHECK(good / all >= 0.97);
}

TEST_CASE("aliases: the user's word counts before ours") {
    auto user = *Overrides::parse("partner,country,geonameid\nLepida ScpA,,3169070\nLeros Island,GR,\n", "user.csv");
    user.fall_back_on(aliases());
    CHECK(user.size() == aliases().size() + 2);
    const auto& g = test::opened_gazetteer();
    CHECK(user.pinned("Lepida ScpA", "IT", g)->candidates.front().place.geonameid == 3169070);
    CHECK_FALSE(user.pinned("Leros Island", "GR", g)->chosen);
    CHECK(user.pinned("Leros Island", "GR", g)->refusal == "override");
    CHECK(user.pinned("West Mani", "GR", g)->candidates.front().place.geonameid == 260999);
    CHECK(user.pinned("West Mani", "GR", g)->candidates.front().score == 1);
    CHECK_FALSE(user.pinned("Lyon", "FR", g));
}

TEST_CASE("aliases: an id the gazetteer lacks is told") {
    const auto table = Overrides::parse("partner,country,geonameid\nX,FR,1\n", "o.csv");
    CHECK(table->pinned("X", "FR", test::opened_gazetteer())->refusal == "override-id-unknown");
}
