// build: the whole way from inputs to a folder with atlas, tiles, styles, sheets, web map, report and manifest.
#include "atlas/gpkg_store.hpp"
#include "base/error.hpp"
#include "base/whole_file.hpp"
#include "cli/atlas_json.hpp"
#include "cli/atlas_making.hpp"
#include "cli/commands.hpp"
#include "cli/manifest.hpp"
#include "cli/report_json.hpp"
#include "cli/sheet_making.hpp"
#include "cli/tile_making.hpp"
#include "cli/timings.hpp"
#include "cli/web_map.hpp"
#include "render/map_features.hpp"
#include "render/sprites.hpp"
#include "render/style_json.hpp"
#include "render/style_template.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace cityweave::cli {

namespace {

namespace fs = std::filesystem;

/// A folder of somebody else's is not replaced by accident.
void check_target(const BuildOptions& options) {
    const fs::path target(options.output);
    if (!fs::exists(target) || options.force) return;
    if (!fs::is_directory(target)) throw base::ConfigError(fmt::format("{}: is there and is no folder", options.output));
    if (!fs::is_empty(target) && !is_our_folder(target))
        throw base::ConfigError(
            fmt::format("{}: is not empty and was not made by cityweave build; give another folder, or --force", options.output));
}

void write_json(const fs::path& path, const base::Json& value, base::JsonLayout layout) {
    base::write_whole_file(path, base::to_text(value, layout));
}

/// What the later steps of one build share.
struct Build {
    const CommonOptions& common;
    const BuildOptions& options;
    const MadeAtlas& made;
    fs::path folder; ///< being made
    base::Jobs threads;
};

void write_atlas(const Build& build, Progress& progress) {
    progress.begin("storing the atlas");
    atlas::GpkgStore(build.folder / "atlas.gpkg").save(build.made.atlas);
    write_json(build.folder / "atlas.json", atlas_json(build.made.atlas), base::JsonLayout::compact);
    write_json(build.folder / "report.json", report_json(build.made), base::JsonLayout::indented);
}

std::vector<SheetJob> sheet_jobs(const Build& build) {
    fs::create_directory(build.folder / "maps");
    std::vector<SheetJob> jobs;
    constexpr double overview_side = 2400;
    jobs.push_back(
        {.path = build.folder / "maps" / "all", .request = {.width = overview_side, .height = overview_side, .lang = build.options.lang}});
    for (const auto& network : build.made.atlas.networks())
        jobs.push_back({.path = build.folder / "maps" / network.slug,
                        .request = {.selection = {.network = network.slug}, .lang = build.options.lang}});
    return jobs;
}

std::vector<render::SheetFormat> sheet_formats(const BuildOptions& options) {
    std::vector<render::SheetFormat> formats;
    for (const auto& name : options.sheets)
        if (const auto format = render::sheet_format(name)) formats.push_back(*format);
    return formats;
}

void write_styles(const Build& build, const render::StyleTemplate& ours, const tiles::TilesetMetadata& metadata) {
    const render::StyleAddresses addresses{.base = build.options.base_url};
    write_json(build.folder / "style.json", ours.style(metadata, render::Theme::light, addresses), base::JsonLayout::indented);
    write_json(build.folder / "style-dark.json", ours.style(metadata, render::Theme::dark, addresses), base::JsonLayout::indented);
}

/// The marks that the styles name, as pixels for web maps; sheets draw them from the same paths.
void write_sprites(const Build& build, const render::StyleTemplate& ours, const tiles::TileReader& archive) {
    const fs::path folder = build.folder / "sprites";
    fs::create_directories(folder);
    const render::FeatureSource source(archive, build.threads);
    for (const auto theme : {render::Theme::light, render::Theme::dark}) {
        const auto marks = render::marks_of(ours.palette().look(archive.metadata().cityweave, theme));
        const auto* stem = theme == render::Theme::dark ? "sprite-dark" : "sprite";
        render::write_sprites(folder / stem, marks, render::icon_names(source, marks),
                              sheet_data(build.made.data_folder, marks.colors()).fonts);
    }
}

/// Sheets are drawn from the archive and the style just written, so that print and web cannot disagree.
void write_styles_and_sheets(const Build& build, Progress& progress) {
    const auto archive = tiles::open_archive((build.folder / "atlas.pmtiles").string());
    const auto ours = render::StyleTemplate::read((build.made.data_folder / "style").string());
    write_styles(build, ours, archive->metadata());
    write_sprites(build, ours, *archive);
    const auto formats = sheet_formats(build.options);
    if (formats.empty()) return;
    base::Report problems;
    const auto style = render::parse_style(ours.style(archive->metadata(), render::Theme::light), "style.json", problems);
    if (!style || problems.total() > 0) throw base::FormatError("style.json: our own style cannot be read");
    const auto look = ours.palette().look(archive->metadata().cityweave, render::Theme::light);
    const render::SheetMaker maker(*archive, *style, sheet_data(build.made.data_folder, render::marks_of(look).colors()), build.threads);
    static_cast<void>(draw_sheets(maker, sheet_jobs(build), {.formats = formats}, build.threads, progress));
}

void make_folder(const Build& build, Progress& progress) {
    write_atlas(build, progress);
    const auto base_map = tiles::BaseMap::open(build.made.data_folder / "basemap.cwb");
    make_tiles(build.made.atlas, base_map, {.output = (build.folder / "atlas.pmtiles").string(), .jobs = build.threads}, progress);
    write_styles_and_sheets(build, progress);
    copy_web_map(build.made.data_folder, build.folder);
    progress.begin("writing the manifest");
    const auto manifest =
        manifest_json(build.folder, build.made.inputs, {{"gazetteer", build.made.gazetteer_edition}, {"base map", base_map.edition()}});
    write_json(build.folder / "manifest.json", manifest, base::JsonLayout::indented);
}

} // namespace

int run(const CommonOptions& common, const BuildOptions& options) {
    check_target(options);
    Progress progress(common.quiet);
    const auto made = make_atlas(common, options.read, progress);
    base::WholeDirectory directory(options.output);
    make_folder({.common = common,
                 .options = options,
                 .made = made,
                 .folder = directory.temporary_path(),
                 .threads = base::Jobs::from_request(common.jobs)},
                progress);
    directory.commit();
    progress.end();
    write_timings(common, progress);
    fmt::print(stderr, "{}\n", summary(made));
    return 0;
}

} // namespace cityweave::cli
