import assert from "node:assert/strict";
import { test } from "node:test";
import { circle, compass, destination, leg } from "../../src/geodesy.ts";
import { neighbours } from "../../src/near.ts";
import { atlas, seeded } from "./small_atlas.ts";

const close = (a: number, b: number, tolerance: number): void => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b} ± ${tolerance}`);

test("lengths of WGS 84 that are known by its definition", () => {
  close(leg({ lon: 0, lat: 0 }, { lon: 1, lat: 0 }).metres, (6378137 * Math.PI) / 180, 1e-6);
  close(leg({ lon: 7, lat: 0 }, { lon: 7, lat: 90 }).metres, 10001965.729, 1e-3);
  close(leg({ lon: 0, lat: 0 }, { lon: 180, lat: 0 }).metres, 2 * 10001965.729, 2e-3);
});

test("a row of Karney's test set for geodesics", () => {
  const { metres, bearing } = leg({ lat: 35.60777, lon: -139.44815 }, { lat: -11.17491, lon: -69.95921 });
  close(metres, 8935244.5604818305, 1e-6);
  close(bearing, 111.098748429560326, 1e-9);
});

test("going there and asking how far gives what was gone", () => {
  const random = seeded(11);
  for (let i = 0; i < 500; ++i) {
    const from = { lon: random() * 360 - 180, lat: random() * 170 - 85 };
    const metres = random() * 5e6 + 1;
    close(leg(from, destination(from, random() * 360, metres)).metres, metres, 1e-5);
  }
});

test("a circle: closed, counter-clockwise, every corner at its distance, whole across 180°", () => {
  for (const centre of [{ lon: 27.67703, lat: 62.89238 }, { lon: 179.9, lat: -20 }, { lon: 0, lat: 0 }]) {
    const ring = circle(centre, 300_000);
    assert.deepEqual(ring.at(-1), ring[0]);
    let area = 0;
    for (let i = 1; i < ring.length; ++i) {
      const [[x0, y0], [x1, y1]] = [ring[i - 1] as [number, number], ring[i] as [number, number]];
      area += x0 * y1 - x1 * y0;
      assert.ok(Math.abs(x1 - x0) < 1);
      close(leg(centre, { lon: x1, lat: y1 }).metres, 300_000, 1e-5);
    }
    assert.ok(area > 0);
  }
});

test("sixteen directions, none at the place itself", () => {
  assert.equal(compass({ metres: 1, bearing: 342 }), "NNW");
  assert.equal(compass({ metres: 1, bearing: 359.9 }), "N");
  assert.equal(compass({ metres: 0, bearing: 0 }), "");
});

test("neighbours: nearest first, the centre's own city among them, the radius included", () => {
  const kuopio = atlas.place(4);
  assert.ok(kuopio);
  const found = neighbours(atlas.places, kuopio, 300);
  assert.deepEqual(found.map(({ place }) => place.name), ["Kuopio", "Oulu"]);
  close(found[1]?.metres ?? 0, 259_911, 1);
  assert.equal(neighbours(atlas.places, kuopio, (found[1]?.metres ?? 0) / 1000 + 1e-9).length, 2);
});
