// Makes the web map as `cityweave build` puts it beside an atlas:  node script/bundle.mjs FOLDER [DEPFILE]
// index.html, assets/, fonts/. The same bytes for the same lock file, wherever it runs. DEPFILE tells Ninja what it was made from.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { fontCss, writeFonts } from "./fonts.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder, depfile] = process.argv.slice(2);
if (!folder) throw new Error("usage: node script/bundle.mjs FOLDER [DEPFILE]");
const assets = join(folder, "assets");
const maplibre = join(here, "node_modules", "maplibre-gl");

/** MapLibre is shipped as it is and loaded when a map can be drawn: the list beside it does not wait. */
const maplibreBeside = {
  name: "maplibre-beside",
  setup: ({ onResolve }) => onResolve({ filter: /^maplibre-gl$/ }, () => ({ path: "./maplibre-gl.js", external: true })),
};

const shared = { absWorkingDir: here, bundle: true, metafile: true, minify: true, charset: "utf8", legalComments: "none", logLevel: "warning" };

async function writeCode() {
  const code = await build({ ...shared, entryPoints: ["src/main.ts"], outfile: join(assets, "app.js"), format: "esm", target: "es2022", plugins: [maplibreBeside] });
  const css = await build({ ...shared, entryPoints: ["src/app.css"], write: false, external: ["../fonts/*"] });
  const sources = [...Object.keys(code.metafile.inputs), ...Object.keys(css.metafile.inputs)];
  await writeFile(join(assets, "app.css"), fontCss(await writeFonts(join(folder, "fonts"))) + css.outputFiles[0].text);
  return sources;
}

/** As .js, because some servers do not know .mjs to be JavaScript. */
async function copyMapLibre() {
  await cp(join(maplibre, "dist", "maplibre-gl.mjs"), join(assets, "maplibre-gl.js"));
  await cp(join(maplibre, "dist", "maplibre-gl-worker.mjs"), join(assets, "maplibre-gl-worker.js"));
  await cp(join(maplibre, "dist", "maplibre-gl.css"), join(assets, "maplibre-gl.css"));
}

/** Who wrote what we ship, as their licences ask. */
async function writeLicences() {
  const packaged = (name, file) => join(here, "node_modules", name, file);
  // The package of pmtiles comes without the text of its licence.
  const files = { "maplibre-gl": packaged("maplibre-gl", "LICENSE.txt"), pmtiles: join(here, "licences", "pmtiles.txt"),
    fflate: packaged("fflate", "LICENSE"), "geographiclib-geodesic": packaged("geographiclib-geodesic", "LICENSE.txt") };
  const texts = await Promise.all(Object.entries(files).map(async ([name, file]) => {
    const { version } = JSON.parse(await readFile(packaged(name, "package.json"), "utf8"));
    return `${name} ${version}\n\n${await readFile(file, "utf8")}`;
  }));
  await writeFile(join(assets, "licences.txt"), texts.join(`\n${"-".repeat(78)}\n\n`) + "\n");
}

/** Each asset is named with its digest, so that a page never runs with the code of another build. */
async function writePage() {
  let page = await readFile(join(here, "src", "index.html"), "utf8");
  for (const name of ["app.js", "app.css", "maplibre-gl.css"]) {
    const digest = createHash("sha256").update(await readFile(join(assets, name))).digest("hex").slice(0, 12);
    page = page.replace(`assets/${name}`, `assets/${name}?${digest}`);
  }
  await writeFile(join(folder, "index.html"), page);
}

/** Packages change with their lock file only. */
async function writeDepfile(sources) {
  const ours = sources.filter((path) => !path.startsWith("node_modules/"));
  const all = [...ours, "src/index.html", "licences/pmtiles.txt", "package-lock.json"].map((path) => join(here, path));
  const escaped = (path) => path.replaceAll(" ", "\\ ");
  await writeFile(depfile, `${escaped(join(folder, "index.html"))}: ${all.sort().map(escaped).join(" ")}\n`);
}

await rm(folder, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
const sources = await writeCode();
await copyMapLibre();
await writeLicences();
await writePage();
if (depfile) await writeDepfile(sources);
