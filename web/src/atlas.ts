// atlas.json as the build writes it, and the same indexed: who is where, in which networks. Knows no page and no map.

export type Role = "lead" | "partner";

export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
}
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly cluster: string | null;
  readonly lead: number | null;
}
export interface Place {
  readonly id: number;
  readonly name: string;
  readonly country: string;
  readonly lon: number;
  readonly lat: number;
  readonly names: readonly string[];
}
export interface Membership {
  readonly network: string;
  readonly place: number;
  readonly role: Role;
  readonly name: string;
}
/** The file: places in the order of their rank, networks and clusters in the programme's. */
export interface AtlasFile {
  readonly programme: { readonly id: string; readonly name: string };
  readonly clusters: readonly Cluster[];
  readonly networks: readonly Network[];
  readonly places: readonly Place[];
  readonly memberships: readonly Membership[];
}

function grouped<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

export class Atlas {
  private readonly networkById: ReadonlyMap<string, Network>;
  private readonly networkOrder: ReadonlyMap<string, number>;
  private readonly clusterById: ReadonlyMap<string, Cluster>;
  private readonly placeById: ReadonlyMap<number, Place>;
  private readonly byPlace: ReadonlyMap<number, Membership[]>;
  private readonly byNetwork: ReadonlyMap<string, Membership[]>;

  constructor(readonly file: AtlasFile) {
    this.networkById = new Map(file.networks.map((network) => [network.id, network]));
    this.networkOrder = new Map(file.networks.map(({ id }, i) => [id, i]));
    this.clusterById = new Map(file.clusters.map((cluster) => [cluster.id, cluster]));
    this.placeById = new Map(file.places.map((place) => [place.id, place]));
    this.byPlace = grouped(file.memberships, (membership) => membership.place);
    this.byNetwork = grouped(file.memberships, (membership) => membership.network);
  }

  get programme(): string {
    return this.file.programme.name || "Cityweave";
  }
  get networks(): readonly Network[] {
    return this.file.networks;
  }
  get clusters(): readonly Cluster[] {
    return this.file.clusters;
  }
  get places(): readonly Place[] {
    return this.file.places;
  }
  get memberships(): readonly Membership[] {
    return this.file.memberships;
  }

  network(id: string | null): Network | undefined {
    return id === null ? undefined : this.networkById.get(id);
  }
  cluster(id: string | null): Cluster | undefined {
    return id === null ? undefined : this.clusterById.get(id);
  }
  place(id: number | null): Place | undefined {
    return id === null ? undefined : this.placeById.get(id);
  }

  membershipsOf(place: Place): readonly Membership[] {
    return this.byPlace.get(place.id) ?? [];
  }
  membersOf(network: Network): readonly Membership[] {
    return this.byNetwork.get(network.id) ?? [];
  }

  /** Two partners of one network may share a place: it is one city, and leads if either does. */
  networksOf(place: Place): readonly { readonly network: Network; readonly role: Role }[] {
    const roles = new Map<string, Role>();
    for (const { network, role } of this.membershipsOf(place)) if (role === "lead" || !roles.has(network)) roles.set(network, role);
    const found = [...roles].flatMap(([id, role]) => { const network = this.network(id); return network ? [{ network, role }] : []; });
    return found.sort((a, b) => this.order(a.network) - this.order(b.network));
  }

  private order({ id }: Network): number {
    return this.networkOrder.get(id) ?? 0;
  }

  countries(): readonly string[] {
    return [...new Set(this.places.map((place) => place.country))];
  }
}

/** Enough of a check that a foreign file is told at once, not by a page half drawn. */
export function atlasFrom(json: unknown): Atlas {
  const file = json as Partial<AtlasFile> | null;
  const lists = [file?.clusters, file?.networks, file?.places, file?.memberships];
  if (!file?.programme || !lists.every(Array.isArray)) throw new Error("atlas.json is no atlas");
  return new Atlas(file as AtlasFile);
}
