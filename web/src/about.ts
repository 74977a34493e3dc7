// Sources, disclaimers, licences: as on the sheets.
import type { TextKey } from "./texts.ts";
import { h, icon, icons } from "./dom.ts";
import type { Page } from "./page.ts";

export function aboutButton({ texts }: Page): HTMLElement {
  const lines: readonly TextKey[] = ["about_places", "about_base", "about_networks", "about_distances", "about_borders", "about_kosovo", "about_software"];
  const dialog = h("dialog", { class: "about", "aria-labelledby": "about-title", onclick: (event) => { if (event.target === dialog) dialog.close(); } },
    h("div", { class: "inside" },
      h("div", { class: "dialog-head" }, h("h2", { id: "about-title" }, texts.text("about")),
        h("button", { type: "button", class: "quiet", "aria-label": texts.text("close"), onclick: () => dialog.close() }, icon(icons.close))),
      ...lines.map((line) => h("p", {}, texts.text(line))),
      h("p", {}, h("a", { href: "assets/licences.txt" }, texts.text("licences")))));
  const open = h("button", { type: "button", class: "link", "aria-haspopup": "dialog", onclick: () => dialog.showModal() }, texts.text("about"));
  return h("div", { class: "about-line" }, open, dialog);
}
