// Photos that are none of this sheet are refused in words, whether they come by the camera or from a file; and what is drawn as codes
// is what another telephone reads. With what `capture-browser.test.mjs` needs.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import jsqr from "jsqr";

import { PROOF } from "./capture-stub.mjs";
import { atForm, blind, confirmAll, desk, drawn, enrol, film, folder, kept, photos, sign, withPhone } from "./capture-support.mjs";

/** The same form's photo so blurred that nobody could read it. */
const blurred = join(folder, "blurred.jpg");
/** A reader that takes every page for another form, as it does where the page's tag is another form's. */
function seesAnother() {
  const { get, set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
  Object.defineProperty(Worker.prototype, "onmessage", {
    configurable: true,
    get,
    set(listener) {
      set.call(this, (event) => {
        if (event.data?.answer?.form !== undefined) event.data.answer.form = "c-hasil-dpd";
        listener(event);
      });
    },
  });
}
/** The same on a phone without a camera. */
const seesAnotherInFiles = `(${seesAnother})(); (${blind})();`;
let films;

before(async () => {
  const [unsharp, second] = await drawn({ photo: photos[0], blur: 5 }, { photo: photos[1] });
  writeFileSync(blurred, unsharp);
  films = { blurred: film("blurred.mjpeg", [unsharp]), second: film("second.mjpeg", [second]) };
});

test("a blurred photo, a file that is no photo and the same photo twice are refused, each in its words, and nothing is kept of them", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    const choose = (file) => page.locator("#file").setInputFiles(file);
    await choose(blurred);
    await page.getByText("Foto buram. Tahan ponsel diam dan ketuk formulir agar fokus.").waitFor({ timeout: 60_000 });
    await choose({ name: "page.gif", mimeType: "image/jpeg", buffer: Buffer.from("GIF89a") });
    await page.getByText(/bukan foto JPEG atau PNG|Ini bukan foto/).waitFor();
    await choose(photos[0]);
    await page.getByText("Halaman 1 tersimpan.").waitFor({ timeout: 60_000 });
    await choose(photos[0]);
    await page.getByText("Foto yang sama sudah ada.").waitFor();
    await page.getByRole("link", { name: "Kembali" }).click();
    await page.getByText("1 dari 3 halaman difoto").waitFor();
  }, { before: blind }));
});

test("a photo of another form is refused, also where somebody would keep it", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Ini formulir lain, bukan formulir ini.").waitFor({ timeout: 60_000 });
    assert.equal(await page.getByRole("button", { name: /Tetap pakai/ }).count(), 0);
    assert.equal(await page.locator('.pages [data-state="taken"]').count(), 0);
  }, { before: { content: seesAnotherInFiles } }));
});

/** Opens the one form's camera. */
async function camera(page) {
  await enrol(page);
  await kept(page);
  await page.getByText("Belum difoto").click();
}

test("the camera says so of a blurred page, and takes nothing by itself", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await camera(page);
    await page.getByText(/^(Buram\. Tahan ponsel diam|Satu sudut tertutup atau di luar gambar|Dekatkan sedikit: tanda halaman belum terbaca)\.$/).waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.pages [data-state="taken"]').count(), 0);
    // Pressed all the same, it is looked at once more and refused.
    await page.getByRole("button", { name: "Foto", exact: true }).click();
    await page.getByText(/^(Foto buram|Satu sudut formulir tertutup atau di luar foto|Tanda halaman tidak terbaca)\./).waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.pages [data-state="taken"]').count(), 0);
  }, { camera: films.blurred }));
});

test("the camera says that it sees another form, and takes nothing by itself", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await camera(page);
    await page.getByText("Ini formulir lain.").waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.pages [data-state="taken"]').count(), 0);
  }, { camera: films.second, before: seesAnother }));
});

test("the camera takes a page once, says that it is there, and which one is wanted", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await camera(page);
    await page.getByText("Halaman 2 sudah difoto. Arahkan ke halaman 1.").waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.pages [data-state="taken"]').count(), 1);
  }, { camera: films.second }));
});

/** What another telephone reads from the codes of a section, one after the other; put behind each other without their first lines. */
async function scanned(page, section) {
  const canvas = section.locator("canvas");
  const all = Number(/dari (\d+)/.exec(await section.getByText(/Kode \d+ dari \d+/).first().textContent())?.[1] ?? 1);
  const marks = new Set();
  let text = "";
  for (let part = 1; part <= all; part += 1) {
    const { width, height, base64 } = await canvas.evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let bytes = "";
      for (let at = 0; at < data.length; at += 8_192) bytes += String.fromCharCode(...data.subarray(at, at + 8_192));
      return { width: canvas.width, height: canvas.height, base64: btoa(bytes) };
    });
    const code = jsqr(new Uint8ClampedArray(Buffer.from(base64, "base64")), width, height);
    assert.ok(code, `code ${part} of ${all} is read`);
    const read = Buffer.from(code.binaryData).toString("utf8");
    const [first] = read.split("\n", 1);
    const [, number, parts, mark] = /^SAKSI (\d+)\/(\d+) ([0-9a-f]{8})$/.exec(first);
    assert.deepEqual([Number(number), Number(parts)], [part, all]);
    marks.add(mark);
    text += read.slice(first.length + 1);
    if (part < all) await section.getByRole("button", { name: "Lanjut" }).click();
  }
  assert.equal(marks.size, 1);
  return text;
}

test("the codes on the screen, read by a decoder, are the signed statement and the receipt's proof", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Halaman 1 tersimpan.").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await sign(page);
    await page.getByRole("heading", { name: "Tanda terima" }).waitFor({ timeout: 60_000 });
    const sections = page.locator("main section");
    assert.equal(await scanned(page, sections.nth(0)), stub.notes[1]);
    assert.equal(await scanned(page, sections.nth(1)), PROOF);
  }, { before: blind }));
});
