#include "cli/sheet_making.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/whole_file.hpp"

namespace cityweave::cli {

namespace {

void write_formats(const SheetJob& job, const render::Sheet& sheet, const SheetOutput& output, render::TextShaper& shaper) {
    for (const auto format : output.formats) {
        auto path = job.path;
        path += ".";
        path += render::extension_of(format);
        base::write_whole_file(path, render::to_bytes(sheet.drawing, format, output.scale, shaper));
    }
}

} // namespace

render::SheetData sheet_data(const std::filesystem::path& folder, const render::MarkColors& colors) {
    const auto insets = render::parse_insets(base::MappedFile::open(folder / "insets.csv").text(), "insets.csv");
    if (!insets) throw base::FormatError(base::describe(insets.problem()));
    return {.fonts = render::Fonts::from_folder(folder / "fonts"), .mark_colors = colors, .insets = *insets};
}

std::vector<render::SheetReport> draw_sheets(const render::SheetMaker& maker, const std::vector<SheetJob>& jobs, const SheetOutput& output,
                                             base::Jobs threads, Progress& progress) {
    std::vector<render::SheetRequest> requests;
    for (const auto& job : jobs) requests.push_back(job.request);
    std::vector<render::SheetReport> reports(jobs.size());
    progress.begin("drawing sheets", jobs.size());
    maker.make_all(requests, threads, [&](std::size_t i, const render::Sheet& sheet, render::TextShaper& shaper) {
        write_formats(jobs[i], sheet, output, shaper);
        reports[i] = sheet.report;
        progress.advance();
    });
    return reports;
}

} // namespace cityweave::cli
