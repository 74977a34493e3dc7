// The head of what was opened: its mark, name and line, and the way back.
import { h, icon, icons } from "./dom.ts";
import type { Page } from "./page.ts";

interface Heading {
  readonly mark: string | null;
  readonly title: string;
  readonly detail: string;
  readonly back: string; ///< where the way back leads
  readonly leave: () => void;
}

export function heading({ marks }: Page, { mark, title, detail, back, leave }: Heading): HTMLElement {
  return h("div", { class: "heading" },
    h("button", { type: "button", class: "back", onclick: leave }, icon(icons.back), back),
    h("div", { class: "title" }, mark === null ? null : marks.mark(mark),
      h("div", {}, h("h2", { tabindex: -1, id: "body-title" }, title), h("p", { class: "detail" }, detail))));
}
