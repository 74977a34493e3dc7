// Node's own test runner over some files; says what failed, and last how many passed, as all our tests do.
import { spawnSync } from "node:child_process";

/** Returns the exit code. */
export function runTests(files, environment = {}) {
  const { stdout, stderr } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files],
    { encoding: "utf8", env: { ...process.env, ...environment }, maxBuffer: 1 << 28 });
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(stdout)?.[1] ?? 0);
  const [passed, failed] = [count("pass"), count("fail") + count("cancelled")];
  if (failed > 0 || passed === 0) process.stdout.write(stdout + stderr);
  else for (const [, said] of stdout.matchAll(/^# (first view.*)$/gm)) console.log(said);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
