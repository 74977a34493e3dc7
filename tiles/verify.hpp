// Holds an archive against the clauses of its specifications and against our promises. Repairs nothing, knows no atlas.
#pragma once

#include "base/parallel.hpp"
#include "base/report.hpp"
#include "tiles/archive.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cityweave::tiles {

struct VerifyRequest {
    /// The layer whose features stand at every zoom they may stand at; none of that name: not looked at.
    std::string promised_layer = "places";
    /// Feature ids that layer must hold, as an atlas knows them; none: only the archive's own.
    std::optional<std::vector<std::uint64_t>> expected_ids{};
    base::Jobs jobs = base::Jobs::from_request(0);
    /// As TilerOptions::progress.
    std::function<void(std::size_t done, std::size_t total)> progress{};
};

struct Verification {
    base::Report report;   ///< `source` of a problem is "path z/x/y layer", as far as it goes; `expected` names the clause
    std::size_t tiles = 0; ///< looked at
    std::size_t features = 0;
    [[nodiscard]] bool passed() const noexcept { return report.total() == 0; }
};

/// PMTiles v3, MBTiles 1.3 and MVT 2.1, MUST and SHOULD alike. An archive that cannot be read at all gives one problem,
/// "archive-damaged". Throws IoError if there is no such file. Linear in tiles and their sizes; memory in proportion to
/// the largest tiles, and the ids of the promised layer at every zoom.
[[nodiscard]] Verification verify_archive(const std::string& path, const VerifyRequest& request = {});

/// The rules of PMTiles v3 that a reader can do without: counts, clustering, order, sections, metadata.
/// Throws FormatError where the file cannot be read further.
void verify_pmtiles(const std::filesystem::path& path, base::Report& report);

/// The rows and tables MBTiles 1.3 asks for. Throws FormatError likewise.
void verify_mbtiles(const std::filesystem::path& path, base::Report& report);

} // namespace cityweave::tiles
