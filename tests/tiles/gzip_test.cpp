#include "tiles/gzip.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {
std::string repeated(const std::string& word, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += word + std::to_string(i % 7);
    return text;
}
} // namespace

TEST_CASE("gzip comes back as it was, and is the same each time") {
    Gzip tables;
    for (const int times : {0, 1, 10, 100'000}) {
        const auto text = repeated("Kuopio", times);
        const auto packed = tables.compress(as_bytes(text));
        CHECK(looks_gzipped(packed));
        CHECK(packed == gzip(as_bytes(text)));
        const auto back = gunzip(packed);
        REQUIRE(back);
        CHECK(as_text(*back) == text);
    }
}

TEST_CASE("gzip holds no time, no name, no system that could differ (RFC 1952 §2.3)") {
    const auto packed = gzip(as_bytes("x"));
    for (std::size_t at = 3; at < 8; ++at) CHECK(packed[at] == std::byte{0});
}

TEST_CASE("gunzip reads members one after the other (RFC 1952 §2.2)") {
    auto two = gzip(as_bytes("one "));
    const auto second = gzip(as_bytes("two"));
    two.insert(two.end(), second.begin(), second.end());
    CHECK(as_text(gunzip(two).value()) == "one two");
}

TEST_CASE("gunzip stops at its limit, whatever the trailer claims") {
    auto bomb = gzip(std::vector<std::byte>(10'000'000));
    REQUIRE(bomb.size() < 20'000);
    CHECK(gunzip(bomb, 9'999'999).problem().code == "gzip-limit");
    CHECK(gunzip(bomb, 10'000'000).value().size() == 10'000'000);
    for (std::size_t i = 1; i <= 4; ++i) bomb[bomb.size() - i] = std::byte{0xFF};
    CHECK(gunzip(bomb).problem().code == "gzip-damaged");
}

TEST_CASE("gunzip refuses what is cut off, damaged or something else") {
    const auto packed = gzip(as_bytes(repeated("Oulu", 1000)));
    for (std::size_t size = 0; size < packed.size(); size += 1 + size / 8) CHECK_FALSE(gunzip(std::span(packed).first(size)));
    for (std::size_t at = 10; at < packed.size(); at += 5) {
        auto damaged = packed;
        damaged[at] ^= std::byte{0x10};
        CHECK_FALSE(gunzip(damaged));
    }
    CHECK_FALSE(gunzip(as_bytes("plain text")));
}
