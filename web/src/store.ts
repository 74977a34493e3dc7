// Holds the view, tells who listens, and keeps the address and the browser's history in step with it.
import type { Atlas } from "./atlas.ts";
import { fromAddress, toAddress, type Camera, type View } from "./view.ts";

type Listener = (view: View, before: View, cause: Cause) => void;
/** Who moved: a person choosing, the map being dragged, or the browser going back and forth. */
export type Cause = "choice" | "camera" | "address";

export class Store {
  private current: View;
  private readonly listeners: Listener[] = [];

  constructor(private readonly atlas: Atlas) {
    this.current = fromAddress(location.hash, atlas);
    addEventListener("popstate", () => this.follow());
    addEventListener("hashchange", () => this.follow());
  }

  get view(): View {
    return this.current;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** A choice is a step that the back button undoes; the camera is left to follow what was chosen. */
  choose(change: Partial<View>): void {
    const next = { ...this.current, camera: null, ...change };
    if (toAddress(next) === toAddress({ ...this.current, camera: null })) return;
    this.set(next, "choice", "pushState");
  }

  /** A value on its way (a slider, a drag): the same step as before. */
  adjust(change: Partial<View>): void {
    this.set({ ...this.current, ...change }, "choice", "replaceState");
  }

  moved(camera: Camera): void {
    this.set({ ...this.current, camera }, "camera", "replaceState");
  }

  private follow(): void {
    const next = fromAddress(location.hash, this.atlas);
    if (toAddress(next) !== toAddress(this.current)) this.tell(next, "address");
  }

  private set(next: View, cause: Cause, write: "pushState" | "replaceState"): void {
    const address = toAddress(next);
    history[write](null, "", `${location.pathname}${location.search}${address === "" ? "" : `#${address}`}`);
    this.tell(next, cause);
  }

  private tell(next: View, cause: Cause): void {
    const before = this.current;
    this.current = next;
    for (const listener of this.listeners) listener(next, before, cause);
  }
}
