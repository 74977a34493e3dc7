// Puts the page together: the atlas, what is looked at, the panel, the map.
import { Announcer } from "./announcer.ts";
import { atlasFrom, type Atlas } from "./atlas.ts";
import { h } from "./dom.ts";
import { MapArea } from "./map_area.ts";
import { Marks } from "./marks.ts";
import type { Page } from "./page.ts";
import { Panel } from "./panel.ts";
import { Preferences } from "./preferences.ts";
import { Search } from "./search.ts";
import { Sheets } from "./sheets.ts";
import { Store } from "./store.ts";
import { fetchJson, lookOf } from "./style_source.ts";
import { Texts } from "./texts.ts";

function skipLinks(texts: Texts, area: MapArea): HTMLElement {
  const to = (target: () => void, label: string): HTMLElement => h("button", { type: "button", class: "skip", onclick: target }, label);
  return h("nav", { class: "skips", "aria-label": texts.text("skip_to_list") },
    to(() => document.getElementById("list")?.focus(), texts.text("skip_to_list")),
    to(() => area.focus(), texts.text("skip_to_map")));
}

function pageOf(atlas: Atlas, texts: Texts): Page {
  return {
    atlas, texts, store: new Store(atlas), search: new Search(atlas), marks: new Marks(), announcer: new Announcer(),
    map: { highlight: () => undefined, pickPoint: null, middle: null },
  };
}

async function start(root: HTMLElement, preferences: Preferences, texts: Texts): Promise<void> {
  const [atlas, look] = await Promise.all([fetchJson("atlas.json").then(atlasFrom), lookOf(preferences.theme)]);
  const page = pageOf(atlas, texts);
  const sheets = new Sheets();
  const area = new MapArea(page, sheets);
  page.marks.use(look, document);
  const panel = new Panel(page, preferences, sheets);
  root.replaceChildren(skipLinks(texts, area), panel.element, area.element, page.announcer.element);
  preferences.onTheme((theme) => void lookOf(theme).then((other) => {
    page.marks.use(other, document);
    area.use(other);
  }).catch(console.error));
  await area.start(look);
}

const root = document.getElementById("app") as HTMLElement;
const preferences = new Preferences();
const texts = new Texts(preferences.language);
document.documentElement.lang = texts.language;
root.replaceChildren(h("p", { class: "notice", role: "status" }, texts.text("loading")));
start(root, preferences, texts).catch((error: unknown) => {
  console.error(error);
  root.replaceChildren(h("p", { class: "notice", role: "alert" }, texts.text("no_atlas", { reason: error instanceof Error ? error.message : String(error) })));
});
