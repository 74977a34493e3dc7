// A field that offers what fits while one types (WAI-ARIA combobox with a list). Knows neither cities nor networks.
import { h, icon, icons } from "./dom.ts";

export interface Option {
  readonly label: string;
  readonly detail: string;
  readonly mark: HTMLElement | null;
  readonly choose: () => void;
}
export interface ComboboxOptions {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly labelSeen: boolean;
  readonly clearLabel: string;
  readonly find: (text: string) => readonly Option[];
  readonly told: (text: string, found: number) => void; ///< to say how many there are
  readonly entered?: (text: string) => boolean; ///< Enter with nothing chosen; whether the text meant something
  readonly keepsText?: boolean; ///< what was chosen stays in the field
}

export class Combobox {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly clear: HTMLElement;
  private options: readonly Option[] = [];
  private active = -1;

  constructor(private readonly wanted: ComboboxOptions) {
    const { id } = wanted;
    this.input = h("input", {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: wanted.hint, enterkeyhint: "search",
      "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
      oninput: () => this.offer(), onkeydown: (event) => this.key(event), onfocus: () => this.offer(),
    });
    this.list = h("ul", { id: `${id}-list`, role: "listbox", class: "offers", hidden: true, "aria-label": wanted.label });
    this.clear = h("button", { type: "button", class: "quiet clear", hidden: true, "aria-label": wanted.clearLabel, onclick: () => this.empty() }, icon(icons.close));
    this.element = h("div", { class: "combobox", onfocusout: (event) => this.left(event) },
      h("label", { for: id, class: wanted.labelSeen ? "" : "unseen" }, wanted.label),
      h("div", { class: "field" }, icon(icons.search), this.input, this.clear, this.list));
  }

  set text(text: string) {
    this.input.value = text;
    this.clear.hidden = text === "";
  }

  private empty(): void {
    this.text = "";
    this.close();
    this.input.focus();
  }

  private left(event: FocusEvent): void {
    if (!this.element.contains(event.relatedTarget as Node | null)) this.close();
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private offer(): void {
    const text = this.input.value;
    this.clear.hidden = text === "";
    if (text.trim() === "") return this.close();
    this.options = this.wanted.find(text);
    this.wanted.told(text, this.options.length);
    this.list.replaceChildren(...this.options.map((option, i) => this.row(option, i)));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.activate(this.options.length > 0 ? 0 : -1);
  }

  /** The press itself chooses: a click would come after the field has lost the focus and the list is gone. */
  private row(option: Option, i: number): HTMLElement {
    const press = (event: Event): void => { event.preventDefault(); this.choose(i); };
    return h("li", { id: `${this.wanted.id}-${i}`, role: "option", "aria-selected": "false", onmousedown: press },
      option.mark, h("span", { class: "name" }, option.label), h("span", { class: "detail" }, option.detail));
  }

  private activate(i: number): void {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = i;
    const row = this.list.children[i];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private choose(i: number): void {
    const option = this.options[i];
    if (!option) return;
    this.text = this.wanted.keepsText ? option.label : "";
    this.close();
    option.choose();
  }

  private enter(): void {
    if (!this.list.hidden && this.active >= 0) this.choose(this.active);
    else if (this.wanted.entered?.(this.input.value)) this.close();
  }

  private key(event: KeyboardEvent): void {
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return this.offer();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.activate((this.active + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.enter();
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.text = "";
      else this.close();
    }
  }
}
