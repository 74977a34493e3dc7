// Debian's Chromium, drawing WebGL 2 in software; one for all tests of a file.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const launch = (extra = []) => chromium.launch({
  executablePath: process.env.CITYWEAVE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-dev-shm-usage", ...extra],
});

/** A page that remembers what was asked of whom, and what went wrong. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const seen = { hosts: new Set(), errors: [] };
  page.on("request", (request) => seen.hosts.add(new URL(request.url()).host));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
  await page.goto(address);
  await page.waitForSelector(".panel");
  return { page, context, seen };
}

const busy = ".map-area[aria-busy=true]";

/** Waits until all tiles and labels are there, having seen that WebGL 2 lives; then the canvas must not be of one colour. */
export async function drawn(page) {
  await page.waitForFunction(() => document.querySelector(".maplibregl-canvas")?.getContext("webgl2")?.isContextLost() === false);
  await page.waitForSelector(busy, { state: "detached", timeout: 30_000 });
  const colors = await page.evaluate(countColors, (await page.locator(".map-area").screenshot()).toString("base64"));
  assert.ok(colors > 50, `the map shows ${colors} colours`);
}

/** Runs in the page, which has a decoder of pictures. */
async function countColors(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)).size;
}
