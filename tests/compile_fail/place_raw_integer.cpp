// A bare number is no row number.
#include "atlas/atlas.hpp"

using namespace cityweave;

const atlas::Place& use(const atlas::Atlas& atlas, std::uint32_t row) {
#ifdef WRONG
    return atlas.place(row);
#else
    return atlas.place(atlas::PlaceId(row));
#endif
}
