import assert from "node:assert/strict";
import { test } from "node:test";
import { Atlas } from "../../src/atlas.ts";
import { csv, geojson } from "../../src/export.ts";
import { leg } from "../../src/geodesy.ts";
import { atlas, file } from "./small_atlas.ts";

const [munich, malmo] = atlas.places;
assert.ok(munich && malmo);

test("CSV with distances", () => {
  const text = csv(atlas, [{ place: malmo, leg: leg(munich, malmo) }]);
  assert.equal(text, "id,name,country,lon,lat,km,bearing,compass,networks\n2,Malmö,SE,13.000730,55.605870,836.702,6.2,N,RIVERS\n");
});
test("CSV without distances leaves their columns empty; commas are quoted", () => {
  assert.equal(csv(atlas, [{ place: munich, leg: null }]).split("\n")[1], `1,Munich,DE,11.575490,48.137430,,,,"RIVERS (lead), LET'S GO!"`);
});
test("a name that a spreadsheet would run is made text", () => {
  const evil = new Atlas({ ...file, places: [{ ...munich, name: '=HYPERLINK("x")' }] });
  assert.ok(csv(evil, evil.places.map((place) => ({ place, leg: null }))).includes(`1,"'=HYPERLINK(""x"")",DE`));
});
test("GeoJSON is RFC 7946: longitude first, ids, no CRS", () => {
  const { type, features } = JSON.parse(geojson(atlas, [{ place: malmo, leg: null }]));
  assert.equal(type, "FeatureCollection");
  assert.deepEqual(features, [{
    type: "Feature", id: 2, geometry: { type: "Point", coordinates: [13.00073, 55.60587] },
    properties: { id: 2, name: "Malmö", country: "SE", networks: [{ id: "rivers", name: "RIVERS", role: "partner" }] },
  }]);
});
