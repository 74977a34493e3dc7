// Networks presented in running text whose words for leading no list holds: what tells is the build of the page.
#include "tests/ingest/extraction.hpp"

#include <catch2/catch.hpp>

using cityweave::ingest::testing::extract_text;
using cityweave::ingest::testing::rows_of;

namespace {

std::string rows(std::string_view page, std::string_view name = "page.txt") {
    return rows_of(extract_text(page, name));
}

} // namespace

TEST_CASE("below a heading that names a network its towns are partners, and the first alone leads", "[sections]") {
    CHECK(rows("Programme Rivertowns: two projects\n\n\n"
               "Project «Slow Bridges»\n"
               "Everything goes through Maribor (Slovenia), which wrote the plan. In the same boat sit Linz (Austria), Győr (Hungary) "
               "and Ruse (Bulgaria).\n\n"
               "Project «Wet Feet»\n"
               "The ink is from Ghent (Belgium); the paper comes from Arnhem (Netherlands), Mainz (Germany) and Rouen (France).\n\n\n"
               "Guests from Oslo (Norway) and Cork (Ireland) visited the office.\n") == "Slow Bridges,,lead,Maribor,SI,5\n"
                                                                                        "Slow Bridges,,partner,Linz,AT,5\n"
                                                                                        "Slow Bridges,,partner,Győr,HU,5\n"
                                                                                        "Slow Bridges,,partner,Ruse,BG,5\n"
                                                                                        "Wet Feet,,lead,Ghent,BE,8\n"
                                                                                        "Wet Feet,,partner,Arnhem,NL,8\n"
                                                                                        "Wet Feet,,partner,Mainz,DE,8\n"
                                                                                        "Wet Feet,,partner,Rouen,FR,8\n");
}

TEST_CASE("headings of one build over text about towns are networks even where nothing calls them so", "[sections]") {
    const auto read =
        rows("<h1>Winners of the round</h1>"
             "<h2>Water</h2>"
             "<h3>Blue Stairs</h3><p>The drum is beaten in Porto (PT). The network also marches with Turin (IT), Brno (CZ) and "
             "Kaunas (LT).</p>"
             "<h3>Dry Socks</h3><p>The flag was sewn in Tampere (FI). Its partners carry it: Uppsala (SE), Tartu (EE) and "
             "Gdynia (PL).</p>"
             "<h2>Bread</h2>"
             "<h3>Old Crusts</h3><p>Under the spell of Parma (IT) this network bakes with Lyon (FR), Graz (AT) and Pula (HR).</p>",
             "page.html");
    CHECK(read == "Blue Stairs,Water,lead,Porto,PT,1\nBlue Stairs,Water,partner,Turin,IT,1\nBlue Stairs,Water,partner,Brno,CZ,1\n"
                  "Blue Stairs,Water,partner,Kaunas,LT,1\nDry Socks,Water,lead,Tampere,FI,1\nDry Socks,Water,partner,Uppsala,SE,1\n"
                  "Dry Socks,Water,partner,Tartu,EE,1\nDry Socks,Water,partner,Gdynia,PL,1\nOld Crusts,Bread,lead,Parma,IT,1\n"
                  "Old Crusts,Bread,partner,Lyon,FR,1\nOld Crusts,Bread,partner,Graz,AT,1\nOld Crusts,Bread,partner,Pula,HR,1\n");
}

TEST_CASE("news under headings of one build is no network", "[sections]") {
    CHECK(
        rows("Town gazette, week 12\n\n"
             "Flood in Linz\nThe river closed a road in Linz (Austria) and another in Passau (Germany). Nobody was hurt that day.\n\n"
             "A prize for a choir\nThe jury sat in Ghent (Belgium) and chose singers of Tartu (Estonia) before those of Bergen (Norway).\n")
            .empty());
}

TEST_CASE("an adjective tells a town's country", "[adjectives]") {
    CHECK(rows("Netwerk «Stille Kades»\n"
               "De Deense stad Odense trekt de kar. Ook het Belgische Mechelen, het Duitse Osnabrück en het Poolse Lublin doen mee.\n") ==
          "Stille Kades,,lead,Odense,DK,2\nStille Kades,,partner,Mechelen,BE,2\nStille Kades,,partner,Osnabrück,DE,2\n"
          "Stille Kades,,partner,Lublin,PL,2\n");
    CHECK(rows("Síť «Tiché dvory»\n"
               "Taktovku drží slovinský Maribor. Hrají i rakouský Krems, maďarská Šoproň a slovenský Trenčín.\n") ==
          "Tiché dvory,,lead,Maribor,SI,2\nTiché dvory,,partner,Krems,AT,2\nTiché dvory,,partner,Šoproň,HU,2\n"
          "Tiché dvory,,partner,Trenčín,SK,2\n");
}

TEST_CASE("the lead is the one town named in the text over a list", "[leads]") {
    CHECK(rows("Trondheim kommune\n\n"
               "Nettverket «Hjerteveien» er i gang. Trondheim holder i tauet, og får følge av disse byene: Örebro (Sverige), Aarhus "
               "(Danmark), Gent (Belgia) og Pontevedra (Spania).\n") ==
          "Hjerteveien,,lead,Trondheim,,3\nHjerteveien,,partner,Örebro,SE,3\nHjerteveien,,partner,Aarhus,DK,3\n"
          "Hjerteveien,,partner,Gent,BE,3\nHjerteveien,,partner,Pontevedra,ES,3\n");
}

TEST_CASE("a sentence of one partner alone tells the lead", "[leads]") {
    CHECK(rows("Netzwerk »Leise Höfe«\nAm Ruder steht hier Bozen.\n\nItalien: Bozen, Rovereto\nSchweiz: Chur\nUngarn: Ödenburg\n") ==
          "Leise Höfe,,lead,Bozen,IT,4\nLeise Höfe,,partner,Rovereto,IT,4\nLeise Höfe,,partner,Chur,CH,5\n"
          "Leise Höfe,,partner,Ödenburg,HU,6\n");
}

TEST_CASE("a partner told with and without its country is one", "[leads]") {
    CHECK(rows("Network: Long Tables\nLead partner: Pécs\nPartners: Pécs (Hungary), Graz (Austria), Novi Sad (Serbia)\n") ==
          "Long Tables,,lead,Pécs,HU,3\nLong Tables,,partner,Graz,AT,3\nLong Tables,,partner,Novi Sad,RS,3\n");
}

TEST_CASE("a line that says its theme gives the cluster", "[clusters]") {
    CHECK(rows("Network name: Green Sills\nThematic area: Climate\n\nLead partner: Pécs (Hungary)\nPartners: Graz (Austria), Novi Sad "
               "(Serbia)\n") == "Green Sills,Climate,lead,Pécs,HU,4\nGreen Sills,Climate,partner,Graz,AT,5\n"
                                "Green Sills,Climate,partner,Novi Sad,RS,5\n");
}

TEST_CASE("names with signs inside, and towns with participles of leading", "[names]") {
    CHECK(rows("Under the stewardship of Chania (EL), OLIVE & CO. teaches canteens to cook.\n\n"
               "Under the baton of Pontevedra (ES), the Why Not Walk? network brings together Oslo (NO), Kutaisi (GE) and Turin (IT).\n\n"
               "This Bergamo-steered (IT) network, Third Staircase, measures every lift.\n") ==
          "OLIVE & CO.,,lead,Chania,GR,1\nWhy Not Walk?,,lead,Pontevedra,ES,3\nWhy Not Walk?,,partner,Oslo,NO,3\n"
          "Why Not Walk?,,partner,Kutaisi,GE,3\nWhy Not Walk?,,partner,Turin,IT,3\nThird Staircase,,lead,Bergamo,IT,5\n");
}

TEST_CASE("over several lists the headings of one rank are the networks, whatever their words", "[titles]") {
    CHECK(rows("Town of Anywhere\nHome | News | Contact\n\nOur projects in Europe, sorted by what they are about.\n\n\n"
               "Living well\n\nAnd what if we walked?\n\nFrom the station to the school.\n\nLead partner: Braga (Portugal)\n"
               "Partners: Kranj (Slovenia), Bregenz (Austria)\n\nSilver Bench\n\nLead partner: Vejle (Denmark)\n"
               "Partners: Cuneo (Italy), Troyan (Bulgaria)\n\n\nEating well\n\nCanteens of the season\n\n"
               "Lead partner: Ghent (Belgium)\nPartners: Pécs (Hungary), Lugo (Spain)\n") ==
          "And what if we walked,Living well,lead,Braga,PT,13\nAnd what if we walked,Living well,partner,Kranj,SI,14\n"
          "And what if we walked,Living well,partner,Bregenz,AT,14\nSilver Bench,Living well,lead,Vejle,DK,18\n"
          "Silver Bench,Living well,partner,Cuneo,IT,19\nSilver Bench,Living well,partner,Troyan,BG,19\n"
          "Canteens of the season,Eating well,lead,Ghent,BE,26\nCanteens of the season,Eating well,partner,Pécs,HU,27\n"
          "Canteens of the season,Eating well,partner,Lugo,ES,27\n");
}

TEST_CASE("paragraphs that each set off one name present it", "[sections]") {
    CHECK(rows("<h1>New networks</h1><p>The tiller of <b>Slow Rain</b> is in the hands of Odense (Denmark).</p>"
               "<p>Nobody asked Lublin (Poland) to found <b>Second Shelf</b>; Brno (Czechia) and Graz (Austria) came along.</p>",
               "page.html") == "Slow Rain,,lead,Odense,DK,1\nSecond Shelf,,lead,Lublin,PL,1\nSecond Shelf,,partner,Brno,CZ,1\n"
                               "Second Shelf,,partner,Graz,AT,1\n");
}

TEST_CASE("a country before its towns tells it", "[adjectives]") {
    CHECK(rows("Netzwerk «Hofpause»\nDen Hut hat Graz (Österreich) auf. Aus Polen sind Jelenia Góra und Tychy dabei, aus Slowenien "
               "Celje.\n") == "Hofpause,,lead,Graz,AT,2\nHofpause,,partner,Jelenia Góra,PL,2\nHofpause,,partner,Tychy,PL,2\n"
                              "Hofpause,,partner,Celje,SI,2\n");
}

TEST_CASE("a numbered list names its lead by other letters, in any script", "[lists]") {
    CHECK(rows("Проект ТИХИ УЛИЦИ\n\nПартньори\nВП1 – Габрово (България)\nПП2 – Фаенца (Италия)\nПП3 – Пирот (Сърбия)\n") ==
          "ТИХИ УЛИЦИ,,lead,Габрово,BG,4\nТИХИ УЛИЦИ,,partner,Фаенца,IT,5\nТИХИ УЛИЦИ,,partner,Пирот,RS,6\n");
}

TEST_CASE("a page about one country's towns tells their country", "[digests]") {
    CHECK(rows("Danske byer i netværkene\n\nHer er byerne, netværk for netværk:\n\nKLIMAGADER – Vejle og Randers\nNATBUSSEN – Holbæk\n") ==
          "KLIMAGADER,,partner,Vejle,DK,5\nKLIMAGADER,,partner,Randers,DK,5\nNATBUSSEN,,partner,Holbæk,DK,6\n");
}

TEST_CASE("words too long for a name are none, wherever they stand", "[names]") {
    const std::string word(120, 'D');
    CHECK(rows("Slow Rain\n\nAbc " + word +
               " is told of Ghent (Belgium) and of Brno (Czechia) by a network.\n\n"
               "Second Shelf\n\nAbc " +
               word + " is told of Graz (Austria) and of Lublin (Poland) by a network.\n") ==
          "Slow Rain,,partner,Ghent,BE,3\nSlow Rain,,partner,Brno,CZ,3\n"
          "Second Shelf,,partner,Graz,AT,7\nSecond Shelf,,partner,Lublin,PL,7\n");
}
