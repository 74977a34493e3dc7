// What the parts of the page share.
import type { Announcer } from "./announcer.ts";
import type { Atlas, Place } from "./atlas.ts";
import type { Marks } from "./marks.ts";
import type { Search } from "./search.ts";
import type { Store } from "./store.ts";
import type { Texts } from "./texts.ts";

export interface Page {
  readonly atlas: Atlas;
  readonly texts: Texts;
  readonly store: Store;
  readonly search: Search;
  readonly marks: Marks;
  readonly announcer: Announcer;
  readonly map: MapLink;
}

/** What the page may ask of the map, whether or not there is one. */
export interface MapLink {
  highlight: (place: Place | null) => void;
  pickPoint: (() => void) | null; ///< the next click on the map is the centre; none without a map
  middle: (() => { lon: number; lat: number }) | null;
}

export function clusterName({ atlas, texts }: Page, id: string | null): string {
  const cluster = atlas.cluster(id);
  return cluster ? cluster.names[texts.language] ?? cluster.name : texts.text("no_theme");
}
