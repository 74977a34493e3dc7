// The current list as CSV and GeoJSON, column for column what `cityweave near` writes.
import type { Atlas, Place } from "./atlas.ts";
import { compass, type Leg } from "./geodesy.ts";

/** A city of the list; the leg is there where distances are asked for. */
export interface Row {
  readonly place: Place;
  readonly leg: Leg | null;
}

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (fields: readonly string[]): string => `${fields.map(field).join(",")}\n`;

/** A spreadsheet would run a cell that begins like a formula. */
const cell = (text: string): string => (/^[=+@\t\r-]/.test(text) ? `'${text}` : text);

const networksText = (atlas: Atlas, place: Place): string =>
  atlas.networksOf(place).map(({ network, role }) => network.name + (role === "lead" ? " (lead)" : "")).join(", ");

export function csv(atlas: Atlas, rows: readonly Row[]): string {
  const header = ["id", "name", "country", "lon", "lat", "km", "bearing", "compass", "networks"];
  const lines = rows.map(({ place, leg }) => line([
    String(place.id), cell(place.name), place.country, place.lon.toFixed(6), place.lat.toFixed(6),
    leg ? (Math.round(leg.metres) / 1000).toFixed(3) : "", leg ? leg.bearing.toFixed(1) : "", leg ? compass(leg) : "",
    cell(networksText(atlas, place)),
  ]));
  return line(header) + lines.join("");
}

function feature(atlas: Atlas, { place, leg }: Row): object {
  const distance = leg
    ? { km: Math.round(leg.metres) / 1000, bearing: Math.round(leg.bearing * 10) / 10, compass: compass(leg) }
    : {};
  return {
    type: "Feature",
    id: place.id,
    geometry: { type: "Point", coordinates: [place.lon, place.lat] },
    properties: {
      id: place.id, name: place.name, country: place.country, ...distance,
      networks: atlas.networksOf(place).map(({ network, role }) => ({ id: network.id, name: network.name, role })),
    },
  };
}

export function geojson(atlas: Atlas, rows: readonly Row[]): string {
  return `${JSON.stringify({ type: "FeatureCollection", features: rows.map((row) => feature(atlas, row)) }, null, 2)}\n`;
}
