#include "tests/gazetteer/opened_gazetteer.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using gazetteer::Countries;

namespace {
std::string code(std::string_view text) {
    return test::all_countries().alpha2(text).value_or("-");
}
} // namespace

TEST_CASE("countries: codes of two and three letters, EL, UK and XK", "[countries]") {
    CHECK(code("FI") == "FI");
    CHECK(code("fi") == "FI");
    CHECK(code("EL") == "GR");
    CHECK(code("UK") == "GB");
    CHECK(code("XK") == "XK");
    CHECK(code("ITA") == "IT");
    CHECK(code("GRC") == "GR");
    CHECK(code("XKX") == "XK");
    CHECK(code("U.K.") == "GB");
    CHECK(code("QQ") == "-");
}

TEST_CASE("countries: names in many languages", "[countries]") {
    const std::vector<std::pair<std::string, std::string>> cases = {{"Finland", "FI"},
                                                                    {"Suomi", "FI"},
                                                                    {"FINLANDIA", "FI"},
                                                                    {"Finnország", "FI"},
                                                                    {"Φινλανδία", "FI"},
                                                                    {"Финландия", "FI"},
                                                                    {"Deutschland", "DE"},
                                                                    {"Germania", "DE"},
                                                                    {"Niemcy", "DE"},
                                                                    {"Saksa", "DE"},
                                                                    {"Nemčija", "DE"},
                                                                    {"Vokietija", "DE"},
                                                                    {"Tyskland", "DE"},
                                                                    {"Slowakei", "SK"},
                                                                    {"Slovaška", "SK"},
                                                                    {"Słowacja", "SK"},
                                                                    {"Slovénie", "SI"},
                                                                    {"Grčija", "GR"},
                                                                    {"Grčka", "GR"},
                                                                    {"Graikija", "GR"},
                                                                    {"Kreikka", "GR"},
                                                                    {"Grecia", "GR"},
                                                                    {"Polija", "PL"},
                                                                    {"Nīderlande", "NL"},
                                                                    {"Spagna", "ES"},
                                                                    {"Испания", "ES"},
                                                                    {"Гърция", "GR"},
                                                                    {"България", "BG"},
                                                                    {"Γαλλία", "FR"},
                                                                    {"Ungheria", "HU"},
                                                                    {"Bosnia-Herzegovina", "BA"},
                                                                    {"Bosnia and Herzegovina", "BA"},
                                                                    {"Bosna i Hercegovina", "BA"},
                                                                    {"Czech Republic", "CZ"},
                                                                    {"Czechia", "CZ"},
                                                                    {"Netherland", "NL"},
                                                                    {"The Netherlands", "NL"},
                                                                    {"Holland", "NL"},
                                                                    {"North Macedonia", "MK"},
                                                                    {"Türkiye", "TR"},
                                                                    {"Kosovo*", "XK"},
                                                                    {"Moldova", "MD"},
                                                                    {"Republic of Moldova", "MD"},
                                                                    {"Україна", "UA"},
                                                                    {"Great Britain", "GB"},
                                                                    {"Îrlanda", "IE"},
                                                                    {"L'Italia", "IT"},
                                                                    {"Sverige", "SE"},
                                                                    {"საქართველო", "GE"}};
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(code(text) == expected);
    }
}

TEST_CASE("countries: declined and misspelt names", "[countries]") {
    CHECK(code("Kroatian") == "HR");
    CHECK(code("Graikijos") == "GR");
    CHECK(code("Španjolskoj") == "ES");
    CHECK(code("Francji") == "FR");
    CHECK(code("Crotia") == "HR");
    CHECK(code("Portugual") == "PT");
}

TEST_CASE("countries: towns and other words are none", "[countries]") {
    for (const auto* text : {"", "Granada", "Genoa", "Lyon", "Municipality", "TBC", "Vic", "Nice", "Cork", "Roman"}) {
        CAPTURE(text);
        CHECK(code(text) == "-");
    }
}

TEST_CASE("countries: names to show, alpha-3, sovereigns", "[countries]") {
    CHECK(Countries::name("FI", "en") == "Finland");
    CHECK(Countries::name("FI", "fi") == "Suomi");
    CHECK(Countries::name("XK", "en") == "Kosovo");
    CHECK(test::all_countries().alpha3("FI") == "FIN");
    CHECK(Countries::sovereign("RE") == "FR");
    CHECK(Countries::sovereign("AX") == "FI");
    CHECK(Countries::sovereign("FI") == "FI");
}

TEST_CASE("countries: a form of state before the name") {
    CHECK(code("Republic of Iceland") == "IS");
    CHECK(code("the Republic of Iceland") == "IS");
    CHECK(code("Republic of Nowhere") == "-");
}
