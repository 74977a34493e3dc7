// Sheets of an archive as files: which, under which names, in which formats. Knows no maps (render/ does).
#pragma once

#include "base/json.hpp"
#include "base/parallel.hpp"
#include "cli/progress.hpp"
#include "render/sheet.hpp"
#include "render/sheet_output.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cityweave::cli {

/// One sheet and where it goes: `path` without extension.
struct SheetJob {
    std::filesystem::path path;
    render::SheetRequest request;
};

struct SheetOutput {
    std::vector<render::SheetFormat> formats;
    double scale = 1; ///< pixels a sheet unit, PNG
};

/// Fonts, mark colours and insets of a data folder.
[[nodiscard]] render::SheetData sheet_data(const std::filesystem::path& folder, const render::MarkColors& colors);

/// Draws every job in every format, each file whole. The reports in the order of the jobs.
[[nodiscard]] std::vector<render::SheetReport> draw_sheets(const render::SheetMaker& maker, const std::vector<SheetJob>& jobs,
                                                           const SheetOutput& output, base::Jobs threads, Progress& progress);

} // namespace cityweave::cli
