// The distance tool's controls: a centre searched, typed or picked; a radius dragged or typed.
import { Combobox } from "./combobox.ts";
import { h, icon, icons } from "./dom.ts";
import { cityOptions } from "./offers.ts";
import type { Page } from "./page.ts";
import { pointFrom, pointText, radiusFrom, usualRadiusKm, type Near, type View } from "./view.ts";

/** Fine near, coarse far: equal steps of the slider are equal ratios. */
const sliderSteps = 100;
const sliderLeastKm = 10;
const sliderGreatestKm = 2000;
const ratio = Math.log(sliderGreatestKm / sliderLeastKm);
const kmOfStep = (step: number): number => {
  const km = sliderLeastKm * Math.exp((ratio * step) / sliderSteps);
  const unit = km < 100 ? 5 : km < 500 ? 10 : 50;
  return Math.round(km / unit) * unit;
};
const stepOfKm = (km: number): number => Math.round((sliderSteps * Math.log(Math.max(km, sliderLeastKm) / sliderLeastKm)) / ratio);

export class NearTool {
  readonly element: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly controls: HTMLElement;
  private readonly centre: Combobox;
  private readonly fault: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly typed: HTMLInputElement;
  private open = false;

  constructor(private readonly page: Page) {
    const { texts } = page;
    this.toggle = h("button", { type: "button", class: "plain wide", "aria-expanded": "false", "aria-controls": "near-tool", onclick: () => this.turn() },
      icon(icons.distance), texts.text("distance_tool"));
    this.centre = new Combobox({
      id: "centre", label: texts.text("centre"), labelSeen: true, hint: texts.text("centre_hint"), clearLabel: texts.text("clear_text"), keepsText: true,
      find: (text) => cityOptions(page, text, (place) => this.put(place.id)),
      told: (text, found) => page.announcer.say(found ? texts.count("search_found", found) : texts.text("search_none", { text })),
      entered: (text) => this.enterPoint(text),
    });
    this.fault = h("p", { class: "fault", id: "centre-fault", role: "alert" });
    this.centre.input.setAttribute("aria-describedby", "centre-fault");
    this.slider = h("input", { type: "range", min: 0, max: sliderSteps, step: 1, "aria-label": texts.text("radius"), oninput: () => this.radius(kmOfStep(Number(this.slider.value))) });
    this.typed = h("input", { type: "text", id: "radius", inputmode: "decimal", size: 5, onchange: () => this.enterRadius() });
    this.controls = h("div", { id: "near-tool", class: "near-tool", hidden: true }, this.centre.element, this.fault, this.pickers(),
      h("label", { for: "radius" }, texts.text("radius_km")), h("div", { class: "radius" }, this.slider, this.typed, h("span", { "aria-hidden": "true" }, "km")));
    this.element = h("div", { class: "near" }, this.toggle, this.controls);
  }

  /** Without a map there is nothing to pick on. */
  private pickers(): HTMLElement {
    const { texts, map } = this.page;
    return h("div", { class: "buttons needs-map" },
      h("button", { type: "button", class: "plain", onclick: () => map.pickPoint?.() }, icon(icons.target), texts.text("pick_on_map")),
      h("button", { type: "button", class: "plain", onclick: () => { const middle = map.middle?.(); if (middle) this.put(middle); } }, texts.text("map_centre")));
  }

  show({ near }: View): void {
    if (near) this.open = true;
    this.controls.hidden = !this.open;
    this.toggle.setAttribute("aria-expanded", String(this.open));
    this.toggle.classList.toggle("on", near !== null);
    const km = near?.radiusKm ?? usualRadiusKm;
    if (document.activeElement !== this.slider) this.slider.value = String(stepOfKm(km));
    this.slider.setAttribute("aria-valuetext", this.page.texts.text("km", { km: this.page.texts.number(km) }));
    if (document.activeElement !== this.typed) this.typed.value = String(Math.round(km * 10) / 10);
    if (document.activeElement !== this.centre.input) this.centre.text = near ? this.nameOf(near) : "";
    if (near) this.fault.textContent = "";
  }

  private nameOf({ centre }: Near): string {
    return typeof centre === "number" ? this.page.atlas.place(centre)?.name ?? "" : pointText(centre).replace(",", ", ");
  }

  /** Closing the tool ends its view as well. */
  private turn(): void {
    const { store } = this.page;
    this.open = !this.open;
    if (!this.open && store.view.near) store.choose({ near: null });
    else this.show(store.view);
    if (this.open) this.centre.input.focus();
  }

  private put(centre: Near["centre"]): void {
    const { store } = this.page;
    store.choose({ near: { centre, radiusKm: store.view.near?.radiusKm ?? radiusFrom(this.typed.value) ?? usualRadiusKm }, place: null });
  }

  private enterPoint(text: string): boolean {
    const point = pointFrom(text);
    if (point) this.put(point);
    else this.fault.textContent = this.page.texts.text("centre_unknown");
    return point !== null;
  }

  private radius(radiusKm: number): void {
    const { store } = this.page;
    this.typed.value = String(radiusKm);
    if (store.view.near) store.adjust({ near: { ...store.view.near, radiusKm }, camera: null });
  }

  private enterRadius(): void {
    const km = radiusFrom(this.typed.value);
    if (km !== null) this.radius(km);
    this.show(this.page.store.view);
  }
}
