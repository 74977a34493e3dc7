// The same tiles as PMTiles, MBTiles and directory: pmtiles with @mapbox/vector-tile, and GDAL twice, must count the
// same features in each layer at each zoom. Prints the table of counts; exit code 1 at the first difference.
//   node tests/npm/compare_readers.mjs out/a.pmtiles out/a.mbtiles out/a
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [pmtiles, mbtiles, directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error("usage: node tests/npm/compare_readers.mjs ARCHIVE.pmtiles ARCHIVE.mbtiles DIRECTORY");
  process.exit(2);
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "inherit"] });
}

/** CLIP=NO: features as stored, those in buffers too. */
function gdalCounts(...args) {
  const counts = {};
  let layer = "";
  for (const line of run("ogrinfo", "-so", "-al", "-oo", "CLIP=NO", ...args).split("\n")) {
    const [, name] = line.match(/^Layer name: (.*)$/) ?? [];
    const [, count] = line.match(/^Feature Count: (\d+)$/) ?? [];
    if (name !== undefined) layer = name;
    if (count !== undefined && Number(count) > 0) counts[layer] = Number(count);
  }
  return counts;
}

const byLayer = JSON.parse(run("node", join(dirname(fileURLToPath(import.meta.url)), "read_pmtiles.mjs"), pmtiles));
const zooms = readdirSync(directory).filter((name) => /^\d+$/.test(name)).map(Number).sort((a, b) => a - b);
const told = new Set(Object.values(byLayer).flatMap((counts) => Object.keys(counts).map(Number)));
let equal = zooms.length === told.size && zooms.every((zoom) => told.has(zoom));
if (!equal) console.error(`zooms differ: ${zooms} in the directory, ${[...told]} in PMTiles`);
for (const zoom of zooms) {
  const expected = {};
  for (const [layer, counts] of Object.entries(byLayer)) if (counts[zoom] > 0) expected[layer] = counts[zoom];
  const sources = {
    MBTiles: gdalCounts("-oo", `ZOOM_LEVEL=${zoom}`, mbtiles),
    directory: gdalCounts("-oo", "TILE_EXTENSION=mvt", `MVT:${join(directory, String(zoom))}`),
  };
  for (const layer of Object.keys(expected)) console.log(`zoom ${zoom}  ${layer}  ${expected[layer]}`);
  for (const [source, counts] of Object.entries(sources))
    for (const layer of new Set([...Object.keys(expected), ...Object.keys(counts)]))
      if (counts[layer] !== expected[layer]) {
        console.error(`zoom ${zoom}, ${layer}: ${expected[layer] ?? 0} in PMTiles, ${counts[layer] ?? 0} by GDAL in the ${source}`);
        equal = false;
      }
}
if (!equal) process.exit(1);
console.log("equal counts in every layer at every zoom");
