// The map itself: MapLibre over the build's tiles, showing the view, and telling what was clicked. The only file that makes a map.
import type * as MapLibre from "maplibre-gl";
import type { FilterSpecification } from "maplibre-gl";
import type * as GeoJSON from "geojson";
import { Protocol } from "pmtiles";
import type { Place } from "./atlas.ts";
import { boundsKey, boundsOf, type Box } from "./bounds.ts";
import { faintForPlace, hiddenForPlace, webStyle } from "./map_style.ts";
import { withoutChosen, withoutRepeated } from "./labels.ts";
import { NearOverlay } from "./near_overlay.ts";
import type { Page } from "./page.ts";
import { Picker } from "./picker.ts";
import { selectionOf, wholeAndSeveral } from "./selection.ts";
import type { Look } from "./style_source.ts";
import type { Texts } from "./texts.ts";
import { filterCount, filterFields, type View } from "./view.ts";

export type MapLibreModule = typeof MapLibre;

export interface MapOptions {
  readonly container: HTMLElement;
  readonly look: Look;
  readonly page: Page;
  readonly busy: (busy: boolean) => void; ///< whether something is still to be fetched or drawn
  readonly failed: (error: { readonly message: string; readonly name?: string }) => void; ///< tiles that cannot be read, told as often as it happens
}

const words = (texts: Texts): Record<string, string> => ({
  "Map.Title": texts.text("map"),
  "NavigationControl.ZoomIn": texts.text("zoom_in"),
  "NavigationControl.ZoomOut": texts.text("zoom_out"),
  "AttributionControl.ToggleAttribution": texts.text("attribution"),
  "AttributionControl.MapFeedback": texts.text("attribution"),
  "Popup.Close": texts.text("close"),
});

/** Loaded when there is something to draw on; lies beside the page's own code. */
export async function loadMapLibre(): Promise<MapLibreModule> {
  const maplibre = await import("maplibre-gl");
  maplibre.setWorkerUrl(new URL("maplibre-gl-worker.js", import.meta.url).href);
  maplibre.addProtocol("pmtiles", new Protocol({ metadata: true }).tile);
  return maplibre;
}

function madeMap(maplibre: MapLibreModule, { container, look, page }: MapOptions, box: Box | null): MapLibre.Map {
  const { camera } = page.store.view;
  const map = new maplibre.Map({
    container, style: webStyle(look.style, page.texts.language), locale: words(page.texts),
    ...(camera ? { center: [camera.lon, camera.lat], zoom: camera.zoom } : box ? { bounds: box, fitBoundsOptions: { padding: padding(container), maxZoom: 7 } } : {}),
    minZoom: 1, maxZoom: 12, maxPitch: 0, dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false,
    attributionControl: false, refreshExpiredTiles: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric", maxWidth: 120 }), "bottom-left");
  map.addControl(new maplibre.AttributionControl({ compact: container.clientWidth < 640 }), "bottom-right");
  return map;
}

/** Room for labels and for what lies on the map: buttons at the right, sources below. */
function padding({ clientWidth, clientHeight }: HTMLElement): MapLibre.PaddingOptions {
  const least = Math.max(20, Math.min(64, clientWidth / 12, clientHeight / 8));
  return { top: least, left: least, right: Math.max(48, Math.min(112, clientWidth / 9)), bottom: Math.max(44, least) };
}

const feature = (place: Place, label: string): GeoJSON.Feature => ({
  type: "Feature", properties: { name: label }, geometry: { type: "Point", coordinates: [place.lon, place.lat] },
});

export class MapView {
  readonly map: MapLibre.Map;
  private readonly page: Page;
  private readonly near: NearOverlay;
  private readonly picker: Picker;
  private look: Look;
  private pointedAt: Place | null = null;

  constructor(maplibre: MapLibreModule, private readonly options: MapOptions) {
    this.page = options.page;
    this.look = options.look;
    const { store, atlas } = this.page;
    this.map = madeMap(maplibre, options, boundsOf(atlas, store.view));
    this.near = new NearOverlay(maplibre, this.map, this.page);
    this.picker = new Picker(maplibre, this.map, this.page);
    this.map.on("style.load", () => this.show(store.view));
    this.map.on("dataloading", () => options.busy(true));
    this.map.on("idle", () => options.busy(false));
    this.map.on("error", (event) => options.failed(event.error));
    this.map.on("moveend", (event) => { if (event.originalEvent) this.tellCamera(); });
    store.listen((view, before, cause) => {
      if (cause === "camera") return;
      options.busy(true);
      this.show(view);
      this.follow(view, before, cause === "address");
      this.map.triggerRepaint(); // and is idle again, even if nothing changed
    });
    this.map.getCanvas().setAttribute("aria-describedby", "map-help");
    this.link();
  }

  use(look: Look): void {
    this.look = look;
    this.map.setStyle(webStyle(look.style, this.page.texts.language), { diff: false });
  }

  private link(): void {
    const { map } = this.page;
    map.highlight = (place) => { this.pointedAt = place; this.picker.tell(place); this.showFocus(this.page.store.view); };
    map.pickPoint = () => this.picker.pickPoint();
    map.middle = () => { const { lng, lat } = this.map.getCenter(); return { lon: lng, lat }; };
  }

  private tellCamera(): void {
    const { lng, lat } = this.map.getCenter();
    this.page.store.moved({ lon: lng, lat, zoom: this.map.getZoom() });
  }

  whole(): void {
    this.fit(boundsOf(this.page.atlas, this.page.store.view));
  }

  private fit(box: Box | null): void {
    if (box) this.map.fitBounds(box, { padding: padding(this.options.container), maxZoom: 7, duration: 700 });
  }

  private follow(view: View, before: View, byAddress: boolean): void {
    if (view.camera && byAddress) this.map.easeTo({ center: [view.camera.lon, view.camera.lat], zoom: view.camera.zoom, duration: 700 });
    else if (boundsKey(view) !== boundsKey(before) || (byAddress && before.camera)) this.fit(boundsOf(this.page.atlas, view));
    else if (view.near && view.near.radiusKm !== before.near?.radiusKm) this.keepInSight(boundsOf(this.page.atlas, view));
  }

  /** A circle dragged past the edge of the map takes the map along. */
  private keepInSight(box: Box | null): void {
    const seen = this.map.getBounds();
    if (box && !(seen.contains([box[0], box[1]]) && seen.contains([box[2], box[3]]))) this.map.fitBounds(box, { padding: padding(this.options.container), duration: 0 });
  }

  private show(view: View): void {
    if (!this.map.getStyle()) return;
    for (const field of filterFields) this.map.setGlobalStateProperty(field, view.filter[field]);
    this.showPlace(view);
    this.showOnce(view);
    this.showFocus(view);
    this.near.show(view);
  }

  /** A city alone: its networks stand out of everything else. Within a network it is only ringed. */
  private showPlace(view: View): void {
    const place = view.filter.network === null && !view.near ? this.page.atlas.place(view.place) : undefined;
    for (const id of hiddenForPlace) this.map.setLayoutProperty(id, "visibility", place ? "none" : "visible");
    for (const id of faintForPlace) this.map.setPaintProperty(id, "icon-opacity", place ? 0.35 : 1);
    const networks = place ? this.page.atlas.networksOf(place).map(({ network }) => network) : [];
    const members = networks.flatMap((network) => this.page.atlas.membersOf(network));
    const inThem: FilterSpecification = ["in", ["get", "network"], ["literal", networks.map(({ id }) => id)]];
    this.map.setFilter("of-place-links", inThem);
    this.map.setFilter("of-place-membership-marks", inThem);
    this.map.setFilter("of-place-membership-labels", withoutRepeated(inThem, members, view.place));
    this.map.setFilter("of-place-place-marks", ["==", ["get", "id"], place?.id ?? -1]);
  }

  /** One label and one mark a city, however many of its memberships are selected. */
  private showOnce({ filter, place }: View): void {
    const { atlas } = this.page;
    const [places, memberships] = this.labelFilters;
    const selection = filterCount(filter) === 0 ? null : selectionOf(atlas, filter);
    this.map.setFilter("place-labels", withoutChosen(places, place));
    this.map.setFilter("membership-labels", withoutRepeated(memberships, selection?.memberships ?? [], place));
    const whole = selection ? wholeAndSeveral(atlas, selection).map(({ id }) => id) : [];
    this.map.setFilter("whole-marks", ["in", ["get", "id"], ["literal", whole]]);
  }

  /** The style's own, to which ours are added. */
  private get labelFilters(): [FilterSpecification, FilterSpecification] {
    const filterOf = (id: string): FilterSpecification => {
      const layer = this.look.style.layers.find((candidate) => candidate.id === id);
      return (layer && "filter" in layer && layer.filter) || ["literal", true];
    };
    return [filterOf("place-labels"), filterOf("membership-labels")];
  }

  private showFocus(view: View): void {
    const chosen = this.page.atlas.place(view.place);
    const pointedAt = this.pointedAt && this.pointedAt !== chosen ? [feature(this.pointedAt, "")] : [];
    const features = chosen ? [feature(chosen, chosen.name), ...pointedAt] : pointedAt;
    this.map.getSource<MapLibre.GeoJSONSource>("focus")?.setData({ type: "FeatureCollection", features });
  }
}
