// A spatial index's file: any payload under a right checksum is opened and asked, or refused with FormatError; no read
// leaves the mapping. And under a right stamp it is taken only if it holds the very points.
#include "base/error.hpp"
#include "geo/spatial_index_file.hpp"
#include "tests/fuzz/support.hpp"

#include <filesystem>
#include <unistd.h>

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto path = std::filesystem::temp_directory_path() / ("cityweave-fuzz-" + std::to_string(::getpid()) + ".cwi");
    static const std::vector<geo::LonLat> points(3, geo::LonLat::wrapped({.lon = 25.7, .lat = 61.9}));
    base::write_compiled_file(path, geo::spatial_index_format, geo::stamp_of(points), fuzz::bytes_of(data, size));
    if (const auto index = geo::read_spatial_index(path, points)) fuzz::require(index->size() == points.size());
    try {
        const geo::SpatialIndex index(base::CompiledFile::open(path, geo::spatial_index_format));
        std::filesystem::remove(path);
        for (const auto& centre : {points[0], geo::LonLat::wrapped({.lon = 180, .lat = -90})}) {
            for (const double radius : {0.0, 1e5, 1e7, 1.99e7}) {
                std::vector<std::uint32_t> numbers;
                index.numbers_within(centre, geo::Metres(radius), numbers);
                fuzz::require(numbers.size() <= index.size());
                fuzz::require(index.within(centre, geo::Metres(radius)).size() <= index.size());
            }
            fuzz::require(index.nearest(centre, 5).size() <= 5);
            std::vector<std::uint32_t> numbers;
            index.nearest_numbers(centre, 40, numbers);
        }
        (void)index.inside({geo::LonLat::wrapped({.lon = 170, .lat = -90}), geo::LonLat::wrapped({.lon = -10, .lat = 90})});
    } catch (const base::FormatError&) {
    }
    return 0;
}
