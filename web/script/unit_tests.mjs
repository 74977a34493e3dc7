// Runs the tests of the page's logic. Those in TypeScript are bundled first, since Node 18 reads none.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { runTests } from "./run_tests.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(here, "test", "unit");
const all = (await readdir(folder)).sort();
const names = all.filter((name) => name.endsWith(".test.ts"));
const plain = all.filter((name) => name.endsWith(".test.mjs")).map((name) => join(folder, name));
const out = await mkdtemp(join(tmpdir(), "cityweave-web-"));
try {
  await build({
    absWorkingDir: here, entryPoints: names.map((name) => join(folder, name)), outdir: out, outExtension: { ".js": ".mjs" },
    bundle: true, platform: "node", format: "esm", target: "node18", logLevel: "warning",
  });
  const files = names.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  process.exitCode = runTests([...files, ...plain]);
} finally {
  await rm(out, { recursive: true, force: true });
}
