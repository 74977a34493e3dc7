#include "render/sprites.hpp"

#include "tests/render/fixtures.hpp"
#include "tests/render/memory_archive.hpp"
#include "tests/support/temporary_folder.hpp"

#include "base/mapped_file.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::testing;

namespace {

MarkSet marks() {
    return {{{.id = "a", .hue = {200, 0, 0}, .shape = MarkShape::square}, {.id = "b", .hue = {0, 0, 200}, .shape = MarkShape::circle}},
            {.outline = {20, 20, 20}, .paper = {255, 255, 255}, .none = {110, 110, 110}}};
}

int number(const base::Json& icon, const char* key) {
    return static_cast<int>(icon.find(key)->number());
}

std::uint32_t pixel(const SpriteSheet& sheet, int x, int y) {
    return sheet.pixels.argb.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(sheet.pixels.width) + static_cast<std::size_t>(x));
}

std::uint32_t centre(const SpriteSheet& sheet, const char* name) {
    const base::Json& icon = *sheet.index.find(name);
    return pixel(sheet, number(icon, "x") + number(icon, "width") / 2, number(icon, "y") + number(icon, "height") / 2);
}

WorldFeature at_london(std::uint64_t id, tiles::Properties properties) {
    return {.id = id, .properties = std::move(properties), .geometry = geo::MultiPoint<geo::WorldPoint>{world_at(-0.1, 51.5)}};
}

} // namespace

TEST_CASE("sprites are the marks on clear ground, at both pixel ratios") {
    TextShaper shaper(render::test::fonts());
    for (const int ratio : {1, 2}) {
        const SpriteSheet sheet = draw_sprites(marks(), {"mark;a;", "lead;b;", "mark;b;", "mark;a;", "no mark"}, ratio, shaper);
        REQUIRE(sheet.index.object()->size() == 3);
        CHECK(centre(sheet, "mark;a;") == 0xFFC80000);
        CHECK(centre(sheet, "mark;b;") == 0xFF0000C8);
        CHECK(centre(sheet, "lead;b;") == 0xFF0000C8);
        for (const auto& [name, icon] : *sheet.index.object()) {
            INFO(name << " at " << ratio);
            CHECK(number(icon, "pixelRatio") == ratio);
            CHECK(number(icon, "x") + number(icon, "width") <= sheet.pixels.width);
            CHECK(number(icon, "y") + number(icon, "height") <= sheet.pixels.height);
            // Ink never touches the edge of its square.
            for (int i = 0; i < number(icon, "width"); ++i) {
                CHECK(pixel(sheet, number(icon, "x") + i, number(icon, "y")) == 0);
                CHECK(pixel(sheet, number(icon, "x"), number(icon, "y") + i) == 0);
            }
        }
    }
}

TEST_CASE("soft edges have part of the outline's colour, not of a ground") {
    TextShaper shaper(render::test::fonts());
    const SpriteSheet sheet = draw_sprites(marks(), {"mark;b;"}, 1, shaper);
    int soft = 0;
    for (const std::uint32_t argb : sheet.pixels.argb) {
        const std::uint32_t alpha = argb >> 24U;
        if (alpha < 40 || alpha > 200) continue;
        ++soft;
        CHECK(((argb >> 16U) & 0xFFU) <= 40); // the outline is nearly black
        CHECK((argb & 0xFFU) <= 60);
    }
    CHECK(soft > 4);
}

TEST_CASE("icons do not overlap on their sheet") {
    TextShaper shaper(render::test::fonts());
    std::vector<std::string> names;
    for (int i = 0; i < 40; ++i) names.push_back("mark;c" + std::to_string(i) + (i % 3 == 0 ? ";a;" : ";"));
    const SpriteSheet sheet = draw_sprites(marks(), names, 1, shaper);
    REQUIRE(sheet.index.object()->size() == 40);
    std::vector<int> used(sheet.pixels.argb.size(), 0);
    for (const auto& [name, icon] : *sheet.index.object()) {
        for (int y = 0; y < number(icon, "height"); ++y) {
            for (int x = 0; x < number(icon, "width"); ++x) {
                ++used.at(static_cast<std::size_t>(number(icon, "y") + y) * static_cast<std::size_t>(sheet.pixels.width) +
                          static_cast<std::size_t>(number(icon, "x") + x));
            }
        }
    }
    CHECK(*std::max_element(used.begin(), used.end()) == 1);
}

TEST_CASE("an archive's icons are those its places and memberships ask for, and all singles") {
    MemoryArchive archive(0, 0);
    archive.add("places", {at_london(1, {{"lead", true}, {"clusters", std::string(";a;b;")}}),
                           at_london(2, {{"lead", false}, {"clusters", std::string(";")}})});
    archive.add("memberships", {at_london(3, {{"role", std::string("partner")}, {"cluster", std::string("x")}})});
    const FeatureSource source(archive, base::Jobs::from_request(1));
    CHECK(icon_names(source, marks()) ==
          std::vector<std::string>{"lead;", "lead;a;", "lead;a;b;", "lead;b;", "mark;", "mark;a;", "mark;b;", "mark;x;"});
}

TEST_CASE("sprites are written as four files, the same every time") {
    const cityweave::test::TemporaryFolder folder;
    const auto read = [&](const char* name) {
        const auto file = base::MappedFile::open(folder.path() / name);
        return std::string(file.text());
    };
    write_sprites(folder.path() / "sprite", marks(), {"mark;a;"}, render::test::fonts());
    const std::string png = read("sprite@2x.png");
    CHECK(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(png[25] == 6); // PNG §11.2.1: colour type, RGB with alpha
    CHECK(base::parse_json(read("sprite.json"))->find("mark;a;"));
    CHECK(base::parse_json(read("sprite@2x.json"))->find("mark;a;")->find("pixelRatio")->number() == 2);
    CHECK_FALSE(read("sprite.png").empty());
    write_sprites(folder.path() / "sprite", marks(), {"mark;a;"}, render::test::fonts());
    CHECK(read("sprite@2x.png") == png);
}
