// The phone against the desk itself: `node --test web/test/capture-desk.test.mjs`, with the program in SAKSI (built with its pages)
// and a folder of photos of one sheet in SAKSI_PHOTOS. What the phone signed is in the ledger, is published, and verifies.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const PHOTOS = process.env.SAKSI_PHOTOS;
const photos = readdirSync(PHOTOS).filter((name) => name.endsWith(".jpg")).sort().map((name) => join(PHOTOS, name));
const folder = mkdtempSync(join(tmpdir(), "saksi-phone-"));
const election = join(folder, "count");
const STATION = "1701012001001";
/** Another of the village: a second phone of one station would wait for a second signature. */
const OTHER = "1701012001002";
const PASSWORD = "kotak suara nomor 7";

const saksi = (...args) => execFileSync(process.env.SAKSI, args, { encoding: "utf8" });

let running;
after(() => {
  running?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A desk on a practice of one village; its address, and the code of the first administrator. */
function desk() {
  return (started ??= start());
}
let started;

async function start() {
  const regions = join(folder, "regions.csv");
  const stations = join(folder, "stations.csv");
  writeFileSync(regions, "kode,kpu_id,nama,tingkat,kode_induk\n17,1,BENGKULU,1,\n1701,2,SELATAN,2,17\n170101,3,KOTA,3,1701\n1701012001,4,DESA,4,170101\n");
  writeFileSync(stations, `kode_tps,kpu_id,nama,kode_kelurahan,sumber\n${STATION},1001,TPS 001,1701012001,x\n${OTHER},1002,TPS 002,1701012001,x\n`);
  saksi("init", election, "--profile", "id-2024", "--practice", "--places", regions, "--stations", stations);
  running = spawn(process.env.SAKSI, ["desk", election, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let url;
    createInterface({ input: running.stdout }).on("line", (line) => {
      url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (/^[\w-]{32}$/.test(line.trim())) resolve({ url, code: line.trim() });
    });
    running.on("exit", () => reject(new Error("the desk ended before it said where it is")));
  });
}

/** What makes codes for phones, as the administrator. */
async function administrator({ url, code }) {
  const post = (path, body, cookie = "") => fetch(`${url}${path}`, {
    method: "POST", headers: { "content-type": "application/json", "x-saksi": "1", cookie }, body: JSON.stringify(body),
  });
  if (!made) assert.equal((await post("/api/setup", { code, name: "pengurus", password: PASSWORD })).status, 201);
  made = true;
  const session = await post("/api/session", { name: "pengurus", password: PASSWORD });
  const [cookie] = session.headers.get("set-cookie").split(";");
  return async (role, place) => {
    const codes = await post("/api/codes", { role, places: [place] }, cookie);
    assert.equal(codes.status, 201);
    return (await codes.json()).codes[0].code;
  };
}

/** The village committee's phone finds the station in the desk's list, and sees what the station's phone has sent. */
async function committeeSees(url, code) {
  const context = await phone("village");
  const [page] = context.pages();
  try {
    await page.goto(`${url}/capture/#${code}`);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByRole("button", { name: "Pilih TPS" }).click();
    await page.getByRole("button", { name: STATION }).click();
    await page.getByText(`server punya angka yang ditandatangani kpps/${STATION}/`).waitFor();
    assert.match(await page.locator("[data-held]").textContent(), /semua 3 foto/);
  } catch (fault) {
    fault.message += `\n${await page.innerText("body").catch(() => "")}`;
    throw fault;
  } finally {
    await context.close();
  }
}
let made = false;

const phone = async (name) => {
  const context = await chromium.launchPersistentContext(join(folder, name), {
    executablePath: CHROMIUM, args: ["--no-sandbox"], viewport: { width: 360, height: 640 }, locale: "id-ID",
  });
  context.setDefaultTimeout(60_000);
  return context;
};

test("what the phone says of its readiness the commission sees on its page, and what the desk refuses the phone says", async () => {
  const at = await desk();
  const codeFor = await administrator(at);
  const code = await codeFor("kpps", OTHER);
  const context = await phone("ready-phone");
  try {
    const [page] = context.pages();
    await page.goto(`${at.url}/capture/#${code}`);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByText("SIMULASI").waitFor();

    const office = await context.newPage();
    await office.goto(`${at.url}/#/ready`);
    await office.getByLabel("Nama").fill("pengurus");
    await office.getByLabel("Kata sandi").fill(PASSWORD);
    await office.getByRole("button", { name: "Masuk" }).click();
    await office.getByText("0 dari 2 TPS siap, 0 kekurangan sesuatu, 2 belum ada kabar.").waitFor();

    await page.evaluate(() => { location.hash = "#ready"; });
    await page.getByText("Komisi sudah tahu apa yang ada di ponsel ini.").waitFor();
    assert.equal(await page.locator('[data-check="key"]').getAttribute("data-yes"), "true");
    assert.equal(await page.locator('[data-check="practised"]').getAttribute("data-yes"), "false");
    await office.reload();
    await office.getByText("0 dari 2 TPS siap, 1 kekurangan sesuatu, 1 belum ada kabar.").waitFor();
    const row = office.locator("tbody tr").filter({ hasText: "TPS 002, DESA" });
    assert.match(await row.innerText(), /latihan satu formulir/);
    await office.locator("#lacks").selectOption("practised");
    assert.equal(await row.count(), 1);
    await office.locator("#lacks").selectOption("");
    await office.setViewportSize({ width: 360, height: 640 });
    assert.ok(await office.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing of the page is off the screen");
    // From the nation down to the village.
    for (const name of ["BENGKULU", "SELATAN", "KOTA", "DESA"]) await office.getByRole("link", { name, exact: true }).click();
    await office.getByText("TPS 002, DESA").waitFor();

    // A desk of another version, or a proxy that lets it not through.
    await page.route("**/api/ready", (route) => route.fulfill({ status: 404, body: "" }));
    await page.getByRole("button", { name: "Periksa lagi" }).click();
    await page.getByText("mejanya menolak (404 other)").waitFor();
  } catch (fault) {
    fault.message += `\n${(await Promise.all(context.pages().map((page) => page.innerText("body").catch(() => "")))).join("\n---\n")}`;
    throw fault;
  } finally {
    await context.close();
  }
});

test("what the phone signed is in the ledger with its photos, is published, and verifies", async () => {
  const at = await desk();
  const codeFor = await administrator(at);
  const code = await codeFor("kpps", STATION);
  const context = await phone("phone");
  try {
    const [page] = context.pages();
    await page.goto(`${at.url}/capture/#${code}`);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByText("TPS 001, DESA, KOTA, SELATAN, BENGKULU").waitFor();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByText("SIMULASI").waitFor();
    await page.locator('[data-contest="ppwp"]').click();
    await page.locator("#file").setInputFiles(photos);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor();
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: /perlu diperiksa|Lanjut ke tanda tangan/ }).waitFor();
    const votes = await page.locator('input[name="votes.1"]').inputValue();
    for (const right of await page.getByRole("button", { name: "Benar" }).all()) await right.click();
    await page.getByRole("button", { name: "Lanjut ke tanda tangan" }).click();
    await page.getByLabel("Angka-angka ini sama dengan yang tertulis di kertas.").check();
    await page.getByRole("button", { name: "Tanda tangani dan kirim" }).click();
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor();
    await page.getByRole("heading", { name: "Tanda terima" }).waitFor();
    await committeeSees(at.url, await codeFor("pps", "1701012001"));
    running.kill("SIGKILL");
    const said = saksi("show", "--folder", election, STATION);
    assert.ok(said.includes(votes), said);
    saksi("publish", election);
    saksi("verify", join(election, "public"), "--policy", join(election, "public/policy"));
    const record = JSON.parse(readFileSync(join(election, "public/record/ppwp/17/1701/170101/1701012001.json"), "utf8"));
    const [station] = record.stations;
    assert.equal(station.quality, "consistent");
    assert.equal(station.versions[0].evidence.length, photos.length);
    assert.equal(station.evidence_pending, undefined, "every photo that was named is held");
    assert.equal(String(station.versions[0].values[station.fields.indexOf("votes.1")]), votes);
  } catch (fault) {
    // What the phone showed is most of why.
    fault.message += `\n${await context.pages()[0].innerText("body").catch(() => "")}`;
    throw fault;
  } finally {
    await context.close();
  }
});
