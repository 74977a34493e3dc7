#include "atlas/gpkg_table.hpp"

#include "atlas/gpkg_store.hpp"
#include "base/error.hpp"
#include "tests/support/sample_atlas.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace cityweave::atlas;
using namespace cityweave::base;
using namespace cityweave::test;
using cityweave::geo::Line;
using cityweave::geo::LonLat;
using Column = TableColumn;

namespace {

/// A GeoPackage written table by table, as an atlas should be or not.
class Forgery {
public:
    explicit Forgery(const std::filesystem::path& path) : path_(path), file_(GpkgFile::create(path, path.string())) {}

    void programme(const std::string& format = "1") {
        GpkgTableWriter table(file_, {"programme", "", TableGeometry::none, "fid"}, {{"key", Column::text}, {"value", Column::text}});
        table.begin(1).text("format").text(format).end();
    }
    void clusters() {
        GpkgTableWriter(
            file_, {"clusters", "", TableGeometry::none, "fid"},
            {{"id", Column::text}, {"name", Column::text}, {"names", Column::text}, {"hue", Column::text}, {"shape", Column::text}});
    }
    void network(const std::string& cluster = "") {
        GpkgTableWriter table(file_, {"networks", "", TableGeometry::none, "fid"},
                              {{"id", Column::text}, {"name", Column::text}, {"cluster", Column::text}});
        table.begin(1).text("n").text("N").text(cluster).end();
    }
    void place(const std::string& search_names = "[]") {
        GpkgTableWriter table(
            file_, {"places", "", TableGeometry::point, "id"},
            {{"name", Column::text}, {"country", Column::text}, {"population", Column::integer}, {"search_names", Column::text}});
        table.begin(7).text("Kuopio").text("FI").integer(1).text(search_names).end_at(at(27.7, 62.9));
    }
    void member(const std::string& role = "lead", const std::string& network = "n", std::int64_t place = 7, std::int64_t line = 1) {
        GpkgTableWriter table(file_, {"memberships", "", TableGeometry::point, "fid"},
                              {{"network", Column::text},
                               {"place", Column::integer},
                               {"role", Column::text},
                               {"name", Column::text},
                               {"source", Column::text},
                               {"line", Column::integer},
                               {"confidence", Column::real}});
        table.begin(1).text(network).integer(place).text(role).text("Kuopio").text("s").integer(line).real(1).end_at(at(27.7, 62.9));
    }
    void no_links() { GpkgTableWriter(file_, {"links", "", TableGeometry::line, "fid"}, {{"network", Column::text}}); }
    void no_page_points() { GpkgTableWriter(file_, {"page_points", "", TableGeometry::point, "fid"}, {{"label", Column::text}}); }
    Atlas load() {
        file_.close();
        return GpkgStore(path_).load();
    }

private:
    std::filesystem::path path_;
    GpkgFile file_;
};

} // namespace

TEST_CASE("rows come back as written: text, numbers, flags, points and lines") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "t.gpkg";
    const Line<LonLat> way{at(-180, 90), at(0.1, -0.30000000000000004), at(180, -90)};
    {
        auto file = GpkgFile::create(path, "t.gpkg");
        GpkgTableWriter points(file, {"p", "Points", TableGeometry::point, "id"},
                               {{"text", Column::text}, {"integer", Column::integer}, {"real", Column::real}, {"flag", Column::flag}});
        points.begin(std::int64_t{1} << 52).text("Ἀθῆναι; 'x'").integer(-(std::int64_t{1} << 60)).real(0.1).flag(true).end_at(at(23.7, 38));
        points.begin(2).text("").integer(0).real(-0.5).flag(false).end_at(at(0, 0));
        GpkgTableWriter lines(file, {"l", "Lines", TableGeometry::line, "fid"}, {});
        lines.begin(1).end_along(way);
        file.close();
    }
    auto file = GpkgFile::open(path);
    GpkgTableReader points(file, "p");
    REQUIRE(points.next());
    CHECK(points.id() == 2);
    CHECK(points.text("text").empty());
    REQUIRE(points.next());
    CHECK(points.id() == std::int64_t{1} << 52);
    CHECK(points.text("text") == "Ἀθῆναι; 'x'");
    CHECK(points.integer("integer") == -(std::int64_t{1} << 60));
    CHECK(points.real("real") == 0.1);
    CHECK(points.integer("flag") == 1);
    CHECK(points.position() == at(23.7, 38));
    CHECK_THROWS_WITH(points.line(), Catch::Contains("expected a line"));
    CHECK_THROWS_WITH(points.text("nonsense"), Catch::Contains("no column \"nonsense\""));
    CHECK_FALSE(points.next());
    GpkgTableReader lines(file, "l");
    REQUIRE(lines.next());
    CHECK(lines.line() == way);
    CHECK_THROWS_AS(lines.position(), FormatError);
    CHECK_THROWS_WITH(GpkgTableReader(file, "nothing"), Catch::Contains("no table \"nothing\""));
}

TEST_CASE("a file that cannot be made or closed says so") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(GpkgFile::create(folder.path() / "none" / "t.gpkg", "t.gpkg"), IoError);
    auto file = GpkgFile::create(folder.path() / "t.gpkg", "t.gpkg");
    GpkgTableWriter table(file, {"t", "", TableGeometry::none, "fid"}, {{"text", Column::text}});
    table.begin(1).text("a").end();
    table.begin(1).text("the same id").end();
    CHECK_THROWS_AS(file.close(), IoError);
}

TEST_CASE("a GeoPackage that is no atlas is refused with table, row and reason") {
    const TemporaryFolder folder;
    Forgery forgery(folder.path() / "f.gpkg");
    std::string reason;
    SECTION("nothing in it") {
        reason = "cannot be read as a GeoPackage";
    }
    SECTION("another version") {
        forgery.programme("2");
        reason = "found format 2, expected 1";
    }
    SECTION("only the programme") {
        forgery.programme();
        reason = "no table \"clusters\"";
    }
    SECTION("a network in a cluster that is not there") {
        forgery.programme();
        forgery.clusters();
        forgery.network("fair");
        reason = "table \"networks\", row 1: found \"fair\"";
    }
    SECTION("names that are no JSON") {
        forgery.programme();
        forgery.clusters();
        forgery.network();
        forgery.place("[\"a\", 1]");
        reason = "table \"places\", row 7";
    }
    SECTION("memberships") {
        forgery.programme();
        forgery.clusters();
        forgery.network();
        forgery.place();
        SECTION("of a role unheard of") {
            forgery.member("boss");
            reason = "found role \"boss\", expected lead or partner";
        }
        SECTION("of a network that is not there") {
            forgery.member("lead", "m");
            reason = "table \"memberships\", row 1: found \"m\"";
        }
        SECTION("of a place that is not there") {
            forgery.member("lead", "n", 8);
            reason = "table \"memberships\", row 1: found \"8\"";
        }
        SECTION("on an impossible line") {
            forgery.member("lead", "n", 7, -1);
            reason = "found line -1";
        }
    }
    CHECK_THROWS_AS(forgery.load(), FormatError);
    CHECK_THROWS_WITH(GpkgStore(folder.path() / "f.gpkg").load(), Catch::Contains("f.gpkg: ") && Catch::Contains(reason));
}

TEST_CASE("an atlas others wrote by the same arrangement is read") {
    const TemporaryFolder folder;
    Forgery forgery(folder.path() / "f.gpkg");
    forgery.programme();
    forgery.clusters();
    forgery.network();
    forgery.place();
    forgery.member();
    forgery.no_links();
    forgery.no_page_points();
    const Atlas atlas = forgery.load();
    CHECK(atlas.places().size() == 1);
    CHECK(atlas.lead_of(NetworkId(0)) == PlaceId(0));
}
