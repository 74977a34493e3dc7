import assert from "node:assert/strict";
import { test } from "node:test";
import { bestLanguage, Texts } from "../../src/texts.ts";
import en from "../../src/texts/en.json";
import fi from "../../src/texts/fi.json";

const flat = (catalogue: object): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : Object.entries(value as object).map(([form, text]) => [`${key}.${form}`, text])) as [string, string][]);
const gaps = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();

test("both languages have the same texts with the same gaps", () => {
  const finnish = new Map(flat(fi));
  assert.deepEqual(Object.keys(fi), Object.keys(en));
  for (const [key, text] of flat(en)) assert.deepEqual(gaps(finnish.get(key) ?? ""), gaps(text), key);
});
test("no text is empty", () => {
  for (const [key, text] of [...flat(en), ...flat(fi)]) assert.ok(text.trim() !== "", key);
});
test("the first language wished for that there is", () => {
  assert.equal(bestLanguage(["", "sv-SE", "fi-FI", "en"]), "fi");
  assert.equal(bestLanguage(["de"]), "en");
});
test("plurals, numbers, distances, countries", () => {
  const [english, finnish] = [new Texts("en"), new Texts("fi")];
  assert.equal(english.count("count_cities", 1), "1 city");
  assert.equal(english.count("count_cities", 1234), "1,234 cities");
  assert.equal(finnish.count("count_cities", 2), "2 kaupunkia");
  assert.equal(english.km(259_911), "260 km");
  assert.equal(finnish.km(78_241), "78,2 km");
  assert.equal(english.km(0), "0 km");
  assert.equal(finnish.country("DE"), "Saksa");
  assert.equal(english.country("XK"), "Kosovo*");
  assert.equal(finnish.direction(342), "P");
});
