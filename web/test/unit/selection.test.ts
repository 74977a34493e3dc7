import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsKey, boundsOf } from "../../src/bounds.ts";
import { repeated } from "../../src/labels.ts";
import { iconOfPlace } from "../../src/marks.ts";
import { networksByCluster, selectionOf, wholeAndSeveral } from "../../src/selection.ts";
import { firstView, noFilter } from "../../src/view.ts";
import { atlas } from "./small_atlas.ts";

const names = (filter: object): string[] => selectionOf(atlas, { ...noFilter, ...filter }).places.map(({ name }) => name);

test("no filter leaves everything", () => {
  const { memberships, places, networks } = selectionOf(atlas, noFilter);
  assert.deepEqual([memberships.length, places.length, networks.length], [9, 6, 3]);
});
test("each filter, and several at once", () => {
  assert.deepEqual(names({ cluster: "water" }), ["Munich", "Malmö", "Kuopio"]);
  assert.deepEqual(names({ network: "lets-go" }), ["Munich", "Łódź", "Oulu"]);
  assert.deepEqual(names({ country: "FI" }), ["Kuopio", "Oulu"]);
  assert.deepEqual(names({ role: "lead" }), ["Munich", "Łódź"]);
  assert.deepEqual(names({ country: "FI", cluster: "streets" }), ["Oulu"]);
  assert.deepEqual(names({ country: "PL", role: "partner" }), []);
});
test("a theme's count is what choosing it would leave", () => {
  const counts = networksByCluster(atlas, { ...noFilter, country: "FI" });
  for (const cluster of ["water", "streets"]) assert.equal(counts.get(cluster), selectionOf(atlas, { ...noFilter, country: "FI", cluster }).networks.length);
  assert.equal(counts.get(null), 1);
});
test("roles of a city: it leads if any of its partners there does", () => {
  const munich = atlas.place(1);
  assert.ok(munich);
  assert.deepEqual(atlas.networksOf(munich).map(({ network, role }) => [network.id, role]), [["rivers", "lead"], ["lets-go", "partner"]]);
});
test("marks are named as in the style", () => {
  const [munich, malmo, monaco] = [1, 2, 6].map((id) => atlas.place(id));
  assert.ok(munich && malmo && monaco);
  assert.equal(iconOfPlace(atlas, munich), "lead;water;streets;");
  assert.equal(iconOfPlace(atlas, malmo), "mark;water;");
  assert.equal(iconOfPlace(atlas, monaco), "mark;");
});
test("a city of several themes is shown whole where all of it is selected", () => {
  const whole = (filter: object): string[] => wholeAndSeveral(atlas, selectionOf(atlas, { ...noFilter, ...filter })).map(({ name }) => name);
  assert.deepEqual(whole({ country: "FI" }), ["Oulu"]);
  assert.deepEqual(whole({ cluster: "water" }), []);
  assert.deepEqual(whole({ country: "DE", role: "lead" }), []);
});
test("one label a city: the lead's is kept", () => {
  assert.deepEqual(repeated(atlas.memberships), ["lets-go 1", "no-theme 5", "no-theme 5"]);
});
test("the map shows what was chosen", () => {
  assert.deepEqual(boundsOf(atlas, { ...firstView, filter: { ...noFilter, country: "FI" } }), [25.46816, 62.89238, 27.67703, 65.01236]);
  assert.deepEqual(boundsOf(atlas, { ...firstView, place: 6 }), [7.41667, 43.73333, 25.46816, 65.01236]);
  assert.notEqual(boundsKey({ ...firstView, place: 6 }), boundsKey(firstView));
  assert.equal(boundsKey({ ...firstView, filter: { ...noFilter, cluster: "water" } }), boundsKey(firstView));
});
