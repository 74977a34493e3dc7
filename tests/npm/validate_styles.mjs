// Every style of a folder must be accepted by @maplibre/maplibre-gl-style-spec; a style spoilt on purpose must not be.
//   node tests/npm/validate_styles.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node tests/npm/validate_styles.mjs FOLDER");
  process.exit(2);
}

const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
let faults = files.length === 0 ? 1 : 0;
for (const name of files) {
  const text = readFileSync(join(folder, name), "utf8");
  const errors = validateStyleMin(JSON.parse(text));
  for (const error of errors) console.error(`${name}: ${error.message}`);
  faults += errors.length;

  const spoilt = JSON.parse(text);
  spoilt.layers.at(-1).layout["icon-size"] = ["interpolate", ["linear"], ["zoom"], 2, "large"];
  if (validateStyleMin(spoilt).length === 0) {
    console.error(`${name}: the validator accepts anything`);
    faults += 1;
  }
}
console.log(`${files.length} styles, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
