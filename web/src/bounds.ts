// What the map should show for a view: the box of what was chosen.
import type { Atlas, Place } from "./atlas.ts";
import { circle, type LonLat } from "./geodesy.ts";
import { centreOf } from "./near.ts";
import { selectionOf } from "./selection.ts";
import type { View } from "./view.ts";

export type Box = [west: number, south: number, east: number, north: number];

function boxOf(points: readonly LonLat[]): Box | null {
  if (points.length === 0) return null;
  const lons = points.map(({ lon }) => lon);
  const lats = points.map(({ lat }) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** A city and all its partners. */
export function constellation(atlas: Atlas, place: Place): Place[] {
  const ids = new Set(atlas.networksOf(place).flatMap(({ network }) => atlas.membersOf(network).map((membership) => membership.place)));
  return atlas.places.filter(({ id }) => ids.has(id));
}

export function boundsOf(atlas: Atlas, view: View): Box | null {
  const place = atlas.place(view.place);
  const centre = view.near ? centreOf(atlas, view.near) : undefined;
  if (place && !view.near && view.filter.network === null) return boxOf(constellation(atlas, place));
  if (view.near && centre) return boxOf(circle(centre, view.near.radiusKm * 1000, 36).map(([lon, lat]) => ({ lon, lat })));
  return boxOf(selectionOf(atlas, view.filter).places) ?? boxOf(atlas.places);
}

/** The camera follows a choice only when this changes; a theme, a role or a radius leaves it where the reader put it. */
export function boundsKey({ filter, place, near }: View): string {
  if (near) return JSON.stringify(near.centre);
  return filter.network ?? (place !== null ? `place ${place}` : `country ${filter.country}`);
}
