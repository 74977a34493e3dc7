// The filters: themes, which are the legend too; network, country, role.
import { h } from "./dom.ts";
import { iconOfCluster, iconOfPlace } from "./marks.ts";
import { clusterName, type Page } from "./page.ts";
import { networksByCluster } from "./selection.ts";
import { filterCount, noFilter, type Filter, type View } from "./view.ts";

type Choice = readonly [value: string, text: string];

export class Filters {
  readonly element: HTMLDetailsElement;
  private readonly themes = new Map<string | null, { input: HTMLInputElement; count: HTMLElement }>();
  private readonly selects: Readonly<Record<"network" | "country" | "role", HTMLSelectElement>>;
  private readonly clear: HTMLButtonElement;
  private readonly summary: HTMLElement;

  constructor(private readonly page: Page) {
    const { texts, atlas, store } = page;
    const byText = (choices: Choice[]): Choice[] => choices.sort((a, b) => texts.compare(a[1], b[1]));
    this.selects = {
      network: this.select("network", texts.text("all_networks"), byText(atlas.networks.map(({ id, name }) => [id, name]))),
      country: this.select("country", texts.text("all_countries"), byText(atlas.countries().map((code) => [code, texts.country(code)]))),
      role: this.select("role", texts.text("all_roles"), [["lead", texts.text("lead")], ["partner", texts.text("partner")]]),
    };
    this.clear = h("button", { type: "button", class: "plain", onclick: () => store.choose({ filter: noFilter, place: null }) }, texts.text("clear_filters"));
    this.summary = h("span", { class: "detail" });
    this.element = h("details", { class: "filters" },
      h("summary", {}, texts.text("filters"), this.summary),
      h("fieldset", { class: "themes" }, h("legend", {}, texts.text("themes")), ...this.themeChoices()),
      h("div", { class: "selects" }, this.labelled("network"), this.labelled("country"), this.labelled("role")), this.clear);
  }

  private themeChoices(): HTMLElement[] {
    const { atlas, texts } = this.page;
    const unthemed = atlas.networks.some(({ cluster }) => cluster === null);
    const clusters = atlas.clusters.map(({ id }) => this.theme(id, clusterName(this.page, id)));
    // Networks without a theme show in the legend; the filter of the style knows no way to ask for them.
    const none = unthemed ? [h("span", { class: "theme" }, this.page.marks.mark("mark;"), h("span", { class: "name" }, texts.text("no_theme")))] : [];
    const lead = this.legendOnly(iconOfCluster(atlas.clusters[0]?.id ?? null, true), texts.text("lead"));
    return [this.theme(null, texts.text("all_themes")), ...clusters, ...none, ...this.severalThemes(), lead];
  }

  /** The mark of any city of several themes shows what such a ring is. */
  private severalThemes(): HTMLElement[] {
    const { atlas, texts } = this.page;
    const several = (mark: string): boolean => mark.startsWith("mark") && mark.split(";").length > 3;
    const place = atlas.places.find((candidate) => several(iconOfPlace(atlas, candidate)));
    return place ? [this.legendOnly(iconOfPlace(atlas, place), texts.text("several_themes"))] : [];
  }

  private legendOnly(icon: string, text: string): HTMLElement {
    return h("span", { class: "theme explained" }, this.page.marks.mark(icon), h("span", { class: "name" }, text));
  }

  private theme(id: string | null, name: string): HTMLElement {
    const input = h("input", { type: "radio", name: "theme", value: id ?? "", onchange: () => this.set({ cluster: id, network: null }) });
    const count = h("span", { class: "count" });
    this.themes.set(id, { input, count });
    const mark = id === null ? h("span", { class: "mark every" }) : this.page.marks.mark(iconOfCluster(id));
    return h("label", { class: "theme" }, input, mark, h("span", { class: "name" }, name), count);
  }

  private select(field: "network" | "country" | "role", all: string, choices: readonly Choice[]): HTMLSelectElement {
    const select = h("select", { id: `filter-${field}`, onchange: () => this.set({ [field]: select.value || null }) },
      h("option", { value: "" }, all), ...choices.map(([value, text]) => h("option", { value }, text)));
    return select;
  }

  private labelled(field: "network" | "country" | "role"): HTMLElement {
    return h("div", { class: `select ${field}` }, h("label", { for: `filter-${field}` }, this.page.texts.text(field)), this.selects[field]);
  }

  private set(change: Partial<Filter>): void {
    const { store } = this.page;
    store.choose({ filter: { ...store.view.filter, ...change }, place: null });
  }

  show({ filter }: View): void {
    const counts = networksByCluster(this.page.atlas, filter);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const [id, { input, count }] of this.themes) {
      input.checked = filter.cluster === id;
      count.textContent = this.page.texts.number(id === null ? all : counts.get(id) ?? 0);
    }
    for (const field of ["network", "country", "role"] as const) this.selects[field].value = filter[field] ?? "";
    const set = filterCount(filter);
    this.clear.hidden = set === 0;
    this.summary.textContent = set === 0 ? "" : this.page.texts.count("filters_set", set);
  }
}
