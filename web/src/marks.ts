// The marks of clusters as the style names them ("mark;cluster;…;", "lead;…"), shown in the page out of the same sprites.
import type { Atlas, Place } from "./atlas.ts";
import { h } from "./dom.ts";
import type { Look } from "./style_source.ts";

const iconName = (clusters: readonly string[], lead: boolean): string =>
  `${lead ? "lead" : "mark"};${clusters.map((cluster) => `${cluster};`).join("")}`;

/** All clusters of a place, in the programme's order, and whether it leads: the mark it has on the map of everything. */
export function iconOfPlace(atlas: Atlas, place: Place): string {
  const networks = atlas.networksOf(place);
  const here = new Set(networks.map(({ network }) => network.cluster));
  const clusters = atlas.clusters.map(({ id }) => id).filter((id) => here.has(id));
  return iconName(clusters, networks.some(({ role }) => role === "lead"));
}

export const iconOfCluster = (cluster: string | null, lead = false): string => iconName(cluster === null ? [] : [cluster], lead);

/** Themes change while marks stand in the page: each knows its name, and is given its picture again. */
export class Marks {
  private look: Look | null = null;

  mark(name: string): HTMLElement {
    const picture = h("span", { "data-icon": name });
    this.paint(picture);
    return h("span", { class: "mark", "aria-hidden": "true" }, picture);
  }

  use(look: Look, page: ParentNode): void {
    this.look = look;
    for (const element of page.querySelectorAll<HTMLElement>("[data-icon]")) this.paint(element);
  }

  private paint(element: HTMLElement): void {
    const icon = this.look?.icons[element.dataset["icon"] ?? ""] ?? this.look?.icons["mark;"];
    if (!this.look || !icon) return;
    const sheet = Object.values(this.look.icons);
    const width = Math.max(...sheet.map(({ x, width: w }) => x + w)) / icon.pixelRatio;
    element.style.width = `${icon.width / icon.pixelRatio}px`;
    element.style.height = `${icon.height / icon.pixelRatio}px`;
    element.style.background = `url("${this.look.image}") -${icon.x / icon.pixelRatio}px -${icon.y / icon.pixelRatio}px / ${width}px auto no-repeat`;
  }
}
