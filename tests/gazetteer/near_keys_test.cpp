#include "gazetteer/near_keys.hpp"

#include "gazetteer/languages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace cityweave;

namespace {

/// The textbook's whole table: restricted edit distance with swaps of neighbours.
int plain_distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = static_cast<int>(i + j);
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

/// Walks texts (sorted as asked) from one end.
void walk(std::vector<std::string> texts, const std::string& from, int limit, bool backward, std::map<std::string, int>& found) {
    const auto turned = [&](std::string t) { return backward ? std::string(t.rbegin(), t.rend()) : t; };
    std::sort(texts.begin(), texts.end(), [&](const auto& a, const auto& b) { return turned(a) < turned(b); });
    std::vector<std::uint32_t> order;
    std::vector<std::uint8_t> common, letters;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        order.push_back(static_cast<std::uint32_t>(i));
        const auto here = turned(texts[i]), before = i > 0 ? turned(texts[i - 1]) : "";
        common.push_back(
            static_cast<std::uint8_t>(std::mismatch(here.begin(), here.end(), before.begin(), before.end()).first - here.begin()));
        letters.push_back(static_cast<std::uint8_t>(here[common.back()]));
    }
    const auto half = backward ? from.size() - from.size() / 2 : from.size() / 2;
    const auto asked = turned(from);
    gazetteer::walk_near(
        {.text = asked, .limit = static_cast<std::size_t>(limit), .half = half},
        {.order = order, .common = common, .letters = letters, .backward = backward},
        [&](std::uint32_t i) { return std::string_view(texts[i]); },
        [&](std::size_t i, std::size_t edits) { found[texts[order[i]]] = static_cast<int>(edits); });
}

std::map<std::string, int> walked(const std::vector<std::string>& texts, const std::string& from, int limit) {
    std::map<std::string, int> found;
    walk(texts, from, limit, false, found);
    walk(texts, from, limit, true, found);
    return found;
}

} // namespace

TEST_CASE("near keys: the walk finds what measuring every text finds", "[near_keys][property]") {
    const unsigned seed = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
    std::mt19937 random(seed);
    CAPTURE(seed);
    const auto word = [&] {
        std::string text(1 + random() % 9, 'a');
        for (auto& c : text) c = static_cast<char>('a' + random() % 3);
        return text;
    };
    std::vector<std::string> texts(400);
    for (auto& t : texts) t = word();
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    for (int round = 0; round < 60; ++round) {
        const auto from = word();
        const int limit = 1 + round % 2;
        std::map<std::string, int> expected;
        for (const auto& t : texts)
            if (const int d = plain_distance(from, t); d <= limit && d > 0) expected[t] = d;
        CAPTURE(from, limit);
        auto found = walked(texts, from, limit);
        found.erase(from);
        CHECK(found == expected);
    }
}

TEST_CASE("near keys: swapped neighbours are one edit, at either end too", "[near_keys]") {
    CHECK(walked({"turku"}, "utrku", 1).at("turku") == 1);
    CHECK(walked({"turku"}, "turuk", 1).at("turku") == 1);
    CHECK(walked({"turku"}, "turku", 1).at("turku") == 0);
    CHECK(walked({"turku"}, "truuk", 2).at("turku") == 2);
    CHECK(walked({"turku"}, "truuk", 1).empty());
}

TEST_CASE("near keys: texts too long to compare are near nothing", "[near_keys]") {
    const std::string longest(gazetteer::longest_near, 'x');
    CHECK(walked({longest, longest + "x", longest + "xx"}, longest, 1).size() == 1);
    CHECK(walked({longest + "x"}, longest + "x", 1).empty());
    CHECK(walked({}, "turku", 2).empty());
}

TEST_CASE("languages: where a word of a body may stand", "[languages]") {
    using gazetteer::countries_speaking;
    CHECK(countries_speaking({"fi"}) == std::vector<std::string>{"FI"});
    CHECK(countries_speaking({"el"}) == std::vector<std::string>{"CY", "GR"});
    CHECK(countries_speaking({"cs", "sk"}) == std::vector<std::string>{"CZ", "SK"});
    CHECK(countries_speaking({"fi", "en"}).empty());
    CHECK(countries_speaking({"xx"}).empty());
    CHECK(countries_speaking({}).empty());
}
