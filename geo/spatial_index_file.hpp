// A spatial index kept beside what it was made from, to be mapped instead of built again. It is a cache: never trusted
// unless whole and made from just these points, and nobody is told when it cannot be kept. Knows no atlas.
#pragma once

#include "base/parallel.hpp"
#include "geo/spatial_index.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace cityweave::geo {

inline constexpr base::CompiledFormat spatial_index_format{.magic = "CWINDEX\n", .version = 1};

/// What tells one sequence of points from another: SHA-256 of their coordinates, as hexadecimal digits. O(n).
[[nodiscard]] std::string stamp_of(std::span<const LonLat> points);

/// Throws IoError.
void write_spatial_index(const std::filesystem::path& path, const SpatialIndex& index, const std::string& stamp);

/// None if there is no file, or one that is damaged, of another version, or made from other points than these, whose
/// numbers are their places in `points`. O(n), less than half of what building takes.
[[nodiscard]] std::optional<SpatialIndex> read_spatial_index(const std::filesystem::path& path, std::span<const LonLat> points);

/// What `path` holds, if it is the index of these points; else a new index, which is written there whole for the next time.
/// Where that cannot be done (a folder that may only be read, a full disk), the index is in memory alone.
[[nodiscard]] SpatialIndex spatial_index_beside(const std::filesystem::path& path, std::span<const LonLat> points,
                                                base::Jobs jobs = base::Jobs::from_request(0));

} // namespace cityweave::geo
