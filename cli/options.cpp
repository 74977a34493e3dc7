#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <memory>
#include <sstream>

namespace cityweave::cli {

namespace {

/// One subcommand with the values it fills. Example first, then what it does: people read the first lines.
template <class Options>
class Subcommand {
public:
    Subcommand(CLI::App& parent, const std::string& name, const std::string& does, const std::string& example)
        : app_(parent.add_subcommand(name, does)) {
        app_->description("Example: " + example + "\n\n" + does);
        app_->fallthrough(); // --jobs and its like may stand behind the command
    }
    CLI::App& app() { return *app_; }
    Options& values() { return values_; }
    [[nodiscard]] bool chosen() const { return app_->parsed(); }

private:
    CLI::App* app_;
    Options values_;
};

void add_common(CLI::App& app, CommonOptions& common) {
    app.add_option("--data", common.data, "Folder of the compiled gazetteer and base map")->type_name("DIR");
    app.add_option("--jobs", common.jobs, "Threads (default: one per core)")->check(CLI::Range(1U, 1024U))->type_name("N");
    app.add_flag("--json", common.json, "Results for machines");
    app.add_flag("--quiet", common.quiet, "No progress");
    app.add_option("--timings", common.timings, "Write how long each stage took")->type_name("FILE");
}

template <class Options>
void add_overrides(CLI::App& app, Options& options) {
    app.add_option("--overrides", options.overrides,
                   "Places you pin: partner,country,geonameid (no id: no place); wins over our aliases.csv")
        ->type_name("FILE");
    app.add_flag("--no-aliases", options.no_aliases, "Without our aliases.csv: only what the words say, and your --overrides");
}

void add_reading(CLI::App& app, ReadOptions& read, bool places) {
    app.add_option("INPUT", read.inputs, "Pages (text, HTML), tables (CSV, TSV), GIS files; - for a page or CSV on standard input")
        ->required()
        ->type_name("FILE");
    app.add_option("--columns", read.columns, "Columns of a table by another name: network=Netz,partner=Stadt")->type_name("MAP");
    app.add_option("--max-page-bytes", read.max_page_bytes, "Largest page that is read")
        ->transform(CLI::AsSizeValue(false))
        ->capture_default_str();
    if (!places) return;
    app.add_option("--programme", read.programme, "Programme file: clusters, names, colours, known networks")->type_name("FILE");
    add_overrides(app, read);
}

void set_up_build(Subcommand<BuildOptions>& build) {
    auto& app = build.app();
    auto& values = build.values();
    add_reading(app, values.read, true);
    app.add_option("-o,--output", values.output, "Folder to make; swapped in whole")->required()->type_name("DIR");
    app.add_option("--sheets", values.sheets, "Formats of maps/: png, svg, pdf, or none")
        ->delimiter(',')
        ->check(CLI::IsMember({"png", "svg", "pdf", "none"}));
    app.add_option("--base-url", values.base_url, "Address the folder will be served from")->type_name("URL");
    app.add_option("--lang", values.lang, "Language of the sheets")->capture_default_str();
    app.add_flag("--force", values.force, "Replace a folder that is not ours");
}

void set_up_extract(Subcommand<ExtractOptions>& extract) {
    auto& app = extract.app();
    add_reading(app, extract.values().read, false);
    app.add_option("-o,--output", extract.values().rows, "Rows as CSV")->capture_default_str()->type_name("FILE");
    app.add_option("--points", extract.values().points, "Bare points as CSV")->type_name("FILE");
}

void set_up_ingest(Subcommand<IngestOptions>& ingest) {
    auto& app = ingest.app();
    add_reading(app, ingest.values().read, true);
    app.add_option("-o,--output", ingest.values().output, "Atlas to make (x.gpkg or postgresql://…)")->required()->type_name("ATLAS");
    app.add_option("--report", ingest.values().report, "What was read, placed, doubted, refused")->type_name("FILE");
    app.add_flag("--add", ingest.values().add,
                 "Add to the atlas there is, as if its sources and these had been read at once; without, it is replaced");
}

void set_up_remove(Subcommand<RemoveOptions>& remove) {
    auto& app = remove.app();
    app.add_option("ATLAS", remove.values().atlas, "Atlas (x.gpkg or postgresql://…)")->required();
    app.add_option("WHAT", remove.values().what, "Network by name or id, or city in any language or by id")->required();
    app.add_option("--kind", remove.values().kind, "What it is, where a city and a network share a name")
        ->check(CLI::IsMember({"network", "place"}));
}

void set_up_geocode(Subcommand<GeocodeOptions>& geocode) {
    auto& app = geocode.app();
    auto& values = geocode.values();
    app.add_option("TEXT", values.text, "What to find");
    app.add_option("--country", values.country, "Country as a code or name");
    add_overrides(app, values);
    app.add_option("--limit", values.limit, "How many candidates")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--batch", values.batch, "Table id,text,country_hint")->type_name("FILE");
    app.add_option("-o,--output", values.output, "Answers of --batch")->capture_default_str()->type_name("FILE");
}

void add_finding(CLI::App& app, FindOptions& find) {
    static const std::map<std::string, TableFormat> formats{
        {"table", TableFormat::table}, {"json", TableFormat::json}, {"geojson", TableFormat::geojson}, {"csv", TableFormat::csv}};
    app.add_option("ATLAS", find.atlas, "Atlas (x.gpkg or postgresql://…)")->required();
    app.add_option("PLACE", find.place, "City, in any language");
    app.add_option("--at", find.at, "Position instead of a city")->type_name("LON,LAT");
    app.add_option("--cluster", find.clusters, "Only of this theme; may be repeated");
    app.add_option("--network", find.networks, "Only of this network; may be repeated");
    app.add_option("--country", find.countries, "Only in this country; may be repeated");
    app.add_option("--role", find.roles, "Only lead or partner")->check(CLI::IsMember({"lead", "partner"}));
    app.add_option("--partners-of", find.partners_of, "Only cities that share a network with this one")->type_name("CITY");
    app.add_flag("--not-yet-linked", find.not_yet_linked, "Only cities that share no network with it");
    app.add_flag("--partners-of-partners", find.partners_of_partners, "Only partners of its partners");
    app.add_option("--format", find.format, "table, json, geojson or csv")->transform(CLI::CheckedTransformer(formats));
}

void set_up_tiles(Subcommand<TilesOptions>& tiles) {
    auto& app = tiles.app();
    auto& values = tiles.values();
    app.add_option("INPUT", values.input, "Atlas (x.gpkg or postgresql://…) or any vector file GDAL reads")->required();
    app.add_option("-o,--output", values.output, ".pmtiles, .mbtiles or a directory")->required();
    app.add_option("--minzoom", values.minzoom, "First zoom")->check(CLI::Range(0, 24))->capture_default_str();
    app.add_option("--maxzoom", values.maxzoom, "Last zoom")->check(CLI::Range(0, 24))->capture_default_str();
    app.add_option("--layer", values.layer, "Name of the layer (default: the source's)");
    app.add_option("--id", values.id_field, "Field that holds the feature id")->type_name("FIELD");
}

void set_up_render(Subcommand<RenderOptions>& render) {
    auto& app = render.app();
    auto& values = render.values();
    app.add_option("ARCHIVE", values.archive, "Tile archive")->required();
    app.add_option("-o,--output", values.output, "Sheet, or folder with --per")->required();
    app.add_option("--network", values.network, "Only this network");
    app.add_option("--cluster", values.cluster, "Only this theme");
    app.add_option("--country", values.country, "Only partners of this country");
    app.add_option("--role", values.role, "Only lead or partner")->check(CLI::IsMember({"lead", "partner"}));
    app.add_option("--per", values.per, "One sheet per network, cluster or country")
        ->check(CLI::IsMember({"network", "cluster", "country"}));
    app.add_option("--format", values.formats, "png, svg, pdf")->delimiter(',')->check(CLI::IsMember({"png", "svg", "pdf"}));
    app.add_option("--size", values.size, "Sheet units (1/96 inch): 1600x1600, A3, A4-landscape")->capture_default_str();
    app.add_option("--scale", values.scale, "Pixels per sheet unit in PNG")->check(CLI::Range(0.1, 10.0))->capture_default_str();
    app.add_option("--crs", values.crs, "Any CRS of PROJ (default: the archive's, EPSG:3035)");
    app.add_option("--style", values.style, "MapLibre style (default: ours)")->type_name("FILE");
    app.add_option("--title", values.title, "Title");
    app.add_option("--subtitle", values.subtitle, "Subtitle");
    app.add_option("--lang", values.lang, "Language")->capture_default_str();
    app.add_flag("--graticule", values.graticule, "Draw the graticule");
    app.add_option("--label-report", values.label_report, "What was placed, moved, dropped")->type_name("FILE");
}

const char* const overview =
    "Example: cityweave build page.txt -o out/\n\n"
    "Cityweave turns city-partnership programmes into maps: it reads pages, tables and GIS files, finds every city, and makes "
    "an atlas, vector tiles, a style and sheets.";

/// All subcommands, so that the one chosen can be asked for its values.
class Parser {
public:
    Parser() {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", CITYWEAVE_VERSION);
        add_common(app_, common_);
        set_up_build(build_);
        set_up_extract(extract_);
        set_up_ingest(ingest_);
        set_up_remove(remove_);
        set_up_geocode(geocode_);
        add_finding(near_.app(), near_.values());
        near_.app().add_option("--radius", near_.values().radius, "Distance: 300km, 25000m")->required();
        add_finding(nearest_.app(), nearest_.values());
        nearest_.values().count = 10;
        nearest_.app().add_option("-k", nearest_.values().count, "How many")->check(CLI::Range(1, 1'000'000))->capture_default_str();
        networks_.app().add_option("ATLAS", networks_.values().atlas, "Atlas (x.gpkg or postgresql://…)")->required();
        show_.app().add_option("ATLAS", show_.values().atlas, "Atlas (x.gpkg or postgresql://…)")->required();
        show_.app().add_option("WHAT", show_.values().what, "Network or city")->required();
        set_up_tiles(tiles_);
        set_up_render(render_);
        verify_.app().add_option("ARCHIVE", verify_.values().archive, "Tile archive")->required();
        verify_.app().add_option("--atlas", verify_.values().atlas, "Every place of this atlas (x.gpkg or postgresql://…) must be there");
    }

    std::variant<Invocation, Instead> parse(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            std::ostringstream out;
            std::ostringstream err;
            const bool wrong = app_.exit(error, out, err) != 0;
            return Instead{.text = wrong ? err.str() : out.str(), .code = wrong ? 2 : 0};
        }
        return Invocation{.common = common_, .command = chosen()};
    }

private:
    [[nodiscard]] Command chosen() {
        if (build_.chosen()) return build_.values();
        if (extract_.chosen()) return extract_.values();
        if (ingest_.chosen()) return ingest_.values();
        if (remove_.chosen()) return remove_.values();
        if (geocode_.chosen()) return geocode_.values();
        if (near_.chosen()) return near_.values();
        if (nearest_.chosen()) return nearest_.values();
        if (networks_.chosen()) return networks_.values();
        if (show_.chosen()) return show_.values();
        if (tiles_.chosen()) return tiles_.values();
        if (render_.chosen()) return render_.values();
        return verify_.values();
    }

    CLI::App app_{overview, "cityweave"};
    CommonOptions common_;
    Subcommand<BuildOptions> build_{app_, "build", "Read, find every city, and make atlas, tiles, style and sheets",
                                    "cityweave build page.txt -o out/"};
    Subcommand<ExtractOptions> extract_{app_, "extract", "Show what a page says, before geocoding",
                                        "cityweave extract page.html -o rows.csv"};
    Subcommand<IngestOptions> ingest_{app_, "ingest", "Read, find every city, and store an atlas",
                                      "cityweave ingest page.txt -o atlas.gpkg\n         cityweave ingest more.csv -o atlas.gpkg --add\n"
                                      "         cityweave ingest page.txt -o 'postgresql:///?service=atlas'"};
    Subcommand<RemoveOptions> remove_{app_, "remove",
                                      "Remove a network with its memberships, and the cities that are in no other; or a city with its "
                                      "memberships. Links are made anew",
                                      "cityweave remove atlas.gpkg puma"};
    Subcommand<GeocodeOptions> geocode_{app_, "geocode", "Find a city", "cityweave geocode \"Eurometropolis of Strasbourg\" --country FR"};
    Subcommand<FindOptions> near_{app_, "near", "Cities within a distance, nearest first",
                                  "cityweave near out/atlas.gpkg Kuopio --radius 300km\n"
                                  "         cityweave near 'postgresql:///?service=atlas' Kuopio --radius 300km"};
    Subcommand<FindOptions> nearest_{app_, "nearest", "The nearest cities", "cityweave nearest out/atlas.gpkg Kuopio -k 10"};
    Subcommand<NetworksOptions> networks_{app_, "networks", "List the networks", "cityweave networks out/atlas.gpkg"};
    Subcommand<ShowOptions> show_{app_, "show", "Show a network or a city", "cityweave show out/atlas.gpkg puma"};
    Subcommand<TilesOptions> tiles_{app_, "tiles", "Make vector tiles", "cityweave tiles out/atlas.gpkg -o atlas.mbtiles"};
    Subcommand<RenderOptions> render_{app_, "render", "Draw sheets from a tile archive",
                                      "cityweave render out/atlas.pmtiles --network puma -o puma.pdf"};
    Subcommand<VerifyOptions> verify_{app_, "verify", "Check a tile archive", "cityweave verify out/atlas.pmtiles --atlas out/atlas.gpkg"};
};

} // namespace

std::variant<Invocation, Instead> parse_command_line(int argc, const char* const* argv) {
    return Parser().parse(argc, argv);
}

} // namespace cityweave::cli
