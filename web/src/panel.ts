// The part beside the map: all that the map shows, as text and controls.
import { aboutButton } from "./about.ts";
import { bodyKey, bodyOf } from "./body.ts";
import { Combobox } from "./combobox.ts";
import { h, icon, icons } from "./dom.ts";
import { Downloads } from "./downloads.ts";
import { Filters } from "./filters.ts";
import { NearTool } from "./near_tool.ts";
import { allOptions } from "./offers.ts";
import type { Page } from "./page.ts";
import type { Preferences } from "./preferences.ts";
import { joined } from "./rows.ts";
import type { Sheets } from "./sheets.ts";
import { languageName, languages } from "./texts.ts";
import { toAddress, type View } from "./view.ts";

export class Panel {
  readonly element: HTMLElement;
  private readonly filters: Filters;
  private readonly tool: NearTool;
  private readonly downloads: Downloads;
  private readonly wide = matchMedia("(min-width: 50.01em)");
  private readonly body = h("div", {});

  constructor(private readonly page: Page, preferences: Preferences, sheets: Sheets) {
    this.filters = new Filters(page);
    this.tool = new NearTool(page);
    this.downloads = new Downloads(page, sheets);
    this.element = h("div", { class: "panel", id: "panel" },
      header(page, preferences), h("main", {}, searchField(page).element, this.filters.element, this.tool.element, this.body, this.downloads.element),
      h("footer", {}, aboutButton(page)));
    page.store.listen((view, before, cause) => { if (cause !== "camera") this.change(view, before); });
    this.show(page.store.view);
  }

  private change(view: View, before: View): void {
    const same = (one: View): string => toAddress({ ...one, camera: null });
    if (same(view) === same(before)) return;
    const kept = focusedRow();
    this.show(view);
    if (bodyKey(view) !== bodyKey(before)) this.enter(view, before);
    else if (kept) document.querySelector<HTMLElement>(kept)?.focus();
  }

  /** What was opened explains itself, and wants the room that the filters take on a wide screen. */
  private makeRoom(view: View): void {
    const filters = this.filters.element;
    if (!this.wide.matches || filters.contains(document.activeElement)) return;
    filters.open = view.place === null && view.filter.network === null;
  }

  private show(view: View): void {
    this.makeRoom(view);
    this.filters.show(view);
    this.tool.show(view);
    const body = bodyOf(this.page, view);
    this.body.replaceChildren(body.element);
    this.downloads.show(view, body);
    this.page.announcer.say(body.said);
    const subject = view.place !== null || view.filter.network !== null ? this.body.querySelector("h2")?.textContent : null;
    document.title = joined(subject, this.page.atlas.programme);
  }

  /** Something was opened: its heading takes the focus if the control that opened it is gone; coming back, its row does. */
  private enter(view: View, before: View): void {
    const lost = document.activeElement === document.body || document.activeElement === null;
    const row = document.querySelector<HTMLElement>(rowOf(view, before));
    const target = row ?? this.body.querySelector<HTMLElement>("h2") ?? document.getElementById(`tab-${view.list}`);
    if (lost) target?.focus({ preventScroll: true });
    (row ?? this.body).scrollIntoView({ block: row ? "center" : "nearest" });
  }
}

/** The row of what was left, if the list we are back at has it. */
function rowOf(view: View, before: View): string {
  if (before.place !== null && view.place === null) return `.rows [data-place="${before.place}"]`;
  if (before.filter.network !== null && view.filter.network === null) return `.rows [data-network="${CSS.escape(before.filter.network)}"]`;
  return "#no-row";
}

function focusedRow(): string | null {
  const { place, network } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
  if (document.activeElement?.id) return `#${CSS.escape(document.activeElement.id)}`;
  return place ? `.rows [data-place="${place}"]` : network ? `.rows [data-network="${CSS.escape(network)}"]` : null;
}

function searchField(page: Page): Combobox {
  const { texts, announcer } = page;
  return new Combobox({
    id: "search", label: texts.text("search"), labelSeen: false, hint: texts.text("search"), clearLabel: texts.text("clear_text"),
    find: (text) => allOptions(page, text),
    told: (text, found) => announcer.say(found ? texts.count("search_found", found) : texts.text("search_none", { text })),
  });
}

function header({ atlas, texts }: Page, preferences: Preferences): HTMLElement {
  const summary = joined(texts.count("count_networks", atlas.networks.length), texts.count("count_cities", atlas.places.length), texts.count("count_countries", atlas.countries().length));
  return h("header", {}, h("h1", {}, atlas.programme),
    h("div", { class: "preferences" }, languageChoice(texts.language, texts.text("language_toggle"), preferences), themeSwitch(texts.text("theme_toggle"), preferences), sizeSwitch(texts.text("larger_list"))),
    h("p", { class: "detail" }, summary));
}

function languageChoice(current: string, label: string, preferences: Preferences): HTMLElement {
  const select = h("select", { "aria-label": label, class: "language", onchange: () => preferences.chooseLanguage(select.value) },
    ...languages.map((language) => h("option", { value: language, lang: language, selected: language === current }, languageName(language))));
  return select;
}

function themeSwitch(label: string, preferences: Preferences): HTMLElement {
  const button = h("button", { type: "button", class: "quiet", "aria-label": label, title: label, "aria-pressed": "false",
    onclick: () => preferences.chooseTheme(preferences.theme === "dark" ? "light" : "dark") }, icon(icons.dark));
  const show = (): void => button.setAttribute("aria-pressed", String(preferences.theme === "dark"));
  preferences.onTheme(show);
  show();
  return button;
}

/** On a phone panel and map share the height; this hands the greater part to the panel, and back. */
function sizeSwitch(label: string): HTMLElement {
  const turn = (): void => {
    const large = document.documentElement.classList.toggle("large-list");
    button.setAttribute("aria-pressed", String(large));
    button.replaceChildren(icon(large ? icons.low : icons.tall));
  };
  const button = h("button", { type: "button", class: "quiet size", "aria-label": label, title: label, "aria-pressed": "false", onclick: turn }, icon(icons.tall));
  return button;
}
