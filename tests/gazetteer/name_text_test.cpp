#include "gazetteer/name_text.hpp"

#include "gazetteer/name_forms.hpp"
#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cityweave;
using namespace cityweave::gazetteer;

namespace {

NameText read(std::string_view text) {
    return read_name(text, test::opened_gazetteer(), test::all_countries());
}

bool has_form(std::string_view folded, std::string_view form) {
    const auto forms = base_forms(folded, test::opened_gazetteer());
    return std::find(forms.begin(), forms.end(), form) != forms.end();
}

} // namespace

TEST_CASE("name text: words and what parts them", "[name_text]") {
    const auto text = read("Quarto d'Altino - Saint-Denis/Sud (Nord), Est");
    REQUIRE(text.words.size() == 8);
    CHECK(text.words[0].gap == Gap::begin);
    CHECK(text.words[2].gap == Gap::apostrophe);
    CHECK(text.words[3].gap == Gap::dash);
    CHECK(text.words[4].gap == Gap::hyphen);
    CHECK(text.words[5].gap == Gap::slash);
    CHECK(text.words[6].gap == Gap::bracket);
    CHECK(text.words[7].gap == Gap::comma);
    CHECK(text.key(0, 3) == "quarto d altino");
    CHECK(text.slice(3, 2) == "Saint Denis");
    CHECK(read("").words.empty());
    CHECK(read(" -- !").words.empty());
}

TEST_CASE("name text: what words are for", "[name_text]") {
    const auto text = read("Municipality of Genk, Belgium");
    REQUIRE(text.words.size() == 4);
    CHECK(text.words[0].is(municipal));
    CHECK(text.words[1].is(connector));
    CHECK(text.words[2].kinds == 0);
    CHECK(text.words[3].is(in_country));
    CHECK(text.country == "BE");
    CHECK(read("Δήμος Αθηναίων").words.front().is(municipal));
    CHECK(read("Община Габрово").words.front().is(municipal));
    CHECK(read("Cork IE").country == "IE");
    CHECK(read("Napoleon XI").country.empty());
    CHECK(read("Machico (Madeira)").areas == std::vector<std::string>{"PT.10"});
}

TEST_CASE("name text: letters as evidence", "[name_text]") {
    CHECK(read("Lyon").plain);
    CHECK_FALSE(read("Łódź").plain);
    CHECK(read("ŁÓDŹ").plain);
    CHECK(read("Lyon").cased);
    CHECK_FALSE(read("lyon").cased);
}

TEST_CASE("name text: long texts are cut, at a letter", "[name_text]") {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "ł";
    CHECK(read(text).words.size() == 1);
    std::string many;
    for (int i = 0; i < 400; ++i) many += "a ";
    CHECK(read(many).words.size() <= 40);
}

TEST_CASE("name forms: declined words of many languages", "[name_forms]") {
    CHECK(has_form("helsingin", "helsinki"));
    CHECK(has_form("lahden", "lahti"));
    CHECK(has_form("liepojos", "liepoja"));
    CHECK(has_form("krakowa", "krakow"));
    CHECK(has_form("prahy", "praha"));
    CHECK(has_form("zadru", "zadar"));
    CHECK(has_form("faentina", "faenza"));
    CHECK_FALSE(has_form("helsinki", "helsinki"));
    CHECK(base_forms("x", test::opened_gazetteer()).empty());
}

TEST_CASE("name forms: of several words only names that begin like a known one", "[name_forms]") {
    const auto forms = base_forms(std::vector<std::string>{"banskej", "bystrici"}, test::opened_gazetteer());
    CHECK(std::find(forms.begin(), forms.end(), "banska bystrica") != forms.end());
    CHECK(forms.size() <= 96);
}

TEST_CASE("name forms: Slavic adjectives in any gender and case", "[name_forms]") {
    using gazetteer::adjective;
    CHECK(adjective("opolskiego") == "opolski");
    CHECK(adjective("zadarska") == "zadarski");
    CHECK(adjective("nitriansky") == "nitrianski");
    CHECK(adjective("liberecky") == "liberecki");
    CHECK(adjective("helsinki").empty());
    CHECK(adjective("ski").empty());
    CHECK(has_form("opolskiego", "opole"));
    CHECK(has_form("nitriansky", "nitra"));
    CHECK(has_form("goteborgsregionen", "goteborg"));
    CHECK(has_form("turunseutu", "turku"));
}

TEST_CASE("name forms: adjectives of two words", "[name_forms]") {
    const auto& g = test::opened_gazetteer();
    const auto names = [&](std::string_view word, std::string_view country) {
        std::vector<std::string> found;
        for (const auto key : gazetteer::compound_keys(word, g, country)) found.emplace_back(g.key_text(key));
        return found;
    };
    CHECK(names("nowosadecki", "PL") == std::vector<std::string>{"nowy sacz"});
    CHECK(names("banskobystricky", "SK") == std::vector<std::string>{"banska bystrica"});
    CHECK(names("nowosadecki", "FI").empty());
    CHECK(names("nowy", "PL").empty());
}

TEST_CASE("name text: capitals inside a word part it, full stops are remembered", "[name_text]") {
    const auto joined = read("FrankfurtRheinMain");
    REQUIRE(joined.words.size() == 3);
    CHECK(joined.words[1].text == "Rhein");
    CHECK(joined.words[1].gap == gazetteer::Gap::hyphen);
    CHECK(read("McDonald").words.size() == 1);
    const auto dotted = read("Brandýs n. L");
    CHECK_FALSE(dotted.words[0].dotted);
    CHECK(dotted.words[1].dotted);
    CHECK_FALSE(dotted.words[2].dotted);
}

TEST_CASE("name text: countries whose language the body's words are of", "[name_text]") {
    CHECK(read("Lahden kaupunki").spoken == std::vector<std::string>{"FI"});
    CHECK(read("Municipality of Lahti").spoken.empty());
    CHECK(read("Lahti").spoken.empty());
}
