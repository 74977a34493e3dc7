#include "geo/spatial_index_file.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"

#include <utility>

namespace cityweave::geo {

namespace {

/// Every position holds a point as the caller has it; boxes and leaves have the checksum's word.
bool holds(const SpatialIndex& index, std::span<const LonLat> points) {
    if (index.size() != points.size()) return false;
    const auto places = index.places();
    const auto numbers = index.numbers();
    for (std::size_t i = 0; i < points.size(); ++i)
        if (numbers[i] >= points.size() || places[i] != points[numbers[i]]) return false;
    return true;
}

} // namespace

std::string stamp_of(std::span<const LonLat> points) {
    return base::hex(base::sha256(std::as_bytes(points)));
}

void write_spatial_index(const std::filesystem::path& path, const SpatialIndex& index, const std::string& stamp) {
    base::write_compiled_file(path, spatial_index_format, stamp, index.bytes());
}

// What is wrong with a cache is no error to anybody: it is made again. So errors end here, not in main.
std::optional<SpatialIndex> read_spatial_index(const std::filesystem::path& path, std::span<const LonLat> points) {
    try {
        auto file = base::CompiledFile::open(path, spatial_index_format);
        if (file.edition() != stamp_of(points)) return std::nullopt;
        SpatialIndex index(std::move(file));
        if (!holds(index, points)) return std::nullopt;
        return index;
    } catch (const base::Error&) {
        return std::nullopt;
    }
}

SpatialIndex spatial_index_beside(const std::filesystem::path& path, std::span<const LonLat> points, base::Jobs jobs) {
    if (auto kept = read_spatial_index(path, points)) return std::move(*kept);
    SpatialIndex index(points, jobs);
    try {
        write_spatial_index(path, index, stamp_of(points));
    } catch (const base::IoError&) { // not kept, as promised
    }
    return index;
}

} // namespace cityweave::geo
