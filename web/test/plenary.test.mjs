// A plenary in a real browser: looked through by keyboard, corrected, typed by somebody else, explained, signed, closed, printed.
//
//     cargo build --release -p desk --example plenary && node --test web/test/plenary.test.mjs

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.SAKSI_PLENARY ?? here("../../target/release/examples/plenary");
const browserAt = "/usr/bin/chromium";

/** Signs a text as the key of this name, whose seed is its name's hash (C2SP signed-note). */
function signed(text, name) {
  const seed = createHash("sha256").update(name).digest();
  const secret = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
  const open = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const id = createHash("sha256").update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([1]), open])).digest().subarray(0, 4);
  return `${text}\n— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), secret)]).toString("base64")}\n`;
}

/** A photo of a paper, with what a telephone writes into it. */
async function paper(browser, text = "SIMULASI") {
  const page = await browser.newPage({ viewport: { width: 400, height: 560 } });
  await page.setContent(`<svg width="400" height="560" font-family="sans-serif"><rect width="400" height="560" fill="#f4f0e6"/><text x="40" y="70" font-size="30">${text}</text></svg>`);
  const bytes = await page.screenshot({ type: "jpeg" });
  await page.close();
  const place = Buffer.from("Exif\0\0a place");
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, place.length + 2]), place]);
  return Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
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
  await chair.getByLabel("Alasan").selectOption("recount");
  await chair.getByRole("button", { name: "Lihat sebelum menandatangani" }).click();
  await chair.getByText("memerlukan foto kertasnya").waitFor();
  await chair.locator("#files").setInputFiles({ name: "kertas.jpg", mimeType: "image/jpeg", buffer: await paper(browser) });
  await chair.getByText("sudah di meja").waitFor();
  await chair.getByRole("button", { name: "Lihat sebelum menandatangani" }).click();
  await signs(chair);
  await chair.getByText("16 dari 16 TPS masuk").waitFor();

  // Somebody else types the form, blind, with one slip.
  const other = await enter("anggota");
  await other.goto(`${at}/plenary.html#/ppwp/980101/differences`);
  await other.reload();
  const sums = await other.evaluate(async () => (await (await fetch("/api/plenary/ppwp/980101")).json()).sums);
  await other.getByRole("button", { name: "Ketik D.HASIL tersendiri" }).click();
  assert.equal(await other.getByRole("table").count(), 0, "who types sees no sums");
  for (const [name, figure] of Object.entries(sums)) await other.locator(`[id="typed-${name}"]`).fill(String(name === "votes.1" ? figure + 3 : figure));
  await other.getByRole("button", { name: "Simpan" }).click();
  await other.getByText("1 selisih belum dijelaskan.").waitFor();

  // It does not close before that is explained.
  await chair.getByRole("link", { name: "Tutup dan cetak" }).click();
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await chair.getByText("Masih ada selisih yang belum dijelaskan.").waitFor();
  await chair.getByRole("link", { name: /Selisih/ }).click();
  await chair.getByLabel("Mengapa berbeda?").fill("Salah ketik: di kertas tiga lebih sedikit");
  await chair.getByRole("button", { name: "Jelaskan" }).click();
  await chair.getByText("Semua selisih sudah dijelaskan.").waitFor();
  await chair.getByRole("link", { name: "Tutup dan cetak" }).click();
  await chair.getByRole("button", { name: "Tutup rapat pleno" }).click();
  await signs(chair);
  await chair.getByText(/Ditutup dengan entri/).waitFor();
  await chair.getByRole("button", { name: /Buat berita acara/ }).click();
  const print = await chair.getByRole("link", { name: /Berita acara/ }).getAttribute("href");
  const start = await chair.evaluate(async (path) => (await (await fetch(path)).text()).slice(0, 8), print);
  assert.equal(start, "%PDF-1.7");
  assert.deepEqual(faults, []);
});
