// Row numbers of two tables are not compared.
#include "atlas/ids.hpp"

using namespace cityweave;

bool use(atlas::ClusterId cluster, atlas::NetworkId network) {
#ifdef WRONG
    return cluster == network;
#else
    return cluster.row() == network.row();
#endif
}
