// render: one sheet, or a batch, from a tile archive and a style.
#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/data_folder.hpp"
#include "cli/sheet_making.hpp"
#include "render/style_json.hpp"
#include "render/style_template.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

namespace {

render::Style read_style(const RenderOptions& options, const render::StyleTemplate& ours, const tiles::TilesetMetadata& metadata) {
    base::Report report;
    auto style = options.style.empty() ? render::parse_style(ours.style(metadata, render::Theme::light), "style.json", report)
                                       : render::parse_style(base::MappedFile::open(options.style).text(), options.style, report);
    if (!style) throw base::FormatError(base::describe(style.problem()));
    for (const auto& problem : report.problems()) fmt::print(stderr, "cityweave: {}\n", base::describe(problem));
    return std::move(style).value();
}

render::SheetRequest request_of(const RenderOptions& options) {
    const auto size = render::parse_sheet_size(options.size);
    if (!size) throw base::ConfigError("--size: " + base::describe(size.problem()));
    return {.selection = {.network = options.network, .cluster = options.cluster, .country = options.country, .role = options.role},
            .width = size->width,
            .height = size->height,
            .crs = options.crs,
            .title = options.title,
            .subtitle = options.subtitle,
            .lang = options.lang};
}

render::SheetFormat format_named(const std::string& name) {
    const auto format = render::sheet_format(name);
    if (!format) throw base::ConfigError(fmt::format("found \"{}\", expected an output ending in .png, .svg or .pdf, or --format", name));
    return *format;
}

std::vector<render::SheetFormat> formats_of(const RenderOptions& options) {
    std::vector<render::SheetFormat> formats;
    for (const auto& name : options.formats) formats.push_back(format_named(name));
    if (!formats.empty()) return formats;
    const auto extension = std::filesystem::path(options.output).extension().string();
    return {options.per.empty() ? format_named(extension.empty() ? "" : extension.substr(1)) : render::SheetFormat::png};
}

std::vector<SheetJob> batch_jobs(const RenderOptions& options, const render::SheetMaker& maker) {
    std::vector<SheetJob> jobs;
    const auto add = [&](const std::string& id, std::string render::SheetSelection::*part) {
        auto request = request_of(options);
        request.selection.*part = id;
        jobs.push_back({.path = std::filesystem::path(options.output) / id, .request = std::move(request)});
    };
    if (options.per == "network")
        for (const auto& network : maker.facts().networks) add(network.id, &render::SheetSelection::network);
    if (options.per == "cluster")
        for (const auto& cluster : maker.facts().clusters) add(cluster.id, &render::SheetSelection::cluster);
    if (options.per == "country")
        for (const auto& country : maker.countries()) add(country, &render::SheetSelection::country);
    return jobs;
}

std::vector<SheetJob> jobs_of(const RenderOptions& options, const render::SheetMaker& maker) {
    if (options.per.empty()) return {{.path = std::filesystem::path(options.output).replace_extension(), .request = request_of(options)}};
    std::filesystem::create_directories(options.output);
    return batch_jobs(options, maker);
}

void write_label_report(const std::string& path, const std::vector<SheetJob>& jobs, const std::vector<render::SheetReport>& reports) {
    if (path.empty()) return;
    base::JsonArray list;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        list.push_back(base::JsonObject{{"sheet", jobs[i].path.filename().string()}, {"report", render::to_json(reports[i])}});
    write_output(path, base::to_text(list, base::JsonLayout::indented));
}

} // namespace

int run(const CommonOptions& common, const RenderOptions& options) {
    Progress progress(common.quiet);
    progress.begin("opening");
    const auto formats = formats_of(options);
    const auto threads = base::Jobs::from_request(common.jobs);
    const auto folder = data_folder(common.data);
    const auto archive = tiles::open_archive(options.archive);
    const auto ours = render::StyleTemplate::read((folder / "style").string());
    const auto style = read_style(options, ours, archive->metadata());
    const auto look = ours.palette().look(archive->metadata().cityweave, render::Theme::light);
    const render::SheetMaker maker(*archive, style, sheet_data(folder, render::marks_of(look).colors()), threads);
    const auto jobs = jobs_of(options, maker);
    const auto reports = draw_sheets(maker, jobs, {.formats = formats, .scale = options.scale}, threads, progress);
    write_label_report(options.label_report, jobs, reports);
    return 0;
}

} // namespace cityweave::cli
