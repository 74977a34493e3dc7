// One city: each of its networks, and its partners there.
import type { Membership, Network, Place, Role } from "./atlas.ts";
import type { Body } from "./body.ts";
import { h, icon, icons } from "./dom.ts";
import { leg } from "./geodesy.ts";
import { heading } from "./headings.ts";
import { iconOfCluster, iconOfPlace } from "./marks.ts";
import { clusterName, type Page } from "./page.ts";
import { cityRow, joined, list } from "./rows.ts";
import { usualRadiusKm, type View } from "./view.ts";

function partnersIn({ atlas }: Page, place: Place, network: Network): readonly Membership[] {
  return atlas.membersOf(network).filter((membership) => membership.place !== place.id);
}

function partnerRow(page: Page, from: Place, network: Network, membership: Membership): HTMLElement {
  const place = page.atlas.place(membership.place) as Place;
  const leads = membership.role === "lead";
  return cityRow(page, {
    place, icon: iconOfCluster(network.cluster, leads), strong: leads, figure: page.texts.km(leg(from, place).metres),
    detail: joined(page.texts.country(place.country), leads && page.texts.text("lead")),
  });
}

function networkSection(page: Page, place: Place, network: Network, role: Role): HTMLElement {
  const { texts, store, marks } = page;
  const show = (): void => store.choose({ filter: { cluster: null, country: null, role: null, network: network.id }, place: null });
  const detail = joined(clusterName(page, network.cluster), texts.text(role));
  return h("section", { class: "of-place" },
    h("h3", {}, h("button", { type: "button", class: "row", "data-network": network.id, onclick: show },
      marks.mark(iconOfCluster(network.cluster, role === "lead")),
      h("span", { class: "words" }, h("span", { class: "name strong" }, network.name), h("span", { class: "detail" }, detail)), icon(icons.forward))),
    h("details", { open: page.atlas.networksOf(place).length <= 2 },
      h("summary", {}, texts.count("count_partners", partnersIn(page, place, network).length)),
      list(page, partnersIn(page, place, network), (membership) => partnerRow(page, place, network, membership))));
}

/** Every city it works with, once, in the order of their rank. */
function partners(page: Page, place: Place): Place[] {
  const ids = new Set(page.atlas.networksOf(place).flatMap(({ network }) => partnersIn(page, place, network).map((membership) => membership.place)));
  return page.atlas.places.filter(({ id }) => ids.has(id));
}

export function placeBody(page: Page, view: View): Body {
  const { atlas, texts, store } = page;
  const place = atlas.place(view.place) as Place;
  const networks = atlas.networksOf(place);
  const network = atlas.network(view.filter.network);
  const detail = joined(texts.country(place.country), texts.count("count_networks", networks.length));
  const around = (): void => store.choose({ place: null, near: { centre: place.id, radiusKm: view.near?.radiusKm ?? usualRadiusKm } });
  const element = h("section", { class: "body", "aria-labelledby": "body-title" },
    heading(page, {
      mark: iconOfPlace(atlas, place), title: place.name, detail, leave: () => store.choose({ place: null }),
      back: view.near ? texts.text("distance_tool") : network ? texts.text("back_to_network", { name: network.name }) : texts.text("back_to_all"),
    }),
    h("p", {}, h("button", { type: "button", class: "plain", onclick: around }, icon(icons.distance), texts.text("around", { name: place.name }))),
    h("div", { id: "list", tabindex: -1 }, ...networks.map((of) => networkSection(page, place, of.network, of.role))));
  const rows = partners(page, place).map((partner) => ({ place: partner, leg: leg(place, partner) }));
  return { element, title: `partners-${place.id}`, rows, said: `${place.name}: ${detail}` };
}
