#include "ingest/programme_file.hpp"

#include "base/mapped_file.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using ingest::parse_programme_file;

TEST_CASE("the project's own programme file is read whole") {
    const auto text = base::MappedFile::open(CITYWEAVE_SOURCE_DIR "/data/programmes/urbact-iv/programme.json");
    const auto file = parse_programme_file(text.text(), "programme.json");
    REQUIRE(file);
    CHECK(file->programme.id == "urbact-iv");
    CHECK(file->programme.crs == "EPSG:3035");
    CHECK(file->clusters.size() == 5);
    CHECK(file->networks.size() == 30);
    CHECK(file->overrides.empty());
    for (const auto& cluster : file->clusters) {
        CHECK(cluster.names.contains("en"));
        CHECK(cluster.hue.size() == 7);
        CHECK_FALSE(cluster.shape.empty());
    }
}

TEST_CASE("only id and name are needed") {
    const auto file = parse_programme_file(R"({"id":"p","name":"P","later":{}})", "p.json");
    REQUIRE(file);
    CHECK(file->clusters.empty());
    CHECK(file->programme.crs == "EPSG:3035");
}

TEST_CASE("what is wrong in a programme file is named by its path") {
    const auto refused = [](const char* text) {
        const auto file = parse_programme_file(text, "p.json");
        REQUIRE_FALSE(file);
        CHECK(file.problem().source == "p.json");
        return base::describe(file.problem());
    };
    CHECK_THAT(refused(R"({"name":"P"})"), Catch::Contains("id"));
    CHECK_THAT(refused("[]"), Catch::Contains("an object"));
    CHECK_THAT(refused("{"), Catch::Contains("json-syntax"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","clusters":[{"id":"a","name":"A"},{"id":"b","name":"B","hue":"red"}]})"),
               Catch::Contains("clusters[1].hue"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","clusters":[{"id":"a","name":"A","shape":"blob"}]})"), Catch::Contains("clusters[0].shape"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","clusters":[{"id":"all","name":"A"}]})"), Catch::Contains("clusters[0].id"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","clusters":[{"id":"a","name":"A"},{"id":"a","name":"B"}]})"),
               Catch::Contains("each id once"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","networks":[{"name":"N","cluster":"x"}]})"), Catch::Contains("networks.N.cluster"));
    CHECK_THAT(refused(R"({"id":"p","name":"P","clusters":{}})"), Catch::Contains("a list"));
}
