#include "tiles/mvt_reader.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

TilePoint at(std::int32_t x, std::int32_t y) {
    return TilePoint::at({.x = x, .y = y});
}

/// Bytes of a layer put together by hand, so that rules can be broken.
std::string layer_of(const std::string& features, const std::string& name = "l") {
    std::string layer;
    append_varint_field(layer, 15, 2);
    append_bytes_field(layer, 1, name);
    append_varint_field(layer, 5, 4096);
    layer += features;
    std::string tile;
    append_bytes_field(tile, 3, layer);
    return tile;
}

std::string feature_of(std::uint64_t type, const std::vector<std::uint32_t>& commands, const std::vector<std::uint32_t>& tags = {}) {
    const auto packed = [](const std::vector<std::uint32_t>& numbers) {
        std::string bytes;
        for (const auto n : numbers) append_varint(bytes, n);
        return bytes;
    };
    std::string feature;
    if (!tags.empty()) append_bytes_field(feature, 2, packed(tags));
    append_varint_field(feature, 3, type);
    append_bytes_field(feature, 4, packed(commands));
    std::string field;
    append_bytes_field(field, 2, feature);
    return field;
}

/// Features at random that an encoder changes nothing of: no repeats, right winding.
class RandomFeatures {
public:
    explicit RandomFeatures(unsigned seed) : random_(seed) {}

    Feature<TilePoint> feature() {
        Feature<TilePoint> made;
        if (below(2) == 0) made.id = random_() | (std::uint64_t{random_()} << 32);
        const char* const keys[] = {"name", "n", "größe", "", "lon", "flag"};
        for (const char* key : keys)
            if (below(2) == 0) made.properties.emplace_back(key, value());
        made.geometry = geometry();
        return made;
    }
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

private:
    Value value() {
        switch (below(6)) {
        case 0: return std::string(below(3) * 50, static_cast<char>('a' + below(3)));
        case 1: return static_cast<double>(below(5)) / 3;
        case 2: return static_cast<std::int64_t>(std::uint64_t{random_()} << below(32)) * (below(2) == 0 ? 1 : -1);
        case 3: return std::uint64_t{random_()} << below(32);
        case 4: return below(2) == 0;
        default: return static_cast<float>(below(5)) / 3;
        }
    }
    geo::Geometry<TilePoint> geometry() {
        switch (below(3)) {
        case 0: return geo::MultiPoint<TilePoint>(1 + below(3), point());
        case 1: {
            geo::MultiLine<TilePoint> lines;
            for (auto n = 1 + below(3); n > 0; --n) lines.lines.push_back({point(), at(9000, static_cast<int>(below(9))), point()});
            return lines;
        }
        default: {
            geo::MultiPolygon<TilePoint> polygons;
            for (auto n = 1 + below(3); n > 0; --n) polygons.polygons.push_back(square());
            return polygons;
        }
        }
    }
    TilePoint point() { return at(static_cast<int>(below(5000)) - 500, static_cast<int>(below(5000)) - 500); }
    geo::Polygon<TilePoint> square() {
        const auto p = point();
        const auto x = p.x();
        const auto y = p.y();
        geo::Polygon<TilePoint> made{.exterior = {at(x, y), at(x + 9, y), at(x + 9, y + 9), at(x, y + 9)}};
        if (below(2) == 0) made.interiors.push_back({at(x + 2, y + 2), at(x + 2, y + 4), at(x + 4, y + 4)});
        return made;
    }
    std::mt19937 random_;
};

} // namespace

TEST_CASE("what the writer writes, the reader reads") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    RandomFeatures random(seed);
    for (int round = 0; round < 200; ++round) {
        std::vector<Feature<TilePoint>> features;
        for (auto n = random.below(20); n > 0; --n) features.push_back(random.feature());
        std::string bytes;
        append_layer(bytes, "one", features, 512);
        append_layer(bytes, "two", features);
        const auto tile = read_tile(as_bytes(bytes));
        REQUIRE(tile);
        CHECK(tile->problem_count == 0);
        REQUIRE(tile->layers.size() == (features.empty() ? 0 : 2));
        for (const auto& layer : tile->layers) {
            REQUIRE(layer.features.size() == features.size());
            CHECK(layer.extent == (layer.name == "one" ? 512 : 4096));
            for (std::size_t i = 0; i < features.size(); ++i) {
                const auto back = layer.resolved(layer.features[i]);
                CHECK(back.id == features[i].id);
                CHECK(back.properties == features[i].properties);
                CHECK(back.geometry == features[i].geometry);
            }
        }
        if (!features.empty()) CHECK(read_layer_names(as_bytes(bytes)).value() == std::vector<std::string>{"one", "two"});
    }
}

TEST_CASE("values are found by key") {
    std::string bytes;
    const std::vector<Feature<TilePoint>> features{
        {.properties = {{"a", std::string("x")}, {"b", std::int64_t{-3}}}, .geometry = geo::MultiPoint<TilePoint>{at(1, 1)}}};
    append_layer(bytes, "l", features);
    const auto tile = read_tile(as_bytes(bytes));
    REQUIRE(tile);
    const auto* layer = tile->layer("l");
    REQUIRE(layer != nullptr);
    CHECK(tile->layer("other") == nullptr);
    REQUIRE(layer->find(layer->features[0], "b") != nullptr);
    CHECK(*layer->find(layer->features[0], "b") == Value(std::int64_t{-3}));
    CHECK(layer->find(layer->features[0], "c") == nullptr);
}

TEST_CASE("commands out of order are refused with their clause") {
    const auto refused = [](const std::string& feature) {
        const auto tile = read_tile(as_bytes(layer_of(feature)));
        REQUIRE_FALSE(tile);
        CHECK(tile.problem().source == "l");
        return tile.problem().code + " " + tile.problem().expected;
    };
    CHECK(refused(feature_of(1, {10, 2, 2})) == "mvt-geometry a single MoveTo (MVT 2.1 §4.3.4.2)");
    CHECK(refused(feature_of(1, {9, 2, 2, 9, 2, 2})) == "mvt-geometry a single MoveTo (MVT 2.1 §4.3.4.2)");
    CHECK(refused(feature_of(2, {9, 2, 2})) == "mvt-geometry MoveTo(1) and LineTo(1 or more) (MVT 2.1 §4.3.4.3)");
    CHECK(refused(feature_of(2, {17, 2, 2, 4, 4, 10, 2, 2})) == "mvt-geometry MoveTo(1) and LineTo(1 or more) (MVT 2.1 §4.3.4.3)");
    CHECK(refused(feature_of(3, {9, 2, 2, 18, 2, 0, 0, 2})) == "mvt-geometry ClosePath (MVT 2.1 §4.3.4.4)");
    CHECK(refused(feature_of(3, {9, 2, 2, 18, 2, 0, 0, 2, 23})) == "mvt-geometry ClosePath with count 1 (MVT 2.1 §4.3.3.3)");
    CHECK(refused(feature_of(1, {(0x1FFFFFFFU << 3) | 1U, 2, 2})) == "mvt-geometry two parameters for each (MVT 2.1 §4.3.2)");
    CHECK(refused(feature_of(1, {9, 2, 2}, {0, 0})) == "mvt-tag-range a key of the layer (MVT 2.1 §4.4)");
}

TEST_CASE("lesser breaches are mended and told") {
    const auto mended = [](const std::string& feature) {
        auto tile = read_tile(as_bytes(layer_of(feature)));
        REQUIRE(tile);
        REQUIRE(tile->problem_count == 1);
        return std::pair(tile->problems.at(0).found, tile->layers.at(0).features.size());
    };
    CHECK(mended(feature_of(2, {9, 2, 2, 18, 0, 0, 2, 2})) == std::pair<std::string, std::size_t>("a LineTo of length zero", 1));
    CHECK(mended(feature_of(3, {9, 0, 0, 26, 8, 0, 0, 8, 7, 7, 15})) ==
          std::pair<std::string, std::size_t>("a ring that repeats its first point", 1));
    CHECK(mended(feature_of(3, {9, 0, 0, 18, 8, 0, 8, 0, 15})) == std::pair<std::string, std::size_t>("a ring of area zero", 0));
    CHECK(mended(feature_of(3, {9, 0, 0, 18, 0, 8, 8, 0, 15})) == std::pair<std::string, std::size_t>("an interior ring first", 1));
    CHECK(mended(feature_of(9, {9, 2, 2})) == std::pair<std::string, std::size_t>("type 9", 0));
}

TEST_CASE("a tile cut off anywhere is refused, or ends between layers") {
    std::string bytes;
    RandomFeatures random(7);
    std::vector<Feature<TilePoint>> features;
    for (int i = 0; i < 5; ++i) features.push_back(random.feature());
    append_layer(bytes, "a", features);
    for (std::size_t size = 1; size < bytes.size(); ++size) CHECK_FALSE(read_tile(as_bytes(bytes).first(size)));
}

TEST_CASE("random damage gives a tile or a problem, never anything else") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    RandomFeatures random(seed);
    std::vector<Feature<TilePoint>> features;
    for (int i = 0; i < 20; ++i) features.push_back(random.feature());
    std::string bytes;
    append_layer(bytes, "a", features);
    std::size_t read = 0;
    for (int round = 0; round < 5000; ++round) {
        auto damaged = bytes;
        for (auto n = 1 + random.below(3); n > 0; --n)
            damaged[random.below(static_cast<std::uint32_t>(damaged.size()))] ^= static_cast<char>(1U << random.below(8));
        const auto tile = read_tile(as_bytes(damaged));
        if (!tile) continue;
        ++read;
        for (const auto& layer : tile->layers) CHECK(layer.features.size() <= bytes.size());
    }
    CHECK(read > 0);
    CHECK(read < 5000);
}

TEST_CASE("many references to one long value cost their own bytes only") {
    std::string features;
    std::vector<std::uint32_t> tags{0, 0};
    for (int i = 0; i < 50'000; ++i) features += feature_of(1, {9, 2, 2}, tags);
    append_bytes_field(features, 3, "k");
    std::string value;
    append_bytes_field(value, 1, std::string(1'000'000, 'v'));
    append_bytes_field(features, 4, value);
    const auto tile = read_tile(as_bytes(layer_of(features)));
    REQUIRE(tile);
    CHECK(tile->layers[0].values.size() == 1);
    CHECK(tile->layers[0].features.size() == 50'000);
}
