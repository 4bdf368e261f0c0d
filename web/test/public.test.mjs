// The public's pages in a real browser: a voter finds the own station, and everything about it is there; each kind of page stands on a
// telephone without being wider than it. SAKSI_PUBLIC is the demonstration's public folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { PUBLIC, serve, sheet } from "./verify-support.mjs";

const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const STATION = sheet("ppwp");
let chrome;
let publication;
before(async () => {
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  publication = await serve();
});
after(async () => {
  publication.end();
  await chrome.close();
});

async function open(path, { width = 360, scripts = true } = {}) {
  const context = await chrome.newContext({ viewport: { width, height: 800 }, locale: "id-ID", javaScriptEnabled: scripts });
  const page = await context.newPage();
  page.broken = [];
  page.on("pageerror", (error) => page.broken.push(error.message));
  await page.goto(`${publication.address}${path}`);
  return page;
}

/** A village of the demonstration that has a station: from the index that is searched. */
const village = () => {
  const places = JSON.parse(readFileSync(`${PUBLIC}/search/c-${STATION.station.slice(0, 4)}.json`, "utf8"));
  return places.find(([, codes]) => codes.split("/").at(-1) === STATION.station.slice(0, 10));
};

test("a voter finds the own station by the name of the village: search, village, station", async () => {
  const [name, codes] = village();
  const page = await open("id/search.html");
  await page.getByLabel("Nama atau kode").fill(name.toLowerCase());
  const hits = page.locator("#found a");
  await hits.first().waitFor();
  const links = await hits.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(links.includes(`ppwp/${codes}.html`), links.join(" "));
  await page.locator(`#found a[href="ppwp/${codes}.html"]`).click();
  await page.locator(`tr a[href="#${STATION.station}"]`).click();
  assert.ok(await page.locator(`article[id="${STATION.station}"]`).isVisible());
  assert.deepEqual(page.broken, []);
});

test("a station's code leads to the station itself", async () => {
  const page = await open(`id/search.html?q=${STATION.station}&c=ppwp`);
  await page.locator("#found a").last().click();
  assert.equal(new URL(page.url()).hash, `#${STATION.station}`);
  assert.ok(await page.locator(`article[id="${STATION.station}"]`).isVisible());
});

test("what is not there is said, and too little is asked for", async () => {
  const page = await open("en/search.html");
  const [box, said] = [page.getByLabel("Name or code"), page.locator("#said")];
  await box.fill("qqzzx");
  await page.waitForFunction(() => document.getElementById("said").textContent !== "");
  assert.match(await said.textContent(), /no place of this name/);
  await box.fill("qq");
  await page.waitForFunction(() => /at least three/.test(document.getElementById("said").textContent));
});

test("an entry's permanent address opens its station and stands at the statement", async () => {
  const [, codes] = village();
  const first = await open(`id/ppwp/${codes}.html`);
  const id = await first.locator(`article[id="${STATION.station}"] .events li`).first().getAttribute("id");
  const page = await open(`id/ppwp/${codes}.html#${id}`);
  assert.ok(await page.locator(`#${id}`).isVisible());
});

test("without scripts a station's figures, checks and history are there, and no button that does nothing", async () => {
  const [, codes] = village();
  const page = await open(`id/ppwp/${codes}.html#${STATION.station}`, { scripts: false });
  const article = page.locator(`article[id="${STATION.station}"]`);
  assert.ok(await article.isVisible());
  assert.match(await article.textContent(), /Pemeriksaan.*Riwayat/s);
  assert.equal(await page.locator("button.verify:visible").count(), 0);
});

test("each kind of page is no wider than a telephone, and none breaks", async () => {
  const [, codes] = village();
  const [province] = codes.split("/");
  const district = codes.split("/").slice(0, 3).join("/");
  const paths = ["index", "search", "data", "about", "check"].map((name) => `id/${name}.html`);
  for (const name of ["index", "doubtful", "changes", "progress"]) paths.push(`id/ppwp/${name}.html`);
  paths.push(`en/ppwp/${province}.html`, `en/ppwp/${district}.html`, `en/ppwp/${district}/doubtful.html`, `en/ppwp/${codes}.html`, `en/pdpr/${codes}.html`);
  for (const path of paths) {
    const page = await open(path);
    await page.locator("details summary").evaluateAll((all) => all.forEach((one) => one.click()));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, path);
    assert.deepEqual(page.broken, [], path);
    await page.context().close();
  }
});
