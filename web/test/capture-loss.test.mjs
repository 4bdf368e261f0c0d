// What a phone loses it says, with what to do. With what `capture-browser.test.mjs` needs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { STATION } from "./capture-stub.mjs";
import { atForm, blind, bodies, confirmAll, desk, photos, picture, sign, withPhone } from "./capture-support.mjs";

/** Takes a page's photo out of the phone's store, as a browser does that cleans up. */
const forget = (page, at) => page.evaluate((at) => new Promise((resolve) => {
  const request = indexedDB.open("saksi-capture");
  request.onsuccess = () => {
    const transaction = request.result.transaction(["sheets", "photos"], "readwrite");
    const all = transaction.objectStore("sheets").getAll();
    all.onsuccess = () => transaction.objectStore("photos").delete(all.result[0].shots.find((shot) => shot.page === at).sha256);
    transaction.oncomplete = () => { request.result.close(); resolve(); };
  };
}), at);

test("a photo that is gone before it is sent is said on the list and at the receipt, and the same file puts it back", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    stub.most = 0;
    await atForm(page);
    await page.locator("#file").setInputFiles(photos);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await confirmAll(page);
    await sign(page);
    await page.getByText("Foto terkirim: 0 dari 3").waitFor();
    // While it runs: the others go on.
    await forget(page, 2);
    stub.most = Infinity;
    await page.getByText("1 foto yang sudah ditandatangani tidak ada di ponsel ini.").waitFor({ timeout: 60_000 });
    await page.getByText("Foto halaman 2").waitFor();
    await picture(page, "lost-photo");
    await page.getByRole("link", { name: "Kembali" }).click();
    await page.getByText("1 foto hilang dari ponsel ini. Buka formulir").waitFor();
    await page.locator('[data-state="lost"]').waitFor();
    await page.reload();
    await page.getByText("1 foto hilang dari ponsel ini. Buka formulir").waitFor();
    await page.locator('[data-contest="ppwp"]').click();
    await page.locator("#lost-file").setInputFiles(photos[0]);
    await page.getByText("Ini bukan foto yang sama.").waitFor();
    await page.locator("#lost-file").setInputFiles(photos[1]);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    assert.equal(stub.photos.size, 3);
    assert.equal(bodies(stub.notes, "capture").length, 3);
  }, { before: blind }));
});

test("a photo that is gone before it is signed is a page to photograph again, and is never signed", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    await page.locator("#file").setInputFiles(photos);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor({ timeout: 60_000 });
    await forget(page, 1);
    await page.goto(`${stub.url}/capture/#home`);
    await page.reload();
    await page.getByText("1 foto hilang dari ponsel ini. Ketuk").click();
    await page.getByRole("button", { name: "Halaman 1, berikutnya" }).waitFor();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await page.getByText("Foto halaman ini hilang dari ponsel ini. Foto lagi.").waitFor();
    await confirmAll(page);
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    const [sheet] = bodies(stub.notes, "sheet");
    assert.equal(sheet.station, STATION);
    assert.deepEqual(sheet.evidence.map(({ page }) => page), [2, 3]);
  }, { before: blind }));
});
