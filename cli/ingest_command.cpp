// ingest: read, geocode, store an atlas.
#include "atlas/store.hpp"
#include "cli/atlas_making.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/report_json.hpp"
#include "cli/timings.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

int run(const CommonOptions& common, const IngestOptions& options) {
    Progress progress(common.quiet);
    const auto store = atlas::open_store(options.output);
    const auto made = make_atlas(common, options.read, progress);
    progress.begin("storing");
    store->save(made.atlas);
    if (!options.report.empty()) write_output(options.report, base::to_text(report_json(made), base::JsonLayout::indented));
    progress.end();
    write_timings(common, progress);
    fmt::print(stderr, "{}\n", summary(made));
    return 0;
}

} // namespace cityweave::cli
