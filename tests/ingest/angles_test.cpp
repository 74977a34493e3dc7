#include "ingest/angles.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace cityweave::ingest;

namespace {

double degrees(std::string_view text, Speech speech = Speech::unknown) {
    const auto angle = angle_of(text, speech);
    CAPTURE(std::string(text));
    REQUIRE(angle);
    REQUIRE(*angle);
    return (*angle)->degrees;
}

/// The code of what is wrong with the text; "nothing read" where it is no angle.
std::string wrong(std::string_view text) {
    const auto angle = angle_of(text);
    return !angle ? "nothing read" : *angle ? "good" : angle->problem().code;
}

std::string position(std::string_view text) {
    const auto told = position_of_text(text);
    if (!told) return "none";
    if (!*told) return told->problem().code + " " + told->problem().found;
    return std::to_string((*told)->lon()).substr(0, 6) + " " + std::to_string((*told)->lat()).substr(0, 6);
}

} // namespace

TEST_CASE("angles in decimals, degrees, minutes, seconds, with hemispheres before and behind", "[angles]") {
    CHECK(degrees("18.939722") == 18.939722);
    CHECK(degrees("18,939722") == 18.939722);
    CHECK(degrees("-8.5") == -8.5);
    CHECK(degrees("−8,5°") == -8.5);
    for (const char* text : {"18°56′23″ E", "18° 56' 23\" E", "18°56′23″", "18º56’23’’ E", "18°56′23″E", "E 18°56'23\"", "E18° 56′ 23″",
                             "18°56'23.0\" E", "18°56'23,0'' E", "18° 56.3833' E", "18°56,3833′"}) {
        CAPTURE(text);
        CHECK(degrees(text) == Approx(18.939722).margin(1e-5));
    }
    CHECK(degrees("8°30′ W") == -8.5);
    CHECK(degrees("S 8°30′") == -8.5);
    CHECK(degrees("-0°30′") == -0.5);
}

TEST_CASE("hemisphere letters by the language of the label", "[angles]") {
    CHECK(degrees("8°30′ O", Speech::german) == 8.5);
    CHECK(degrees("8°30′ O", Speech::romance) == -8.5);
    CHECK(degrees("8°30′ V", Speech::nordic) == -8.5);
    CHECK(degrees("8°30′ V", Speech::slavic) == 8.5);
    CHECK(degrees("8°30′ Ö") == 8.5);
    CHECK(wrong("8°30′ O") == "angle-hemisphere");
    CHECK(wrong("8°30′ V") == "angle-hemisphere");
}

TEST_CASE("minutes and seconds below 60, one way to say the hemisphere", "[angles]") {
    CHECK(wrong("18°60′ E") == "angle-range");
    CHECK(wrong("18°5′60″ E") == "angle-range");
    CHECK(wrong("-18°5′ W") == "angle-range");
    for (const char* text : {"East", "12 partners", "N", "", "20°C", "1.2.3", "12-14", "1234567890", "N° 12", "18°56′23″ E x"}) {
        CAPTURE(text);
        CHECK(wrong(text) == "nothing read");
    }
}

TEST_CASE("labels of many languages", "[angles]") {
    for (const char* text : {"Longitude: ", "LONGITUD ", "Länge: ", "Geogr. Länge = ", "Długość geograficzna: ", "Longitude (WGS84): ",
                             "Pituusaste:", "Zeměpisná délka: ", "Γεωγραφικό μήκος: ", "Lon. E "}) {
        CAPTURE(text);
        std::size_t at = 0;
        const auto label = read_angle_label(text, at);
        REQUIRE(label);
        CHECK(label->axis == Axis::lon);
        CHECK(at >= 3);
    }
    std::size_t at = 0;
    CHECK_FALSE(read_angle_label("Network: 12", at));
    CHECK(at == 0);
}

TEST_CASE("both coordinates in one text", "[angles]") {
    for (const char* text :
         {"46° 57′ 53″ N, 18° 56′ 23″ E", "N 46°57'53\" E 18°56'23\"", "18°56′23″ E 46°57′53″ N", "Lat: 46.9647, Lon: 18.9397",
          "Lon 18.9397 Lat 46.9647", "Coordinates: 46.9647, 18.9397", "GPS: 46,9647; 18,9397", "Koordinaten: 46° 57′ 53″ N, 18° 56′ 23″ O",
          "46.9647° N, 18.9397° E", "geo:46.9647,18.9397;u=35", "Coordinates: 46°57′53″N 18°56′23″E / 46.96472°N 18.93972°E"}) {
        CAPTURE(text);
        CHECK(position(text) == "18.939 46.964");
    }
    CHECK(position("Coordenadas: 38° 43′ N, 9° 8′ O") == "-9.133 38.716");
}

TEST_CASE("prose and lone numbers are no position; wrong ones are told", "[angles]") {
    for (const char* text :
         {"46.96, 18.94", "12, 15", "Coordinates: 12, 15", "20° to 30°", "20°C, 30°C", "N 46, E 18 and more words", "Articles 46.9 N",
          "2014 - 2020", "geo:x", "46.96 N, 47.2 N", "Coordinates: of the project", "Long: 12.5", ""}) {
        CAPTURE(text);
        CHECK(position(text) == "none");
    }
    CHECK(position("Coordinates: 96.9647, 18.9397") == "coordinate-range 18.9397 96.9647");
    CHECK(position("46° 77′ N, 18° 56′ E") == "angle-range 77′");
    CHECK(position("46° 57′ N, 18° 56′ O") == "angle-hemisphere O");
    CHECK(position("Lat: 46.9 E, Lon: 18.9 N") == "angle-hemisphere 46.9");
}
