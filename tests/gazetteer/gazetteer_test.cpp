#include "tests/gazetteer/opened_gazetteer.hpp"
#include "tests/support/temporary_folder.hpp"

#include "base/unicode.hpp"
#include "base/whole_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace cityweave;

namespace {

std::set<std::uint64_t> ids(const std::vector<gazetteer::NamedPlace>& named) {
    std::set<std::uint64_t> found;
    for (const auto& n : named) found.insert(test::opened_gazetteer().record(n.index).geonameid);
    return found;
}

} // namespace

TEST_CASE("gazetteer: a place by its id", "[gazetteer]") {
    const auto place = test::opened_gazetteer().place(633679);
    REQUIRE(place);
    CHECK(place->name == "Turku");
    CHECK(place->country == "FI");
    CHECK(place->population > 150'000);
    CHECK(std::abs(place->position.lon() - 22.267) < 0.02);
    CHECK(std::abs(place->position.lat() - 60.451) < 0.02);
    CHECK_FALSE(test::opened_gazetteer().place(0));
    CHECK_FALSE(test::opened_gazetteer().place(std::uint64_t{1} << 40));
}

TEST_CASE("gazetteer: a place tells its other names, each once", "[gazetteer]") {
    const auto& g = test::opened_gazetteer();
    const auto names = g.names(633679);
    CHECK(std::count(names.begin(), names.end(), "Åbo") == 1);
    CHECK(std::count(names.begin(), names.end(), "Turku") == 0);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    for (const auto& name : names) CHECK(ids(g.named(base::fold_for_search(name))).contains(633679));
    CHECK(g.names(0).empty());
}

TEST_CASE("gazetteer: by name, folded and exact", "[gazetteer]") {
    const auto& g = test::opened_gazetteer();
    CHECK(g.size() == 199'568);
    CHECK(ids(g.named("abo")).contains(633679));
    CHECK(ids(g.named(base::fold_for_search("ÅBO"))).contains(633679));
    CHECK(ids(g.named(base::fold_for_search("Λυών"))).contains(2996944));
    CHECK(ids(g.named(base::fold_for_search("Люблин"))).contains(765876));
    CHECK(ids(g.named_exactly("Łódź")).contains(3093133));
    CHECK(g.named("no such town anywhere").empty());
    CHECK(g.named("").empty());
}

TEST_CASE("gazetteer: the weightiest place of a name comes first", "[gazetteer]") {
    const auto& g = test::opened_gazetteer();
    const auto paris = g.named("paris");
    REQUIRE_FALSE(paris.empty());
    CHECK(g.record(paris.front().index).geonameid == 2988507);
}

TEST_CASE("gazetteer: prefixes", "[gazetteer]") {
    const auto& g = test::opened_gazetteer();
    CHECK(g.has_prefix("vila nova de fama"));
    CHECK_FALSE(g.has_prefix("qqqq"));
    CHECK(g.named_from("vila nova de", 5).size() == 5);
}

TEST_CASE("gazetteer: near keys of one and two edits", "[gazetteer]") {
    const auto& g = test::opened_gazetteer();
    const auto has = [&](std::string_view asked, std::string_view country, int edits, std::string_view key) {
        const auto near = g.near_keys(asked, country, edits);
        return std::any_of(near.begin(), near.end(), [&](const auto& n) { return n.key == key; });
    };
    CHECK(has("duskininkai", "LT", 1, "druskininkai"));
    CHECK(has("jyvaskla", "FI", 1, "jyvaskyla"));
    CHECK(has("braitslava", "SK", 1, "bratislava"));
    CHECK(has("timisaora", "RO", 1, "timisoara"));
    CHECK(has("tallin", "EE", 1, "tallinn"));
    CHECK(has("copenhaguen", "DK", 2, "copenhagen"));
    CHECK_FALSE(has("jyvaskyla", "FI", 1, "jyvaskyla")); // itself is not near
    CHECK(g.near_keys("a", "FI", 1).empty());
    CHECK(g.near_keys("helsinki", "??", 1).empty());
}

TEST_CASE("gazetteer: one edit is always found, whatever letter is wrong", "[gazetteer][property]") {
    const auto& g = test::opened_gazetteer();
    const std::string name = "banska bystrica";
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto wrong = name;
        wrong[i] = 'x';
        CAPTURE(wrong);
        const auto near = g.near_keys(wrong, "SK", 1);
        CHECK(std::any_of(near.begin(), near.end(), [&](const auto& n) { return n.key == name; }));
        auto shorter = name;
        shorter.erase(i, 1);
        CAPTURE(shorter);
        const auto near_shorter = g.near_keys(shorter, "SK", 1);
        CHECK(std::any_of(near_shorter.begin(), near_shorter.end(), [&](const auto& n) { return n.key == name; }));
    }
}

TEST_CASE("gazetteer: a damaged or foreign file is refused", "[gazetteer]") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "x.cwg";
    base::write_whole_file(path, std::string_view("this is no gazetteer at all, and it is longer than a header is"));
    CHECK_THROWS_AS(gazetteer::Gazetteer::open(path), base::FormatError);
    CHECK_THROWS_AS(gazetteer::Gazetteer::open(folder.path() / "missing.cwg"), base::IoError);
    const std::vector<std::byte> short_payload(8);
    base::write_compiled_file(path, gazetteer::gazetteer_format, "test", short_payload);
    CHECK_THROWS_AS(gazetteer::Gazetteer::open(path), base::FormatError);
    const std::vector<std::byte> wild(sizeof(gazetteer::Header), std::byte{0x58});
    base::write_compiled_file(path, gazetteer::gazetteer_format, "test", wild);
    CHECK_THROWS_AS(gazetteer::Gazetteer::open(path), base::FormatError);
}
