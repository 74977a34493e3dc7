import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fontFaces, fontFiles } from "../../script/fonts.mjs";

const template = JSON.parse(readFileSync(new URL("../../../data/style/template.json", import.meta.url), "utf8"));

test("the style names the fonts that are put beside it, and what each covers", async () => {
  assert.deepEqual(template["font-faces"], fontFaces(await fontFiles()));
});

test("a letter belongs to one file, and the letters of Europe's languages to some file", async () => {
  const files = await fontFiles();
  const owners = (letter) => files.filter(({ codes }) => codes.includes(letter.codePointAt(0))).map(({ script }) => script);
  for (const letter of "AzÅßþŁőșțŠžġħǌẞΑώЖћґ’–€") assert.equal(owners(letter).length, 1, letter);
  assert.deepEqual(owners("ő"), ["latin-europe"]);
});
