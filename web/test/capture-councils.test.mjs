// Forms of the councils on the phone, against the desk itself: `node --test web/test/capture-councils.test.mjs`, with the program in
// SAKSI (built with its pages), what `councils` (an example of `simulate`) made in SAKSI_COUNCILS, and what capture-support needs.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { blind, confirmAll, folder, kept, picture, sign, withPhone } from "./capture-support.mjs";

const { SAKSI, SAKSI_COUNCILS: FOLDER } = process.env;
const STATION = "1701012001001";
const PASSWORD = "kotak suara nomor 7";
const election = join(folder, "count");
const photos = (contest) => readdirSync(FOLDER).filter((name) => name.startsWith(`${contest}-`)).sort().map((name) => join(FOLDER, name));
const [dpd, dpr] = [photos("pdpd"), photos("pdpr")];

let running;
let url;
let codes;
after(() => running?.kill("SIGKILL"));

before(async () => {
  const table = (name) => join(FOLDER, `${name}.csv`);
  execFileSync(SAKSI, ["init", election, "--profile", "id-2024", "--practice", "--places", table("regions"), "--stations", table("stations"),
    "--constituencies", table("constituencies"), "--candidates", table("candidates"), "--contests", "pdpd,pdpr"]);
  running = spawn(SAKSI, ["desk", election, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const code = await new Promise((resolve, reject) => {
    createInterface({ input: running.stdout }).on("line", (line) => {
      url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (/^[\w-]{32}$/.test(line.trim())) resolve(line.trim());
    });
    running.on("exit", () => reject(new Error("the desk ended before it said where it is")));
  });
  const post = (path, body, cookie = "") => fetch(`${url}${path}`, {
    method: "POST", headers: { "content-type": "application/json", "x-saksi": "1", cookie }, body: JSON.stringify(body),
  });
  assert.equal((await post("/api/setup", { code, name: "pengurus", password: PASSWORD })).status, 201);
  const session = await post("/api/session", { name: "pengurus", password: PASSWORD });
  const [cookie] = session.headers.get("set-cookie").split(";");
  codes = async () => (await (await post("/api/codes", { role: "kpps", places: [STATION] }, cookie)).json()).codes[0].code;
});

/** A phone of the station that lost the network once it had everything: only what lies on it reads. */
async function alone(work) {
  const code = await codes();
  await withPhone({ url }, async (page, context) => {
    await page.goto(`${url}/capture/#${code}`);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.locator('[data-contest="pdpr"]').waitFor();
    await kept(page);
    await context.setOffline(true);
    await page.reload();
    await work(page, context);
  }, { before: blind });
}

const at = async (page, contest) => {
  await page.locator(`[data-contest="${contest}"]`).click();
  await page.getByText("Kamera tidak bisa dipakai.").waitFor();
};
const chips = (page) => page.locator(".pages button").evaluateAll((all) => all.map((one) => one.dataset.state));
const choose = (page, ...files) => page.locator("#file").setInputFiles(files);

/** What the program says of a sheet's photos with the whole election at hand. */
function machine(paths) {
  const said = spawnSync(SAKSI, ["read", "form", "--json", "--folder", election, "--station", STATION, ...paths], { encoding: "utf8", maxBuffer: 1 << 26 });
  return JSON.parse(said.stdout);
}

test("what a phone is handed for its reader is the station's part of the election, and a few kilobytes", async () => {
  const { tables } = await (await fetch(`${url}/api/station/${STATION}`)).json();
  assert.deepEqual(tables, JSON.parse(readFileSync(join(FOLDER, "tables.json"), "utf8")));
  assert.ok(!JSON.stringify(tables).includes("CALON"), "no candidate is named");
  assert.ok(JSON.stringify(tables).length < 8_000);
});

test("a sheet that follows a list is read on the phone without a network, checked, signed and received", async () => {
  const read = machine(dpd);
  await alone(async (page, context) => {
    await at(page, "pdpd");
    assert.deepEqual(await chips(page), ["wanted", "missing", "missing", "missing"]);
    // Whose page it is, the page says: they come in any order.
    await choose(page, dpd[2], dpd[0], dpd[3], dpd[1]);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor();
    assert.deepEqual(await chips(page), ["taken", "taken", "taken", "taken"]);
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: /perlu diperiksa|Lanjut ke tanda tangan/ }).waitFor();
    await picture(page, "councils-review");
    for (const [name, { value, accept }] of Object.entries(read.fields)) {
      const row = page.locator(".field").filter({ has: page.locator(`input[name="${name}"]`) });
      assert.equal(await row.locator("input").inputValue(), value === null ? "" : String(value), name);
      assert.equal(await row.getAttribute("data-state"), value === null ? "open" : accept === "yes" ? "sure" : "doubt", name);
    }
    const boxes = await page.locator(".field .crop canvas").count();
    assert.ok(boxes >= Object.keys(read.fields).length - 3, `${boxes} crops`);
    // One vote more than the paper says: the sum doesn't hold, and it is said which.
    const own = await page.locator('input[name="votes.1"]').inputValue();
    const before = await page.locator(".faults li").count();
    await page.locator('input[name="votes.1"]').fill(String(Number(own) + 1));
    await page.locator('.faults li[data-hard="true"]').first().waitFor();
    assert.ok(await page.locator(".faults li").count() > before);
    await page.locator('input[name="votes.1"]').fill(own);
    await confirmAll(page);
    await sign(page);
    await context.setOffline(false);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor();
  });
});

test("of a sheet of twenty pages the page that lacks is asked for, another form's is refused, and what was never photographed is named", async () => {
  await alone(async (page) => {
    await at(page, "pdpr");
    const states = (...taken) => Array.from({ length: 20 }, (_, index) => taken.includes(index + 1) ? "taken" : undefined);
    assert.equal((await chips(page)).length, 20);
    await choose(page, dpr[0], dpr[1], dpr[4]);
    await page.getByText("Halaman 5 tersimpan. Sekarang halaman 3.").waitFor();
    const now = await chips(page);
    assert.deepEqual(now.map((state) => state === "taken" ? state : undefined), states(1, 2, 5));
    assert.equal(now[2], "wanted", "the first that lacks");
    // However many pages there are, the one that is asked for is in sight, and so is what is said of it.
    const [chip, said] = [page.locator('.pages [data-state="wanted"]'), page.locator(".camera > .said")];
    for (const seen of [chip, said]) {
      const { x, y, width, height } = await seen.boundingBox();
      assert.ok(x >= 0 && x + width <= 360 && y >= 0 && y + height <= 560, `${x} ${y} ${width} ${height}`);
    }
    await picture(page, "councils-camera");
    await choose(page, dpd[1]);
    await page.getByText("Ini formulir lain, bukan formulir ini.").waitFor();
    assert.deepEqual(await chips(page), now);
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await page.getByRole("button", { name: /perlu diperiksa/ }).waitFor();
    const lacking = await page.locator("section").evaluateAll((all) => all
      .filter((one) => one.querySelector("h2")?.textContent && one.querySelector(".help")).map((one) => one.querySelector("h2").textContent));
    assert.equal(lacking.length, 17, lacking.join(", "));
    // What stands on the photographed pages is read, and nothing else is said of any.
    const read = await page.locator(".field").evaluateAll((all) => all.filter((one) => one.dataset.state !== "open").map((one) => one.querySelector("input").name));
    assert.ok(read.some((name) => name === "votes.4"), read.join(" "));
    assert.ok(read.every((name) => !name.startsWith("votes.3") && !name.startsWith("votes.7")), read.join(" "));
    await page.evaluate(() => { location.hash = "#home"; });
    await page.locator('[data-contest="pdpr"]').getByText(/3.*20/).waitFor();
  });
});
