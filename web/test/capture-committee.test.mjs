// A committee's phone: for a station of its region by its own key, and carrying what a station's phone signed. And a second phone of
// a station, which goes on from what the desk has. With what `capture-browser.test.mjs` needs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { PLACE, SECOND, STATION, VILLAGE, VILLAGE_CODE, VILLAGE_PLACE } from "./capture-stub.mjs";
import { admitted, blind, bodies, confirmAll, desk, enrol, kept, photos, picture, sign, withPhone } from "./capture-support.mjs";

async function enrolVillage(page) {
  await page.getByLabel("Kode sekali pakai").fill(VILLAGE_CODE);
  await page.getByRole("button", { name: "Periksa kode" }).click();
  await page.getByRole("heading", { name: "Apakah ini wilayah Anda?" }).waitFor();
  await page.getByRole("button", { name: "Ya, daftarkan" }).click();
  await page.getByRole("button", { name: "Ke daftar formulir" }).click();
  await page.getByRole("heading", { name: VILLAGE_PLACE }).waitFor();
}

/** Photographs these pages of the form that is open. */
async function photograph(page, files, last) {
  await page.getByText("Kamera tidak bisa dipakai.").waitFor();
  await page.locator("#file").setInputFiles(files);
  await page.getByText(last).waitFor({ timeout: 60_000 });
}

async function fileOf(page, stub) {
  await page.goto(`${stub.url}/capture/#carry`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Simpan berkas" }).click()]);
  return readFileSync(await download.path());
}

/** The role of who signed each admitted note but the keys', in order. */
const roles = (notes) => admitted(notes).map(({ by }) => by.map((key) => key.split("/")[0]).filter((role) => role !== "kpu").join()).filter((role) => role !== "");

test("a village committee chooses a station of its region, photographs and signs for it, and the statement says who did", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrolVillage(page);
    await page.getByText("Catatan menyebut bahwa Anda yang menandatangani, bukan TPS.").waitFor();
    await picture(page, "region");
    await kept(page);
    await page.getByRole("button", { name: "Pilih TPS" }).click();
    await page.getByRole("button", { name: `${PLACE} · ${STATION}` }).waitFor();
    await picture(page, "stations");
    await page.getByLabel("Kode TPS (13 angka)").fill("9801012002001");
    await page.keyboard.press("Enter");
    await page.getByText(`TPS ini tidak di wilayah Anda: ${VILLAGE_PLACE}.`).waitFor();
    await page.getByLabel("Kode TPS (13 angka)").fill(`${VILLAGE}009`);
    await page.keyboard.press("Enter");
    await page.getByText(/TPS itu tidak ada|Tidak berhasil/).waitFor();
    await page.getByLabel("Kode TPS (13 angka)").fill(STATION);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: PLACE }).waitFor();
    await picture(page, "station");
    await page.getByText("Belum difoto").click();
    await photograph(page, photos, "Semua halaman sudah difoto. Periksa angkanya.");
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await confirmAll(page);
    await page.getByText(`Anda menandatangani untuk ${PLACE}. Pernyataan menyebut bahwa pps/${VILLAGE}/`).waitFor();
    await page.getByText("berada di samping angka TPS").waitFor();
    await picture(page, "sign-for");
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    assert.deepEqual(roles(stub.notes), ["pps", "pps", "pps", "pps"]);
    assert.deepEqual(bodies(stub.notes, "sheet").map(({ station }) => station), [STATION]);
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByText("1 dari 1 formulir ditandatangani").waitFor();
  }, { before: blind }));
});

test("what a station's phone signed is carried by the committee, stays the station's, and the photos say who brought them", async () => {
  await desk(async (stub) => {
    let file;
    await withPhone(stub, async (page, context) => {
      await enrol(page);
      await kept(page);
      await page.getByText("Belum difoto").click();
      await photograph(page, photos[0], "Halaman 1 tersimpan.");
      await page.getByRole("button", { name: "Tanpa foto" }).click();
      await confirmAll(page);
      await context.setOffline(true);
      await sign(page);
      file = await fileOf(page, stub);
    }, { before: blind });
    assert.equal(stub.notes.length, 1);
    await withPhone(stub, async (page) => {
      await enrolVillage(page);
      await page.goto(`${stub.url}/capture/#carry`);
      await page.locator("#carry").setInputFiles({ name: "a.saksi", mimeType: "application/json", buffer: file });
      await page.getByText("1 formulir masuk.").waitFor();
      await page.getByRole("link", { name: "Kembali" }).click();
      await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    }, { before: blind });
    assert.deepEqual(roles(stub.notes), ["kpps", "kpps", "pps"]);
    const captures = bodies(stub.notes, "capture");
    assert.equal(captures[0].photo.sha256, captures[1].photo.sha256);
    assert.deepEqual(captures.map(({ station }) => station), [STATION, STATION]);
  });
});

test("a carried form that isn't signed is gone on with for its own station, by who carries it", async () => {
  await desk(async (stub) => {
    let file;
    await withPhone(stub, async (page) => {
      await enrol(page);
      await kept(page);
      await page.getByText("Belum difoto").click();
      await photograph(page, photos[0], "Halaman 1 tersimpan.");
      file = await fileOf(page, stub);
    }, { before: blind });
    await withPhone(stub, async (page) => {
      await enrolVillage(page);
      await kept(page);
      await page.goto(`${stub.url}/capture/#carry`);
      await page.locator("#carry").setInputFiles({ name: "a.saksi", mimeType: "application/json", buffer: file });
      await page.getByText("1 formulir masuk.").waitFor();
      await page.getByRole("link", { name: "Kembali" }).click();
      await page.getByText("1 dari 1 halaman difoto, belum ditandatangani").click();
      await page.waitForURL(`**/#camera/ppwp/${STATION}`);
      await photograph(page, photos.slice(1), "Semua halaman sudah difoto. Periksa angkanya.");
      await page.getByRole("button", { name: "Periksa angka" }).click();
      await confirmAll(page);
      await sign(page);
      await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    }, { before: blind });
    assert.deepEqual(roles(stub.notes), ["pps", "pps", "pps", "pps"]);
    assert.equal(bodies(stub.notes, "sheet")[0].evidence.length, 3);
  });
});

test("a second phone of the station sees what the desk has, and sends only the photos that it lacks", async () => {
  await desk(async (stub) => {
    stub.most = 1;
    await withPhone(stub, async (page) => {
      await enrol(page);
      await kept(page);
      await page.getByText("Belum difoto").click();
      await photograph(page, photos, "Semua halaman sudah difoto. Periksa angkanya.");
      await page.getByRole("button", { name: "Periksa angka" }).click();
      await confirmAll(page);
      await sign(page);
      await page.getByText("Foto terkirim: 1 dari 3").waitFor({ timeout: 60_000 });
    }, { before: blind });
    stub.most = Infinity;
    const before = stub.notes.length;
    await withPhone(stub, async (page) => {
      await page.getByLabel("Kode sekali pakai").fill(SECOND);
      await page.getByRole("button", { name: "Periksa kode" }).click();
      // How a phone that was emptied learns that it had a key.
      await page.getByText("Tempat ini sudah pernah punya kunci, di suatu ponsel (1):").waitFor();
      await page.getByText(`kpps/${STATION}/`).first().waitFor();
      await picture(page, "before");
      await page.getByRole("button", { name: "Ya, daftarkan" }).click();
      await page.getByRole("button", { name: "Ke daftar formulir" }).click();
      await kept(page);
      await page.getByText(/server punya angka yang ditandatangani kpps\/.*, dan 1 dari 3 foto/).click();
      await page.getByRole("button", { name: "Lanjutkan: kirim foto yang kurang" }).waitFor();
      assert.equal(await page.locator('[data-held="false"]').count(), 2);
      await picture(page, "held");
      await page.getByRole("button", { name: "Lanjutkan: kirim foto yang kurang" }).click();
      await page.getByText("2 foto yang sudah ditandatangani tidak ada di ponsel ini.").waitFor();
      await picture(page, "held-receipt");
      await page.locator("#lost-file").setInputFiles(photos);
      await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
      assert.equal(stub.photos.size, 3);
    }, { before: blind });
    // Its key, and that it brought two photos: the figures were there.
    assert.deepEqual(stub.notes.slice(before).map((note) => note.split("\n")[0]), ["id-2024/v1 key", "id-2024/v1 capture", "id-2024/v1 capture"]);
    assert.equal(admitted(stub.notes).length, stub.notes.length);
  });
});
