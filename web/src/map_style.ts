// The build's style, in the reader's language and with the layers that only a web map has. All of it is derived from the style's own
// layers, so that a colour or a mark changed in the template changes here too.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

type StyleLayer = Extract<LayerSpecification, { source: string }>;

export const markLayers = ["place-marks", "membership-marks", "whole-marks", "of-place-membership-marks", "of-place-place-marks"];
export const linkLayers = ["links-overview", "links", "of-place-links"];
/** What steps back while one city's constellation is shown: gone, or faint. */
export const hiddenForPlace = ["links-overview", "links", "place-labels", "membership-labels"];
export const faintForPlace = ["place-marks", "membership-marks", "whole-marks"];
const copiedForPlace = ["links", "membership-labels", "membership-marks", "place-marks"];

const nothing: ExpressionSpecification = ["literal", false];

function localized(layer: LayerSpecification, language: string): LayerSpecification {
  if (layer.type !== "symbol" || layer["source-layer"] !== "country_labels") return layer;
  return { ...layer, layout: { ...layer.layout, "text-field": ["coalesce", ["get", `name_${language}`], ["get", "name"]] } };
}

/** The style's layers for a selection once more, to be filtered by the networks of one city. */
function ofPlace(layers: readonly LayerSpecification[]): LayerSpecification[] {
  const copies = copiedForPlace.map((id) => layers.find((layer) => layer.id === id));
  return copies.flatMap((layer) => (layer ? [{ ...(layer as StyleLayer), id: `of-place-${layer.id}`, filter: nothing } as LayerSpecification] : []));
}

/** Of a city that is in a selection with several themes, the mark of all of them, over the single ones that hide each other. */
function wholeMarks(layers: readonly LayerSpecification[]): LayerSpecification[] {
  const [places, memberships] = ["place-marks", "membership-marks"].map((id) => layers.find((layer) => layer.id === id));
  if (places?.type !== "symbol" || memberships?.type !== "symbol") return [];
  return [{ ...places, id: "whole-marks", filter: nothing, layout: { ...places.layout, "icon-size": memberships.layout?.["icon-size"] ?? 1 } }];
}

interface Ink {
  readonly text: string;
  readonly halo: string;
}
function inkOf(layers: readonly LayerSpecification[]): Ink {
  const labels = layers.find(({ id }) => id === "place-labels");
  const paint = (labels?.paint ?? {}) as Record<string, unknown>;
  return { text: String(paint["text-color"] ?? "#000"), halo: String(paint["text-halo-color"] ?? "#fff") };
}

function nearLayers({ text, halo }: Ink): LayerSpecification[] {
  return [
    { id: "near-veil", type: "fill", source: "near-veil", paint: { "fill-color": halo, "fill-opacity": 0.45 } },
    { id: "near-line-halo", type: "line", source: "near-circle", paint: { "line-color": halo, "line-width": 4 } },
    { id: "near-line", type: "line", source: "near-circle", paint: { "line-color": text, "line-width": 1.75 } },
  ];
}

function focusLayers({ text, halo }: Ink): LayerSpecification[] {
  const ring = (id: string, color: string, width: number): LayerSpecification => ({
    id, type: "circle", source: "focus",
    paint: { "circle-radius": 14, "circle-opacity": 0, "circle-stroke-color": color, "circle-stroke-width": width },
  });
  return [ring("focus-halo", halo, 5), ring("focus-ring", text, 2.5), {
    id: "focus-label", type: "symbol", source: "focus",
    layout: {
      "text-field": ["get", "name"], "text-font": ["Noto Sans Bold"], "text-size": 14, "text-allow-overlap": true,
      "text-variable-anchor": ["left", "right", "bottom", "top"], "text-radial-offset": 1.5, "text-justify": "auto",
    },
    paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
  }];
}

/** A circle must look like one at every zoom: hardly anything of it is simplified away. */
const empty = (): StyleSpecification["sources"][string] => ({ type: "geojson", data: { type: "FeatureCollection", features: [] }, tolerance: 0.02 });

/** The veil lies under marks and labels, so that they stay clear. */
export function webStyle(style: StyleSpecification, language: string): StyleSpecification {
  const layers = style.layers.map((layer) => localized(layer, language));
  const ink = inkOf(layers);
  const firstMark = layers.findIndex(({ id }) => id === "place-labels");
  const split = firstMark < 0 ? layers.length : firstMark;
  return {
    ...style,
    sources: { ...style.sources, "near-veil": empty(), "near-circle": empty(), focus: empty() },
    layers: [...layers.slice(0, split), ...nearLayers(ink), ...layers.slice(split), ...wholeMarks(layers), ...ofPlace(layers), ...focusLayers(ink)],
  };
}
