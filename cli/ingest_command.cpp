// ingest: read, geocode, store an atlas, or add to one.
#include "atlas/store.hpp"
#include "base/error.hpp"
#include "cli/atlas_making.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/report_json.hpp"
#include "cli/timings.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace cityweave::cli {

namespace {

/// Nobody need ask for a report to learn that sources disagree: each is told with both sides.
void tell_contradictions(const base::Report& report) {
    for (const auto& problem : report.problems())
        if (problem.code.ends_with("-contradiction") || problem.code == "second-lead") fmt::print(stderr, "{}\n", base::describe(problem));
}

} // namespace

int run(const CommonOptions& common, const IngestOptions& options) {
    Progress progress(common.quiet);
    const auto store = atlas::open_store(options.output);
    std::optional<MadeAtlas> made;
    const auto make = [&](const atlas::Atlas* former) -> const atlas::Atlas& {
        made.emplace(make_atlas(common, options.read, progress, former));
        progress.begin("storing");
        return made->atlas;
    };
    // Said before anything is read: reading may take long.
    if (options.add && options.output.ends_with(".gpkg") && !std::filesystem::is_regular_file(options.output))
        throw base::IoError(fmt::format("{}: there is no atlas to add to; without --add one is made", options.output));
    std::string before;
    if (options.add)
        store->change([&](const atlas::Atlas& former) {
            before = counts(former);
            return make(&former);
        });
    else
        store->save(make(nullptr));
    if (!options.report.empty()) write_output(options.report, base::to_text(report_json(*made), base::JsonLayout::indented));
    progress.end();
    write_timings(common, progress);
    fmt::print(stderr, "{}{}\n", summary(*made), before.empty() ? "" : fmt::format("; before: {}", before));
    tell_contradictions(made->report);
    return 0;
}

} // namespace cityweave::cli
