// Entries of the lists: a city, a network. Each is one button, and shows itself on the map while pointed at.
import type { Network, Place } from "./atlas.ts";
import { h } from "./dom.ts";
import { iconOfCluster, iconOfPlace } from "./marks.ts";
import { clusterName, type Page } from "./page.ts";

const separator = " · ";
export const joined = (...parts: readonly (string | null | undefined | false)[]): string => parts.filter(Boolean).join(separator);

export interface CityRow {
  readonly place: Place;
  readonly icon?: string; ///< as on the map of everything, where not told
  readonly strong?: boolean;
  readonly detail: string;
  readonly figure?: string; ///< at the right: a distance
}

export function cityRow(page: Page, { place, icon, strong, detail, figure }: CityRow): HTMLElement {
  const show = (on: boolean) => (): void => page.map.highlight(on ? place : null);
  return h("li", {},
    h("button", {
      type: "button", class: "row", "data-place": place.id, onclick: () => page.store.choose({ place: place.id }),
      onmouseenter: show(true), onmouseleave: show(false), onfocus: show(true), onblur: show(false),
    }, page.marks.mark(icon ?? iconOfPlace(page.atlas, place)),
      h("span", { class: "words" }, h("span", { class: strong ? "name strong" : "name" }, place.name), h("span", { class: "detail" }, detail)),
      figure ? h("span", { class: "figure" }, figure) : null));
}

export function networkRow(page: Page, network: Network, detail: string): HTMLElement {
  const { store, marks } = page;
  return h("li", {},
    h("button", {
      type: "button", class: "row", "data-network": network.id,
      onclick: () => store.choose({ filter: { ...store.view.filter, network: network.id }, place: null }),
    }, marks.mark(iconOfCluster(network.cluster)),
      h("span", { class: "words" }, h("span", { class: "name" }, network.name), h("span", { class: "detail" }, detail))));
}

/** "Urban planning · 9 partners · Led by Liepāja" */
export function networkDetail(page: Page, network: Network): string {
  const { atlas, texts } = page;
  const lead = atlas.place(network.lead);
  return joined(clusterName(page, network.cluster), texts.count("count_partners", atlas.membersOf(network).length),
    lead && texts.text("led_by", { name: lead.name }));
}

/** "Portugal · C4TALENT (leads), ECONNECTING" */
export function cityDetail({ atlas, texts }: Page, place: Place): string {
  const networks = atlas.networksOf(place).map(({ network, role }) => network.name + (role === "lead" ? ` (${texts.text("as_lead")})` : ""));
  return joined(texts.country(place.country), networks.join(", "));
}

const atOnce = 300;

/** Long lists grow on demand: a page of a hundred thousand buttons helps nobody. */
export function list<T>(page: Page, items: readonly T[], row: (item: T) => HTMLElement): HTMLElement {
  const element = h("ul", { class: "rows" });
  const fill = (from: number): void => {
    element.append(...items.slice(from, from + atOnce).map(row));
    const left = items.length - from - atOnce;
    if (left <= 0) return;
    const more = h("li", {}, h("button", { type: "button", class: "plain", onclick: () => { more.remove(); fill(from + atOnce); } },
      page.texts.text("more", { count: page.texts.number(Math.min(left, atOnce)) })));
    element.append(more);
  };
  fill(0);
  return element;
}
