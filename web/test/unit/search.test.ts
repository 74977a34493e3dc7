import assert from "node:assert/strict";
import { test } from "node:test";
import { folded } from "../../src/fold.ts";
import { Search } from "../../src/search.ts";
import { atlas } from "./small_atlas.ts";

const search = new Search(atlas);
const names = (text: string): string[] => search.find(text, 8).map((found) => (found.kind === "network" ? found.network.name : found.place.name));

test("case, marks, letters without marks, punctuation", () => {
  assert.equal(folded("  Łódź "), "lodz");
  assert.equal(folded("Straße"), "strasse");
  assert.equal(folded("Århus"), folded("ARHUS"));
  assert.equal(folded("LET'S GO!"), "lets go");
  assert.equal(folded("’s-Hertogenbosch"), "s hertogenbosch");
  assert.equal(folded("Μόναχο"), folded("ΜΟΝΑΧΟ"));
  assert.equal(folded("İzmir"), "izmir");
});

test("folding what is folded changes nothing", () => {
  for (const text of ["Łódź", "Ðelnice", "Škofja Loka", "Ὀδύσσεια", "Þórshöfn", "ﬁn", "Ⅳ"]) assert.equal(folded(folded(text)), folded(text));
});

test("a city by its name in any language and script", () => {
  for (const typed of ["munich", "München", "munchen", "μοναχο", "МЮНХЕН"]) assert.equal(names(typed)[0], "Munich", typed);
  assert.equal(names("lodz")[0], "Łódź");
  assert.equal(names("uleaborg")[0], "Oulu");
});

test("a partner's own words find its city", () => assert.deepEqual(names("kuopion"), ["Kuopio"]));
test("networks come with or without their punctuation", () => assert.deepEqual(names("lets go"), ["LET'S GO!"]));
test("the name itself comes before another's other name", () => assert.deepEqual(names("monaco"), ["Monaco", "Munich"]));
test("the beginning of a later word counts", () => assert.deepEqual(names("ends"), ["Loose Ends"]));
test("nothing for nothing", () => {
  assert.deepEqual(names(""), []);
  assert.deepEqual(names(" - "), []);
  assert.deepEqual(names("qqq"), []);
});
test("the name it was found by is told", () => {
  const [found] = search.find("monaco di", 1);
  assert.ok(found?.kind === "city" && found.by === "Monaco di Baviera");
});
