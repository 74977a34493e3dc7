// Networks and cities that the filters leave, in two tabs.
import type { Body } from "./body.ts";
import { h } from "./dom.ts";
import type { Page } from "./page.ts";
import { cityDetail, cityRow, list, networkDetail, networkRow } from "./rows.ts";
import { selectionOf, type Selection } from "./selection.ts";
import type { ListKind, View } from "./view.ts";

const kinds: readonly ListKind[] = ["networks", "cities"];

function tab({ store, texts }: Page, kind: ListKind, count: number): HTMLElement {
  const chosen = store.view.list === kind;
  return h("button", {
    type: "button", role: "tab", id: `tab-${kind}`, "aria-selected": String(chosen), "aria-controls": "list", tabindex: chosen ? 0 : -1,
    onclick: () => store.adjust({ list: kind }),
    onkeydown: (event) => { if (event.key === "ArrowLeft" || event.key === "ArrowRight") turn(); },
  }, texts.text(kind), h("span", { class: "count" }, texts.number(count)));

  function turn(): void {
    store.adjust({ list: chosen ? (kinds.find((other) => other !== kind) ?? kind) : kind });
    document.getElementById(`tab-${store.view.list}`)?.focus();
  }
}

function rowsOf(page: Page, kind: ListKind, selection: Selection): HTMLElement {
  if (kind === "networks") return list(page, selection.networks, (network) => networkRow(page, network, networkDetail(page, network)));
  const leads = new Set(selection.memberships.filter(({ role }) => role === "lead").map(({ place }) => place));
  const byName = [...selection.places].sort((a, b) => page.texts.compare(a.name, b.name));
  return list(page, byName, (place) => cityRow(page, { place, strong: leads.has(place.id), detail: cityDetail(page, place) }));
}

export function overviewBody(page: Page, view: View): Body {
  const { texts } = page;
  const selection = selectionOf(page.atlas, view.filter);
  const counts = { networks: selection.networks.length, cities: selection.places.length };
  const empty = selection.places.length === 0;
  const element = h("section", { class: "body", "aria-label": texts.text("panel") },
    h("div", { class: "tabs", role: "tablist", "aria-label": texts.text("panel") }, ...kinds.map((kind) => tab(page, kind, counts[kind]))),
    h("div", { id: "list", role: "tabpanel", tabindex: -1, "aria-labelledby": `tab-${view.list}` },
      empty ? h("p", { class: "notice" }, texts.text("nothing_here")) : rowsOf(page, view.list, selection)));
  const said = `${texts.count("count_networks", counts.networks)}, ${texts.count("count_cities", counts.cities)}`;
  return { element, title: "cities", rows: selection.places.map((place) => ({ place, leg: null })), said };
}
