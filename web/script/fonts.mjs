// Noto Sans for labels and page, cut by script so that a reader fetches only what is shown. Deterministic.
import { readFile, writeFile, mkdir, copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";

const packageFolder = dirname(createRequire(import.meta.url).resolve("@fontsource/noto-sans/package.json"));

/** The packaged Latin Extended holds phonetic letters too, which would be four fifths of a first view's fonts. */
const europe = [[0x100, 0x24f], [0x2c6, 0x2dd], [0x1e00, 0x1e9f]];

const scripts = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"];
export const weights = [{ css: 400, name: "Noto Sans Regular" }, { css: 700, name: "Noto Sans Bold" }];

const inEurope = (code) => europe.some(([first, last]) => code >= first && code <= last);

function codesOf(ranges) {
  const codes = [];
  for (const range of ranges.split(",")) {
    const [first, last = first] = range.replace("U+", "").split("-");
    for (let code = parseInt(first, 16); code <= parseInt(last, 16); ++code) codes.push(code);
  }
  return codes;
}

function rangesOf(codes) {
  const ranges = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  const hex = (code) => code.toString(16).toUpperCase().padStart(4, "0");
  return ranges.map(([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`));
}

/** Each file with what it covers; a code point belongs to the first that has it. */
export async function fontFiles() {
  const told = JSON.parse(await readFile(join(packageFolder, "unicode.json"), "utf8"));
  const taken = new Set();
  const files = [];
  for (const script of ["latin", "latin-europe", ...scripts.slice(1)]) {
    const all = codesOf(told[script === "latin-europe" ? "latin-ext" : script]);
    const codes = all.filter((code) => !taken.has(code) && (script !== "latin-europe" || inEurope(code)));
    codes.forEach((code) => taken.add(code));
    files.push({ script, codes, ranges: rangesOf(codes) });
  }
  return files;
}

export const fontName = (script, weight) => `noto-sans-${script}-${weight.css}.woff2`;
const packaged = (script, weight) => join(packageFolder, "files", `noto-sans-${script}-${weight.css}-normal.woff2`);

async function writeFont(folder, file, weight) {
  const target = join(folder, fontName(file.script, weight));
  if (file.script !== "latin-europe") return copyFile(packaged(file.script, weight), target);
  const text = file.codes.map((code) => String.fromCodePoint(code)).join("");
  return writeFile(target, await subsetFont(await readFile(packaged("latin-ext", weight)), text, { targetFormat: "woff2" }));
}

export async function writeFonts(folder) {
  await mkdir(folder, { recursive: true });
  const files = await fontFiles();
  for (const file of files) for (const weight of weights) await writeFont(folder, file, weight);
  await copyFile(join(packageFolder, "LICENSE"), join(folder, "OFL.txt"));
  return files;
}

/** The same files for the page's own text. */
export function fontCss(files) {
  return weights.flatMap((weight) => files.map((file) =>
    `@font-face{font-family:"Noto Sans";font-weight:${weight.css};font-display:swap;` +
    `src:url("../fonts/${fontName(file.script, weight)}") format("woff2");unicode-range:${file.ranges.join(",")}}\n`)).join("");
}

/** The same files for the style's `font-faces`; `@fonts/` is the template's word for the folder. */
export function fontFaces(files) {
  return Object.fromEntries(weights.map((weight) => [weight.name, files.map((file) =>
    ({ url: `@fonts/${fontName(file.script, weight)}`, "unicode-range": file.ranges }))]));
}
