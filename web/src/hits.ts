// What lies under a point of the map: cities, or networks by their links.
import type * as MapLibre from "maplibre-gl";
import type { Atlas, Network, Place } from "./atlas.ts";
import { linkLayers, markLayers } from "./map_style.ts";

/** A finger is coarser than a mouse. */
const coarse = matchMedia("(pointer: coarse)").matches;
const markReach = coarse ? 20 : 9;
const linkReach = coarse ? 8 : 3;
/** Cities further apart than this are told apart by the point itself. */
const sameSpot = 5;

export class Hits {
  constructor(private readonly map: MapLibre.Map, private readonly atlas: Atlas) {}

  /** The nearest city, and those that lie with it: each once, however many of its memberships are drawn there. */
  cities(point: MapLibre.Point): Place[] {
    const ids = new Set(this.features(point, markLayers, markReach).map(({ properties }) => Number(properties["place"] ?? properties["id"])));
    const found = [...ids]
      .flatMap((id) => this.atlas.place(id) ?? [])
      .map((place) => ({ place, pixels: this.pixels(place, point) }))
      .sort((a, b) => a.pixels - b.pixels);
    return found.filter(({ pixels }) => pixels < (found[0]?.pixels ?? 0) + sameSpot).map(({ place }) => place);
  }

  networks(point: MapLibre.Point): Network[] {
    const ids = new Set(this.features(point, linkLayers, linkReach).map(({ properties }) => String(properties["network"])));
    return this.atlas.networks.filter(({ id }) => ids.has(id));
  }

  private features({ x, y }: MapLibre.Point, layers: readonly string[], reach: number): MapLibre.MapGeoJSONFeature[] {
    return this.map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: layers.filter((id) => this.map.getLayer(id)) });
  }

  private pixels(place: Place, { x, y }: MapLibre.Point): number {
    const at = this.map.project([place.lon, place.lat]);
    return Math.hypot(at.x - x, at.y - y);
  }
}
