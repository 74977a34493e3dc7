#include "atlas/gpkg_store.hpp"

#include "atlas/link_curves.hpp"
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/whole_file.hpp"
#include "tests/support/random_atlas.hpp"
#include "tests/support/sample_atlas.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <random>
#include <thread>

using namespace cityweave::atlas;
using namespace cityweave::base;
using namespace cityweave::test;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    return std::string(MappedFile::open(path).text());
}

std::size_t files_in(const std::filesystem::path& folder) {
    const std::filesystem::directory_iterator files(folder);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

} // namespace

TEST_CASE("what is saved loads equal") {
    const TemporaryFolder folder;
    GpkgStore store(folder.path() / "a.gpkg");
    const auto atlas = Atlas::from_parts(with_links(sample_parts()));
    store.save(atlas);
    CHECK(store.load() == atlas);
    CHECK(files_in(folder.path()) == 1); // no side files
    const auto before = bytes_of(folder.path() / "a.gpkg");
    CHECK(store.load() == atlas);
    CHECK(bytes_of(folder.path() / "a.gpkg") == before); // reading changes nothing
}

TEST_CASE("an empty atlas is kept too, and a save replaces what was there") {
    const TemporaryFolder folder;
    GpkgStore store(folder.path() / "a.gpkg");
    store.save(Atlas::from_parts(sample_parts()));
    store.save(Atlas::from_parts({}));
    CHECK(store.load() == Atlas::from_parts({}));
}

TEST_CASE("random atlases with hostile names load equal") {
    const unsigned seed = 1928;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const TemporaryFolder folder;
    for (int round = 0; round < 15; ++round) {
        const auto atlas = Atlas::from_parts(with_links(random_parts(random)));
        GpkgStore store(folder.path() / (std::to_string(round) + ".gpkg"));
        store.save(atlas);
        CHECK(store.load() == atlas);
    }
}

TEST_CASE("equal atlases give equal bytes, a second later, elsewhere, in another time zone and locale") {
    const TemporaryFolder here, there;
    const auto atlas = Atlas::from_parts(with_links(sample_parts()));
    GpkgStore(here.path() / "a.gpkg").save(atlas);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    const char* zone = std::getenv("TZ");
    const std::string former_zone = zone != nullptr ? zone : "";
    ::setenv("TZ", "Asia/Kathmandu", 1);
    ::tzset();
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    GpkgStore(there.path() / "another-name.gpkg").save(atlas);
    std::setlocale(LC_ALL, "C");
    zone != nullptr ? ::setenv("TZ", former_zone.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
    CHECK(bytes_of(here.path() / "a.gpkg") == bytes_of(there.path() / "another-name.gpkg"));
}

TEST_CASE("what is no atlas is refused, with the file and the reason") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.gpkg";
    CHECK_THROWS_AS(GpkgStore(path).load(), IoError);
    CHECK_THROWS_AS(GpkgStore(folder.path()).load(), IoError);
    write_whole_file(path, std::string_view());
    CHECK_THROWS_AS(GpkgStore(path).load(), FormatError);
    write_whole_file(path, std::string_view("name,lon,lat\n"));
    CHECK_THROWS_WITH(GpkgStore(path).load(), Catch::Contains("a.gpkg"));
    CHECK_THROWS_AS(GpkgStore(folder.path() / "none" / "a.gpkg").save(Atlas::from_parts({})), IoError);
}

TEST_CASE("a damaged file is refused or read, never more") {
    const TemporaryFolder folder;
    const auto good = folder.path() / "good.gpkg";
    GpkgStore(good).save(Atlas::from_parts(with_links(sample_parts())));
    const std::string bytes = bytes_of(good);
    const unsigned seed = 404;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto path = folder.path() / "bad.gpkg";
    int refused = 0;
    for (int round = 0; round < 60; ++round) {
        std::string bad = bytes;
        if (round % 3 == 0)
            bad.resize(random() % bad.size());
        else
            for (int i = 0; i < 400 && !bad.empty(); ++i) bad[random() % bad.size()] = static_cast<char>(random());
        write_whole_file(path, bad);
        try {
            (void)GpkgStore(path).load();
        } catch (const FormatError&) {
            ++refused;
        }
    }
    CHECK(refused > 30);
}

TEST_CASE("an address says which store it is") {
    CHECK(open_store("x.gpkg") != nullptr);
    CHECK(open_store("postgresql:///x") != nullptr); // nothing is opened yet
    CHECK(open_store("postgres://nowhere.invalid/x.gpkg") != nullptr);
    CHECK_THROWS_AS(open_store("x.pmtiles"), ConfigError);
    CHECK_THROWS_WITH(open_store("mysql://user:secret@host/x"), Catch::Contains("mysql://host/x") && !Catch::Contains("secret"));
}

TEST_CASE("a change is one step: what it throws leaves the former atlas, and changers at a time lose nothing") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.gpkg";
    CHECK_THROWS_AS(GpkgStore(path).change([](const Atlas& former) { return former; }), IoError);
    CHECK(files_in(folder.path()) == 0);
    GpkgStore(path).save(Atlas::from_parts(sample_parts()));
    const auto before = bytes_of(path);
    CHECK_THROWS_AS(GpkgStore(path).change([](const Atlas&) -> Atlas { throw FormatError("no"); }), FormatError);
    CHECK(bytes_of(path) == before);
    const auto add_source = [&](const std::string& source) {
        for (int i = 0; i < 5; ++i)
            GpkgStore(path).change([&](const Atlas& former) {
                auto parts = former.parts();
                parts.programme.sources.push_back(source);
                return Atlas::from_parts(parts);
            });
    };
    std::thread first(add_source, "first"), second(add_source, "second");
    first.join();
    second.join();
    CHECK(GpkgStore(path).load().programme().sources.size() == 1 + 10);
    CHECK(files_in(folder.path()) == 1);
}
