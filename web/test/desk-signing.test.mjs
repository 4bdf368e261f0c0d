// Officers who sign, on a desk as it is run: `node --test web/test/desk-signing.test.mjs`, with the program in SAKSI (built with its
// pages; those of the folder SAKSI_PAGES are served instead where it is named). With SAKSI_SCREENS=<folder> it keeps a picture of every page.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

import { PASSWORD, accounts, browser, firstStart, logIn, pale, person, tooWide, unnamed } from "./desk-support.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SAKSI = process.env.SAKSI ?? here("../../target/release/saksi");
const SCREENS = process.env.SAKSI_SCREENS;
const [FIRST, SECOND, THIRD] = ["1701012001001", "1701012001002", "1701012001003"];

/** A module of TypeScript, as node can import it. */
async function module(path) {
  const { outputFiles: [file] } = await esbuild.build({ entryPoints: [here(path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString("base64")}`);
}

const { ownKey } = await module("../common/intake.ts");
const { moment, state } = await module("../common/statement.ts");

const folder = mkdtempSync(join(tmpdir(), "saksi-signing-"));
const election = join(folder, "count");
const saksi = (...args) => execFileSync(SAKSI, args, { encoding: "utf8" });

let chrome;
let running;
let desk;
let admin;
let ketua;
let kabupaten;
let passwords;

/** A desk on a practice of one village of three stations. */
async function start() {
  const [regions, stations] = [join(folder, "regions.csv"), join(folder, "stations.csv")];
  writeFileSync(regions, "kode,kpu_id,nama,tingkat,kode_induk\n17,1,BENGKULU,1,\n1701,2,SELATAN,2,17\n170101,3,KOTA,3,1701\n1701012001,4,DESA,4,170101\n");
  writeFileSync(stations, `kode_tps,kpu_id,nama,kode_kelurahan,sumber\n${[FIRST, SECOND, THIRD].map((code, at) => `${code},${1001 + at},TPS 00${at + 1},1701012001,x\n`).join("")}`);
  saksi("init", election, "--profile", "id-2024", "--practice", "--places", regions, "--stations", stations);
  running = spawn(SAKSI, ["desk", election, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let port;
    createInterface({ input: running.stdout }).on("line", (line) => {
      port ??= /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      // The session's cookie is sent to `localhost` alone without TLS.
      if (/^[\w-]{32}$/.test(line.trim())) resolve({ address: `http://localhost:${port}`, code: line.trim() });
    });
    running.on("exit", () => reject(new Error("the desk ended before it said where it is")));
  });
}

before(async () => {
  [chrome, desk] = [await browser(), await start()];
  admin = await someone();
  await firstStart(admin, desk.code);
  const rows = ["siti,pps,1701012001", "budi,ppk,170101", "ketua,ppk,170101", "wakil,ppk,170101", "kabupaten,kpu-regency,1701", "partai,saksi,17", "rekan,saksi,17", "pemantau,observer,17", "periksa,auditor,"];
  passwords = await accounts(admin, `${rows.join("\n")}\n`);
});
after(async () => {
  await chrome?.close();
  running?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function someone(options) {
  if (!process.env.SAKSI_PAGES) return patient(await person(chrome, desk, options));
  const page = await person(chrome, { address: "about:blank" }, options);
  for (const name of ["desk.js", "desk.css"]) await page.route(`**/${name}`, (route) => route.fulfill({ path: join(process.env.SAKSI_PAGES, name) }));
  await page.goto(desk.address);
  return patient(page);
}

function patient(page) {
  page.setDefaultTimeout(15_000);
  return page;
}

async function officer(name, options) {
  const page = await someone(options);
  if (passwords[name]) {
    await logIn(page, name, passwords[name]);
    delete passwords[name];
  } else {
    await page.locator("#name").fill(name);
    await page.locator("#password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("header nav a").first().waitFor();
  }
  return page;
}

/** A photo of a paper. */
async function paper(page) {
  const sheet = await page.context().browser().newPage({ viewport: { width: 400, height: 560 } });
  await sheet.setContent("<h1>Keberatan saksi</h1>");
  const bytes = await sheet.screenshot({ type: "jpeg" });
  await sheet.close();
  return bytes;
}

const told = (page, text) => page.getByText(text).first().waitFor();

async function go(page, hash) {
  await page.evaluate((hash) => {
    location.hash = "#/password";
    location.hash = hash;
  }, hash);
}

/** That everybody can use the page as it is: names, contrast, width; and a picture of it at 360 and 1400 pixels. */
async function looked(page, name) {
  const size = page.viewportSize();
  for (const width of [1400, 360]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    assert.deepEqual(await unnamed(page), [], name);
    assert.deepEqual(await pale(page), [], name);
    assert.equal(await tooWide(page), "", `${name} at ${width}`);
    if (SCREENS) {
      mkdirSync(SCREENS, { recursive: true });
      await page.screenshot({ path: join(SCREENS, `${name}-${width}.png`), fullPage: true });
    }
  }
  await page.setViewportSize(size);
  assert.deepEqual(page.broken, [], name);
}

/** Goes to an element by the tabulator alone. */
async function tabTo(page, locator) {
  for (let step = 0; step < 200; step += 1) {
    if (await locator.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the tabulator does not reach ${locator}`);
}

async function press(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  await button.waitFor();
  await tabTo(page, button);
  await page.keyboard.press("Enter");
}

/** Makes codes on the page, by keyboard; gives them as the file has them. */
async function makeCodes(role, place) {
  await go(admin, "#/codes");
  await admin.locator("#role").selectOption(role);
  await admin.locator("#places").fill(place);
  await press(admin, "Buat kode");
  const shown = admin.getByRole("link", { name: "Unduh CSV" });
  await shown.waitFor();
  const [download] = await Promise.all([admin.waitForEvent("download"), shown.click()]);
  const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n").slice(1);
  return lines.map((line) => line.split(",")[0]);
}

/** An officer's key, by keyboard; gives its fingerprint. */
async function enrolAt(page, code, says) {
  await go(page, "#/key");
  await page.locator("#key-code").waitFor();
  await tabTo(page, page.locator("#key-code"));
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press("Enter");
  await press(page, "Ya, buat kunci saya");
  await told(page, says);
  return page.locator(".fingerprint").innerText();
}

async function ask(path, body, type = "application/json") {
  const answer = await fetch(`${desk.address}${path}`, {
    method: body === undefined ? "GET" : "POST", headers: { "content-type": type, "x-saksi": "1" },
    ...(body !== undefined && { body: type === "application/json" ? JSON.stringify(body) : body }),
  });
  return { status: answer.status, said: await answer.json() };
}

/** A phone's key, by a code; it is not in yet where it waits. */
async function phone(code) {
  const { said: begun } = await ask("/api/enrol/begin", { code });
  const own = await ownKey(begun);
  const { status, said } = await ask("/api/enrol", { code, note: own.statement.note });
  return { ...own, begun, status, said };
}

/** A sheet that fits, but for what is put otherwise. */
function figures(otherwise = {}) {
  const lines = { "voters.roll": [100, 120], "voters.used-roll": [90, 110], "voters.used-moved": [2, 3], "voters.used-unlisted": [1, 4], "voters.used": [93, 117], "voters.disabled": [0, 1] };
  const all = { "ballots.received": 225, "ballots.used": 210, "ballots.spoiled": 1, "ballots.unused": 14, "votes.1": 90, "votes.2": 105, "votes.3": 10, valid: 205, invalid: 5, cast: 210 };
  for (const [name, [male, female]] of Object.entries(lines)) {
    Object.assign(all, { [`${name}.male`]: male, [`${name}.female`]: female, [`${name}.total`]: male + female });
  }
  return { ...all, ...otherwise };
}

/** States a sheet as a phone does. */
async function states({ begun, name, key }, station, values, evidence = []) {
  const said = { kind: "sheet", body: { contest: "ppwp", station, stage: "count", values, evidence, method: Object.fromEntries([...new Set(Object.keys(values).map((one) => one.split(".")[0]))].map((group) => [group, "person"])), at: moment(new Date()) } };
  const { note } = await state(begun.header, said, name, key);
  return ask("/api/statements", note, "text/plain");
}

/** A photo of a form, as bytes. */
async function photo() {
  const page = await chrome.newPage({ viewport: { width: 600, height: 900 } });
  const rows = Object.entries(figures()).map(([name, value], at) => `<text x="40" y="${120 + at * 27}">${name}</text><text x="450" y="${120 + at * 27}">${value}</text>`);
  await page.setContent(`<svg width="600" height="900" font-family="sans-serif" font-size="18"><rect width="600" height="900" fill="#f4f0e6"/><text x="40" y="70" font-size="30">SIMULASI C.HASIL</text>${rows.join("")}</svg>`);
  const bytes = await page.screenshot({ type: "jpeg", clip: { x: 8, y: 8, width: 580, height: 880 } });
  await page.close();
  return bytes;
}

/** Sends a photo that a statement names (tus 1.0.0). */
async function upload(bytes, sha256) {
  const spoken = { "tus-resumable": "1.0.0", "x-saksi": "1" };
  const begun = await fetch(`${desk.address}/api/photos`, {
    method: "POST", headers: { ...spoken, "upload-length": String(bytes.length), "upload-metadata": `sha256 ${Buffer.from(sha256).toString("base64")}` },
  });
  assert.equal(begun.status, 201, await begun.text());
  const sent = await fetch(new URL(begun.headers.get("location"), desk.address), {
    method: "PATCH", headers: { ...spoken, "upload-offset": "0", "content-type": "application/offset+octet-stream" }, body: bytes,
  });
  assert.equal(sent.status, 204, await sent.text());
}

/** Types a sheet by keyboard alone. */
async function types(page, values, what) {
  await go(page, "#/typing");
  await press(page, "Lembar berikutnya");
  await page.locator(".form input").first().waitFor();
  for (const id of await page.locator(".form input").evaluateAll((inputs) => inputs.map((input) => input.id))) {
    const name = Object.keys(values).find((name) => `box-${name.replaceAll(".", "-")}` === id);
    assert.notEqual(name, undefined, id);
    await page.keyboard.type(String(values[name]));
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Control+Enter");
  await told(page, what);
}

/** A file's words, where there is a program that reads them (poppler-utils). */
function pdfText(file) {
  try {
    return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

test("codes are shown once, as a file and as letters for envelopes", async () => {
  await go(admin, "#/codes");
  await admin.locator("#below option").first().waitFor({ state: "attached" });
  assert.match(await admin.locator("#role").innerText(), /KPPS/);
  await looked(admin, "codes");
  await admin.locator("#role").selectOption("kpps");
  await press(admin, "Tambahkan");
  assert.equal((await admin.locator("#places").inputValue()).trim(), "17");
  await press(admin, "Buat kode");
  await told(admin, "Hanya ditampilkan sekali");
  assert.equal(await admin.locator(".scrolled tbody tr").count(), 3, "a code for every station");
  await looked(admin, "codes-made");
  const code = await admin.locator(".scrolled tbody code").first().innerText();
  const coming = admin.waitForEvent("download");
  await press(admin, "Surat untuk amplop (PDF)");
  const file = await (await coming).path();
  assert.equal(readFileSync(file).subarray(0, 5).toString(), "%PDF-");
  const letters = pdfText(file);
  if (letters !== undefined) {
    const pages = letters.split("\f").filter((page) => page.trim() !== "");
    assert.equal(pages.length, 3, "a letter a station");
    const [letter] = pages;
    for (const said of ["TPS 001", "DESA", FIRST, "KPPS", code, "SIMULASI", "sekali saja", "/capture/"]) assert.ok(letter.includes(said), `${said}: ${letter}`);
  }
  await press(admin, "Sudah diambil, sembunyikan");
  assert.equal(await admin.getByText(code).count(), 0, "a code that was taken away is nowhere");
  assert.deepEqual(admin.broken, []);
});

test("what two people typed is signed by the district, published, and verifies; a correction has its reason", async () => {
  const [code] = await makeCodes("kpps", FIRST);
  const device = await phone(code);
  assert.equal(device.status, 201, JSON.stringify(device.said));
  const bytes = await photo();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const evidence = [1, 2].map((page) => ({ page, sha256, media: "image/jpeg", bytes: bytes.length }));
  // The phone's figures don't fit: somebody has to look.
  const wrong = await states(device, FIRST, figures({ "votes.3": 100 }), evidence.slice(0, 1));
  assert.equal(wrong.status, 201, JSON.stringify(wrong.said));
  await upload(bytes, sha256);

  const [officers] = await makeCodes("ppk", "170101");
  ketua = await officer("ketua");
  await go(ketua, "#/key");
  await ketua.locator("#key-code").waitFor();
  await looked(ketua, "key-none");
  const print = await enrolAt(ketua, officers, "Kunci Anda terdaftar");
  assert.match(print, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  await looked(ketua, "key");
  await ketua.reload();
  await go(ketua, "#/key");
  await told(ketua, print);

  const siti = await officer("siti");
  await types(siti, figures(), "Orang kedua akan mengetik");
  const budi = await officer("budi");
  await types(budi, figures(), "Dua orang mengetik angka yang sama");
  // Who typed it is not offered it, whatever their role; to a third without a key it is said what is missing.
  await go(budi, "#/sign");
  await told(budi, "Tidak ada yang menunggu tanda tangan");
  const wakil = await officer("wakil");
  await go(wakil, "#/sign");
  await wakil.locator("tbody a").click();
  await told(wakil, "Di peramban ini belum ada kunci Anda.");
  assert.equal(await wakil.getByRole("button", { name: "Tanda tangani dan kirim" }).count(), 0);

  await go(ketua, "#/sign");
  const waits = ketua.locator("tbody a");
  await waits.waitFor();
  await looked(ketua, "sign-list");
  await tabTo(ketua, waits);
  await ketua.keyboard.press("Enter");
  await ketua.locator("table.compare").waitFor();
  assert.match(await ketua.locator("tr.different").innerText(), /≠[\s\S]*GANJAR[\s\S]*100\s+10\b/);
  await ketua.locator(".view img").waitFor();
  await looked(ketua, "sign");
  await press(ketua, "Tanda tangani dan kirim");
  await told(ketua, "Sudah masuk buku catatan umum");
  const proof = ketua.getByRole("link", { name: "Unduh bukti" });
  const [download] = await Promise.all([ketua.waitForEvent("download"), proof.click()]);
  assert.match(readFileSync(await download.path(), "utf8"), /^c2sp\.org\/tlog-proof/);
  await looked(ketua, "receipt");
  await press(ketua, "Berikutnya");
  await told(ketua, "Tidak ada yang menunggu tanda tangan");

  // The paper itself was corrected: one figure, with its reason.
  await go(ketua, "#/progress/1701012001");
  await ketua.getByRole("link", { name: /TPS 001/ }).click();
  await ketua.locator(".choices a").first().waitFor();
  await looked(ketua, "correct-contests");
  await ketua.locator(`.choices a[href="#/correct/${FIRST}/ppwp"]`).click();
  await told(ketua, "Yang dinyatakan");
  await looked(ketua, "correct-stated");
  await press(ketua, "Betulkan angka");
  await ketua.locator("#box-votes-2").waitFor();
  for (const [name, value] of [["votes-2", "104"], ["valid", "204"], ["invalid", "6"]]) {
    await ketua.locator(`#box-${name}`).focus();
    await ketua.keyboard.type(value);
    if (name === "votes-2") await told(ketua, "Jumlah perolehan suara harus sama dengan suara sah");
  }
  await looked(ketua, "correct-figures");
  await press(ketua, "Lihat sebelum menandatangani");
  await told(ketua, "Pilih alasannya dahulu.");
  await ketua.locator("#reason").selectOption("paper-corrected");
  await press(ketua, "Lihat sebelum menandatangani");
  await told(ketua, "Formulir dibetulkan petugas di depan saksi");
  assert.equal(await ketua.locator("tr.different").count(), 3);
  await looked(ketua, "correct-sign");
  await press(ketua, "Tanda tangani dan kirim");
  await told(ketua, "Sudah masuk buku catatan umum");
  assert.deepEqual(ketua.broken, []);
});

test("a key that comes in late needs two levels, and whoever signs has compared the fingerprint", async () => {
  const [another, refused] = [...(await makeCodes("kpps", FIRST)), ...(await makeCodes("kpps", FIRST))];
  const device = await phone(another);
  assert.equal(device.status, 202, JSON.stringify(device.said));
  assert.equal((await states(device, FIRST, figures())).said.code, "unknown-key");
  const [code] = await makeCodes("kpu-regency", "1701");
  kabupaten = await officer("kabupaten");
  await enrolAt(kabupaten, code, "Kunci Anda terdaftar");
  await go(kabupaten, "#/late");
  const card = kabupaten.locator(".card").filter({ hasText: device.fingerprint });
  await card.waitFor();
  await looked(kabupaten, "late");
  await tabTo(kabupaten, card.getByRole("button", { name: "Tanda tangani kunci ini" }));
  await kabupaten.keyboard.press("Enter");
  assert.equal(await kabupaten.locator(".receipt").count(), 0, "nobody signs without having compared");
  await tabTo(kabupaten, card.getByRole("checkbox"));
  await kabupaten.keyboard.press("Space");
  await tabTo(kabupaten, card.getByRole("button", { name: "Tanda tangani kunci ini" }));
  await kabupaten.keyboard.press("Enter");
  await told(kabupaten, "Sudah masuk buku catatan umum");
  // Now it speaks, and what it says is another's rival until somebody decides.
  const rival = await states(device, FIRST, figures({ "votes.1": 91, valid: 206, cast: 211 }));
  assert.equal(rival.status, 201, JSON.stringify(rival.said));

  // A second code is refused.
  const other = await phone(refused);
  assert.equal(other.status, 202);
  await go(kabupaten, "#/late");
  await press(kabupaten, "Tolak kunci ini");
  await looked(kabupaten, "late-refuse");
  await kabupaten.getByRole("dialog").getByRole("button", { name: "Tolak kunci ini" }).click();
  await told(kabupaten, "Kunci ini ditolak.");
  await go(kabupaten, "#/late");
  await told(kabupaten, "Tidak ada kunci yang menunggu");

  // The officer's own second browser waits the same way, and says so.
  const [again] = await makeCodes("kpu-regency", "1701");
  const second = await officer("kabupaten");
  await enrolAt(second, again, "Kunci Anda menunggu tanda tangan kedua");
  await looked(second, "key-waits");
  await go(second, "#/late");
  await told(second, "Kunci Anda belum terdaftar.");
  assert.equal(await second.getByRole("button", { name: "Tanda tangani kunci ini" }).count(), 0);
  for (const page of [kabupaten, second]) assert.deepEqual(page.broken, []);
});

test("an officer decides which of two statements stands, and takes figures back with a reason", async () => {
  const [code] = await makeCodes("kpps", SECOND);
  const device = await phone(code);
  assert.equal((await states(device, SECOND, figures())).status, 201);
  assert.equal((await states(device, SECOND, figures({ "votes.1": 91, valid: 206, cast: 211 }))).status, 201);
  await go(ketua, `#/correct/${SECOND}/ppwp`);
  await told(ketua, "Yang dinyatakan");
  await told(ketua, "berlaku");
  await looked(ketua, "correct-rivals");
  await press(ketua, "Putuskan yang berlaku");
  assert.equal(await ketua.locator("input[name=stands]").count(), 2);
  await looked(ketua, "correct-ruling");
  await tabTo(ketua, ketua.locator("input[name=stands]").first());
  await ketua.keyboard.press("ArrowDown");
  await ketua.locator("#reason").selectOption("objection-upheld");
  await press(ketua, "Lihat sebelum menandatangani");
  await told(ketua, "Anda memutuskan angka ini yang berlaku");
  assert.match(await ketua.locator("tr.different").first().innerText(), /90\s+91/);
  await press(ketua, "Tanda tangani dan kirim");
  await told(ketua, "Sudah masuk buku catatan umum");
  await press(ketua, "Lihat lembar ini lagi");
  await told(ketua, "Sudah dipastikan yang berwenang");
  await press(ketua, "Tarik angka");
  await looked(ketua, "correct-withdraw");
  assert.equal(await ketua.locator("#reason option[value=typed-twice]").count(), 0);
  await ketua.locator("#reason").selectOption("wrong-station");
  await press(ketua, "Lihat sebelum menandatangani");
  await told(ketua, "Anda menarik angka ini");
  await press(ketua, "Tanda tangani dan kirim");
  await told(ketua, "Sudah masuk buku catatan umum");
  await press(ketua, "Lihat lembar ini lagi");
  await told(ketua, "ditarik kembali");
  // Where nobody has stated anything, it is stated from the paper.
  await go(ketua, `#/correct/${THIRD}/ppwp`);
  await told(ketua, "Belum ada yang menyatakan angka lembar ini.");
  await go(ketua, "#/correct/9999999999999");
  await told(ketua, "Tidak ada TPS atau wilayah itu");
  await looked(ketua, "correct");
  assert.deepEqual(ketua.broken, []);
});

test("a party enrols its own people, and sees where they state otherwise", async () => {
  const partai = await officer("partai");
  await go(partai, "#/mandate");
  await partai.locator("#below option").first().waitFor({ state: "attached" });
  await looked(partai, "mandate-none");
  await partai.locator("#places").fill(FIRST);
  await press(partai, "Buat kode");
  await told(partai, "Hanya ditampilkan sekali");
  const code = await partai.locator(".scrolled tbody code").last().innerText();
  const witness = await phone(code);
  assert.equal(witness.status, 201, JSON.stringify(witness.said));
  assert.equal((await states(witness, FIRST, figures({ "votes.1": 95 }))).status, 201);
  await go(partai, "#/mandate");
  await told(partai, "1 dari 3 TPS sudah ada kuncinya.");
  await told(partai, witness.fingerprint);
  await told(partai, `≠ ${FIRST} (ppwp)`);
  await looked(partai, "mandate");
  const [download] = await Promise.all([partai.waitForEvent("download"), partai.getByRole("link", { name: "Unduh CSV" }).click()]);
  assert.match(readFileSync(await download.path(), "utf8"), new RegExp(`${FIRST},"TPS 001, .*",${witness.fingerprint},1,ppwp/${FIRST}`));
  await told(partai, "Belum ada keberatan yang ditandatangani orang kita.");
  assert.deepEqual(partai.broken, []);
  // The mandate is the party's, not an account's; an observer has their own.
  const rekan = await officer("rekan");
  await go(rekan, "#/mandate");
  await told(rekan, witness.fingerprint);
  const pemantau = await officer("pemantau");
  await go(pemantau, "#/mandate");
  await told(pemantau, "0 dari 3 TPS sudah ada kuncinya.");
  await looked(pemantau, "mandate-observer");
  assert.deepEqual(pemantau.broken, []);
});

test("a witness objects with a photo, the committee answers by its key, and both are published", async () => {
  const partai = await officer("partai");
  const [own] = await partai.evaluate(async (place) => {
    const headers = { "content-type": "application/json", "x-saksi": "1" };
    return (await (await fetch("/api/mandate", { method: "POST", headers, body: JSON.stringify({ role: "saksi", places: [place] }) })).json()).codes;
  }, SECOND);
  await enrolAt(partai, own.code, "Kunci Anda terdaftar");
  await go(partai, "#/objections");
  await partai.locator("#place").fill(SECOND);
  await partai.keyboard.press("Enter");
  await told(partai, "Tidak ada keberatan atau laporan.");
  await looked(partai, "objections-none");
  const words = "Saksi kami menghitung 60, papan menulis 50";
  await partai.locator("#objection-text").fill(words);
  await partai.locator("#objection-paper").setInputFiles({ name: "keberatan.jpg", mimeType: "image/jpeg", buffer: await paper(partai) });
  await told(partai, "dikirim setelah ditandatangani");
  await press(partai, "Lihat sebelum menandatangani");
  await told(partai, "Anda menandatangani keberatan ini");
  await looked(partai, "objection-sign");
  await press(partai, "Tanda tangani dan kirim");
  await told(partai, "Sudah masuk buku catatan umum");
  await told(partai, "sudah di meja");
  await looked(partai, "objection-receipt");
  await press(partai, "Selesai");
  await told(partai, words);
  assert.equal(await partai.getByText("Jawab", { exact: true }).count(), 0, "who objects does not answer");

  await go(ketua, `#/objections/ppwp/170101`);
  await told(ketua, words);
  await ketua.getByText("Jawab", { exact: true }).first().click();
  await ketua.locator("select[id^=outcome-]").first().selectOption("rejected");
  await ketua.locator("textarea[id^=answer-]").first().fill("Dibuka bersama: papan dan formulir 50");
  await looked(ketua, "objections");
  await ketua.locator(".objection").getByRole("button", { name: "Lihat sebelum menandatangani" }).first().click();
  await told(ketua, "Anda menandatangani jawaban ini");
  await press(ketua, "Tanda tangani dan kirim");
  await told(ketua, "Sudah masuk buku catatan umum");
  await press(ketua, "Selesai");
  await told(ketua, "Dibuka bersama: papan dan formulir 50");
  await looked(ketua, "objections-answered");
  // Whoever signs other words than those that are shown is warned, and has nothing to sign by.
  await ketua.route("**/api/compose/answer", async (route) => {
    const answer = await route.fetch();
    const said = await answer.json();
    await route.fulfill({ response: answer, json: { ...said, said: { ...said.said, text: "kata lain" } } });
  });
  await ketua.getByText("Jawab", { exact: true }).first().click();
  await ketua.locator("textarea[id^=answer-]").first().fill("kata ini");
  await ketua.locator(".objection").getByRole("button", { name: "Lihat sebelum menandatangani" }).first().click();
  await told(ketua, "Jangan tandatangani");
  assert.equal(await ketua.getByRole("button", { name: "Tanda tangani dan kirim" }).count(), 0);
  await ketua.unroute("**/api/compose/answer");
  for (const page of [partai, ketua]) assert.deepEqual(page.broken, []);

  saksi("publish", election);
  saksi("verify", join(election, "public"), "--policy", join(election, "public/policy"));
  const { stations } = JSON.parse(readFileSync(join(election, "public/record/ppwp/17/1701/170101/1701012001.json"), "utf8"));
  const [objection] = stations.find(({ station }) => station === SECOND).objections;
  const said = (hash) => readFileSync(join(election, "public/blob", hash), "utf8").split("\n")[1];
  assert.deepEqual([said(objection.text), said(objection.answers[0].text)], [words, "Dibuka bersama: papan dan formulir 50"]);
});

test("the trail's end goes into the ledger when an administrator asks, and an auditor sees that it holds", async () => {
  await go(admin, "#/trail");
  await press(admin, "Tulis jangkar sekarang");
  await told(admin, "Sudah masuk buku catatan umum");
  await admin.locator("main .good").filter({ hasText: "cocok dengan semua jangkarnya" }).waitFor();
  await looked(admin, "trail");
  const auditor = await officer("periksa");
  await go(auditor, "#/trail");
  await auditor.locator("main .good").filter({ hasText: "cocok dengan semua jangkarnya" }).waitFor();
  assert.equal(await auditor.getByRole("button", { name: "Tulis jangkar sekarang" }).count(), 0);
});

test("a lost phone's key is revoked, and the next phone comes in by a new code and is published", async () => {
  const [code] = await makeCodes("kpps", THIRD);
  const lost = await phone(code);
  assert.equal(lost.status, 201, JSON.stringify(lost.said));
  assert.equal((await states(lost, THIRD, figures())).status, 201);
  await go(kabupaten, "#/place-keys");
  await kabupaten.locator("#place").waitFor();
  await looked(kabupaten, "place-keys-which");
  await kabupaten.locator("#place").fill(THIRD);
  await press(kabupaten, "Lihat kunci");
  await told(kabupaten, lost.fingerprint);
  await looked(kabupaten, "place-keys");
  await press(kabupaten, "Hilang: cabut");
  await kabupaten.locator("#reason").waitFor();
  await looked(kabupaten, "place-keys-revoke");
  await press(kabupaten, "Cabut dan kirim");
  assert.equal(await kabupaten.locator(".receipt").count(), 0, "nobody revokes without a reason");
  await kabupaten.locator("#reason").selectOption("key-lost");
  await press(kabupaten, "Cabut dan kirim");
  await told(kabupaten, "Sudah masuk buku catatan umum");
  await told(kabupaten, "Mintalah pengelola membuat kode baru");
  await looked(kabupaten, "place-keys-receipt");
  assert.equal((await states(lost, THIRD, figures())).said.code, "revoked-key");
  await press(kabupaten, "Kunci di tempat ini");
  await told(kabupaten, /Dicabut .* oleh kpu-regency\/1701/);
  assert.equal(await kabupaten.getByRole("button", { name: "Hilang: cabut" }).count(), 0);

  // The administrator makes the next code from there, and ends no key.
  await go(admin, `#/place-keys/${THIRD}`);
  await told(admin, lost.fingerprint);
  assert.equal(await admin.getByRole("button", { name: "Hilang: cabut" }).count(), 0);
  await looked(admin, "place-keys-administrator");
  await admin.getByRole("link", { name: "Buat kode baru" }).click();
  await admin.locator("#places").waitFor();
  assert.deepEqual([await admin.locator("#role").inputValue(), await admin.locator("#places").inputValue()], ["kpps", THIRD]);
  await press(admin, "Buat kode");
  await told(admin, "Hanya ditampilkan sekali");
  const next = await phone(await admin.locator(".scrolled tbody code").first().innerText());
  assert.equal(next.status, 202, JSON.stringify(next.said));
  await go(kabupaten, "#/late");
  const card = kabupaten.locator(".card").filter({ hasText: next.fingerprint });
  await card.getByRole("checkbox").check();
  await card.getByRole("button", { name: "Tanda tangani kunci ini" }).click();
  await told(kabupaten, "Sudah masuk buku catatan umum");
  const sheet = await states(next, THIRD, figures());
  assert.equal(sheet.status, 201, JSON.stringify(sheet.said));

  saksi("publish", election);
  saksi("verify", join(election, "public"), "--policy", join(election, "public/policy"));
  const keys = JSON.parse(readFileSync(join(election, "public/record/keys.json"), "utf8")).filter(({ scope }) => scope === THIRD);
  assert.deepEqual(keys.map(({ reason }) => reason), ["key-lost", undefined]);
  assert.match(keys[0].revoked_by[0], /^kpu-regency\/1701/);
  for (const page of [kabupaten, admin]) assert.deepEqual(page.broken, []);
});

test("every page says the same in English", async () => {
  const english = await officer("kabupaten", { locale: "en-GB" });
  for (const [hash, says] of [["key", "With your key you sign figures."], ["sign", "Figures that two people typed the same."], ["late", "From polling day on"], ["correct", "Everything that was stated"], [`correct/${FIRST}/ppwp`, "What was stated"]]) {
    await go(english, `#/${hash}`);
    await told(english, says);
    await looked(english, `english-${hash.replaceAll("/", "-")}`);
  }
});

test("an account's key is not another's in the same browser, and a lost one is told", async () => {
  await go(ketua, "#/key");
  await told(ketua, "Kunci Anda terdaftar");
  await ketua.getByRole("button", { name: "Keluar" }).click();
  await ketua.locator("#name").fill("budi");
  await ketua.locator("#password").fill(PASSWORD);
  await ketua.keyboard.press("Enter");
  await ketua.locator("header nav a").first().waitFor();
  await go(ketua, "#/key");
  await ketua.locator("#key-code").waitFor();
  assert.equal(await ketua.locator(".fingerprint").count(), 0);
  assert.equal(await ketua.getByText("Di peramban ini pernah ada kunci Anda").count(), 0);
  await ketua.getByRole("button", { name: "Keluar" }).click();
  await ketua.evaluate(() => new Promise((resolve) => Object.assign(indexedDB.deleteDatabase("saksi-desk"), { onsuccess: resolve })));
  await ketua.locator("#name").fill("ketua");
  await ketua.locator("#password").fill(PASSWORD);
  await ketua.keyboard.press("Enter");
  await ketua.locator("header nav a").first().waitFor();
  await go(ketua, "#/key");
  await told(ketua, "Di peramban ini pernah ada kunci Anda");
  await looked(ketua, "key-lost");
});

test("what was signed is published, and verifies", () => {
  running.kill("SIGKILL");
  saksi("publish", election);
  saksi("verify", join(election, "public"), "--policy", join(election, "public/policy"));
  const record = JSON.parse(readFileSync(join(election, "public/record/ppwp/17/1701/170101/1701012001.json"), "utf8"));
  const [first, second, third] = record.stations;
  const version = (at) => first.versions.find(({ entry }) => entry === at);
  const value = ({ values }, field) => values[first.fields.indexOf(field)];
  const stands = version(first.stands);
  assert.equal(first.quality, "consistent");
  assert.deepEqual([value(stands, "votes.2"), value(stands, "valid"), value(stands, "votes.3")], [104, 204, 10]);
  assert.equal(stands.reason, "paper-corrected");
  assert.match(stands.by, /^ppk\/170101\//);
  // What two people typed took the place of what the phone said, and stays to be seen.
  const typed = first.versions.find(({ id }) => id === stands.supersedes);
  assert.equal(typed.reason, "typed-twice");
  assert.equal(value(typed, "votes.2"), 105);
  assert.equal(value(first.versions.find(({ id }) => id === typed.supersedes), "votes.3"), 100);
  assert.equal(first.disputed, true, "the party's witness states otherwise");
  assert.equal(second.standing, "withdrawn");
  assert.equal(second.rulings.length, 1);
  // The lost phone's sheet stays beside that of the next one, which says the same.
  assert.equal(third.quality, "consistent");
  assert.equal(third.versions.length, 2);
});
