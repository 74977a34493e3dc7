// What a reader prefers wherever they look: language and theme. Not part of a view, so not part of a shared link.
import { bestLanguage } from "./texts.ts";

export type Theme = "light" | "dark";

/** Storage may be forbidden; then a choice lasts as long as the page. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem(`cityweave.${key}`);
  } catch {
    return null;
  }
}
function store(key: string, value: string): void {
  try {
    localStorage.setItem(`cityweave.${key}`, value);
  } catch {
    // See above.
  }
}

const darkWished = matchMedia("(prefers-color-scheme: dark)");

export class Preferences {
  readonly language = bestLanguage([stored("language") ?? "", ...navigator.languages]);
  private chosen: Theme | null = stored("theme") === "dark" ? "dark" : stored("theme") === "light" ? "light" : null;
  private readonly listeners: ((theme: Theme) => void)[] = [];

  constructor() {
    darkWished.addEventListener("change", () => this.tell());
    this.tell();
  }

  get theme(): Theme {
    return this.chosen ?? (darkWished.matches ? "dark" : "light");
  }
  chooseTheme(theme: Theme): void {
    this.chosen = theme;
    store("theme", theme);
    this.tell();
  }
  onTheme(listener: (theme: Theme) => void): void {
    this.listeners.push(listener);
  }
  /** Every word of the page changes, so the page is made anew; the view stands in the address. */
  chooseLanguage(language: string): void {
    store("language", language);
    location.reload();
  }

  private tell(): void {
    document.documentElement.dataset["theme"] = this.theme;
    for (const listener of this.listeners) listener(this.theme);
  }
}
