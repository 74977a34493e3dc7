// What a pointer on the map means: a city, a network by one of its links, one of several that lie together, a point for the distance
// tool, or nothing.
import type * as MapLibre from "maplibre-gl";
import type { Network, Place } from "./atlas.ts";
import { h } from "./dom.ts";
import { Hits } from "./hits.ts";
import type { MapLibreModule } from "./map_view.ts";
import { iconOfCluster, iconOfPlace } from "./marks.ts";
import { clusterName, type Page } from "./page.ts";
import { joined } from "./rows.ts";
import { usualRadiusKm } from "./view.ts";

interface Offer {
  readonly icon: string;
  readonly name: string;
  readonly detail: string;
  readonly choose: () => void;
}

export class Picker {
  private readonly hits: Hits;
  private readonly tip: MapLibre.Popup;
  private readonly chooser: MapLibre.Popup;
  private pointWanted = false;

  constructor(maplibre: MapLibreModule, private readonly map: MapLibre.Map, private readonly page: Page) {
    this.hits = new Hits(map, page.atlas);
    this.tip = new maplibre.Popup({ closeButton: false, closeOnClick: false, className: "tip", offset: 14, focusAfterOpen: false });
    this.chooser = new maplibre.Popup({ className: "chooser", offset: 14, maxWidth: "300px" });
    map.on("click", (event) => this.click(event));
    map.on("mousemove", (event) => this.point(event));
    map.getCanvas().addEventListener("mouseleave", () => this.tip.remove());
    addEventListener("keydown", (event) => { if (event.key === "Escape") this.escape(); });
  }

  pickPoint(): void {
    this.pointWanted = true;
    this.map.getContainer().classList.add("picking");
    this.page.announcer.say(this.page.texts.text("picking"));
  }

  /** As if the map were pointed at there. */
  tell(place: Place | null): void {
    if (place) this.showTip([place.lon, place.lat], this.cityTip([place]));
    else this.tip.remove();
  }

  private stopPicking(): void {
    this.pointWanted = false;
    this.map.getContainer().classList.remove("picking");
  }

  private escape(): void {
    this.tip.remove();
    this.stopPicking();
    if (!this.chooser.isOpen()) return;
    this.chooser.remove();
    this.map.getCanvas().focus();
  }

  private click({ point, lngLat }: MapLibre.MapMouseEvent): void {
    this.tip.remove();
    const cities = this.hits.cities(point);
    if (this.pointWanted) return this.putCentre(cities[0]?.id ?? { lon: lngLat.lng, lat: lngLat.lat });
    const offers = cities.length > 0 ? cities.map((place) => this.cityOffer(place)) : this.hits.networks(point).map((network) => this.networkOffer(network));
    const [first] = offers;
    if (offers.length > 1) this.offer(lngLat, offers, cities.length > 0);
    else first?.choose();
  }

  private putCentre(centre: number | { lon: number; lat: number }): void {
    const { store } = this.page;
    this.stopPicking();
    store.choose({ near: { centre, radiusKm: store.view.near?.radiusKm ?? usualRadiusKm }, place: null });
  }

  private cityOffer(place: Place): Offer {
    const { texts, atlas, store } = this.page;
    const detail = joined(texts.country(place.country), texts.count("count_networks", atlas.networksOf(place).length));
    return { icon: iconOfPlace(atlas, place), name: place.name, detail, choose: () => store.choose({ place: place.id }) };
  }

  private networkOffer(network: Network): Offer {
    const { store } = this.page;
    const choose = (): void => store.choose({ filter: { ...store.view.filter, network: network.id }, place: null });
    return { icon: iconOfCluster(network.cluster), name: network.name, detail: clusterName(this.page, network.cluster), choose };
  }

  private offer(at: MapLibre.LngLat, offers: readonly Offer[], cities: boolean): void {
    const { texts, marks } = this.page;
    const row = ({ icon, name, detail, choose }: Offer): HTMLElement => h("li", {},
      h("button", { type: "button", class: "row", onclick: () => { this.chooser.remove(); choose(); } }, marks.mark(icon),
        h("span", { class: "words" }, h("span", { class: "name" }, name), h("span", { class: "detail" }, detail))));
    const content = h("div", { role: "group", "aria-label": texts.text(cities ? "choose_city" : "choose_network") },
      h("p", { class: "small" }, texts.count(cities ? "several_at" : "several_links", offers.length)), h("ul", { class: "rows" }, ...offers.map(row)));
    this.chooser.setLngLat(at).setDOMContent(content).addTo(this.map);
  }

  private point({ point, lngLat }: MapLibre.MapMouseEvent): void {
    const cities = this.hits.cities(point);
    const networks = cities.length > 0 ? [] : this.hits.networks(point);
    const any = cities.length + networks.length > 0;
    this.map.getCanvas().style.cursor = this.pointWanted ? "crosshair" : any ? "pointer" : "";
    if (!any || this.chooser.isOpen()) this.tip.remove();
    else if (cities[0]) this.showTip([cities[0].lon, cities[0].lat], this.cityTip(cities));
    else this.showTip(lngLat, this.networkTip(networks));
  }

  private cityTip(places: readonly Place[]): HTMLElement {
    const [first, ...others] = places as readonly [Place, ...Place[]];
    const networks = this.page.atlas.networksOf(first).map(({ network }) => network.name);
    return h("div", {}, h("strong", {}, places.map(({ name }) => name).join(", ")), others.length > 0 ? null : h("p", { class: "detail" }, networks.join(", ")));
  }

  private networkTip(networks: readonly Network[]): HTMLElement {
    const { texts } = this.page;
    const names = networks.slice(0, 3).map(({ name }) => name).join(", ");
    return h("div", {}, names, networks.length > 3 ? h("p", { class: "detail" }, texts.count("several_links", networks.length)) : null);
  }

  private showTip(at: MapLibre.LngLatLike, content: HTMLElement): void {
    this.tip.setLngLat(at).setDOMContent(content).addTo(this.map);
  }
}
