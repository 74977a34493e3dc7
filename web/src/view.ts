// What is looked at, and how it is written in the address: a link gives the same view to whoever opens it.
import type { Atlas } from "./atlas.ts";
import type { LonLat } from "./geodesy.ts";

export interface Filter {
  readonly cluster: string | null;
  readonly network: string | null;
  readonly country: string | null;
  readonly role: string | null;
}
export interface Camera extends LonLat {
  readonly zoom: number;
}
/** The centre is a city of the atlas or any point. */
export interface Near {
  readonly centre: number | LonLat;
  readonly radiusKm: number;
}
export type ListKind = "networks" | "cities";

export interface View {
  readonly filter: Filter;
  readonly place: number | null;
  readonly near: Near | null;
  readonly list: ListKind;
  readonly camera: Camera | null;
}

export const noFilter: Filter = { cluster: null, network: null, country: null, role: null };
export const firstView: View = { filter: noFilter, place: null, near: null, list: "networks", camera: null };

export const filterFields = ["cluster", "network", "country", "role"] as const;
export const filterCount = (filter: Filter): number => filterFields.filter((field) => filter[field] !== null).length;

export const leastRadiusKm = 1;
export const greatestRadiusKm = 5000;
export const usualRadiusKm = 300;

const shortNumber = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** "lon,lat" in degrees, as people and tables write it; nothing where it is no place on Earth. */
export function pointFrom(text: string): LonLat | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const lon = Number(match[1]);
  const lat = Number(match[2]);
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}

export const pointText = ({ lon, lat }: LonLat): string => `${shortNumber(lon, 5)},${shortNumber(lat, 5)}`;

/** Within what the tool offers; nothing where the text is no number. */
export function radiusFrom(text: string): number | null {
  const km = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(km) || km <= 0) return null;
  return Math.min(greatestRadiusKm, Math.max(leastRadiusKm, km));
}

export function toAddress(view: View): string {
  const fields = new URLSearchParams();
  for (const field of filterFields) if (view.filter[field] !== null) fields.set(field, view.filter[field]);
  if (view.place !== null) fields.set("place", String(view.place));
  if (view.near) {
    fields.set("near", typeof view.near.centre === "number" ? String(view.near.centre) : pointText(view.near.centre));
    fields.set("radius", shortNumber(view.near.radiusKm, 1));
  }
  if (view.list !== firstView.list) fields.set("list", view.list);
  if (view.camera) fields.set("map", [shortNumber(view.camera.zoom, 2), shortNumber(view.camera.lat, 4), shortNumber(view.camera.lon, 4)].join("/"));
  // Commas and slashes are plain in a fragment, and a link should be readable.
  return fields.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}

function cameraFrom(text: string | null): Camera | null {
  const [zoom, lat, lon, ...rest] = (text ?? "").split("/").map((part) => (part === "" ? NaN : Number(part)));
  if (zoom === undefined || lat === undefined || lon === undefined || rest.length > 0) return null;
  const sane = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 86 && Math.abs(lon) <= 540;
  return sane ? { zoom, lat, lon } : null;
}

const idFrom = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

function nearFrom(fields: URLSearchParams, atlas: Atlas): Near | null {
  const text = fields.get("near");
  if (text === null) return null;
  const id = idFrom(text);
  const centre = id !== null ? atlas.place(id)?.id ?? null : pointFrom(text);
  return centre === null ? null : { centre, radiusKm: radiusFrom(fields.get("radius") ?? "") ?? usualRadiusKm };
}

/** Whatever the address says that this atlas does not know is left out, never an error: links outlive builds. */
export function fromAddress(text: string, atlas: Atlas): View {
  const fields = new URLSearchParams(text.replace(/^[#?]/, ""));
  const country = fields.get("country");
  const role = fields.get("role");
  return {
    filter: {
      cluster: atlas.cluster(fields.get("cluster"))?.id ?? null,
      network: atlas.network(fields.get("network"))?.id ?? null,
      country: country !== null && atlas.countries().includes(country) ? country : null,
      role: role === "lead" || role === "partner" ? role : null,
    },
    place: atlas.place(idFrom(fields.get("place")))?.id ?? null,
    near: nearFrom(fields, atlas),
    list: fields.get("list") === "cities" ? "cities" : "networks",
    camera: cameraFrom(fields.get("map")),
  };
}
