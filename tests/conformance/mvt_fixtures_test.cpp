// The numbered tiles of npm's @mapbox/mvt-fixtures, valid and invalid, and its real-world tiles, through our reader.
#include "base/json.hpp"
#include "base/mapped_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/wire.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace cityweave;
using namespace cityweave::tiles;

namespace {

std::filesystem::path package() {
    const std::filesystem::path folder = CITYWEAVE_SOURCE_DIR "/tests/npm/node_modules/@mapbox/mvt-fixtures";
    if (!std::filesystem::is_directory(folder / "fixtures")) FAIL("the fixtures are missing: run script/bootstrap");
    return folder;
}

base::Json json_of(const std::filesystem::path& path) {
    return base::parse_json(base::MappedFile::open(path).text()).value();
}

bool is_true(const base::Json* json) {
    return json != nullptr && json->boolean() != nullptr && *json->boolean();
}

struct Expectation {
    bool valid;
    bool fatal; ///< what the specification leaves no meaning to
};

Expectation expectation(const std::filesystem::path& fixture) {
    const auto number = fixture.filename().string();
    // Told valid, but its bytes are those of 003, told invalid: a type of 0 was not written.
    if (number == "016") return {.valid = false, .fatal = false};
    // Told valid, but breaks §4.3.2 as 051 and 052 do, told invalid: fewer pairs than the count says.
    if (number == "057") return {.valid = false, .fatal = true};
    const auto info = json_of(fixture / "info.json");
    const auto* validity = info.find("validity");
    const auto* error = validity->find("error");
    // 045 tells no kind of error; half a point has no meaning.
    return {is_true(validity->find("v2")), error == nullptr || *error->string() == "fatal"};
}

std::vector<std::uint32_t> numbers_of(const base::Json& json) {
    std::vector<std::uint32_t> numbers;
    for (const auto& number : *json.array()) numbers.push_back(static_cast<std::uint32_t>(number.number()));
    return numbers;
}

std::vector<std::uint32_t> encoded(const TileFeature& feature) {
    const auto geometry = encode_geometry(feature.geometry);
    std::vector<std::uint32_t> numbers;
    for (VarintReader reader(geometry.commands); !reader.done();) numbers.push_back(reader.read32());
    return numbers;
}

/// What the fixture's own JSON says stands in the tile, feature by feature.
void compare(const TileLayer& layer, const base::Json& told) {
    CHECK(layer.name == *told.find("name")->string());
    const auto& keys = *told.find("keys")->array();
    REQUIRE(layer.keys.size() == keys.size());
    CHECK(
        std::equal(keys.begin(), keys.end(), layer.keys.begin(), [](const auto& json, const auto& key) { return *json.string() == key; }));
    CHECK(layer.values.size() == told.find("values")->array()->size());
    std::size_t read = 0;
    for (const auto& feature : *told.find("features")->array()) {
        if (feature.find("type") == nullptr || feature.find("type")->number() == 0) continue;
        REQUIRE(read < layer.features.size());
        const auto& ours = layer.features[read++];
        CHECK(encoded(ours) == numbers_of(*feature.find("geometry")));
        const auto tags = numbers_of(*feature.find("tags"));
        REQUIRE(ours.tags.size() * 2 == tags.size());
        for (std::size_t i = 0; i < ours.tags.size(); ++i) CHECK(ours.tags[i] == Tag{tags[2 * i], tags[2 * i + 1]});
    }
    CHECK(read == layer.features.size());
}

/// Coordinates that overflow 32 bits (049, 050) are readable, but no writer would write them.
bool comparable(const std::string& number) {
    return number != "049" && number != "050";
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("MVT fixtures: valid tiles are read whole, invalid ones refused or mended as they ask") {
    std::size_t valid = 0;
    std::size_t refused = 0;
    std::size_t mended = 0;
    for (const auto& entry : std::filesystem::directory_iterator(package() / "fixtures")) {
        const auto number = entry.path().filename().string();
        INFO("fixture " << number);
        const auto expected = expectation(entry.path());
        const auto file = base::MappedFile::open(entry.path() / "tile.mvt");
        const auto tile = read_tile(file.bytes());
        if (!expected.valid && expected.fatal) {
            CHECK_FALSE(tile);
            if (!tile) CHECK(tile.problem().expected.find("§") != std::string::npos);
            ++refused;
            continue;
        }
        REQUIRE(tile);
        CHECK((tile->problem_count == 0) == expected.valid);
        ++(expected.valid ? valid : mended);
        if (!expected.valid || !comparable(number)) continue;
        const auto told = json_of(entry.path() / "tile.json");
        const auto* layers = told.find("layers");
        REQUIRE(tile->layers.size() == (layers == nullptr ? 0 : layers->array()->size()));
        for (std::size_t i = 0; i < tile->layers.size(); ++i) compare(tile->layers[i], (*layers->array())[i]);
    }
    CHECK(valid >= 40);
    CHECK(refused >= 15);
    CHECK(mended >= 5);
}

TEST_CASE("MVT fixtures: real-world tiles are read") {
    std::size_t features = 0;
    for (const auto& path : files_in(package() / "real-world")) {
        INFO(path.filename());
        const auto file = base::MappedFile::open(path);
        std::vector<std::byte> bytes(file.bytes().begin(), file.bytes().end());
        if (looks_gzipped(bytes)) bytes = gunzip(bytes).value();
        const auto tile = read_tile(bytes);
        if (!tile) FAIL(describe(tile.problem()));
        for (const auto& layer : tile->layers) features += layer.features.size();
    }
    CHECK(features > 100'000);
}
