// A plenary in a real browser: looked through by keyboard, corrected, typed by somebody else, explained, signed, closed, printed.
//
//     cargo build --release -p desk --example plenary && node --test web/test/plenary.test.mjs
//
// The second test needs the program itself, in SAKSI or target/release/saksi, of whatever pages: those of web/dist are shown. With
// SAKSI_SCREENS=<folder> it keeps a picture of what it shows, 1280 and 360 pixels wide.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";

import { accounts, firstStart, logIn, pale, person, tooWide, unnamed } from "./desk-support.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.SAKSI_PLENARY ?? here("../../target/release/examples/plenary");
const SAKSI = process.env.SAKSI ?? here("../../target/release/saksi");
const SCREENS = process.env.SAKSI_SCREENS;
const browserAt = "/usr/bin/chromium";

/** Signs a text as the key of this name, whose seed is its name's hash (C2SP signed-note). */
function signed(text, name) {
  const seed = createHash("sha256").update(name).digest();
  const secret = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
  const open = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const id = createHash("sha256").update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([1]), open])).digest().subarray(0, 4);
  return `${text}\n— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), secret)]).toString("base64")}\n`;
}

/** What a telephone writes into a photo. */
const PLACE = "3.8004S 102.2655E";

/** A photo of a paper, with what a telephone writes into it. */
async function paper(browser, text = "SIMULASI") {
  const page = await browser.newPage({ viewport: { width: 400, height: 560 } });
  await page.setContent(`<svg width="400" height="560" font-family="sans-serif"><rect width="400" height="560" fill="#f4f0e6"/><text x="40" y="70" font-size="30">${text}</text></svg>`);
  const bytes = await page.screenshot({ type: "jpeg" });
  await page.close();
  const place = Buffer.from(`Exif\0\0${PLACE}`);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, place.length + 2]), place]);
  return Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
}

/** Types a column of the form by keyboard alone, from the box that has the focus: what is none is empty on the paper. */
async function typesColumn(page, fields, figures) {
  for (const { name } of fields) {
    await page.waitForFunction((id) => document.activeElement?.id === id, `typed-${name}`);
    await page.keyboard.type(String(figures[name] ?? "-"));
    await page.keyboard.press("Enter");
  }
}

const missing = !existsSync(program) ? "the example is not built" : !existsSync(browserAt) ? "no Chromium here" : false;

test("a plenary goes from the first station to the printed minutes", { skip: missing }, async (context) => {
  const desk = spawn(program, ["16", "127.0.0.1:0"], { env: { ...process.env, SAKSI_PAGES: here("../dist") }, stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  desk.stdout.on("data", (piece) => (out += piece));
  while (!out.includes("\n")) await once(desk.stdout, "data");
  const { address, people, key } = JSON.parse(out);
  const browser = await chromium.launch({ executablePath: browserAt, args: ["--no-sandbox"] });
  context.after(async () => {
    await browser.close();
    desk.stdin.end();
  });
  const at = address.replace("127.0.0.1", "localhost");
  const faults = [];
  const enter = async (name) => {
    const page = await (await browser.newContext({ locale: "id" })).newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (line) => line.text().includes("Content Security Policy") && faults.push(line.text()));
    await page.goto(`${at}/plenary.html`);
    const status = await page.evaluate(async ([name, password]) => {
      const headers = { "content-type": "application/json", "x-saksi": "1" };
      return (await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ name, password }) })).status;
    }, [name, people[name]]);
    assert.equal(status, 200);
    return page;
  };
  // Its key is on another machine: the text is carried there and back.
  const signs = async (page) => {
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Di peramban ini belum ada kunci Anda.").waitFor();
    assert.equal(await dialog.getByRole("link", { name: "Kunci saya" }).getAttribute("href"), "/#/key");
    assert.equal(await dialog.getByRole("button", { name: "Tanda tangani dan kirim" }).count(), 0);
    await dialog.getByText("Tanda tangani di mesin lain").click();
    const text = await dialog.getByLabel("Teks", { exact: true }).inputValue();
    await dialog.getByLabel("Teks yang sudah ditandatangani").fill(text);
    await dialog.getByRole("button", { name: "Kirim" }).click();
    assert.match(await dialog.getByRole("alert").innerText(), /bukan teks di atas/);
    await dialog.getByLabel("Teks yang sudah ditandatangani").fill(signed(text, key));
    await dialog.getByRole("button", { name: "Kirim" }).click();
    await dialog.getByText(/Sudah masuk buku catatan umum/).waitFor();
    await dialog.getByRole("button", { name: "Selesai" }).click();
    await page.getByText(/Tercatat dalam buku besar/).waitFor();
  };

  const chair = await enter("ketua");
  await chair.reload();
  await chair.getByLabel("Kode wilayah").waitFor();
  await chair.getByText("SIMULASI: ini latihan").waitFor();
  await chair.goto(`${at}/plenary.html#/ppwp/980101/stations`);
  await chair.reload();
  await chair.getByRole("heading", { name: "TPS 001, MAWAR" }).waitFor();
  await chair.keyboard.press("ArrowRight");
  await chair.getByRole("heading", { name: "TPS 002, MAWAR" }).waitFor();
  // The last station of all has nothing yet: it is typed from its paper.
  await chair.getByRole("link", { name: /Belum beres/ }).click();
  await chair.getByRole("link", { name: "TPS 002, DAHLIA" }).click();
  await chair.getByRole("heading", { name: "TPS 002, DAHLIA" }).waitFor();
  await chair.getByRole("button", { name: "Betulkan" }).click();
  for (const box of await chair.locator(".cells input").all()) await box.fill("7");
  await chair.getByLabel("Alasan", { exact: true }).selectOption("recount");
  await chair.getByRole("button", { name: "Lihat sebelum menandatangani" }).click();
  await chair.getByText("memerlukan foto kertasnya").waitFor();
  await chair.locator("#files").setInputFiles({ name: "kertas.jpg", mimeType: "image/jpeg", buffer: await paper(browser) });
  await chair.getByText("sudah di meja").waitFor();
  await chair.getByRole("button", { name: "Lihat sebelum menandatangani" }).click();
  await signs(chair);
  await chair.getByText("16 dari 16 TPS masuk").waitFor();

  // Somebody else types every column of the form, blind, by keyboard; with two slips that undo each other.
  const other = await enter("anggota");
  await other.goto(`${at}/plenary.html#/ppwp/980101/differences`);
  await other.reload();
  const { columns, fields, sums } = await other.evaluate(async () => (await fetch("/api/plenary/ppwp/980101")).json());
  assert.equal(columns.length, 8);
  const slips = { [columns[0].region]: 3, [columns[4].region]: -3 };
  await other.getByRole("button", { name: "Ketik D.HASIL tersendiri" }).click();
  await other.getByText(`Kolom ${columns[0].name}`, { exact: true }).waitFor();
  assert.equal(await other.getByRole("table").count(), 0, "who types sees no sums");
  for (const [at, { name, region, sums: own }] of columns.entries()) {
    await other.getByRole("heading", { name: `Kolom ${name}`, exact: true }).waitFor();
    await typesColumn(other, fields, { ...own, "votes.1": own["votes.1"] + (slips[region] ?? 0) });
    // What was typed stays over a reload, and one goes on where one was.
    if (at === 2) await other.reload();
  }
  await other.getByRole("heading", { name: "Kolom jumlah" }).waitFor();
  await typesColumn(other, fields.slice(0, -1), sums);
  // The last box is passed by: nothing is kept before something is said of it.
  await other.keyboard.press("Enter");
  await other.keyboard.press("Enter");
  await other.getByText("1 kotak belum diisi.").waitFor();
  await typesColumn(other, fields.slice(-1), sums);
  await other.keyboard.press("Enter");
  await other.getByText("2 selisih belum dijelaskan.").waitFor();
  assert.deepEqual(await other.locator(".difference small").allInnerTexts(), [0, 4].map((at) => `Kolom ${columns[at].name}`));
  assert.equal(await other.getByRole("button", { name: "Ketik lagi" }).count(), 1, "nothing of it is left to go on with");

  // It does not close before each is explained.
  await chair.getByRole("link", { name: "Tutup dan cetak" }).click();
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await chair.getByText("Tulis dahulu siapa yang menandatangani").waitFor();
  await chairSigned(chair);
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await chair.getByText("Masih ada selisih yang belum dijelaskan.").waitFor();
  await chair.getByRole("link", { name: /Selisih/ }).click();
  await chair.getByLabel("Mengapa berbeda?").first().fill("Salah ketik: di kertas tiga lebih sedikit");
  await chair.getByRole("button", { name: "Jelaskan" }).first().click();
  await chair.getByText("1 selisih belum dijelaskan.").waitFor();
  await chair.waitForFunction(() => document.activeElement?.matches(".difference textarea"));
  await chair.keyboard.type("Salah ketik: di kertas tiga lebih banyak");
  await chair.getByRole("button", { name: "Jelaskan" }).click();
  await chair.getByText("Semua selisih sudah dijelaskan.").waitFor();
  await chair.getByRole("link", { name: "Tutup dan cetak" }).click();
  await chairSigned(chair);
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await signs(chair);
  await chair.getByText(/Ditutup dengan entri/).waitFor();
  await chair.getByRole("button", { name: /Buat berita acara/ }).click();
  const print = await chair.getByRole("link", { name: /Berita acara/ }).getAttribute("href");
  const start = await chair.evaluate(async (path) => (await (await fetch(path)).text()).slice(0, 8), print);
  assert.equal(start, "%PDF-1.7");
  assert.deepEqual(faults, []);
});

/** Writes down that the chair signed the paper. */
async function chairSigned(page) {
  await page.locator("#signatory-name-1").fill("Sari");
  await page.locator("#signatory-office-1").fill("Ketua PPK");
}

const REGIONS = "kode,kpu_id,nama,tingkat,kode_induk\n17,1,BENGKULU,1,\n1701,2,SELATAN,2,17\n170101,3,KOTA,3,1701\n1701012001,4,DESA,4,170101\n";
const STATIONS = ["1701012001001", "1701012001002", "1701012001003"];

/** A module of TypeScript, as node can import it. */
async function module(path) {
  const { outputFiles: [file] } = await esbuild.build({ entryPoints: [here(path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString("base64")}`);
}

/** Figures of a sheet that fit. */
function figures() {
  const lines = { "voters.roll": [100, 120], "voters.used-roll": [90, 110], "voters.used-moved": [2, 3], "voters.used-unlisted": [1, 4], "voters.used": [93, 117], "voters.disabled": [0, 1] };
  const all = { "ballots.received": 225, "ballots.used": 210, "ballots.spoiled": 1, "ballots.unused": 14, "votes.1": 90, "votes.2": 105, "votes.3": 10, valid: 205, invalid: 5, cast: 210 };
  for (const [name, [male, female]] of Object.entries(lines)) Object.assign(all, { [`${name}.male`]: male, [`${name}.female`]: female, [`${name}.total`]: male + female });
  return all;
}

const absent = !existsSync(SAKSI) ? "the program is not built" : missing && !existsSync(browserAt) ? missing : false;

test("a committee closes, opens and closes its plenary again with the key in its browser; it is published, and verifies", { skip: absent }, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "saksi-plenary-"));
  const election = join(folder, "count");
  const saksi = (...args) => execFileSync(SAKSI, args, { encoding: "utf8" });
  const [regions, stations] = [join(folder, "regions.csv"), join(folder, "stations.csv")];
  writeFileSync(regions, REGIONS);
  writeFileSync(stations, `kode_tps,kpu_id,nama,kode_kelurahan,sumber\n${STATIONS.map((code, at) => `${code},${1001 + at},TPS 00${at + 1},1701012001,x\n`).join("")}`);
  saksi("init", election, "--profile", "id-2024", "--practice", "--places", regions, "--stations", stations);
  const running = spawn(SAKSI, ["desk", election, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const desk = await new Promise((resolve, reject) => {
    let port;
    createInterface({ input: running.stdout }).on("line", (line) => {
      port ??= /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (/^[\w-]{32}$/.test(line.trim())) resolve({ address: `http://localhost:${port}`, code: line.trim() });
    });
    running.on("exit", () => reject(new Error("the desk ended before it said where it is")));
  });
  const browser = await chromium.launch({ executablePath: browserAt, args: ["--no-sandbox"] });
  context.after(async () => {
    await browser.close();
    running.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const someone = async () => {
    const page = await person(browser, { address: "about:blank" }, { width: 1280, height: 720 });
    for (const name of ["desk.js", "desk.css", "plenary.html", "plenary.js", "plenary.css"]) await page.route(`**/${name}`, (route) => route.fulfill({ path: join(here("../dist"), name) }));
    page.setDefaultTimeout(20_000);
    await page.goto(desk.address);
    return page;
  };
  /** That everybody can use the page as it is, on the projector and on a phone. */
  const looked = async (page, name) => {
    for (const [width, height] of [[1280, 720], [360, 740]]) {
      await page.setViewportSize({ width, height });
      assert.deepEqual([await unnamed(page), await pale(page), await tooWide(page)], [[], [], ""], `${name} at ${width}`);
      if (!SCREENS) continue;
      mkdirSync(SCREENS, { recursive: true });
      await page.screenshot({ path: join(SCREENS, `${name}-${width}.png`) });
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  };
  const ask = async (path, body, type = "application/json") => {
    const answer = await fetch(`${desk.address}${path}`, { method: "POST", headers: { "content-type": type, "x-saksi": "1" }, body: type === "application/json" ? JSON.stringify(body) : body });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };

  const admin = await someone();
  await firstStart(admin, desk.code);
  const passwords = await accounts(admin, "ketua,ppk,170101\nanggota,ppk,170101\n");
  const code = (role, place) => admin.evaluate(async ([role, place]) => {
    const headers = { "content-type": "application/json", "x-saksi": "1" };
    return (await (await fetch("/api/codes", { method: "POST", headers, body: JSON.stringify({ role, places: [place] }) })).json()).codes[0].code;
  }, [role, place]);

  // Two stations state their sheets; of the third there is only its paper.
  const [{ ownKey }, { moment, state }] = [await module("../common/intake.ts"), await module("../common/statement.ts")];
  for (const station of STATIONS.slice(0, 2)) {
    const one = await code("kpps", station);
    const begun = await ask("/api/enrol/begin", { code: one });
    const own = await ownKey(begun);
    await ask("/api/enrol", { code: one, note: own.statement.note });
    const method = Object.fromEntries([...new Set(Object.keys(figures()).map((name) => name.split(".")[0]))].map((group) => [group, "person"]));
    const said = { kind: "sheet", body: { contest: "ppwp", station, stage: "count", values: figures(), evidence: [], method, at: moment(new Date()) } };
    await ask("/api/statements", (await state(begun.header, said, own.name, own.key)).note, "text/plain");
  }

  const chair = await someone();
  await logIn(chair, "ketua", passwords.ketua);
  await chair.goto(`${desk.address}/#/key`);
  await chair.locator("#key-code").fill(await code("ppk", "170101"));
  await chair.keyboard.press("Enter");
  await chair.getByRole("button", { name: "Ya, buat kunci saya" }).click();
  await chair.getByText("Kunci Anda terdaftar").first().waitFor();
  const go = async (page, view) => {
    await page.goto(`${desk.address}/plenary.html#/ppwp/170101/${view}`);
    await page.reload();
  };
  /** Signs by the one button, and takes the proof away. */
  const signs = async (name) => {
    const dialog = chair.getByRole("dialog");
    await dialog.getByText("Ditandatangani dengan").waitFor();
    await looked(chair, name);
    await dialog.getByRole("button", { name: "Tanda tangani dan kirim" }).click();
    await dialog.getByText(/Sudah masuk buku catatan umum/).waitFor();
    const [download] = await Promise.all([chair.waitForEvent("download"), dialog.getByRole("link", { name: "Unduh bukti" }).click()]);
    assert.match(readFileSync(await download.path(), "utf8"), /^c2sp\.org\/tlog-proof/);
    await dialog.getByRole("button", { name: "Selesai" }).click();
  };
  const attach = async (id, files) => {
    await chair.locator(id).setInputFiles(files);
    await chair.waitForFunction((count) => [...document.querySelectorAll(".shots li .good")].length === count, Array.isArray(files) ? files.length : 1);
  };

  // The third is typed from its paper, with its photo; what a telephone wrote into that is taken off.
  const photo = await paper(browser, "SIMULASI TPS 003");
  await go(chair, `stations/1701012001/${STATIONS[2]}`);
  await chair.getByRole("button", { name: "Betulkan" }).click();
  for (const [name, figure] of Object.entries(figures())) await chair.locator(`[id="cell-${name}"]`).fill(String(figure));
  await chair.getByLabel("Alasan", { exact: true }).selectOption("recount");
  await attach("#files", { name: "kertas.jpg", mimeType: "image/jpeg", buffer: photo });
  await looked(chair, "correct");
  await chair.getByRole("button", { name: "Lihat sebelum menandatangani" }).click();
  await signs("sign-sheet");
  await chair.getByText("3 dari 3 TPS masuk").waitFor();

  // A colleague types the form with a slip; the chair explains it.
  const other = await someone();
  await logIn(other, "anggota", passwords.anggota);
  await go(other, "differences");
  await other.getByRole("button", { name: "Ketik D.HASIL tersendiri" }).click();
  const { fields } = await other.evaluate(async () => (await fetch("/api/plenary/ppwp/170101")).json());
  const thrice = Object.fromEntries(Object.entries(figures()).map(([name, figure]) => [name, 3 * figure]));
  await other.getByRole("heading", { name: "Kolom DESA" }).waitFor();
  await typesColumn(other, fields.slice(0, 8), thrice);
  // Who has no such key says by a button that a box can't be read; the figure that is typed then takes its place.
  await other.getByRole("button", { name: "x tidak terbaca" }).click();
  await looked(other, "typing");
  await other.keyboard.press("ArrowUp");
  await typesColumn(other, fields.slice(8), thrice);
  await typesColumn(other, fields, { ...thrice, "votes.1": thrice["votes.1"] + 3 });
  await looked(other, "typing-sums");
  await other.getByRole("button", { name: "Simpan" }).click();
  await other.getByText("1 selisih belum dijelaskan.").waitFor();
  await go(chair, "differences");
  await chair.getByLabel("Mengapa berbeda?").fill("Salah ketik: di kertas tiga lebih sedikit");
  await looked(chair, "differences");
  await chair.getByRole("button", { name: "Jelaskan" }).click();
  await chair.getByText("Semua selisih sudah dijelaskan.").waitFor();
  await go(chair, "close");
  await chairSigned(chair);
  await chair.getByRole("button", { name: "Tambah baris" }).click();
  await chair.locator("#signatory-name-2").fill("Budi");
  await chair.locator("#signatory-office-2").fill("Saksi pasangan 2");
  await chair.locator("#signatory-refused-2").fill("Menunggu jawaban atas keberatan");
  await looked(chair, "signatories");
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await chair.getByText("Belum ada angka yang berlaku.").waitFor();
  // What is published with it stands before the signature.
  await chair.getByRole("dialog").getByText("Budi, Saksi pasangan 2: tidak menandatangani, karena: Menunggu jawaban atas keberatan").waitFor();
  await signs("sign-closing");
  await chair.getByText(/Ditutup dengan entri/).waitFor();
  const closed = await chair.evaluate(async () => (await (await fetch("/api/plenary/ppwp/170101")).json()).stands.id);

  // The minutes are printed, signed, and photographed back, all pages but one; then that one too.
  await chair.getByRole("button", { name: /Buat berita acara/ }).click();
  const print = await chair.getByRole("link", { name: /Berita acara/ }).getAttribute("href");
  const file = await chair.evaluate(async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())], print);
  writeFileSync(join(folder, "minutes.pdf"), Buffer.from(file));
  let pages = [];
  if (spawnSync("pdftoppm", ["-png", "-r", "150", "minutes.pdf", "page"], { cwd: folder }).status === 0) {
    pages = readdirSync(folder).filter((name) => name.startsWith("page")).sort().map((name) => join(folder, name));
    assert.ok(pages.length > 2);
    await attach("#paper", pages.slice(1));
    await chair.getByText("Halaman yang belum dipotret: 1.").waitFor();
    // On the first page a pen has put a stroke before the first figure: it is told, and that page is photographed anew.
    const stroked = await chair.evaluate(async (png) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const pen = canvas.getContext("2d");
      const millimetre = picture.width / 297;
      pen.drawImage(picture, 0, 0);
      pen.fillStyle = "#1a2a80";
      pen.fillRect(95.5 * millimetre, 47.2 * millimetre, 0.5 * millimetre, 2.2 * millimetre);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
    }, readFileSync(pages[0]).toString("base64"));
    await chair.locator("#paper").setInputFiles({ name: "coretan.png", mimeType: "image/png", buffer: Buffer.from(stroked) });
    await chair.getByText("Semua halaman berita acara ada.").waitFor();
    const differing = chair.locator(".differing tbody tr");
    await differing.first().locator("img").scrollIntoViewIfNeeded();
    assert.equal(await differing.count(), 1);
    await looked(chair, "altered");
    await chair.getByRole("button", { name: /coretan\.png/ }).click();
    await chair.getByText("Halaman yang belum dipotret: 1.").waitFor();
    await chair.locator("#paper").setInputFiles(pages[0]);
    await chair.getByText("Semua halaman berita acara ada.").waitFor();
    assert.equal(await differing.count(), 0);
    await looked(chair, "photographed");
  } else await attach("#paper", { name: "kertas.jpg", mimeType: "image/jpeg", buffer: photo });

  // It is opened again, with a reason, and points to what it takes the place of; and is closed again.
  await chair.getByLabel("Alasan", { exact: true }).selectOption("recount");
  await chair.getByRole("button", { name: "Buka kembali rapat pleno" }).click();
  await chair.getByRole("dialog").locator(".facts code").filter({ hasText: closed }).waitFor();
  await chair.getByText("Tidak ada angka yang berubah.").waitFor();
  await signs("sign-reopening");
  await chair.getByText(/Dibuka kembali dengan entri/).waitFor();
  await looked(chair, "reopened");
  const opened = await chair.evaluate(async () => (await (await fetch("/api/plenary/ppwp/170101")).json()).stands);
  assert.deepEqual([opened.supersedes, opened.reason, opened.closes], [closed, "recount", false]);
  assert.deepEqual(opened.evidence.map(({ page }) => page).sort(), (pages.length > 0 ? pages : [photo]).map((_, at) => at + 1));
  await chair.getByLabel("Alasan", { exact: true }).selectOption("ruling");
  await chairSigned(chair);
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await signs("sign-closing-again");
  await chair.getByText(/Ditutup dengan entri/).waitFor();
  await looked(chair, "closed");
  assert.deepEqual([chair.broken, other.broken], [[], []]);

  running.kill("SIGKILL");
  saksi("publish", election);
  saksi("verify", join(election, "public"), "--policy", join(election, "public/policy"));
  // What was kept of the photo is the picture alone.
  assert.ok(photo.includes(PLACE));
  const files = readdirSync(election, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) assert.ok(!readFileSync(join(entry.parentPath, entry.name)).includes(PLACE), entry.name);
});

test("a desk's work is saved as a file and brought in; again it adds nothing, and what is refused is told by name", { skip: missing }, async (context) => {
  const desk = spawn(program, ["2", "127.0.0.1:0"], { env: { ...process.env, SAKSI_PAGES: here("../dist") }, stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  desk.stdout.on("data", (piece) => (out += piece));
  while (!out.includes("\n")) await once(desk.stdout, "data");
  const { address, people } = JSON.parse(out);
  const browser = await chromium.launch({ executablePath: browserAt, args: ["--no-sandbox"] });
  context.after(async () => {
    await browser.close();
    desk.stdin.end();
  });
  const page = await (await browser.newContext({ locale: "id" })).newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(address.replace("127.0.0.1", "localhost"));
  await page.locator("#name").fill("ketua");
  await page.locator("#password").fill(people.ketua);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Bawa", exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Simpan berkas" }).click()]);
  const saved = await download.path();
  const brings = async (file) => {
    await page.locator("#file").setInputFiles(file);
    await page.getByRole("button", { name: "Bawa masuk" }).click();
  };
  await brings(saved);
  await page.getByText("Semuanya sudah masuk.").waitFor();
  const facts = () => page.locator("dl.facts dd").allTextContents();
  const [fresh, known, refused] = await facts();
  assert.deepEqual([fresh, refused], ["0", "0"]);
  assert.ok(Number(known) > 0);
  // A signature that was changed on the way: the last note is another one, and nobody's.
  const bytes = readFileSync(saved);
  const last = bytes.lastIndexOf("notes/");
  const at = bytes.indexOf(" ", bytes.indexOf("\u2014 ", last) + 4) + 20;
  bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
  await brings({ name: "changed.tar", mimeType: "application/x-tar", buffer: bytes });
  await page.getByText("1 ditolak; yang lain sudah masuk.").waitFor();
  assert.match(await page.getByRole("row").last().innerText(), /^Entri [0-9]+:/);
  await brings({ name: "cut.tar", mimeType: "application/x-tar", buffer: bytes.subarray(0, bytes.length - 2_048) });
  await page.getByText("Berkas terpotong atau rusak.").waitFor();
  assert.deepEqual(faults, []);
});
