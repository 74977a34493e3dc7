#include "cli/timings.hpp"

#include "cli/csv_writer.hpp"
#include "cli/report_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::cli {

void write_timings(const CommonOptions& common, const Progress& progress) {
    if (common.timings.empty()) return;
    std::string text = csv_line({"stage", "seconds"});
    for (const auto& [stage, seconds] : progress.timings()) text += csv_line({stage, fmt::format("{:.4f}", seconds)});
    write_output(common.timings, text);
}

std::string counts(const atlas::Atlas& atlas) {
    return fmt::format("{} networks, {} memberships at {} places", atlas.networks().size(), atlas.memberships().size(),
                       atlas.places().size());
}

std::string summary(const MadeAtlas& made) {
    const auto without = std::count_if(made.entries.begin(), made.entries.end(), [](const auto& e) { return !e.place; });
    const auto doubted =
        std::count_if(made.entries.begin(), made.entries.end(), [](const auto& e) { return e.place && e.confidence < doubted_below; });
    auto text = counts(made.atlas);
    if (without > 0) text += fmt::format("; {} entries without a place", without);
    if (doubted > 0) text += fmt::format("; {} doubted", doubted);
    return text;
}

} // namespace cityweave::cli
