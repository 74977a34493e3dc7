// PMTiles: any bytes are a header or a directory, or refused; what is read is written and read again equal.
#include "tests/fuzz/support.hpp"
#include "tiles/pmtiles_directory.hpp"

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::bytes_of(data, size);
    (void)tiles::decode_header(bytes, size);
    const auto directory = tiles::decode_directory(bytes);
    if (!directory) return 0;
    const auto encoded = tiles::encode_directory(*directory);
    const auto again = tiles::decode_directory(std::as_bytes(std::span(encoded)));
    fuzz::require(again.has_value() && *again == *directory);
    return 0;
}
