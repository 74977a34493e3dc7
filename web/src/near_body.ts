// The cities within a distance of a centre, nearest first, out of those that the filters leave.
import type { Body } from "./body.ts";
import { h } from "./dom.ts";
import { centreOf, neighbours, type Neighbour } from "./near.ts";
import type { Page } from "./page.ts";
import { cityDetail, cityRow, joined, list } from "./rows.ts";
import { selectionOf } from "./selection.ts";
import type { Near, View } from "./view.ts";

function nearRow(page: Page, { place, ...of }: Neighbour): HTMLElement {
  const figure = of.metres === 0 ? page.texts.km(0) : joined(page.texts.km(of.metres), page.texts.direction(of.bearing));
  return cityRow(page, { place, detail: cityDetail(page, place), figure });
}

export function nearBody(page: Page, view: View, near: Near): Body {
  const { atlas, texts } = page;
  const centre = centreOf(atlas, near);
  const found = centre ? neighbours(selectionOf(atlas, view.filter).places, centre, near.radiusKm) : [];
  const km = texts.number(near.radiusKm);
  const said = found.length === 0 ? texts.text("within_none", { km }) : texts.count("within", found.length, { km });
  const element = h("section", { class: "body", "aria-labelledby": "body-title" },
    h("h2", { id: "body-title", class: "small", tabindex: -1 }, said),
    h("div", { id: "list", tabindex: -1 }, list(page, found, (neighbour) => nearRow(page, neighbour))));
  return { element, title: "near", rows: found.map(({ place, ...of }) => ({ place, leg: of })), said };
}
