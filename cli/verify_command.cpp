// verify: an archive against its specifications and our promises.
#include "atlas/store.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/progress.hpp"
#include "cli/report_json.hpp"
#include "tiles/verify.hpp"

#include <fmt/format.h>

namespace cityweave::cli {

namespace {

std::vector<std::uint64_t> place_ids(const std::string& address) {
    const auto atlas = atlas::open_store(address)->load();
    std::vector<std::uint64_t> ids;
    for (const auto& place : atlas.places()) ids.push_back(place.id);
    return ids;
}

std::string as_json(const tiles::Verification& verification) {
    base::JsonArray problems;
    for (const auto& problem : verification.report.problems()) problems.push_back(problem_json(problem));
    const base::JsonObject object{{"passed", verification.passed()},
                                  {"tiles", std::uint64_t{verification.tiles}},
                                  {"features", std::uint64_t{verification.features}},
                                  {"problems", problems}};
    return base::to_text(object, base::JsonLayout::indented);
}

std::string as_lines(const tiles::Verification& verification) {
    std::string text;
    for (const auto& problem : verification.report.problems()) text += base::describe(problem) + "\n";
    return text +
           fmt::format("{} tiles, {} features, {} problems\n", verification.tiles, verification.features, verification.report.total());
}

} // namespace

int run(const CommonOptions& common, const VerifyOptions& options) {
    Progress progress(common.quiet);
    tiles::VerifyRequest request{.jobs = base::Jobs::from_request(common.jobs)};
    if (!options.atlas.empty()) request.expected_ids = place_ids(options.atlas);
    progress.begin("verifying");
    const auto verification = tiles::verify_archive(options.archive, request);
    progress.end();
    write_output("-", common.json ? as_json(verification) : as_lines(verification));
    return verification.passed() ? 0 : 1;
}

} // namespace cityweave::cli
