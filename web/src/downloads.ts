// What can be taken along: the sheet of the current network, the current list.
import type { Body } from "./body.ts";
import { h } from "./dom.ts";
import { csv, geojson } from "./export.ts";
import type { Page } from "./page.ts";
import type { Sheets } from "./sheets.ts";
import type { View } from "./view.ts";

function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const inMegabytes = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const sizeText = (bytes: number | null): string => (bytes === null ? "" : ` ${inMegabytes.format(Math.max(bytes, 50_000) / 1e6)} MB`);

/** Seen, the formats stand in a line that says what they are of; heard, each says it. */
const spoken = (text: string): HTMLElement => h("span", { class: "unseen" }, `${text} `);

export class Downloads {
  readonly element: HTMLElement;
  private readonly sheetLine = h("div", { class: "download" });
  private readonly listLine = h("div", { class: "download" });
  private asked = 0;

  constructor(private readonly page: Page, private readonly sheets: Sheets) {
    this.element = h("section", { class: "downloads", "aria-label": page.texts.text("downloads") }, h("h2", { class: "small" }, page.texts.text("downloads")), this.sheetLine, this.listLine);
  }

  show(view: View, body: Body): void {
    this.showList(body);
    void this.showSheets(view.filter.network);
  }

  private showList({ title, rows }: Body): void {
    const { atlas, texts } = this.page;
    const name = `${atlas.file.programme.id || "cityweave"}-${title}`;
    const button = (format: string, make: () => void): HTMLElement =>
      h("button", { type: "button", class: "plain", onclick: make }, spoken(texts.text("download_as", { name: texts.text("list_as") })), format);
    this.listLine.replaceChildren(h("span", {}, `${texts.text("list_as")} (${texts.count("count_cities", rows.length)})`), h("span", { class: "formats" },
      button("CSV", () => save(`${name}.csv`, "text/csv;charset=utf-8", csv(atlas, rows))),
      button("GeoJSON", () => save(`${name}.geojson`, "application/geo+json", geojson(atlas, rows)))));
  }

  /** The answer may come after another network was chosen: only the last question counts. */
  private async showSheets(id: string | null): Promise<void> {
    const question = ++this.asked;
    const found = await this.sheets.of(id);
    if (question !== this.asked) return;
    const { texts, atlas } = this.page;
    const network = atlas.network(id);
    const name = network ? texts.text("sheet_of", { name: network.name }) : texts.text("sheet_all");
    this.sheetLine.hidden = found.length === 0;
    this.sheetLine.replaceChildren(h("span", {}, name), h("span", { class: "formats" }, ...found.map((sheet) =>
      h("a", { class: "plain", href: sheet.address, download: true }, spoken(texts.text("download_as", { name })), sheet.format, h("span", { class: "bytes" }, sizeText(sheet.bytes))))));
  }
}
