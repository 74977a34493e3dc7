// The row number of a network is not that of a place.
#include "atlas/atlas.hpp"

using namespace cityweave;

const atlas::Place& use(const atlas::Atlas& atlas, atlas::NetworkId network, atlas::PlaceId place) {
#ifdef WRONG
    return atlas.place(network);
#else
    return atlas.lead_of(network) == place ? atlas.place(place) : atlas.places().front();
#endif
}
