// extract: what the reader saw, before geocoding, as CSV.
#include "cli/atlas_making.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

namespace {

std::string rows_csv(const ingest::Extract& extract) {
    std::string text = csv_line({"network", "cluster", "role", "partner", "country", "source", "line"});
    for (const auto& m : extract.mentions)
        text += csv_line({m.network, m.cluster, atlas::name_of(m.role), m.partner, m.country, m.source, fmt::format("{}", m.line)});
    return text;
}

std::string points_csv(const ingest::Extract& extract) {
    std::string text = csv_line({"label", "lon", "lat"});
    for (const auto& point : extract.points)
        text += csv_line({point.label, fmt::format("{}", point.position.lon()), fmt::format("{}", point.position.lat())});
    return text;
}

} // namespace

int run(const CommonOptions& common, const ExtractOptions& options) {
    const Engine engine(common);
    std::vector<InputFile> files;
    const auto extract = read_inputs(engine, options.read, files);
    engine.require_sound();
    // Both on standard output would mix two tables; asking for points there means only them.
    if (options.rows != "-" || options.points != "-") write_output(options.rows, rows_csv(extract));
    if (!options.points.empty()) write_output(options.points, points_csv(extract));
    for (const auto& problem : extract.report.problems()) fmt::print(stderr, "cityweave: {}\n", base::describe(problem));
    return 0;
}

} // namespace cityweave::cli
