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

/** Addresses in a style of ours are relative to it; MapLibre wants them whole. The braces of `{z}` must stay what they are. */
const whole = (address: string): string => decodeURI(new URL(address, document.baseURI).href);

function withWholeAddresses(style: StyleSpecification): StyleSpecification {
  for (const source of Object.values(style.sources)) {
    if (source.type !== "vector") continue;
    if (source.url) source.url = source.url.startsWith("pmtiles://") ? `pmtiles://${whole(source.url.slice(10))}` : whole(source.url);
    if (source.tiles) source.tiles = source.tiles.map(whole);
  }
  if (typeof style.sprite === "string") style.sprite = whole(style.sprite);
  if (style.glyphs) style.glyphs = whole(style.glyphs);
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
