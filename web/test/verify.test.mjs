// One statement checked in a real browser: on a page of the demonstration by one click, and with the one file that needs no network;
// each with one thing changed. SAKSI_PUBLIC is the demonstration's public folder; `web/program` is built.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { PROGRAM, PUBLIC, serve, sheet, steps } from "./verify-support.mjs";

const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const kept = mkdtempSync(`${tmpdir()}/saksi-verify-`);
let chrome;
before(async () => {
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await chrome.close();
  rmSync(kept, { recursive: true });
});

/** A page that fails the test where it breaks. */
async function open(address, { width = 360, locale = "id-ID", dark = false } = {}) {
  const context = await chrome.newContext({ viewport: { width, height: 800 }, locale, colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  page.broken = [];
  page.on("pageerror", (error) => page.broken.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Uncaught|no text/.test(message.text())) page.broken.push(message.text());
  });
  await page.goto(address);
  return page;
}

/** Clicks the button of a page that names this sheet. */
async function clicked(publication, about, language = "id") {
  const page = await open(publication.page(about, language));
  await page.locator("button.verify").click();
  await page.locator(".verify-result").waitFor();
  assert.deepEqual(page.broken, []);
  return page;
}

const outcome = (lines, wanted) => lines.filter(([outcome]) => outcome === wanted).map(([, text]) => text);

/** Saves the proofs that a page offers; gives their places. */
async function saved(page) {
  await page.locator("details:has(a[download]) summary").click();
  const places = [];
  for (const link of await page.locator("a[download]").all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    places.push(`${kept}/${download.suggestedFilename()}`);
    await download.saveAs(places.at(-1));
  }
  return places;
}

/** The offline file with these files picked. */
async function picked(files, options) {
  const page = await open(`file://${PROGRAM}/verify.html`, options);
  await page.locator("#pick").setInputFiles(files);
  await page.locator(".verify-result").waitFor();
  assert.deepEqual(page.broken, []);
  return page;
}

const STATION = sheet("ppwp");
let PROOFS;

test("one click shows whose figures a page has, and says what it did not show", async () => {
  const publication = await serve();
  const page = await clicked(publication, STATION);
  const lines = await steps(page);
  assert.equal(outcome(lines, "failed").length, 0);
  assert.equal(outcome(lines, "shown").length, 8, JSON.stringify(lines));
  assert.match(outcome(lines, "not-shown").join(" "), /publikasi ini sendiri.*masih berlaku.*dipilih pemilih/);
  assert.match(await page.locator(".verify-verdict").textContent(), /^Menurut kunci yang disebut publikasi ini sendiri/);
  assert.match(await page.locator(".verify-practice").textContent(), /SIMULASI/);
  assert.equal(await page.locator("[aria-live=polite] .verify-result").count(), 1);
  // Nothing is wider than the telephone.
  await page.locator("details summary").evaluateAll((all) => all.forEach((one) => one.click()));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await page.locator("details summary").evaluateAll((all) => all.forEach((one) => one.click()));
  PROOFS = await saved(page);
  assert.ok(PROOFS.length >= 3);
  publication.end();
});

test("a council's form is checked by the lists of candidates", async () => {
  const publication = await serve();
  const page = await clicked(publication, sheet("pdpr"), "en");
  assert.match((await steps(page)).flat().join(" "), /sums were made again/);
  publication.end();
});

test("a page in English says it in English, and without the script there is no button", async () => {
  const publication = await serve();
  const page = await clicked(publication, STATION, "en");
  assert.match(await page.locator(".verify-verdict").textContent(), /is in the ledger/);
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(publication.page(STATION));
  assert.equal(await plain.locator("button.verify").isVisible(), false);
  publication.end();
});

test("a changed figure, another sheet and a missing file are said", async () => {
  const number = String(Math.floor(STATION.entry / 256)).padStart(3, "0");
  const text = readFileSync(`${PUBLIC}/ledger/tile/entries/${number}`).toString("latin1");
  const from = text.indexOf('"votes.1":', text.indexOf(`sheet\n{"contest":"${STATION.contest}","station":"${STATION.station}"`)) + '"votes.1":'.length;
  // One digit of one figure.
  const forged = Buffer.from(`${text.slice(0, from)}${(Number(text[from]) + 1) % 10}${text.slice(from + 1)}`, "latin1");
  const lying = await serve((path, bytes) => (path === `ledger/tile/entries/${number}` ? forged : bytes));
  const page = await clicked(lying, STATION);
  assert.ok(outcome(await steps(page), "failed").length >= 2);
  assert.match(await page.locator(".verify-verdict").textContent(), /TIDAK COCOK/);
  assert.equal((await steps(page))[0][0], "failed");
  lying.end();

  const honest = await serve();
  const other = await clicked(honest, { ...STATION, station: STATION.station.replace(/1$/, "2") });
  assert.match(outcome(await steps(other), "failed").join(" "), /bukan .* seperti di halaman ini/);
  honest.end();

  const lacking = await serve((path, bytes) => (path === "ledger/checkpoint" ? null : bytes));
  assert.match(await (await clicked(lacking, STATION)).locator(".verify-result").textContent(), /ledger\/checkpoint/);
  lacking.end();
});

test("a server that does not answer is said, and the button stays usable", async () => {
  const publication = await serve();
  const page = await open(publication.page(STATION));
  await page.route(/ledger\//, (route) => route.abort());
  await page.locator("button.verify").click();
  assert.match(await page.locator(".verify-result").textContent(), /tidak bisa diambil/);
  await page.unroute(/ledger\//);
  await page.locator("button.verify").click();
  await page.locator(".verify-steps").waitFor();
  publication.end();
});

test("the one file is smaller than 400 kB, and asks nobody for anything", async () => {
  assert.ok(statSync(`${PROGRAM}/verify.html`).size < 400_000);
  const page = await open(`file://${PROGRAM}/verify.html`);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator("#pick").setInputFiles([...PROOFS, `${PUBLIC}/policy`]);
  await page.locator(".verify-result").waitFor();
  assert.deepEqual(asked.filter((address) => !address.startsWith("blob:")), []);
  const refused = await page.evaluate(() => fetch("https://example.org/").then(() => false, () => true));
  assert.ok(refused);
});

test("a proof, a policy and a photo show the same without the site, in both languages, light and dark", async () => {
  const photo = `${PUBLIC}/photo/${STATION.version.evidence[0].sha256}`;
  const page = await picked([...PROOFS, `${PUBLIC}/policy`, photo]);
  const lines = await steps(page);
  assert.equal(outcome(lines, "failed").length, 0);
  assert.equal(outcome(lines, "shown").length, 9, JSON.stringify(lines));
  assert.match(outcome(lines, "shown").join(" "), /Foto ini adalah foto halaman 1/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await page.locator(".language").click();
  await page.getByText("Figures stated").waitFor();
  const dark = await picked([...PROOFS, `${PUBLIC}/policy`], { width: 1440, locale: "en-GB", dark: true });
  assert.match(await dark.locator(".verify-verdict").textContent(), /is in the ledger/);
});

test("without its policy, with another photo or a changed proof, the one file says so", async () => {
  const [proof, ...way] = PROOFS;
  assert.match(outcome(await steps(await picked([proof])), "not-shown").join(" "), /Belum ada kebijakan/);

  const sentOn = `${kept}/sent-on.jpg`;
  writeFileSync(sentOn, Buffer.concat([readFileSync(`${PUBLIC}/photo/${STATION.version.evidence[0].sha256}`), Buffer.from([0])]));
  assert.match(outcome(await steps(await picked([...PROOFS, `${PUBLIC}/policy`, sentOn])), "failed").join(" "), /tidak disebut pernyataan/);

  const text = readFileSync(proof, "utf8");
  const [line, extra] = /^extra (.*)$/m.exec(text);
  const entry = Buffer.from(extra, "base64").toString().replace('"votes.2":', '"votes.2":1');
  const changed = `${kept}/changed.tlog-proof`;
  writeFileSync(changed, text.replace(line, `extra ${Buffer.from(entry).toString("base64")}`));
  const page = await picked([changed, ...way, `${PUBLIC}/policy`]);
  assert.ok(outcome(await steps(page), "failed").length >= 2);

  const none = `${kept}/none.tlog-proof`;
  writeFileSync(none, text.slice(0, 100));
  assert.match(await (await picked([none])).locator(".verify-result").textContent(), /rusak/);
});

test("files are dropped as well as picked, and taken back by keyboard", async () => {
  const page = await open(`file://${PROGRAM}/verify.html`);
  const transfer = await page.evaluateHandle((text) => {
    const all = new DataTransfer();
    all.items.add(new File([text], "one.tlog-proof"));
    return all;
  }, readFileSync(PROOFS[0], "utf8"));
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await page.locator(".verify-steps").waitFor();
  await page.getByRole("button", { name: "Keluarkan one.tlog-proof" }).press("Enter");
  await page.getByText("Belum ada berkas.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "pick");
  assert.deepEqual(page.broken, []);
});
