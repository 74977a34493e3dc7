// Distances, circles and directions on WGS 84, exact through Karney's geodesics. Knows points, not places.
import geodesic from "geographiclib-geodesic";

/** Degrees, WGS 84. */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}
export interface Leg {
  readonly metres: number;
  readonly bearing: number; ///< degrees from north, 0 ≤ bearing < 360
}

const wgs84 = geodesic.Geodesic.WGS84;

export function leg(from: LonLat, to: LonLat): Leg {
  const { s12, azi1 } = wgs84.Inverse(from.lat, from.lon, to.lat, to.lon);
  const metres = s12 ?? NaN;
  return { metres, bearing: metres === 0 ? 0 : ((azi1 ?? 0) + 360) % 360 };
}

export function destination(from: LonLat, bearing: number, metres: number): LonLat {
  const { lon2, lat2 } = wgs84.Direct(from.lat, from.lon, bearing, metres);
  return { lon: lon2 ?? NaN, lat: lat2 ?? NaN };
}

/**
 * The points at that distance, as one closed ring counter-clockwise. Longitudes go on past 180° rather than jump, so that the ring
 * stays whole on a map; a circle round a pole has no such ring on Web Mercator and is drawn as far as it goes.
 */
export function circle(centre: LonLat, metres: number, corners = 180): [number, number][] {
  const ring: [number, number][] = [];
  for (let i = 0; i < corners; ++i) {
    const { lon, lat } = destination(centre, -(360 * i) / corners, metres);
    const before = ring.at(-1)?.[0] ?? centre.lon;
    ring.push([lon + 360 * Math.round((before - lon) / 360), lat]);
  }
  ring.push(ring[0] as [number, number]);
  return ring;
}

const points = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"] as const;

/** One of sixteen, as the command line tells it; none where there is no distance. */
export function compass({ metres, bearing }: Leg): string {
  return metres === 0 ? "" : (points[Math.round(bearing / 22.5) % 16] as string);
}
