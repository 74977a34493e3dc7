// What stands below the filters: one of four, by what is looked at. Each makes its part anew from the view.
import type { Row } from "./export.ts";
import { nearBody } from "./near_body.ts";
import { networkBody } from "./network_body.ts";
import { overviewBody } from "./overview_body.ts";
import type { Page } from "./page.ts";
import { placeBody } from "./place_body.ts";
import type { View } from "./view.ts";

export interface Body {
  readonly element: HTMLElement;
  readonly title: string; ///< of the list, for its downloads
  readonly rows: readonly Row[];
  readonly said: string; ///< to a screen reader when it has changed
}

export function bodyOf(page: Page, view: View): Body {
  if (view.place !== null) return placeBody(page, view);
  if (view.near) return nearBody(page, view, view.near);
  if (view.filter.network !== null) return networkBody(page, view);
  return overviewBody(page, view);
}

/** Bodies of one key are the same thing with other values: the focus stays where it is. */
export function bodyKey(view: View): string {
  if (view.place !== null) return `place ${view.place}`;
  if (view.near) return "near";
  return view.filter.network !== null ? `network ${view.filter.network}` : "overview";
}
