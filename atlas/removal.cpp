#include "atlas/removal.hpp"

#include <algorithm>

namespace cityweave::atlas {

namespace {

/// The parts without some places; memberships there must be gone already.
void drop_places(AtlasParts& parts, const std::vector<bool>& dropped) {
    std::vector<PlaceId> renumbered;
    std::vector<Place> places;
    renumbered.reserve(parts.places.size());
    places.reserve(parts.places.size());
    for (std::size_t row = 0; row < parts.places.size(); ++row) {
        renumbered.emplace_back(static_cast<std::uint32_t>(places.size()));
        if (!dropped[row]) places.push_back(std::move(parts.places[row]));
    }
    parts.places = std::move(places);
    for (Membership& m : parts.memberships) m.place = renumbered[m.place.row()];
}

AtlasParts without_links(const Atlas& atlas) {
    AtlasParts parts = atlas.parts();
    parts.links.clear();
    return parts;
}

} // namespace

AtlasParts without(const Atlas& atlas, NetworkId network) {
    AtlasParts parts = without_links(atlas);
    std::vector<bool> dropped(parts.places.size(), false);
    for (const Membership& m : atlas.memberships_of(network)) {
        const auto there = atlas.memberships_of(m.place);
        dropped[m.place.row()] =
            std::all_of(there.begin(), there.end(), [&](std::uint32_t index) { return atlas.memberships()[index].network == network; });
    }
    std::erase_if(parts.memberships, [&](const Membership& m) { return m.network == network; });
    parts.networks.erase(parts.networks.begin() + network.row());
    for (Membership& m : parts.memberships)
        if (m.network > network) m.network = NetworkId(m.network.row() - 1);
    drop_places(parts, dropped);
    return parts;
}

AtlasParts without(const Atlas& atlas, PlaceId place) {
    AtlasParts parts = without_links(atlas);
    std::erase_if(parts.memberships, [&](const Membership& m) { return m.place == place; });
    std::vector<bool> dropped(parts.places.size(), false);
    dropped[place.row()] = true;
    drop_places(parts, dropped);
    return parts;
}

} // namespace cityweave::atlas
