#include "base/unicode.hpp"
#include "base/whole_file.hpp"
#include "gazetteer/geocoder.hpp"
#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <random>
#include <set>
#include <sstream>

using namespace cityweave;
using gazetteer::GeocodeContext;
using gazetteer::Geocoding;

namespace {

const gazetteer::Geocoder& geocoder() {
    static const gazetteer::Geocoder made(test::opened_gazetteer(), test::all_countries());
    return made;
}

Geocoding geocode(std::string_view text, std::string_view country = "") {
    return geocoder().geocode(text, {.country = std::string(country)});
}

/// The chosen place, or 0.
std::uint64_t id(std::string_view text, std::string_view country = "") {
    const auto answer = geocode(text, country);
    return answer.chosen ? answer.candidates.front().place.geonameid : 0;
}

std::string refusal(std::string_view text, std::string_view country = "") {
    const auto answer = geocode(text, country);
    return answer.chosen ? "chosen " + answer.candidates.front().place.name : answer.refusal;
}

bool has_reason(const Geocoding& answer, std::string_view reason) {
    if (answer.candidates.empty()) return false;
    const auto& reasons = answer.candidates.front().reasons;
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

struct Case {
    std::string kind;
    std::string text;
    std::string country;
    std::uint64_t expected; ///< 0: no place
};

std::vector<Case> cases() {
    std::ifstream file(CITYWEAVE_SOURCE_DIR "/tests/gazetteer/names.tsv");
    std::vector<Case> all;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line + '\t');
        Case c;
        std::string number;
        std::getline(fields, c.kind, '\t');
        std::getline(fields, c.text, '\t');
        std::getline(fields, c.country, '\t');
        std::getline(fields, number, '\t');
        c.expected = number.empty() ? 0 : std::stoull(number);
        all.push_back(c);
    }
    return all;
}

double kilometres(std::uint64_t a, std::uint64_t b) {
    const auto p = test::opened_gazetteer().place(a), q = test::opened_gazetteer().place(b);
    if (!p || !q) return 1e9;
    const double x = (p->position.lon() - q->position.lon()) * std::cos(p->position.lat() * std::numbers::pi / 180);
    return 111.2 * std::hypot(x, p->position.lat() - q->position.lat());
}

/// Right within 10 km, or rightly none.
bool right(std::uint64_t got, std::uint64_t expected) {
    if (got == 0 || expected == 0) return got == expected;
    return got == expected || kilometres(got, expected) <= 10;
}

struct Score {
    int right = 0;
    int all = 0;
    [[nodiscard]] double share() const { return all == 0 ? 0 : static_cast<double>(right) / all; }
};

} // namespace

TEST_CASE("geocoder: names of all kinds, by kind", "[geocoder]") {
    std::map<std::string, Score> scores;
    std::string wrong;
    for (const auto& c : cases()) {
        const auto got = id(c.text, c.country);
        auto& score = scores[c.kind];
        ++score.all;
        if (right(got, c.expected))
            ++score.right;
        else
            wrong += c.kind + ": " + c.text + " [" + c.country + "] got " + std::to_string(got) + ", expected " +
                     std::to_string(c.expected) + '\n';
    }
    INFO(wrong);
    REQUIRE(scores.size() >= 12);
    for (const auto& [kind, score] : scores) {
        CAPTURE(kind, score.right, score.all);
        CHECK(score.share() >= 0.97);
    }
}

TEST_CASE("geocoder: confidence keeps its word", "[geocoder]") {
    // Expected calibration error over ten bins, on the answers to the names above.
    std::array<double, 10> sure{}, good{}, count{};
    double all = 0;
    for (const auto& c : cases()) {
        const auto answer = geocode(c.text, c.country);
        if (!answer.chosen) continue;
        const auto& first = answer.candidates.front();
        CHECK((first.score > 0 && first.score <= 1));
        const auto bin = std::min<std::size_t>(9, static_cast<std::size_t>(first.score * 10));
        sure[bin] += first.score;
        good[bin] += right(first.place.geonameid, c.expected) ? 1 : 0;
        count[bin] += 1;
        ++all;
    }
    double error = 0;
    for (std::size_t i = 0; i < 10; ++i) error += std::abs(sure[i] - good[i]) / all;
    REQUIRE(all >= 1000);
    CAPTURE(error);
    CHECK(error <= 0.05);
}

TEST_CASE("geocoder: what must be placed", "[geocoder]") {
    CHECK(id("Romagna Faentina", "IT") == 3177300);
    CHECK(id("Clermont Auvergne Métropole", "FR") == 3024635);
    CHECK(id("Nyíregyháza City with County Rights", "HU") == 716935);
    CHECK(id("Cinisello Balsamo", "IT") == 3178671);
    CHECK(id("Dubrovnik Development Agency", "HR") == 3201047);
    CHECK(id("Eurometropolis of Strasbourg", "FR") == 2973783);
    CHECK(id("Creacció Agència d'Emprenedoria of Vic", "ES") == 3106050);
    CHECK(id("Liepojos miesto administracija", "LV") == 457954);
    CHECK(id("Saint-Quentin", "FR") == 2977295);
}

TEST_CASE("geocoder: what must not be placed, and why", "[geocoder]") {
    CHECK(refusal("") == "no-town");
    CHECK(refusal("TBC") == "no-town");
    CHECK(refusal("Municipality") == "no-town");
    CHECK(refusal("Ministry of the Environment", "LV") == "no-town");
    CHECK(refusal("Portugal") == "country-only");
    CHECK(refusal("Bosnia-Herzegovina", "BA") == "country-only");
    CHECK(refusal("Région Bretagne", "FR") == "area");
    CHECK(refusal("Länsstyrelsen Skane", "SE") == "area");
    CHECK(refusal("Castilla y León", "ES") == "area");
    CHECK(refusal("Xyzzyqwerty", "FR") == "unknown-name");
}

TEST_CASE("geocoder: a wrong country is doubted, and said so", "[geocoder]") {
    for (const auto& [text, country, expected] : std::vector<std::tuple<std::string, std::string, std::uint64_t>>{
             {"Poljcane", "SL", 3192802}, {"Limerick City & County Council", "IR", 2962943}, {"Osijek", "HU", 3193935}}) {
        CAPTURE(text);
        CHECK(id(text, country) == expected);
        CHECK(has_reason(geocode(text, country), "country-contradicted"));
    }
    CHECK_FALSE(has_reason(geocode("Poljčane", "SI"), "country-contradicted"));
}

TEST_CASE("geocoder: namesakes by what is known beside the name", "[geocoder]") {
    GeocodeContext near_leipzig{.country = "DE", .near = geo::LonLat::wrapped({.lon = 12.37, .lat = 51.34})};
    const auto halle = geocoder().geocode("Halle", near_leipzig);
    REQUIRE(halle.chosen);
    CHECK(halle.candidates.front().place.geonameid == 2911522);
    CHECK(has_reason(halle, "near-the-page"));
    CHECK(id("Brest", "FR") != id("Brest", "BY"));
    CHECK(id("Valencia, Spain") == id("Valencia", "ES"));
    CHECK(has_reason(geocode("Machico (Madeira)"), "region-agrees"));
    CHECK(id("Lyon (FR)") == id("Lyon", "FR"));
    CHECK(id("Parma (IT)") == id("Parma", "IT")); // "Parma IT" folds to a name of another town
}

TEST_CASE("geocoder: of several towns the first, the others told", "[geocoder]") {
    const auto answer = geocode("Rijeka and Zadar", "HR");
    REQUIRE(answer.chosen);
    CHECK(answer.candidates.front().place.name == "Rijeka");
    CHECK(has_reason(answer, "also:Zadar"));
    CHECK(has_reason(geocode("Turku/Åbo", "FI"), "two-names"));
}

TEST_CASE("geocoder: answers are ranked, at most ten, each place once", "[geocoder]") {
    for (const auto* text : {"Neustadt", "San Juan", "Saint-Denis", "Rijeka, Zadar, Split"}) {
        const auto answer = geocode(text);
        CAPTURE(text);
        REQUIRE(answer.chosen);
        CHECK(answer.candidates.size() <= 10);
        std::set<std::uint64_t> ids;
        for (std::size_t i = 0; i < answer.candidates.size(); ++i) {
            CHECK(ids.insert(answer.candidates[i].place.geonameid).second);
            if (i > 1) CHECK(answer.candidates[i - 1].score >= answer.candidates[i].score);
        }
    }
}

namespace {

/// One row of places.csv: partner, country, id, and whether an override is needed to say so.
struct Judged {
    std::string partner, country;
    std::uint64_t id;
    bool override_row;
};

std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

std::vector<Judged> judged_places() {
    std::ifstream file(CITYWEAVE_SOURCE_DIR "/data/programmes/urbact-iv/places.csv");
    std::vector<Judged> all;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        const auto f = csv_fields(line);
        if (f.size() >= 5)
            all.push_back({.partner = f[0], .country = f[1], .id = std::stoull(f[2]), .override_row = f[4].starts_with("override")});
    }
    return all;
}

} // namespace

TEST_CASE("geocoder: agrees with what people judged of URBACT IV", "[geocoder]") {
    Score score;
    std::string wrong;
    for (const auto& j : judged_places()) {
        if (j.override_row) continue;
        ++score.all;
        if (right(id(j.partner, j.country), j.id))
            ++score.right;
        else
            wrong += j.partner + '\n';
    }
    INFO(wrong);
    REQUIRE(score.all > 200);
    CHECK(score.share() >= 0.99);
}

TEST_CASE("geocoder: case, blanks, diacritics and wrapping change nothing for plain towns", "[geocoder][property]") {
    const std::vector<std::string> wrappings = {"Municipality of ", "City of ",  "Comune di ", "Stadt ",
                                                "Ville de ",        "Gemeente ", "Gmina ",     "Občina "};
    for (const auto& j : judged_places()) {
        const auto expected = id(j.partner, j.country);
        if (j.override_row || expected != j.id || j.partner.find(' ') != std::string::npos) continue;
        CAPTURE(j.partner, j.country);
        CHECK(id(base::to_lower(j.partner), j.country) == expected);
        CHECK(id(base::fold_for_search(j.partner), j.country) == expected);
        CHECK(id("  " + j.partner + "\u00A0 ", j.country) == expected);
        for (const auto& wrapping : wrappings) CHECK(id(wrapping + j.partner, j.country) == expected);
        CHECK(id(j.partner + " (" + j.country + ")") == expected);
    }
}

TEST_CASE("geocoder: any bytes are answered, and the same twice", "[geocoder][property]") {
    const unsigned seed = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
    std::mt19937 random(seed);
    CAPTURE(seed);
    for (int i = 0; i < 200; ++i) {
        std::string text(random() % 400, '\0');
        for (auto& c : text) c = static_cast<char>(random() % 256);
        const auto once = geocode(text, i % 2 == 0 ? "FR" : ""), twice = geocode(text, i % 2 == 0 ? "FR" : "");
        CHECK(once.chosen == twice.chosen);
        CHECK(once.refusal == twice.refusal);
        CHECK(once.chosen == once.refusal.empty());
    }
}
