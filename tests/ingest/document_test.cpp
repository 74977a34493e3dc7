#include "base/error.hpp"
#include "ingest/document.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <span>
#include <string>

using namespace cityweave::ingest;
namespace base = cityweave::base;

namespace {

base::Result<Document> read(std::string_view text, std::string_view name = "page.txt") {
    return read_document(std::as_bytes(std::span(text)), name);
}

} // namespace

TEST_CASE("text lines keep their numbers, indents and markers", "[document]") {
    const auto page = read("Title\r\n\r\n  \xE2\x80\xA2 Riga - Latvia\r\n- Genk\n* Vic\n1. Lodz\n2024. was wet\n");
    REQUIRE(page);
    const auto& lines = page->lines;
    REQUIRE(lines.size() == 6);
    CHECK(lines[1].text == "Riga - Latvia");
    CHECK(lines[1].number == 3);
    CHECK(lines[1].indent == 2);
    CHECK(lines[1].blanks_before == 1);
    CHECK(lines[1].marker == Marker::bullet);
    CHECK(lines[2].marker == Marker::dash);
    CHECK(lines[3].marker == Marker::star);
    CHECK(lines[4].marker == Marker::number);
    CHECK(lines[5].text == "2024. was wet");
}

TEST_CASE("encodings are told apart", "[document]") {
    CHECK(read("\xEF\xBB\xBFŁódź")->lines[0].text == "Łódź");
    CHECK(read("K\xF6ln und Umgebung")->lines[0].text == "Köln und Umgebung");
    CHECK(read(std::string_view("\xFF\xFEG\0e\0n\0k\0", 10))->lines[0].text == "Genk");
    CHECK(read("Kos\xCC\x8Cice")->lines[0].text == "Ko\xC5\xA1ice");
    CHECK(read("Genk\xC2\xA0(BE)")->lines[0].text == "Genk (BE)");
}

TEST_CASE("light mark-up is taken off text", "[document]") {
    const auto page =
        read("## Quiet Streets\n**Lead:** Genk<br />[Riga](https://example.org/x) rest\nA | B |\n---|---|\nc | d |\nHead\n====\n");
    REQUIRE(page);
    REQUIRE(page->lines.size() == 6);
    CHECK(page->lines[0].heading == 2);
    CHECK(page->lines[1].text == "Lead: Genk");
    CHECK(page->lines[1].bold == std::vector<Span>{{0, 5}});
    CHECK(page->lines[2].text == "Riga rest");
    CHECK(page->lines[3].header_row);
    CHECK(page->lines[4].cells.size() == 2);
    CHECK(page->lines[5].heading == 2);
}

TEST_CASE("HTML gives blocks with source lines, lists, tables and bold", "[document]") {
    const auto page =
        read("<!doctype html><html><head><title>T &amp; U</title><script>var x='Riga "
             "(LV)';</script></head>\n<body><nav><ul><li>Menu</li></ul></nav>\n<!-- Vic (ES) -->"
             "<h2>Quiet\nStreets</h2><ul><li><b>Genk</b> &ndash; Belgium<ul><li>inner</li></ul></li></ul>\n"
             "<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x</td><td>y<br>z</td></tr><tr><td>w</td></tr></table></body></html>",
             "p.html");
    REQUIRE(page);
    CHECK(page->title == "T & U");
    const auto& lines = page->lines;
    REQUIRE(lines.size() == 6);
    CHECK(lines[0].text == "Quiet Streets");
    CHECK(lines[0].heading == 2);
    CHECK(lines[0].line_at(0) == 3);
    CHECK(lines[0].line_at(6) == 4);
    CHECK(lines[1].text == "Genk – Belgium");
    CHECK(lines[1].bold == std::vector<Span>{{0, 4}});
    CHECK(lines[2].indent > lines[1].indent);
    CHECK(lines[3].header_row);
    CHECK(lines[4].text == "x | y; z");
    CHECK(lines[5].text == "x | w");
}

TEST_CASE("HTML remembers what mark-up sets off, and joins what a soft hyphen parts", "[document]") {
    const auto page = read("<html><body><div><a><span>Genk</span></a> <em>Belgium</em></div>\n<p>Gemeinde&shy;rat</p>"
                           "<h2><button>Water <i aria-hidden=\"true\">+</i></button></h2><button>Share</button></body></html>",
                           "p.html");
    REQUIRE(page);
    REQUIRE(page->lines.size() == 3);
    CHECK(page->lines[0].text == "Genk Belgium");
    CHECK(page->lines[0].set_off == std::vector<Span>{{0, 4}, {5, 12}});
    CHECK(page->lines[1].text == "Gemeinderat");
    CHECK(page->lines[2].text == "Water");
    CHECK(page->lines[2].heading == 2);
}

TEST_CASE("running heads and page numbers of print are no text", "[document]") {
    const std::string head = "Annual report            Annex 2: Projects\n\n";
    const auto page = read(head + "First\n\n                 12\n\n" + head + "Second\n\n                 13\n");
    REQUIRE(page);
    REQUIRE(page->lines.size() == 2);
    CHECK(page->lines[1].text == "Second");
    CHECK(page->lines[1].number == 9);
    CHECK(read("Lead partner\n\nGenk\n\nLead partner\n\nRiga\n")->lines.size() == 4);
}

TEST_CASE("printed columns whose cells go on below are a table", "[document]") {
    const auto page = read("Nr   Name        Partners\n\n1    Łódź two    Genk (BE);\n                 Riga (LV)\n2    Slow        Vic "
                           "(ES)\nThe end of it all.\n");
    REQUIRE(page);
    REQUIRE(page->lines.size() == 4);
    CHECK(page->lines[0].header_row);
    REQUIRE(page->lines[1].cells.size() == 3);
    CHECK(page->lines[1].text_of(page->lines[1].cells[1]) == "Łódź two");
    CHECK(page->lines[1].text_of(page->lines[1].cells[2]) == "Genk (BE); Riga (LV)");
    CHECK(page->lines[1].line_at(page->lines[1].text.find("Riga")) == 4);
    CHECK(page->lines[3].text == "The end of it all.");
}

TEST_CASE("pages that cannot be read are refused by code", "[document]") {
    CHECK(read("").problem().code == "page-empty");
    CHECK(read(" \n\t\n").problem().code == "page-empty");
    CHECK(read("%PDF-1.7 x").problem().code == "page-binary");
    CHECK(read(std::string_view("ab\0cd\x01\x02\x03\x04zzzzz", 15)).problem().code == "page-binary");
    CHECK(read("<html><body><script>x</script></body></html>").problem().code == "page-empty");
    const cityweave::test::TemporaryFolder folder;
    CHECK_THROWS_AS(file_bytes(folder.path() / "missing"), base::IoError);
    std::ofstream(folder.path() / "big") << std::string(100, 'x');
    CHECK(read_page_bytes(file_bytes(folder.path() / "big"), "big", 99).problem().code == "page-too-large");
    CHECK(read_page_bytes(file_bytes(folder.path() / "big"), "big", 100)->size() == 100);
}

TEST_CASE("hostile HTML ends soon and in bounded depth", "[document]") {
    std::string deep;
    for (int i = 0; i < 200'000; ++i) deep += "<div>";
    CHECK(read(deep + "Genk (BE)")->lines.size() == 1);
    std::string tables;
    for (int i = 0; i < 250; ++i) tables += "<table><tr><td>";
    CHECK(read("<html>" + tables + "x").has_value());
    std::string attributes = "<p";
    for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i);
    CHECK(read("<html>" + attributes + ">Genk</p>").has_value());
}
