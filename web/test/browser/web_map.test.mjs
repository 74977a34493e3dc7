// What people do with the web map, done in Chromium, on the folder of a build:  CITYWEAVE_SITE=FOLDER node --test test/browser
// The folder lies on a plain static host under a sub-path; no other host may be asked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { drawn, launch, openPage } from "./browser.mjs";
import { serve } from "./static_server.mjs";

const site = process.env.CITYWEAVE_SITE;
assert.ok(site, "CITYWEAVE_SITE: the folder of a build");
const read = (name) => JSON.parse(readFileSync(join(site, name), "utf8"));
const atlas = read("atlas.json");
const style = read("style.json");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const networkNamed = (name) => atlas.networks.find((network) => network.name === name);
const placeNamed = (name) => atlas.places.find((place) => place.name === name);
const membersOf = (network) => atlas.memberships.filter((membership) => membership.network === network.id);
const networksOf = (place) => new Set(atlas.memberships.filter((membership) => membership.place === place.id).map(({ network }) => network));

let browser, host, page, seen;
before(async () => {
  host = await serve(site, { prefix: "/deep/in/a/site/" });
  browser = await launch();
  ({ page, seen } = await openPage(browser, host.address));
});
after(async () => {
  await browser?.close();
  host?.close();
});

/** The same page at another address, as a link within it or the back button would lead there. */
async function open(address) {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.waitForFunction((hash) => location.hash.slice(1) === hash, address);
}
/** From the very beginning, with nothing in focus. */
async function reopen() {
  await page.goto("about:blank");
  await page.goto(host.address);
  await page.waitForSelector(".panel");
}
const address = () => new URLSearchParams(new URL(page.url()).hash.slice(1));
const rowNames = () => page.locator("#list .rows > li .name").allTextContents();
const heading = () => page.locator(".body h2").textContent();
const sorted = (values) => [...values].sort();

/** Where a city stands on the page, for a camera that the address fixes. */
async function pixelOf({ lon, lat }, camera) {
  const box = await page.locator(".canvas").boundingBox();
  const world = 512 * 2 ** camera.zoom;
  const x = (degrees) => (degrees / 360) * world;
  const y = (degrees) => (-Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI)) * world;
  return { x: box.x + box.width / 2 + x(lon) - x(camera.lon), y: box.y + box.height / 2 + y(lat) - y(camera.lat) };
}
const inAddress = ({ zoom, lat, lon }) => `map=${zoom}/${lat}/${lon}`;

async function violations(target = page) {
  await target.evaluate(axe);
  const { violations: found } = await target.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target: where }) => where.join(" ")).slice(0, 3).join(", ")}`);
}

test("first view: a live map, all counted, one host, few bytes", async () => {
  await drawn(page);
  assert.deepEqual([...seen.hosts], [new URL(host.address).host]);
  assert.deepEqual(seen.errors, []);
  const countries = new Set(atlas.places.map(({ country }) => country)).size;
  assert.equal(await page.locator("header .detail").textContent(), `${atlas.networks.length} networks · ${atlas.places.length} cities · ${countries} countries`);
  assert.deepEqual(await rowNames(), atlas.networks.map(({ name }) => name));
  const paths = new Set(host.asked.map((path) => path.replace("/deep/in/a/site/", "").replace(/\?.*/, "") || "index.html"));
  const compressed = (path) => (/\.(woff2|png)$/.test(path) ? statSync(join(site, path)).size : gzipSync(readFileSync(join(site, path))).length);
  const own = [...paths].filter((path) => !/maplibre-gl|\.pmtiles$/.test(path));
  const bytes = own.reduce((sum, path) => sum + compressed(path), 0);
  console.log(`first view: ${bytes} bytes compressed in ${own.length} files, besides MapLibre; ${host.rangeBytes()} bytes of tiles`);
  assert.ok(bytes < 300_000, `${bytes} bytes`);
  assert.ok(!existsSync(join(site, "assets", "app.js.map")));
});

test("map, list and sheets agree: ids, colours, marks", async () => {
  const icons = read("sprites/sprite.json");
  const shown = await page.locator("[data-icon]").evaluateAll((marks) => marks.map((mark) => mark.dataset.icon));
  for (const name of new Set(shown)) assert.ok(icons[name], `${name} is in no sprite`);
  const match = style.layers.find(({ id }) => id === "links").paint["line-color"];
  for (const network of atlas.networks.slice(0, 3)) {
    const color = match[match.indexOf(network.cluster) + 1];
    const sheet = readFileSync(join(site, "maps", `${network.id}.svg`), "utf8");
    assert.ok(sheet.toLowerCase().includes(color.toLowerCase()), `${network.id}: ${color} is not on its sheet`);
    for (const place of membersOf(network).map((membership) => atlas.places.find(({ id }) => id === membership.place)))
      assert.ok(sheet.includes(place.name.replaceAll("'", "&apos;")) || sheet.includes(place.name), `${network.id}: ${place.name} is not on its sheet`);
  }
});

test("filters: theme, country, role; cleared again", async () => {
  const cluster = atlas.clusters[3];
  await page.getByRole("radio", { name: cluster.name }).check();
  assert.equal(address().get("cluster"), cluster.id);
  assert.deepEqual(await rowNames(), atlas.networks.filter((network) => network.cluster === cluster.id).map(({ name }) => name));
  await page.getByRole("tab", { name: "Cities" }).click();
  await page.getByLabel("Country").selectOption("ES");
  await page.getByLabel("Role", { exact: true }).selectOption("partner");
  const here = (membership) => membership.role === "partner" && atlas.networks.find(({ id }) => id === membership.network).cluster === cluster.id;
  const expected = atlas.places.filter((place) => place.country === "ES" && atlas.memberships.some((membership) => membership.place === place.id && here(membership)));
  assert.deepEqual(sorted(await rowNames()), sorted(expected.map(({ name }) => name)));
  await drawn(page);
  await page.getByRole("button", { name: "Clear filters" }).click();
  assert.equal((await rowNames()).length, atlas.places.length);
});

test("search in any language and script", async () => {
  await open("");
  for (const [typed, name] of [["Μόναχο", "Munich"], ["МАЛЬМЁ", "Malmö"], ["koebenhavn", "Copenhagen"], ["parigi", "Paris"], ["puma", "PUMA"]]) {
    await page.getByRole("combobox", { name: "Search cities and networks" }).fill(typed);
    assert.equal(await page.locator("#search-list .name").first().textContent(), name, typed);
  }
  await page.keyboard.press("Enter");
  assert.equal(address().get("network"), networkNamed("PUMA").id);
});

test("a network: its members as in the atlas, on the map in its colour; back; the link shared", async () => {
  const network = networkNamed("PUMA");
  await open("");
  await page.locator(`#list [data-network=${network.id}]`).click();
  assert.equal(await heading(), network.name);
  const expected = membersOf(network).map(({ place }) => atlas.places.find(({ id }) => id === place).name);
  assert.deepEqual(sorted(await rowNames()), sorted(expected));
  await drawn(page);
  const link = page.url();
  await page.goBack();
  assert.equal(address().get("network"), null);
  assert.equal((await rowNames()).length, atlas.networks.length);
  const other = await openPage(browser, link);
  assert.equal(await other.page.locator(".body h2").textContent(), network.name);
  await other.context.close();
});

test("a click on a city: its networks, its partners", async () => {
  const place = placeNamed("Kuopio");
  const camera = { zoom: 6, lat: 62.5, lon: 27 };
  await open(inAddress(camera));
  await drawn(page);
  const { x, y } = await pixelOf(place, camera);
  await page.mouse.move(x, y);
  await page.waitForSelector(".tip >> text=Kuopio");
  await page.mouse.click(x, y);
  assert.equal(address().get("place"), String(place.id));
  assert.equal(await heading(), place.name);
  const [network] = networksOf(place);
  assert.equal(await page.locator(".of-place h3 .name").textContent(), atlas.networks.find(({ id }) => id === network).name);
  await page.getByRole("button", { name: "All networks" }).click();
  assert.equal(address().get("place"), null);
});

test("a city in several networks shows all of them; cities that lie together are offered by name", async () => {
  const several = atlas.places.find((place) => networksOf(place).size >= 4);
  await open(`place=${several.id}`);
  assert.equal(await page.locator(".of-place").count(), networksOf(several).size);
  const camera = { zoom: 2, lat: 50, lon: 10 };
  await open(inAddress(camera));
  await drawn(page);
  const [first, second] = [placeNamed("Vila Nova de Famalicão"), placeNamed("Braga")];
  const { x, y } = await pixelOf({ lon: (first.lon + second.lon) / 2, lat: (first.lat + second.lat) / 2 }, camera);
  await page.mouse.click(x, y);
  const chooser = page.getByRole("group", { name: "Which city?" });
  await chooser.waitFor();
  assert.deepEqual(await violations(), []);
  await chooser.getByRole("button", { name: /^Braga/ }).click();
  assert.equal(await heading(), "Braga");
});

test("a click on a link: its network", async () => {
  const network = networkNamed("PUMA");
  const camera = { zoom: 6, lat: 56, lon: 20.5 };
  await open(`cluster=${network.cluster}&${inAddress(camera)}`);
  await drawn(page);
  // All its links leave Liepāja to the south: on a way round the city one is met.
  const { x, y } = await pixelOf(atlas.places.find(({ id }) => id === network.lead), camera);
  const drawnAgain = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  for (let degrees = 20; degrees < 160 && !(await page.locator(".tip >> text=PUMA").count()); degrees += 1.5) {
    await page.mouse.move(x + 40 * Math.cos((degrees * Math.PI) / 180), y + 40 * Math.sin((degrees * Math.PI) / 180));
    await drawnAgain(); // the tip comes with the next picture
  }
  await page.mouse.down();
  await page.mouse.up();
  for (let tries = 0; tries < 50 && address().get("network") !== network.id; ++tries) await drawnAgain();
  assert.equal(address().get("network"), network.id);
});

test("distance: searched centre, typed radius, the same rows as the command line", async () => {
  await open("");
  await page.getByRole("button", { name: "Cities within a distance" }).click();
  await page.getByRole("combobox", { name: "Centre" }).fill("kuopio");
  await page.keyboard.press("Enter");
  await page.getByLabel("Radius in kilometres").fill("450");
  await page.keyboard.press("Enter");
  assert.equal(address().get("radius"), "450");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /CSV/ }).click()]);
  const csv = readFileSync(await download.path(), "utf8");
  assert.equal((await rowNames()).length, csv.trim().split("\n").length - 1);
  const told = (format) => execFileSync(process.env.CITYWEAVE, ["near", join(site, "atlas.gpkg"), "Kuopio", "--radius", "450km", "--format", format], { encoding: "utf8" });
  if (process.env.CITYWEAVE) assert.equal(csv, told("csv"));
  const [geojson] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /GeoJSON/ }).click()]);
  const { features, ...rest } = JSON.parse(readFileSync(await geojson.path(), "utf8"));
  if (process.env.CITYWEAVE) assert.deepEqual({ ...rest, features }, JSON.parse(told("geojson")));
  assert.deepEqual(features.map(({ properties }) => properties.name), await rowNames());
});

test("distance: the circle is dragged, moved by keys, its centre picked on the map", async () => {
  await drawn(page);
  const rows = (await rowNames()).length;
  const knob = page.getByRole("slider", { name: /drag/ });
  const box = await knob.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const dragged = Number(address().get("radius"));
  assert.ok(dragged < 450 && dragged > 100, `${dragged} km`);
  assert.ok((await rowNames()).length <= rows);
  await knob.press("ArrowUp");
  assert.equal(Number(address().get("radius")), dragged < 200 ? dragged + 10 : Math.round((dragged + 10) / 10) * 10);
  await page.getByRole("button", { name: "Pick on the map" }).click();
  const map = await page.locator(".canvas").boundingBox();
  await page.mouse.click(map.x + map.width / 2 + 37, map.y + map.height / 2 - 53);
  assert.match(address().get("near"), /^-?[\d.]+,-?[\d.]+$/);
});

test("by keyboard alone: skip, search, open, go on, come back", async () => {
  await reopen();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the list");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const [network] = atlas.networks;
  assert.equal(await heading(), network.name);
  assert.equal(await page.evaluate(() => document.activeElement.id), "body-title");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(address().get("place"), String(network.lead));
  await page.goBack();
  await page.waitForFunction((name) => document.querySelector(".body h2")?.textContent === name, network.name);
  await page.getByRole("combobox", { name: "Search cities and networks" }).focus();
  await page.keyboard.type("braga");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal(await heading(), "Braga");
  await page.locator(".maplibregl-canvas").focus();
  await page.keyboard.press("+");
  await page.waitForFunction(() => location.hash.includes("map="));
});

test("sheets are offered when they are there", async () => {
  await open("network=puma");
  const links = page.locator(".downloads a");
  await links.first().waitFor();
  const offered = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.deepEqual(offered, ["png", "svg", "pdf"].map((format) => `maps/puma.${format}`).filter((path) => existsSync(join(site, path))));
});

test("no barrier that axe finds: light and dark, every part, English and Finnish", async () => {
  for (const state of ["list=cities&cluster=climate-action", `place=${placeNamed("Braga").id}`, "near=25.7,61.9&radius=600"]) {
    await open(state);
    assert.deepEqual(await violations(), [], state);
  }
  await page.getByRole("button", { name: "Sources and notes" }).click();
  assert.deepEqual(await violations(), []);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Dark colours" }).click();
  await page.getByLabel("Language").selectOption("fi");
  await page.waitForSelector("html[lang=fi] .panel");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  assert.match(await page.locator("header .detail").textContent(), /30 verkostoa/);
  await open("network=puma");
  assert.deepEqual(await violations(), []);
  await drawn(page);
});

test("on a phone: nothing sideways, both parts in reach, large enough to touch", async () => {
  const phone = await openPage(browser, host.address, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  await drawn(phone.page);
  assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), 360);
  const [map, panel] = await Promise.all([".map-area", ".panel"].map((part) => phone.page.locator(part).boundingBox()));
  assert.ok(map.height > 250 && panel.height > 300 && map.y + map.height <= panel.y + 1);
  await phone.page.getByRole("button", { name: "Larger list" }).tap();
  assert.ok((await phone.page.locator(".panel").boundingBox()).height > 500);
  await phone.page.locator("#list .row").first().tap();
  assert.equal(await phone.page.locator(".body h2").textContent(), atlas.networks[0].name);
  const small = await phone.page.locator("button:visible, a:visible, select:visible, summary:visible").evaluateAll((all) => all.filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return !one.closest(".skips, .maplibregl-ctrl-attrib") && (width < 24 || height < 24);
  }).map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(small, []);
  assert.deepEqual(await violations(phone.page), []);
  for (const [width, height] of [[320, 256], [740, 360]]) {
    await phone.page.setViewportSize({ width, height });
    assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), width);
  }
  await phone.context.close();
});

test("without WebGL 2 the list works, and the sheet stands in for the map", async () => {
  const context = await browser.newContext({ locale: "en" });
  const plain = await context.newPage();
  await plain.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind === "webgl2" ? null : getContext.call(this, kind, ...more); };
  });
  await plain.goto(`${host.address}#network=puma`);
  await plain.waitForSelector("[role=alert] >> text=WebGL 2");
  await plain.waitForSelector("img.sheet[src='maps/puma.png']");
  assert.equal(await plain.locator("#list .row").count(), membersOf(networkNamed("PUMA")).length);
  await context.close();
});

test("a server without ranges, and tiles that are missing, are told", async () => {
  for (const [options, text] of [[{ ranges: false }, "requests for parts of a file"], [{ refuse: /\.pmtiles$/ }, "tiles could not be read"]]) {
    const poor = await serve(site, options);
    const { page: other, context } = await openPage(browser, poor.address);
    await other.waitForSelector(`.message >> text=${text}`);
    assert.equal(await other.locator("#list .row").count(), atlas.networks.length);
    await context.close();
    poor.close();
  }
});
