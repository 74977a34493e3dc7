// The circle of the distance tool on the map: true to the ellipsoid, with a centre to drag and a handle for the radius.
import type * as GeoJSON from "geojson";
import type * as MapLibre from "maplibre-gl";
import { h } from "./dom.ts";
import { circle, destination, leg, type LonLat } from "./geodesy.ts";
import type { MapLibreModule } from "./map_view.ts";
import { centreOf } from "./near.ts";
import type { Page } from "./page.ts";
import { greatestRadiusKm, leastRadiusKm, type Near, type View } from "./view.ts";

/** Once round the Earth and no more, or copies of it would cover the hole. */
const worldRound = ({ lon }: LonLat): [number, number][] => {
  const [west, east] = [lon - 180, lon + 180];
  return [[west, -85.05], [east, -85.05], [east, 85.05], [west, 85.05], [west, -85.05]];
};
const nothing: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const polygon = (coordinates: [number, number][][]): GeoJSON.Feature => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } });

const lonLat = ({ lng, lat }: MapLibre.LngLat): LonLat => ({ lon: lng, lat });
/** A drag is as fine as a reader can see: whole kilometres, tens of them far out. */
const dragged = (metres: number): number => {
  const km = metres / 1000;
  return Math.min(greatestRadiusKm, Math.max(leastRadiusKm, km < 200 ? Math.round(km) : Math.round(km / 10) * 10));
};

export class NearOverlay {
  private readonly centre: MapLibre.Marker;
  private readonly handle: MapLibre.Marker;
  private readonly knob: HTMLElement;
  private near: Near | null = null;

  constructor(maplibre: MapLibreModule, private readonly map: MapLibre.Map, private readonly page: Page) {
    this.knob = h("div", { class: "knob", role: "slider", tabindex: 0, onkeydown: (event) => this.key(event) });
    const dot = h("div", { class: "centre-dot", role: "img" });
    this.centre = new maplibre.Marker({ element: dot, draggable: true });
    this.handle = new maplibre.Marker({ element: this.knob, draggable: true });
    // The browser's own marker texts are none of ours: set after MapLibre has set its own.
    dot.setAttribute("aria-label", page.texts.text("centre_marker"));
    this.centre.on("dragend", () => this.moveCentre());
    this.handle.on("drag", () => this.drag());
    this.handle.on("dragend", () => this.show(page.store.view));
  }

  show({ near }: View): void {
    this.near = near;
    const at = near ? centreOf(this.page.atlas, near) : undefined;
    if (!near || !at) return this.hide();
    this.draw(at, near.radiusKm);
    const east = destination(at, 90, near.radiusKm * 1000);
    this.centre.setLngLat([at.lon, at.lat]).addTo(this.map);
    this.handle.setLngLat([east.lon, east.lat]).addTo(this.map);
    this.describe(near.radiusKm);
  }

  private describe(km: number): void {
    const { texts } = this.page;
    const told = { label: texts.text("drag_radius"), valuemin: leastRadiusKm, valuemax: greatestRadiusKm, valuenow: km, valuetext: texts.text("km", { km: texts.number(km) }) };
    for (const [name, value] of Object.entries(told)) this.knob.setAttribute(`aria-${name}`, String(value));
    this.knob.dataset["km"] = told.valuetext;
  }

  private hide(): void {
    this.centre.remove();
    this.handle.remove();
    this.set("near-veil", nothing);
    this.set("near-circle", nothing);
  }

  private draw(at: LonLat, km: number): void {
    const ring = circle(at, km * 1000, 360);
    this.set("near-circle", polygon([ring]));
    this.set("near-veil", polygon([worldRound(at), [...ring].reverse()]));
  }

  private set(source: string, data: GeoJSON.GeoJSON): void {
    this.map.getSource<MapLibre.GeoJSONSource>(source)?.setData(data);
  }

  private drag(): void {
    const at = this.near ? centreOf(this.page.atlas, this.near) : undefined;
    if (at) this.setRadius(dragged(leg(at, lonLat(this.handle.getLngLat())).metres));
  }

  private setRadius(radiusKm: number): void {
    if (this.near) this.page.store.adjust({ near: { ...this.near, radiusKm } });
  }

  private moveCentre(): void {
    if (this.near) this.page.store.choose({ near: { ...this.near, centre: lonLat(this.centre.getLngLat()) }, place: null });
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowRight: 10, ArrowUp: 10, ArrowLeft: -10, ArrowDown: -10, PageUp: 100, PageDown: -100 }[event.key];
    if (step === undefined || !this.near) return;
    event.preventDefault();
    event.stopPropagation();
    this.setRadius(dragged((this.near.radiusKm + step) * 1000));
  }
}
