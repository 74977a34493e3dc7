// Cities and networks by what was typed: names in any language the atlas knows, whole, begun, or at the start of a later word.
import type { Atlas, Network, Place } from "./atlas.ts";
import { folded, plain } from "./fold.ts";

export type Found =
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "city"; readonly place: Place; readonly by: string | null }; ///< the name it was found by, where that is another

interface Entry {
  readonly target: { readonly network: Network } | { readonly place: Place };
  readonly names: readonly { readonly shown: string; readonly folded: string; readonly main: boolean }[];
}

const named = (shown: string, main: boolean) => ({ shown, folded: folded(shown), main });

function entries(atlas: Atlas): Entry[] {
  const networks = atlas.networks.map((network) => ({ target: { network }, names: [named(network.name, true)] }));
  const places = atlas.places.map((place) => ({
    target: { place },
    names: [
      named(place.name, true),
      ...place.names.map((name) => named(name, false)),
      ...atlas.membershipsOf(place).map(({ name }) => named(name, false)),
    ],
  }));
  return [...networks, ...places];
}

/** Lower is better; none where the name does not fit. */
function fit(name: Entry["names"][number], typed: string, exact: string): number | null {
  const later = name.main ? 0 : 1;
  if (name.folded === typed) return later + (plain(name.shown) === exact ? 0 : 0.5);
  if (name.folded.startsWith(typed)) return 2 + later;
  if (name.folded.includes(` ${typed}`)) return 4 + later;
  return null;
}

export class Search {
  private readonly entries: readonly Entry[];
  constructor(atlas: Atlas) {
    this.entries = entries(atlas);
  }

  /** Best first; equals in the order of the atlas: networks, then cities by rank. */
  find(text: string, limit: number): Found[] {
    const typed = folded(text);
    if (typed === "") return [];
    return this.entries
      .flatMap((entry) => best(entry, typed, plain(text)))
      .sort((a, b) => a.score - b.score)
      .slice(0, limit)
      .map(({ found }) => found);
  }
}

function best(entry: Entry, typed: string, exact: string): { score: number; found: Found }[] {
  let score = Infinity;
  let by: string | null = null;
  for (const name of entry.names) {
    const fits = fit(name, typed, exact);
    if (fits === null || fits >= score) continue;
    score = fits;
    by = name.main ? null : name.shown;
  }
  if (score === Infinity) return [];
  const { target } = entry;
  return [{ score, found: "network" in target ? { kind: "network", network: target.network } : { kind: "city", place: target.place, by } }];
}
