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
  await page.locator(`[id="${STATION.station}"] article`).waitFor();
  assert.deepEqual(page.broken, []);
});

test("a station's code leads to the station itself", async () => {
  const page = await open(`id/search.html?q=${STATION.station}&c=ppwp`);
  await page.locator("#found a").first().waitFor();
  assert.equal(await page.locator("#found a").count(), 1);
  await page.locator("#found a").click();
  assert.equal(new URL(page.url()).hash, `#${STATION.station}`);
  await page.locator(`[id="${STATION.station}"] article`).waitFor();
});

test("a region is found by its code and no station is invented below it; two words narrow each other down", async () => {
  const [name, codes, above] = village();
  const district = codes.split("/")[2];
  const page = await open(`en/search.html?q=${district}`);
  await page.locator("#found a").first().waitFor();
  const links = await page.locator("#found a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(links.every((link) => link.split("/").at(-1).startsWith(district) && !link.includes("#")), links.join(" "));
  assert.match(await page.locator("#said").textContent(), new RegExp(`^${links.length} places found`));
  await page.getByLabel("Name or code").fill(`${name.split(" ")[0]} ${above.split(", ")[0].split(" ").at(-1)}`);
  await page.locator(`#found a[href="ppwp/${codes}.html"]`).waitFor();
  // What is short is searched when it is sent.
  await page.getByLabel("Name or code").fill("98");
  await page.waitForFunction(() => /at least three/.test(document.getElementById("said").textContent));
  await page.getByLabel("Name or code").press("Enter");
  await page.locator('#found a[href="ppwp/98.html"]').waitFor();
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
  const id = await first.locator(`[id="${STATION.station}"] article .events li`).first().getAttribute("id");
  const page = await open(`id/ppwp/${codes}.html#${id}`);
  await page.locator(`#${id}`).waitFor();
});

test("without scripts a station's figures, checks and history are there, and no button that does nothing", async () => {
  const [, codes] = village();
  const page = await open(`id/ppwp/${codes}.html#${STATION.station}`, { scripts: false });
  await page.locator(`[id="${STATION.station}"] > summary`).click();
  const article = page.locator(`[id="${STATION.station}"] article`);
  assert.ok(await article.isVisible());
  assert.match(await article.textContent(), /Pemeriksaan.*Riwayat/s);
  assert.equal(await page.locator("button.verify:visible").count(), 0);
});

test("a table of regions is sorted by any column and filtered by name, and says so to who can't see it", async () => {
  const [, codes] = village();
  const page = await open(`en/ppwp/${codes.split("/").slice(0, 2).join("/")}.html`);
  const names = () => page.locator("table[data-sort] tbody tr:visible th").allTextContents();
  const before = await names();
  const head = page.locator("table[data-sort] thead th").nth(2);
  await head.locator("button").click();
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  const column = await page.locator("table[data-sort] tbody tr td:nth-child(3)").allTextContents();
  const numbers = column.map((text) => Number(text.replace(/\D/g, "")));
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
  await page.locator("table[data-sort] thead th").first().locator("button").click();
  assert.deepEqual(await names(), [...before].sort((a, b) => a.localeCompare(b)));
  await page.getByLabel("Filter the rows").fill(before[0].slice(0, 5).toLowerCase());
  assert.ok((await names()).includes(before[0]) && (await names()).length < before.length);
  assert.deepEqual(page.broken, []);
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
