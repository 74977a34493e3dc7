// What a pointer on the map means: a city, one of several that lie together, a point for the distance tool, or nothing.
import type * as MapLibre from "maplibre-gl";
import type { Place } from "./atlas.ts";
import { h } from "./dom.ts";
import { markLayers } from "./map_style.ts";
import type { MapLibreModule } from "./map_view.ts";
import { iconOfPlace } from "./marks.ts";
import type { Page } from "./page.ts";
import { joined } from "./rows.ts";
import { usualRadiusKm } from "./view.ts";

/** A finger is coarser than a mouse. */
const reach = matchMedia("(pointer: coarse)").matches ? 20 : 9;
/** Cities further apart than this are told apart by the click itself. */
const sameSpot = 5;

export class Picker {
  private readonly tip: MapLibre.Popup;
  private chooser: MapLibre.Popup | null = null;
  private pointWanted = false;

  constructor(private readonly maplibre: MapLibreModule, private readonly map: MapLibre.Map, private readonly page: Page) {
    this.tip = new maplibre.Popup({ closeButton: false, closeOnClick: false, className: "tip", offset: 14, focusAfterOpen: false });
    map.on("click", (event) => this.click(event));
    map.on("mousemove", (event) => this.point(event.point));
    map.getCanvas().addEventListener("mouseleave", () => this.untip());
    addEventListener("keydown", (event) => { if (event.key === "Escape") this.escape(); });
  }

  pickPoint(): void {
    this.pointWanted = true;
    this.map.getContainer().classList.add("picking");
    this.page.announcer.say(this.page.texts.text("picking"));
  }

  private stopPicking(): void {
    this.pointWanted = false;
    this.map.getContainer().classList.remove("picking");
  }

  private escape(): void {
    this.untip();
    this.stopPicking();
    if (!this.chooser) return;
    this.chooser.remove();
    this.map.getCanvas().focus();
  }

  private untip(): void {
    this.tip.remove();
  }

  /** Cities under a point, nearest first, each once however many of its memberships are drawn there. */
  private citiesAt({ x, y }: MapLibre.Point): { place: Place; pixels: number }[] {
    const layers = markLayers.filter((id) => this.map.getLayer(id));
    const features = this.map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers });
    const ids = new Set(features.map(({ properties }) => Number(properties["place"] ?? properties["id"])));
    return [...ids]
      .flatMap((id) => this.page.atlas.place(id) ?? [])
      .map((place) => ({ place, pixels: this.pixels(place, x, y) }))
      .sort((a, b) => a.pixels - b.pixels);
  }

  private pixels(place: Place, x: number, y: number): number {
    const at = this.map.project([place.lon, place.lat]);
    return Math.hypot(at.x - x, at.y - y);
  }

  private click({ point, lngLat }: MapLibre.MapMouseEvent): void {
    this.untip();
    const { store } = this.page;
    const [first, ...others] = this.citiesAt(point);
    if (this.pointWanted) {
      this.stopPicking();
      const centre = first?.place.id ?? { lon: lngLat.lng, lat: lngLat.lat };
      store.choose({ near: { centre, radiusKm: store.view.near?.radiusKm ?? usualRadiusKm }, place: null });
    } else if (first) {
      const together = others.filter(({ pixels }) => pixels < first.pixels + sameSpot);
      if (together.length > 0) this.offer([first, ...together].map(({ place }) => place));
      else store.choose({ place: first.place.id });
    }
  }

  private offer(places: readonly Place[]): void {
    const { texts, marks, store } = this.page;
    const choose = (place: Place): void => { this.chooser?.remove(); store.choose({ place: place.id }); };
    const content = h("div", { role: "group", "aria-label": texts.text("choose_city") },
      h("p", { class: "small" }, texts.count("several_at", places.length)),
      h("ul", { class: "rows" }, ...places.map((place) => h("li", {}, h("button", { type: "button", class: "row", onclick: () => choose(place) },
        marks.mark(iconOfPlace(this.page.atlas, place)), h("span", { class: "words" }, h("span", { class: "name" }, place.name),
          h("span", { class: "detail" }, joined(texts.country(place.country), texts.count("count_networks", this.page.atlas.networksOf(place).length)))))))));
    this.chooser?.remove();
    const [{ lon, lat }] = places as readonly [Place];
    this.chooser = new this.maplibre.Popup({ className: "chooser", offset: 14, maxWidth: "280px" }).setLngLat([lon, lat]).setDOMContent(content).addTo(this.map);
  }

  private point(point: MapLibre.Point): void {
    const [first, ...others] = this.citiesAt(point);
    this.map.getCanvas().style.cursor = this.pointWanted ? "crosshair" : first ? "pointer" : "";
    if (!first || this.chooser?.isOpen()) return this.untip();
    this.showTip([first, ...others.filter(({ pixels }) => pixels < first.pixels + sameSpot)].map(({ place }) => place));
  }

  /** As if the map were pointed at there. */
  tell(place: Place | null): void {
    if (place) this.showTip([place]);
    else this.untip();
  }

  private showTip(places: readonly Place[]): void {
    const [first, ...others] = places as readonly [Place, ...Place[]];
    const networks = this.page.atlas.networksOf(first).map(({ network }) => network.name);
    const content = h("div", {}, h("strong", {}, places.map(({ name }) => name).join(", ")), others.length > 0 ? null : h("p", { class: "detail" }, networks.join(", ")));
    this.tip.setLngLat([first.lon, first.lat]).setDOMContent(content).addTo(this.map);
  }
}
