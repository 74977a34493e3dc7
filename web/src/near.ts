// Cities by distance from a centre, nearest first.
import type { Atlas, Place } from "./atlas.ts";
import { leg, type Leg, type LonLat } from "./geodesy.ts";
import type { Near } from "./view.ts";

export interface Neighbour extends Leg {
  readonly place: Place;
}

export function centreOf(atlas: Atlas, near: Near): LonLat | undefined {
  return typeof near.centre === "number" ? atlas.place(near.centre) : near.centre;
}

/** No degree of latitude is shorter on WGS 84: what lies further north or south than the radius needs no geodesic. */
const shortestDegree = 110_574;

/** Ties keep the order they came in, which is that of rank. */
export function neighbours(places: readonly Place[], centre: LonLat, radiusKm: number): Neighbour[] {
  return places
    .filter(({ lat }) => Math.abs(lat - centre.lat) * shortestDegree <= radiusKm * 1000)
    .map((place) => ({ place, ...leg(centre, place) }))
    .filter(({ metres }) => metres <= radiusKm * 1000)
    .sort((a, b) => a.metres - b.metres);
}
