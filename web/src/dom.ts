// Elements in one expression. Text is always text: nothing of an atlas is ever read as HTML.
type Child = Node | string | null | false | undefined;
type Handlers = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
type Attributes = Handlers & { readonly [name: string]: unknown };

function setAttribute(element: HTMLElement, name: string, value: unknown): void {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
  else element.setAttribute(name, value === true ? "" : String(value));
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

/** Small pictures of the page's own, drawn in the colour of the text. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

export const icons = {
  search: "M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM12.6 12.6 17 17",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4l-6 6 6 6",
  forward: "M8 4l6 6-6 6",
  distance: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 10h7M10 9.4v1.2",
  dark: "M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.700 8.700z",
  download: "M10 3v9M6 8.500l4 4 4-4M4 16.500h12",
  target: "M10 5.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10 2v3.500M10 14.500V18M2 10h3.500M14.500 10H18",
  whole: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
  tall: "M4 12l6-6 6 6",
  low: "M4 8l6 6 6-6",
} as const;
