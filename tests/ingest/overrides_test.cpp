#include "ingest/overrides.hpp"

#include <catch2/catch.hpp>

using cityweave::ingest::Overrides;

TEST_CASE("an override is found by partner and country, folded") {
    const auto table =
        Overrides::parse("partner,country,geonameid,kind,why\nÅbo Akademi,FI,633679,body,seat\nNowhere,FR,,none,no town\n", "p.csv");
    REQUIRE(table);
    CHECK(table->size() == 2);
    const auto* turku = table->find("abo akademi", "FI");
    REQUIRE(turku);
    CHECK(turku->geonameid == 633679);
    CHECK(turku->kind == "body");
    const auto* none = table->find("Nowhere", "FR");
    REQUIRE(none);
    CHECK_FALSE(none->geonameid);
    CHECK_FALSE(table->find("Åbo Akademi", "SE"));
    CHECK(table->find("Åbo Akademi", ""));
}

TEST_CASE("a partner of two countries is not guessed without one") {
    const auto table = Overrides::parse("partner,country,geonameid\nX,FI,1\nX,SE,2\n", "p.csv");
    REQUIRE(table);
    CHECK_FALSE(table->find("X", ""));
}

TEST_CASE("a wrong overrides table says where") {
    const auto bad_id = Overrides::parse("partner,country,geonameid\nA,FI,x1\n", "p.csv");
    REQUIRE_FALSE(bad_id);
    CHECK(bad_id.problem().code == "override-id");
    CHECK(bad_id.problem().line == 2);
    CHECK(Overrides::parse("partner,country,geonameid\nA,FI,1\na,FI,2\n", "p.csv").problem().code == "override-twice");
    CHECK(Overrides::parse("partner,geonameid\nA,1\n", "p.csv").problem().code == "table-column");
}
