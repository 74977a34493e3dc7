// The place of the map in the page: the map, or what stands there when there can be none.
import { h, icon, icons } from "./dom.ts";
import { loadMapLibre, MapView } from "./map_view.ts";
import type { Page } from "./page.ts";
import type { Sheets } from "./sheets.ts";
import type { Look } from "./style_source.ts";
import type { TextKey } from "./texts.ts";
import { hasWebgl2 } from "./webgl.ts";

export class MapArea {
  readonly element: HTMLElement;
  private readonly canvas = h("div", { class: "canvas" });
  private readonly message = h("div", { class: "message", role: "alert", hidden: true });
  private readonly help: HTMLElement;
  private view: MapView | null = null;

  constructor(private readonly page: Page, private readonly sheets: Sheets) {
    const { texts } = page;
    this.help = h("p", { class: "unseen", id: "map-help" }, texts.text("map_help"));
    const whole = h("button", { type: "button", class: "quiet whole needs-map", "aria-label": texts.text("whole_area"), title: texts.text("whole_area"), onclick: () => this.view?.whole() }, icon(icons.whole));
    this.element = h("section", { class: "map-area", "aria-busy": "true", "aria-label": texts.text("map_of", { name: page.atlas.programme }) }, this.help, this.canvas, whole, this.message);
  }

  focus(): void {
    this.element.querySelector<HTMLElement>("canvas")?.focus();
  }

  async start(look: Look): Promise<void> {
    if (!hasWebgl2()) return this.without("no_webgl");
    try {
      const maplibre = await loadMapLibre();
      this.view = new MapView(maplibre, {
        container: this.canvas, look, page: this.page, failed: (error) => this.failed(error),
        busy: (busy) => this.element.setAttribute("aria-busy", String(busy)),
      });
    } catch (error) {
      console.error(error);
      this.without("no_map");
    }
  }

  use(look: Look): void {
    this.view?.use(look);
  }

  /** The message names what a person can do something about: a server without ranges, or tiles that do not come. */
  private failed(error: { readonly message: string; readonly name?: string }): void {
    if (error.name === "AbortError") return;
    console.error(error);
    this.tell(/byte serving|content-length/i.test(error.message) ? "no_ranges" : "no_tiles");
  }

  private tell(key: TextKey): void {
    const { texts } = this.page;
    if (!this.message.hidden) return;
    this.message.replaceChildren(h("p", {}, texts.text(key)), h("button", { type: "button", class: "plain", onclick: () => location.reload() }, texts.text("retry")));
    this.message.hidden = false;
  }

  /** Where nothing can be drawn, the sheet of what is looked at is shown, if the build holds one. */
  private without(key: TextKey): void {
    document.documentElement.classList.add("no-map");
    this.message.replaceChildren(h("p", {}, this.page.texts.text(key)));
    this.message.hidden = false;
    this.page.store.listen(() => void this.showSheet());
    void this.showSheet();
  }

  private async showSheet(): Promise<void> {
    const { atlas, texts, store } = this.page;
    const network = atlas.network(store.view.filter.network);
    const picture = (await this.sheets.of(network?.id ?? null)).find(({ format }) => format !== "PDF");
    if (!picture) return this.canvas.replaceChildren();
    const alt = texts.text("map_of", { name: network?.name ?? atlas.programme });
    this.canvas.replaceChildren(h("img", { src: picture.address, alt, class: "sheet" }));
  }
}
