// One network: its cities, the lead first, with how far each is from the lead.
import type { Membership, Network, Place } from "./atlas.ts";
import type { Body } from "./body.ts";
import { h } from "./dom.ts";
import { leg } from "./geodesy.ts";
import { heading } from "./headings.ts";
import { iconOfCluster } from "./marks.ts";
import { clusterName, type Page } from "./page.ts";
import { cityRow, joined, list } from "./rows.ts";
import { selectionOf } from "./selection.ts";
import type { View } from "./view.ts";

/** The programme's own name for the partner, where it says more than the city's. */
function ownName({ texts }: Page, place: Place, { name }: Membership): string | null {
  return name === place.name ? null : texts.text("partner_name", { name });
}

function memberRow(page: Page, network: Network, membership: Membership): HTMLElement {
  const { atlas, texts } = page;
  const place = atlas.place(membership.place) as Place;
  const lead = atlas.place(network.lead);
  const leads = membership.role === "lead";
  const figure = lead && !leads ? { figure: texts.km(leg(lead, place).metres) } : {};
  return cityRow(page, {
    place, icon: iconOfCluster(network.cluster, leads), strong: leads, ...figure,
    detail: joined(texts.country(place.country), leads && texts.text("lead"), ownName(page, place, membership)),
  });
}

export function networkBody(page: Page, view: View): Body {
  const { atlas, texts, store } = page;
  const network = atlas.network(view.filter.network) as Network;
  const { memberships, places } = selectionOf(atlas, view.filter);
  const ordered = [...memberships].sort((a, b) => Number(b.role === "lead") - Number(a.role === "lead"));
  const all = atlas.membersOf(network);
  const countries = new Set(all.map(({ place }) => atlas.place(place)?.country)).size;
  const detail = joined(clusterName(page, network.cluster), texts.count("count_partners", all.length), texts.count("count_countries", countries));
  const element = h("section", { class: "body", "aria-labelledby": "body-title" },
    heading(page, {
      mark: iconOfCluster(network.cluster), title: network.name, detail,
      back: texts.text("back_to_all"), leave: () => store.choose({ filter: { ...view.filter, network: null } }),
    }),
    h("div", { id: "list", tabindex: -1 }, ordered.length === 0 ? h("p", { class: "notice" }, texts.text("nothing_here")) : list(page, ordered, (membership) => memberRow(page, network, membership))));
  return { element, title: network.id, rows: places.map((place) => ({ place, leg: null })), said: `${network.name}: ${detail}` };
}
