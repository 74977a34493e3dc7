import assert from "node:assert/strict";
import { test } from "node:test";
import { firstView, fromAddress, noFilter, pointFrom, radiusFrom, toAddress, type View } from "../../src/view.ts";
import { atlas, seeded } from "./small_atlas.ts";

test("the first view has an empty address", () => {
  assert.equal(toAddress(firstView), "");
  assert.deepEqual(fromAddress("", atlas), firstView);
});

test("an address is readable", () => {
  const view: View = { filter: { ...noFilter, network: "rivers" }, place: 4, near: { centre: { lon: 25.7, lat: 61.9 }, radiusKm: 300 }, list: "cities", camera: { zoom: 4.5, lat: 61, lon: 25 } };
  assert.equal(toAddress(view), "network=rivers&place=4&near=25.7,61.9&radius=300&list=cities&map=4.5/61/25");
});

test("views come back from their address", () => {
  const random = seeded(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  for (let i = 0; i < 2000; ++i) {
    const point = { lon: Math.round(random() * 3.6e7 - 1.8e7) / 1e5 + 0, lat: Math.round(random() * 1.8e7 - 9e6) / 1e5 + 0 };
    const view: View = {
      filter: { cluster: pick([null, "water", "streets"]), network: pick([null, "rivers", "lets-go"]), country: pick([null, "FI"]), role: pick([null, "lead", "partner"]) },
      place: pick([null, 1, 6]), list: pick(["networks", "cities"] as const),
      near: pick([null, { centre: 4, radiusKm: 12.5 }, { centre: point, radiusKm: Math.round(random() * 50000) / 10 + 1 }]),
      camera: pick([null, { zoom: Math.round(random() * 1200) / 100, lat: Math.round(random() * 160 - 80) + 0, lon: Math.round(random() * 360 - 180) + 0 }]),
    };
    assert.deepEqual(fromAddress(`#${toAddress(view)}`, atlas), { ...view, near: view.near && { ...view.near, radiusKm: Math.min(5000, view.near.radiusKm) } });
  }
});

test("what this atlas does not know is left out of a link", () => {
  const link = "cluster=fire&network=gone&country=XX&role=boss&place=99&near=99&radius=x&list=maps&map=1/2";
  assert.deepEqual(fromAddress(link, atlas), firstView);
});

test("hostile addresses give a view", () => {
  for (const text of ["%", "#=&=&&&", "map=NaN/Infinity/1", "map=5//", "place=1e3", "place=-1", "near=200,95", "network=__proto__", "near=1,2&radius=-5"])
    assert.ok(fromAddress(text, atlas));
  assert.equal(fromAddress("network=__proto__", atlas).filter.network, null);
});

test("points as people type them", () => {
  assert.deepEqual(pointFrom("25.7, 61.9"), { lon: 25.7, lat: 61.9 });
  assert.deepEqual(pointFrom("-8.6;41.15"), { lon: -8.6, lat: 41.15 });
  assert.deepEqual(pointFrom(" 10 55 "), { lon: 10, lat: 55 });
  for (const text of ["", "25.7", "181,0", "0,91", "Kuopio", "1,2,3"]) assert.equal(pointFrom(text), null);
});

test("a radius stays between what the tool offers", () => {
  assert.equal(radiusFrom("300"), 300);
  assert.equal(radiusFrom("12,5"), 12.5);
  assert.equal(radiusFrom("0.2"), 1);
  assert.equal(radiusFrom("90000"), 5000);
  for (const text of ["", "0", "-3", "far"]) assert.equal(radiusFrom(text), null);
});
