// Which memberships, cities and networks a filter leaves, by the same rules as the style's filters: each member that is set must be equal.
import type { Atlas, Membership, Network, Place } from "./atlas.ts";
import type { Filter } from "./view.ts";

export interface Selection {
  readonly memberships: readonly Membership[];
  readonly places: readonly Place[]; ///< in the order of their rank
  readonly networks: readonly Network[]; ///< in the programme's order
}

export function selectionOf(atlas: Atlas, filter: Filter): Selection {
  const fits = (membership: Membership): boolean =>
    (filter.network === null || membership.network === filter.network) &&
    (filter.role === null || membership.role === filter.role) &&
    (filter.cluster === null || atlas.network(membership.network)?.cluster === filter.cluster) &&
    (filter.country === null || atlas.place(membership.place)?.country === filter.country);
  const memberships = atlas.memberships.filter(fits);
  const places = new Set(memberships.map(({ place }) => place));
  const networks = new Set(memberships.map(({ network }) => network));
  return {
    memberships,
    places: atlas.places.filter(({ id }) => places.has(id)),
    networks: atlas.networks.filter(({ id }) => networks.has(id)),
  };
}

/** Cities of several themes whose every membership is in the selection. */
export function wholeAndSeveral(atlas: Atlas, { memberships, places }: Selection): Place[] {
  const selected = new Set(memberships);
  return places.filter((place) => {
    const all = atlas.membershipsOf(place);
    const clusters = new Set(all.map(({ network }) => atlas.network(network)?.cluster));
    return clusters.size > 1 && all.every((membership) => selected.has(membership));
  });
}

/** How many networks of a theme the other filters leave: what the legend promises before it is clicked. */
export function networksByCluster(atlas: Atlas, filter: Filter): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const network of selectionOf(atlas, { ...filter, cluster: null, network: null }).networks)
    counts.set(network.cluster, (counts.get(network.cluster) ?? 0) + 1);
  return counts;
}
