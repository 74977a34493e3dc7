// Runs the tests that use the map as people do, on the folder of a build:  node script/browser_tests.mjs FOLDER
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "./run_tests.mjs";

const [site] = process.argv.slice(2);
if (!site) throw new Error("usage: node script/browser_tests.mjs FOLDER");
const test = join(dirname(fileURLToPath(import.meta.url)), "..", "test", "browser", "web_map.test.mjs");
process.exitCode = runTests([test], { CITYWEAVE_SITE: site });
