// A practice and the election on one phone at one address: nothing goes over. With what `capture-browser.test.mjs` needs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { PLACE, SECOND, STATION } from "./capture-stub.mjs";
import { admitted, blind, bodies, confirmAll, desk, enrol, form, kept, photos, sign, withPhone } from "./capture-support.mjs";

/** Photographs a page of the one form and marks the rest empty, up to where it is signed. */
async function photographed(page) {
  await page.getByText("Belum difoto").click();
  await page.getByText("Kamera tidak bisa dipakai.").waitFor();
  await page.locator("#file").setInputFiles(photos[0]);
  await page.getByText("Halaman 1 tersimpan.").waitFor();
}

async function toHome(page, stub) {
  await page.goto(`${stub.url}/capture/#home`);
  await page.getByRole("heading", { name: PLACE }).waitFor();
}

test("a practice's sheets, signed or not, are none of the election's that follows on the same phone at the same address", async () => {
  await desk((stub) => withPhone(stub, async (page, context) => {
    const other = { ...form, contest: "pdpd", name: { id: "DPD", en: "DPD" } };
    stub.forms = [form, other];
    await enrol(page);
    await kept(page);
    await context.setOffline(true);
    // One is signed and not sent; of the other a page is photographed.
    await page.locator('[data-contest="ppwp"]').click();
    await page.getByText("Kamera tidak bisa dipakai.").waitFor();
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Halaman 1 tersimpan.").waitFor();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await sign(page);
    await toHome(page, stub);
    await page.locator('[data-contest="pdpd"]').click();
    await page.locator("#file").setInputFiles(photos[1]);
    await page.getByText("Halaman 2 tersimpan.").waitFor();
    await page.getByRole("link", { name: "Kembali" }).click();

    stub.becomes("pemilu-2024", false);
    await context.setOffline(false);
    await page.goto(`${stub.url}/capture/#${SECOND}`);
    await page.getByText("Ponsel ini sudah punya kunci").waitFor();
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByText('pindah dari pemilu "latihan-2024" ke "pemilu-2024"').waitFor();
    await page.getByText("2 formulir belum terkirim lengkap.").waitFor();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("heading", { name: "Kunci ponsel ini" }).waitFor();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    // Nothing of the practice is begun here, and no screen says that this is one.
    await page.getByRole("heading", { name: PLACE }).waitFor();
    assert.equal(await page.locator('[data-state="new"]').count(), 2);
    assert.equal(await page.getByText("SIMULASI").count(), 0);
    await page.locator('[data-contest="ppwp"]').click();
    await page.getByText("Kamera tidak bisa dipakai.").waitFor();
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Halaman 1 tersimpan.").waitFor();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page, { "votes.1": 7 });
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    assert.equal(stub.notes.length, 3, "the key, the figures, the photo; nothing that was signed in the practice");
    assert.equal(bodies(stub.notes, "sheet").length, 1);
    assert.equal(admitted(stub.notes).length, 3);

    // What the practice left is lost to nobody: it can be saved as its own file, which no other election takes in.
    await page.goto(`${stub.url}/capture/#carry`);
    const row = page.locator(".others li");
    await row.getByText("Masih ada 2 formulir dari latihan-2024").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), row.getByRole("button").click()]);
    const text = readFileSync(await download.path(), "utf8");
    assert.equal(JSON.parse(text).sheets.length, 2);
    await page.locator("#carry").setInputFiles({ name: "a.saksi", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.getByText("Berkas ini dari pemilu lain: latihan-2024. Ponsel ini terdaftar di pemilu-2024.").waitFor();
    const forged = text.replace(`"ledger":"${"a".repeat(64)}"`, `"ledger":"${"b".repeat(64)}"`);
    await page.locator("#carry").setInputFiles({ name: "b.saksi", mimeType: "application/json", buffer: Buffer.from(forged) });
    await page.getByText("Berkas ini rusak atau bukan dari aplikasi ini.").waitFor();
    const older = JSON.stringify({ ...JSON.parse(text), format: "saksi-capture/1" });
    await page.locator("#carry").setInputFiles({ name: "c.saksi", mimeType: "application/json", buffer: Buffer.from(older) });
    await page.getByText("Berkas ini dari versi aplikasi yang lebih lama.").waitFor();
  }, { before: blind }));
});

test("what an older version kept stays: its key, its forms, its sheets and photos, under its own election", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await page.goto(`${stub.url}/capture/icon.svg`);
    await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase("saksi-capture");
      request.onsuccess = request.onerror = resolve;
      setTimeout(reject, 5_000, new Error("blocked"));
    }));
    await page.evaluate(async ({ form, station, place }) => {
      const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
      const key = { kind: "browser", secret: privateKey, public: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)) };
      const request = indexedDB.open("saksi-capture", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("single");
        request.result.createObjectStore("sheets", { keyPath: "key" });
        request.result.createObjectStore("photos", { keyPath: "sha256" });
      };
      const database = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
      const transaction = database.transaction(["single", "sheets", "photos"], "readwrite");
      const single = transaction.objectStore("single");
      single.put({ header: "id-2024/v1", election: "latihan-2024", practice: true, role: "kpps", scope: station, name: `kpps/${station}/old1`,
        place, contests: ["ppwp"], key, vkey: "x", fingerprint: "AAAA-BBBB-CCCC-DDDD", at: "2024-02-01T08:00:00+07:00" }, "enrolment");
      single.put({ station, place, contests: [form] }, "station");
      const shot = { page: 1, sha256: "c".repeat(64), bytes: 3, media: "image/jpeg", at: "2024-02-14T20:00:00+07:00", seen: false, delivery: "kept" };
      transaction.objectStore("sheets").put({ key: `${station}/ppwp`, station, contest: "ppwp", place, shots: [shot], previews: [],
        entries: { valid: { says: "figure", value: 7, by: "person" } }, read: "", progress: { is: "open" } });
      transaction.objectStore("photos").put({ sha256: "c".repeat(64), blob: new Blob(["abc"]) });
      await new Promise((resolve) => { transaction.oncomplete = resolve; });
      database.close();
    }, { form, station: STATION, place: PLACE });
    await page.goto(`${stub.url}/capture/#home`);
    await page.getByRole("heading", { name: PLACE }).waitFor();
    await page.getByText("1 dari 3 halaman difoto, belum ditandatangani").waitFor();
    await page.goto(`${stub.url}/capture/#review/ppwp`);
    await page.locator('input[name="valid"]').waitFor();
    assert.equal(await page.locator('input[name="valid"]').inputValue(), "7");
    const there = await page.evaluate(() => new Promise((resolve) => {
      const request = indexedDB.open("saksi-capture");
      request.onsuccess = () => {
        const all = request.result.transaction("sheets").objectStore("sheets").getAll();
        all.onsuccess = () => resolve(all.result.map(({ key, ledger }) => [key, ledger]));
      };
    }));
    assert.deepEqual(there, [[`practice:latihan-2024/${STATION}/ppwp`, "practice:latihan-2024"]]);
  }));
});

test("a code on a phone that is enrolled asks whether to register it anew; the old key stays in the history, and its sheets go on", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    await kept(page);
    await photographed(page);
    const [first] = bodies(stub.notes, "key");
    await page.goto(`${stub.url}/capture/#${SECOND}`);
    await page.getByText(`Ponsel ini sudah punya kunci: ${first.key.split("+")[0]}, untuk ${PLACE}.`).waitFor();
    assert.equal(await page.getByLabel("Kode sekali pakai").inputValue(), SECOND);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByText("1 formulir belum terkirim lengkap. Semuanya tetap di sini").waitFor();
    // Nothing has happened until somebody says yes.
    await page.getByRole("button", { name: "Tidak, tetap pakai kunci ini" }).click();
    await page.getByText("1 dari 3 halaman difoto").waitFor();
    assert.equal(stub.notes.length, 1);
    await page.goto(`${stub.url}/capture/#${SECOND}`);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByRole("heading", { name: "Kunci lama ponsel ini" }).waitFor();
    await page.getByText(first.key.split("+")[0]).waitFor();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByText("1 dari 3 halaman difoto").click();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    const [, second] = bodies(stub.notes, "key");
    assert.notEqual(second.key, first.key);
    const by = admitted(stub.notes).at(-1).by;
    assert.deepEqual(by, [second.key]);
  }, { before: blind }));
});
