#include "atlas/postgis_store.hpp"

#include "atlas/link_curves.hpp"
#include "atlas/pg_connection.hpp"
#include "base/error.hpp"
#include "tests/atlas/postgis_server.hpp"
#include "tests/support/random_atlas.hpp"
#include "tests/support/sample_atlas.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

using namespace cityweave::atlas;
using namespace cityweave::base;
using namespace cityweave::test;

namespace {

Atlas sample() {
    return Atlas::from_parts(with_links(sample_parts()));
}

/// The sample under another name, so that states can be told apart.
Atlas named(const std::string& name) {
    auto parts = with_links(sample_parts());
    parts.programme.name = name;
    return Atlas::from_parts(std::move(parts));
}

std::int64_t number_of(const std::string& question) {
    const auto rows = PgConnection("postgresql:///").ask(question);
    return *rows.integer(0, 0);
}

/// Somebody with this address comes in.
std::int64_t number_of_as_locked(const std::string& address) {
    return *PgConnection(address).ask("SELECT 1 WHERE current_user = 'locked'").integer(0, 0);
}

} // namespace

TEST_CASE("what is saved loads equal, also over what was there") {
    PostgisStore store(in_schema("saved"));
    const auto atlas = sample();
    store.save(atlas);
    CHECK(store.load() == atlas);
    store.save(Atlas::from_parts({}));
    CHECK(store.load() == Atlas::from_parts({}));
    store.save(atlas);
    CHECK(PostgisStore(in_schema("saved")).load() == atlas);
    CHECK(*open_store(in_schema("saved"))->view()->whole() == atlas);
    CHECK(number_of("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
                    "WHERE a.amname = 'gist' AND i.indrelid = 'saved.places'::regclass") == 1);
}

TEST_CASE("random atlases with hostile names load equal") {
    const unsigned seed = 1515;
    CAPTURE(seed);
    std::mt19937 random(seed);
    PostgisStore store(in_schema("hostile"));
    for (int round = 0; round < 8; ++round) {
        const auto atlas = Atlas::from_parts(with_links(random_parts(random)));
        store.save(atlas);
        CHECK(store.load() == atlas);
    }
}

TEST_CASE("the schema is the first of search_path, else cityweave, whatever its letters") {
    PostgisStore(in_schema("%22Odd%22%22One%22,public")).save(named("odd"));
    CHECK(number_of("SELECT count(*) FROM \"Odd\"\"One\".programme") == 5);
    PostgisStore("postgresql:///").save(named("plain"));
    CHECK(PostgisStore(in_schema("public")).load().programme().name == "plain");
    CHECK(PostgisStore(in_schema("cityweave")).load().programme().name == "plain");
    CHECK(PostgisStore(in_schema("%22Odd%22%22One%22")).load().programme().name == "odd");
}

TEST_CASE("what is no atlas is refused, and stays") {
    CHECK_THROWS_AS(PostgisStore(in_schema("nothing")).load(), IoError);
    CHECK_THROWS_AS(PostgisStore(in_schema("nothing")).view(), IoError);
    CHECK_THROWS_WITH(PostgisStore(in_schema("nothing")).change([](const Atlas& a) { return a; }),
                      Catch::Contains("there is no atlas here"));
    CHECK_THROWS_WITH(PostgisStore("postgresql:///plain").load(), Catch::Contains("CREATE EXTENSION postgis"));
    CHECK_THROWS_AS(PostgisStore("postgresql:///plain").save(sample()), ConfigError);
    CHECK_THROWS_WITH(PostgisStore("postgresql:///absent").load(), Catch::Contains("\"absent\" does not exist"));

    by_hand("CREATE SCHEMA theirs; CREATE TABLE theirs.places (mine int); INSERT INTO theirs.places VALUES (7)");
    CHECK_THROWS_WITH(PostgisStore(in_schema("theirs")).save(sample()), Catch::Contains("not an atlas's"));
    by_hand("CREATE TABLE theirs.programme (mine int)");
    CHECK_THROWS_AS(PostgisStore(in_schema("theirs")).save(sample()), FormatError);
    CHECK_THROWS_AS(PostgisStore(in_schema("theirs")).load(), FormatError);
    CHECK(number_of("SELECT mine FROM theirs.places") == 7);

    PostgisStore(in_schema("older")).save(sample());
    by_hand("UPDATE older.programme SET value = '0' WHERE key = 'format'");
    CHECK_THROWS_WITH(PostgisStore(in_schema("older")).load(), Catch::Contains("found format 0, expected 1"));
    CHECK_THROWS_WITH(PostgisStore(in_schema("older")).view(), Catch::Contains("found format 0, expected 1"));
    CHECK_THROWS_WITH(PostgisStore(in_schema("older")).save(sample()), Catch::Contains("found format 0, expected 1"));
}

TEST_CASE("rows changed by hand are read if they make an atlas, else named") {
    PostgisStore store(in_schema("changed"));
    const auto refused_after = [&](const std::string& command) -> std::string {
        store.save(sample());
        by_hand("SET search_path = changed, public; " + command);
        try {
            (void)store.load();
        } catch (const FormatError& error) {
            return error.what();
        }
        return "read";
    };
    CHECK(refused_after("UPDATE places SET name = 'Savo' WHERE id = 650224") == "read");
    CHECK(store.load().places().size() == 6);
    CHECK_THAT(refused_after("UPDATE memberships SET role = 'chief' WHERE fid = 1"), Catch::Contains("table \"memberships\", row 1"));
    CHECK_THAT(refused_after("UPDATE memberships SET place = 5 WHERE fid = 1"), Catch::Contains("row that exists"));
    CHECK_THAT(refused_after("UPDATE networks SET cluster = 'none' WHERE fid = 2"), Catch::Contains("table \"networks\", row 2"));
    CHECK_THAT(refused_after("DELETE FROM links; UPDATE memberships SET role = 'lead'"), Catch::Contains("at most one lead"));
    CHECK_THAT(refused_after("UPDATE places SET search_names = '{}' WHERE id = 650224"), Catch::Contains("array of texts"));
    CHECK_THAT(refused_after("ALTER TABLE places RENAME name TO called"), Catch::Contains("no column \"name\""));
    by_hand("DROP SCHEMA changed CASCADE");
    CHECK_THAT(refused_after("ALTER TABLE memberships ALTER line TYPE text"), Catch::Contains("another type of column \"line\""));
    by_hand("DROP SCHEMA changed CASCADE");
    CHECK_THAT(refused_after("DROP TABLE changed.links"), Catch::Contains("links") && Catch::Contains("expected an atlas"));
}

TEST_CASE("a change is one step: what it throws leaves the former atlas, and changers at a time lose nothing") {
    const auto address = in_schema("living");
    PostgisStore(address).save(sample());
    CHECK_THROWS_AS(PostgisStore(address).change([](const Atlas&) -> Atlas { throw FormatError("no"); }), FormatError);
    CHECK(PostgisStore(address).load() == sample());
    const auto add_source = [&](const std::string& source) {
        for (int i = 0; i < 5; ++i)
            PostgisStore(address).change([&](const Atlas& former) {
                auto parts = former.parts();
                parts.programme.sources.push_back(source);
                return Atlas::from_parts(parts);
            });
    };
    std::thread first(add_source, "first"), second(add_source, "second"), third(add_source, "third");
    first.join();
    second.join();
    third.join();
    CHECK(PostgisStore(address).load().programme().sources.size() == 1 + 15);
}

TEST_CASE("two who save first at the same time make one atlas") {
    const auto save = [](const std::string& name) { PostgisStore(in_schema("born")).save(named(name)); };
    std::thread one(save, "one"), two(save, "two");
    one.join();
    two.join();
    const auto name = PostgisStore(in_schema("born")).load().programme().name;
    CHECK((name == "one" || name == "two"));
}

TEST_CASE("readers are not held up by a change, and see the atlas before or after it") {
    const auto address = in_schema("read");
    PostgisStore(address).save(named("before"));
    const auto view = PostgisStore(address).view();
    std::atomic<bool> inside = false, read = false;
    std::thread changer([&] {
        PostgisStore(address).change([&](const Atlas&) {
            inside = true;
            while (!read) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            return named("after");
        });
    });
    while (!inside) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(PostgisStore(address).load().programme().name == "before");
    read = true;
    changer.join();
    CHECK(PostgisStore(address).load().programme().name == "after");
    CHECK(view->whole()->programme().name == "before");
    CHECK(view->part({.ids = {650224}})->places().size() == 1);
    CHECK(view->answer({.centre = at(27, 62), .count = 3}).found.size() == 3);
}

TEST_CASE("a changer whose connection is cut leaves the former atlas, and no lock") {
    const auto address = in_schema("cut");
    PostgisStore(address).save(named("before"));
    const auto cut = [&] {
        PostgisStore(address).change([](const Atlas&) {
            by_hand("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted");
            return named("never");
        });
    };
    CHECK_THROWS_AS(cut(), IoError);
    CHECK(PostgisStore(address).load().programme().name == "before");
    PostgisStore(address).change([](const Atlas&) { return named("after"); });
    CHECK(PostgisStore(address).load().programme().name == "after");
}

TEST_CASE("who may only read reads, and is told that it may not change") {
    PostgisStore(in_schema("shown")).save(sample());
    by_hand("GRANT USAGE ON SCHEMA shown TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA shown TO reader");
    const auto address = "postgresql://reader@/?options=-csearch_path%3Dshown";
    CHECK(PostgisStore(address).load() == sample());
    CHECK_THROWS_WITH(PostgisStore(address).save(named("never")), Catch::Contains("permission denied"));
    CHECK(PostgisStore(address).load() == sample());
    // Who may write rows need not own the tables.
    by_hand("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shown TO reader");
    PostgisStore(address).change([](const Atlas&) { return named("changed"); });
    CHECK(PostgisStore(address).load() == named("changed"));
}

TEST_CASE("no message shows a password") {
    const std::string secret = "Pass:w0rd@/?&x", encoded = "Pass%3Aw0rd%40%2F%3F%26x";
    CHECK(number_of_as_locked("postgresql://locked:" + encoded + "@/") == 1); // it is the right one
    const std::vector<std::string> addresses{"postgresql://locked:" + encoded + "@/",
                                             "postgresql:///?user=locked&password=" + encoded,
                                             "postgresql://locked:wrong-w0rd@/",
                                             "postgresql://locked:" + secret + "@/atlas",
                                             "postgresql://locked:" + encoded + "@w0rd-not.invalid/atlas?connect_timeout=2",
                                             "postgresql://locked:" + encoded + "@/absent",
                                             "postgresql://locked:" + encoded + "@/plain",
                                             "postgresql:///?password%3D" + encoded,
                                             "postgresql://locked:w0rd%2@/",
                                             "postgresql://locked:" + encoded + "@/?sslmode=w0w",
                                             "postgresql://locked:" + encoded + "@/?nonsense=w0rd",
                                             "postgresql://locked:w0rd"};
    for (const auto& address : addresses) {
        CAPTURE(address);
        std::string said;
        try {
            PostgisStore(address).save(sample());
        } catch (const Error& error) {
            said = error.what();
        }
        CHECK_FALSE(said.empty());
        CHECK_THAT(said, !Catch::Contains("w0rd") || Catch::Contains("w0rd-not.invalid"));
        CHECK_THAT(said, !Catch::Contains("Pass"));
    }
}
