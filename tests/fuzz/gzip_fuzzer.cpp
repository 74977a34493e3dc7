// gzip: any bytes inflate within the limit or are refused; what goes in comes out.
#include "tests/fuzz/support.hpp"
#include "tiles/gzip.hpp"

#include <algorithm>

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t limit = 1 << 20;
    const auto bytes = fuzz::bytes_of(data, size);
    const auto inflated = tiles::gunzip(bytes, limit);
    if (inflated) fuzz::require(inflated->size() <= limit);
    const auto round_trip = tiles::gunzip(tiles::gzip(bytes));
    fuzz::require(round_trip.has_value() && std::equal(round_trip->begin(), round_trip->end(), bytes.begin(), bytes.end()));
    return 0;
}
