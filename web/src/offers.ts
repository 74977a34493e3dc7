// What the search fields offer, out of what was found.
import type { Place } from "./atlas.ts";
import type { Option } from "./combobox.ts";
import { iconOfCluster, iconOfPlace } from "./marks.ts";
import type { Page } from "./page.ts";
import { joined } from "./rows.ts";
import type { Found } from "./search.ts";

const offered = 8;

function option(page: Page, found: Found, choosePlace: (place: Place) => void): Option {
  const { atlas, texts, marks, store } = page;
  if (found.kind === "network") {
    const { network } = found;
    return {
      label: network.name, detail: texts.text("kind_network"), mark: marks.mark(iconOfCluster(network.cluster)),
      choose: () => store.choose({ filter: { cluster: null, country: null, role: null, network: network.id }, place: null, near: null }),
    };
  }
  const { place, by } = found;
  return {
    label: place.name, detail: joined(texts.country(place.country), by), mark: marks.mark(iconOfPlace(atlas, place)),
    choose: () => choosePlace(place),
  };
}

export function allOptions(page: Page, text: string): Option[] {
  const choose = (place: Place): void => page.store.choose({ place: place.id });
  return page.search.find(text, offered).map((found) => option(page, found, choose));
}

export function cityOptions(page: Page, text: string, choose: (place: Place) => void): Option[] {
  const cities = page.search.find(text, Infinity).filter(({ kind }) => kind === "city");
  return cities.slice(0, offered).map((found) => option(page, found, choose));
}
