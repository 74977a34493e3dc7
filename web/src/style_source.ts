// The build's style and sprites, light or dark: what the map draws with, and what the page beside it takes its marks and colours from,
// so that map, list and sheets cannot disagree.
import type { StyleSpecification } from "maplibre-gl";
import type { Theme } from "./preferences.ts";

interface SpriteIcon {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}
export interface Look {
  readonly style: StyleSpecification;
  readonly icons: Readonly<Record<string, SpriteIcon>>;
  readonly image: string; ///< address of the sprites' picture
}

const archive = "pmtiles://";

/** What a build's --base-url put before the addresses: the page has the same files beside it, and asks no other host. */
function baseOf(style: StyleSpecification): string {
  const source = Object.values(style.sources).find(({ type }) => type === "vector");
  const url = source && "url" in source && source.url?.startsWith(archive) ? source.url.slice(archive.length) : "";
  return url.slice(0, url.lastIndexOf("/") + 1);
}

/** Addresses in a style of ours are relative to it; MapLibre wants them whole. */
function withWholeAddresses(style: StyleSpecification): StyleSpecification {
  const base = baseOf(style);
  const whole = (address: string): string => new URL(base && address.startsWith(base) ? address.slice(base.length) : address, document.baseURI).href;
  for (const source of Object.values(style.sources))
    if (source.type === "vector" && source.url?.startsWith(archive)) source.url = archive + whole(source.url.slice(archive.length));
  if (typeof style.sprite === "string") style.sprite = whole(style.sprite);
  for (const faces of Object.values(style["font-faces"] ?? {}))
    if (Array.isArray(faces)) for (const face of faces) face.url = whole(face.url);
  return style;
}

export async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`.trim());
  return response.json();
}

export async function lookOf(theme: Theme): Promise<Look> {
  const style = withWholeAddresses((await fetchJson(theme === "dark" ? "style-dark.json" : "style.json")) as StyleSpecification);
  if (typeof style.sprite !== "string") throw new Error("style.json: no sprites");
  // The same file that the map fetches for this screen.
  const sprite = style.sprite + (devicePixelRatio > 1 ? "@2x" : "");
  return { style, icons: (await fetchJson(`${sprite}.json`)) as Look["icons"], image: `${sprite}.png` };
}
