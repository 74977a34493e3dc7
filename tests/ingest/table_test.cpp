#include "ingest/table.hpp"

#include "ingest/csv.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

ExtractOptions options() {
    ExtractOptions made;
    made.knowledge.country = [](std::string_view text) -> std::optional<std::string> {
        if (text == "FI" || text == "Suomi" || text == "Finland") return "FI";
        if (text == "FR" || text == "France") return "FR";
        return std::nullopt;
    };
    return made;
}

Extract read(std::string_view text, std::string_view mapping = "") {
    static const auto knowledge = options();
    auto extract = read_table(text, "t.csv", mapping, knowledge);
    REQUIRE(extract);
    return std::move(extract).value();
}

using Records = std::vector<std::vector<std::string>>;

Records records_of(CsvReader& reader) {
    Records all;
    std::vector<std::string_view> fields;
    while (reader.next(fields)) {
        all.emplace_back(fields.begin(), fields.end());
        all.back().push_back(std::to_string(reader.line()));
    }
    return all;
}

/// Fields of each record, the line last.
Records records(std::string_view text) {
    CsvReader reader(text);
    return records_of(reader);
}

/// The same, `piece` bytes arriving at a time.
Records records_in_pieces(std::string text, std::size_t piece) {
    CsvReader reader([text = std::move(text), piece, at = std::size_t{0}](std::string& more) mutable {
        more += text.substr(at, piece);
        at = std::min(at + piece, text.size());
        return at < text.size();
    });
    return records_of(reader);
}

/// Gives `count` copies of `line`.
MoreText repeated(std::string line, int count) {
    return [line = std::move(line), count](std::string& more) mutable {
        more += line;
        return --count > 0;
    };
}

} // namespace

TEST_CASE("CSV: quotes, line breaks in fields, all line ends, empty fields") {
    CHECK(records("a,\"b \"\"x\"\"\",\r\n\"two\nlines\",,c\r\rd,e,f") ==
          Records{{"a", "b \"x\"", "", "1"}, {"two\nlines", "", "c", "2"}, {"d", "e", "f", "5"}});
    CHECK(records("sep=;\r\na;b,c\r\n") == Records{{"a", "b,c", "2"}});
    CHECK(records("wkt\nMULTIPOINT (1 2, 3 4)\n") == Records{{"wkt", "1"}, {"MULTIPOINT (1 2, 3 4)", "2"}});
    CHECK(records("").empty());
}

TEST_CASE("CSV: text that arrives in pieces of any length gives the same records") {
    for (const std::string text :
         {"a,\"b \"\"x\"\"\",\r\n\"two\nlines\",,c\r\rd,e,f", "sep=;\r\n\r\na;b\r\n\r\n", "a,b\r\r\nc,d", "a,\"b\nc\nd,e\n\"f", "\"", "a"})
        for (std::size_t piece = 1; piece <= text.size(); ++piece) {
            CAPTURE(text, piece);
            CHECK(records_in_pieces(text, piece) == records(text));
        }
}

TEST_CASE("CSV: many doubled quotes in one record stay apart") {
    std::string line;
    for (int i = 0; i < 200; ++i) line += (i == 0 ? "" : ",") + std::string("\"") + std::to_string(i) + "\"\"\"";
    const auto all = records(line);
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].size() == 201);
    for (std::size_t i = 0; i < 200; ++i) CHECK(all[0][i] == std::to_string(i) + "\"");
}

TEST_CASE("CSV: a record longer than one may be is left out and told, and reading goes on behind it") {
    const std::string text = "a,b\n1," + std::string(500, 'x') + "\n2,\"" + std::string(500, '\n') + "3,c\n";
    CsvReader reader(
        [text, at = std::size_t{0}](std::string& more) mutable {
            more += text.substr(at, 50);
            at = std::min(at + 50, text.size());
            return at < text.size();
        },
        200);
    const auto all = records_of(reader);
    REQUIRE(reader.problems().size() == 2);
    CHECK(reader.problems()[0].code == "table-record");
    CHECK(reader.problems()[0].line == 2);
    CHECK(reader.problems()[1].line == 3);
    CHECK(all.front() == std::vector<std::string>{"a", "b", "1"});
    CHECK(all.back() == std::vector<std::string>{"3", "c", "503"});
}

TEST_CASE("CSV: a quote that nobody closes costs its own line, not the rest of the table") {
    CsvReader reader("a,b\n1,\"x\n2,y\n3,z\n");
    CHECK(records_of(reader) == Records{{"a", "b", "1"}, {"2", "y", "3"}, {"3", "z", "4"}});
    REQUIRE(reader.problems().size() == 1);
    CHECK(reader.problems()[0].code == "table-quote");
    CHECK(reader.problems()[0].line == 2);
}

TEST_CASE("CSV: a field's place counts characters and lines inside quotes") {
    CsvReader reader("é,\"ü\nx\",\"c\",d\n");
    std::vector<std::string_view> fields;
    REQUIRE(reader.next(fields));
    CHECK(reader.place(1).line == 1);
    CHECK(reader.place(1).column == 4);
    CHECK(reader.place(2).line == 2);
    CHECK(reader.place(2).column == 5);
    CHECK(reader.place(3).column == 8);
}

TEST_CASE("CSV: the separator is the one the header is written with") {
    CHECK(separator_of("network;partner;country") == ';');
    CHECK(separator_of("network\tpartner") == '\t');
    CHECK(separator_of("\"a;b;c\",d") == ',');
    CHECK(separator_of("wkt") == ',');
}

TEST_CASE("a table gives mentions with lines, roles, countries and positions") {
    const auto extract = read("Network;Cluster;Role;Partner;Country;lon;lat\r\n"
                              "PUMA;Urban planning;lead;Kuopio;Suomi;27,67703;62,89238\r\n"
                              "PUMA;Urban planning;;\"Saint-Quentin\";France;;\r\n");
    REQUIRE(extract.mentions.size() == 2);
    CHECK(extract.mentions[0].role == atlas::Role::lead);
    CHECK(extract.mentions[0].country == "FI");
    CHECK(extract.mentions[0].line == 2);
    REQUIRE(extract.mentions[0].position);
    CHECK(extract.mentions[0].position->lon() == Approx(27.67703));
    CHECK(extract.mentions[1].partner == "Saint-Quentin");
    CHECK_FALSE(extract.mentions[1].position);
    CHECK(extract.report.total() == 0);
}

TEST_CASE("columns can be given by the user") {
    const auto extract = read("Netz,Ort\nPUMA,Kuopio\n", "network=Netz, partner=Ort");
    REQUIRE(extract.mentions.size() == 1);
    CHECK(extract.mentions[0].partner == "Kuopio");
    const auto knowledge = options();
    CHECK(read_table("Netz,Ort\nx,y\n", "t", "network=Nett", knowledge).problem().code == "table-column");
    CHECK(read_table("Netz,Ort\nx,y\n", "t", "netwrk=Netz", knowledge).problem().code == "table-column");
    CHECK(read_table("a,b\nx,y\n", "t", "", knowledge).problem().code == "table-column");
    CHECK(read_table("\n\n", "t", "", knowledge).problem().code == "table-empty");
}

TEST_CASE("bad rows are counted with their line, and the rest is read") {
    const auto extract = read("network,partner,role,country,lon,lat\n"
                              ",Kuopio,,,,\n"
                              "A,Kuopio,boss,Narnia,,\n"
                              "A,Lahti,,,190,10\n"
                              "A,Oulu,,,x,10\n");
    CHECK(extract.mentions.size() == 3);
    CHECK(extract.report.count("table-row") == 1);
    CHECK(extract.report.count("table-role") == 1);
    CHECK(extract.report.count("country-unknown") == 1);
    CHECK(extract.report.count("coordinate-range") == 1);
    CHECK(extract.report.count("coordinate-number") == 1);
    CHECK(extract.report.problems().front().line == 2);
}

TEST_CASE("a table of bare points gives points") {
    const auto extract = read("wkt,name\nPOINT (25.748151 61.92411),Suomi\n\"SRID=4326;POINT(1 2)\",\nPOINT (x),\n");
    REQUIRE(extract.points.size() == 2);
    CHECK(extract.points[0].label == "Suomi");
    CHECK(extract.points[0].line == 2);
    CHECK(extract.report.total() == 1);
    CHECK(extract.report.problems().front().line == 4);
    CHECK(extract.report.problems().front().column == 8);
}

TEST_CASE("a wrong value is told with its line and column in the file") {
    const auto extract = read("name,wkt\nKuopio,\"  \nPOINT (x 1)\"\n\"é\",POINT (1 95)\nc,\"POINT\n(1 2 y)\"\n");
    REQUIRE(extract.report.problems().size() == 3);
    const auto& problems = extract.report.problems();
    CHECK((problems[0].line == 3 && problems[0].column == 8 && problems[0].found == "x"));
    CHECK((problems[1].line == 4 && problems[1].column == 12 && problems[1].code == "coordinate-range"));
    CHECK((problems[2].line == 6 && problems[2].column == 6 && problems[2].found == "y"));
}

TEST_CASE("rows with more fields than the header are left out, with fewer are read; both are told") {
    const auto extract = read("network,partner,country\nA,Kuopio,FI,,\nA,Lahti, Finland,FI\nA,Oulu\n");
    REQUIRE(extract.mentions.size() == 2);
    CHECK(extract.mentions[1].partner == "Oulu");
    REQUIRE(extract.report.count("table-fields") == 2);
    CHECK(extract.report.problems()[0].line == 3);
    CHECK(extract.report.problems()[0].found == "4 fields");
    CHECK(extract.report.problems()[0].expected == "3, as the header has");
}

TEST_CASE("headers in other languages, with units, and columns of WKT by what they hold") {
    const auto german = read("Netzwerk;Thema;Rolle;Stadt;Land;Länge (WGS84);Breite [°]\nPUMA;Klima;lead;Kuopio;Suomi;27,677;62,892\n");
    REQUIRE(german.mentions.size() == 1);
    CHECK(german.mentions[0].cluster == "Klima");
    CHECK(german.mentions[0].position->lat() == 62.892);
    CHECK(read("Réseau;Ville;Pays\nPUMA;Lyon;France\n").mentions.size() == 1);
    CHECK(read("Sieć|Miasto|Kraj\nPUMA|Kuopio|FI\n").mentions[0].country == "FI");
    CHECK(read("Δίκτυο;Πόλη;Χώρα\nPUMA;Kuopio;FI\n").mentions[0].country == "FI");
    CHECK(read("lon;lat\n25,5;61,9\n").points[0].position.lon() == 25.5);
    CHECK(read("nr,ort\n1,POINT (25 61)\n2,POINT (26 61)\n").points.size() == 2);
    CHECK(read("lon,lat,name\n\"18°56'23\"\" E\",46°57'53,x\n").report.count("coordinate-number") == 1);
    CHECK(read("lon,lat,name\n\"18°56'23\"\" E\",46°57.883' N,x\n").points.size() == 1);
    CHECK(read("lon,lat\n18°76' E,46\n").report.count("angle-range") == 1);
}

TEST_CASE("every field can be given by --columns") {
    const auto extract = read("a,b,c,d,e,f,g,h,i\nPUMA,Climate,lead,Kuopio,FI,page.html,7,27.6,62.8\n",
                              "network=a,cluster=b,role=c,partner=d,country=e,source=f,line=g,lon=h,lat=i");
    REQUIRE(extract.mentions.size() == 1);
    const auto& m = extract.mentions[0];
    CHECK((m.network == "PUMA" && m.cluster == "Climate" && m.role == cityweave::atlas::Role::lead && m.partner == "Kuopio" &&
           m.country == "FI"));
    CHECK((m.source == "page.html" && m.line == 7 && m.position->lon() == 27.6));
    CHECK(read("p,q\nPOINT (1 2),x\n", "wkt=p,label=q").points[0].label == "x");
}

TEST_CASE("text is a table if its first line names at least two columns of one") {
    CHECK(looks_like_table("network;partner\nPUMA;Kuopio"));
    CHECK(looks_like_table("name,wkt\na,POINT (1 2)"));
    CHECK(looks_like_table("\r\nlon,lat\n1,2\n"));
    CHECK_FALSE(looks_like_table("Networks, partners, places\n"));
    CHECK_FALSE(looks_like_table("Network: PUMA, lead partner: Kuopio"));
    CHECK_FALSE(looks_like_table("Point\nPOINT (1 2)\n"));
    CHECK_FALSE(looks_like_table("network\tpartner\n")); // a table copied from a page; the page reader knows more
    CHECK_FALSE(looks_like_table(""));
}

TEST_CASE("metres in columns of degrees are refused with a word on what to do") {
    const auto extract = read("x,y\n385000,6672000\n");
    REQUIRE(extract.report.count("coordinate-range") == 1);
    CHECK(extract.report.problems()[0].expected.find("reference system") != std::string::npos);
}

TEST_CASE("a table of any length is read in bounded memory, and so are its problems") {
    struct Counter final : Sink {
        void add(Mention) override { ++mentions; }
        void add(PagePointMention) override { ++points; }
        base::Report& report() override { return problems; }
        int mentions = 0;
        int points = 0;
        base::Report problems;
    } counter;
    const auto knowledge = options();
    auto rows = repeated("POINT (1 2)\nPOINT (1 x)\n", 20'000);
    CHECK_FALSE(read_table(
        [&, first = true](std::string& more) mutable {
            if (std::exchange(first, false)) more += "wkt\n";
            return rows(more);
        },
        "t.csv", "", knowledge, counter));
    CHECK(counter.points == 20'000);
    CHECK(counter.problems.count("wkt-number") == 20'000);
    CHECK(counter.problems.problems().size() == base::Report::kept_per_code);
}

TEST_CASE("an open quote is reported where it began") {
    const auto extract = read("network,partner\nA,Kuopio\nB,\"Lahti\n");
    CHECK(extract.mentions.size() == 1);
    REQUIRE(extract.report.count("table-quote") == 1);
    CHECK(extract.report.problems().front().line == 3);
}
