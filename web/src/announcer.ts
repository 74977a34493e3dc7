// Tells screen readers what changed out of their sight, without moving the focus.
import { h } from "./dom.ts";

export class Announcer {
  readonly element = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
  private waiting = 0;

  /** Waits until a run of changes (a drag, typing) has settled: only the last is told. */
  say(text: string): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => { this.element.textContent = text; }, 400);
  }
}
