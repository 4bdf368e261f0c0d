// The phone's program in a real browser, from the code on paper to the receipt: `node --test web/test/capture-browser.test.mjs`,
// with the example program `phone` in SAKSI_PHONE, a folder of photos of one sheet in SAKSI_PHOTOS (`reader_photos photos`), and the
// pages built with the reader (`web/dist`). SAKSI_SCREENS names a folder for pictures of every screen.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { CODE, PLACE, SECOND, STATION } from "./capture-stub.mjs";
import { admitted, atForm, blind, bodies, confirmAll, desk, DIST, drawn, enrol, film, folder, form, kept, photos, picture, SCREENS, sign, withPhone } from "./capture-support.mjs";

/** What the camera sees: page after page. And one photo as large as a telephone's. */
let camera;
const large = join(folder, "large.jpg");

before(async () => {
  const [big, ...pages] = await drawn({ photo: photos[0], times: 2, quality: 0.95 }, ...photos.map((photo) => ({ photo })));
  writeFileSync(large, big);
  camera = film("film.mjpeg", pages);
});

test("the whole way: enrolled, photographed offline by the camera itself, read, signed, and sent when the network is back", async () => {
  await desk((stub) => withPhone(stub, async (page, context) => {
    await page.getByLabel("Kode sekali pakai").waitFor();
    await picture(page, "enrol");
    await enrol(page);
    await kept(page);
    await picture(page, "home");
    await context.setOffline(true);
    await page.reload();
    await page.getByText("Belum difoto").click();
    // The shutter is never pressed.
    await page.getByText(/Halaman \d (terlihat|tersimpan)/).waitFor();
    await picture(page, "camera");
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor({ timeout: 90_000 });
    await picture(page, "camera-all");
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: /perlu diperiksa|Lanjut ke tanda tangan/ }).waitFor();
    await page.locator(".crop canvas").nth(20).waitFor();
    await picture(page, "review");
    await confirmAll(page);
    await picture(page, "sign");
    await sign(page);
    await page.getByText("Sudah ditandatangani. Tersimpan, akan dikirim.").waitFor();
    await page.getByText(/akan dikirim begitu ada jaringan/).waitFor();
    await picture(page, "receipt-offline");
    assert.equal(stub.notes.length, 1, "nothing but the key has left the phone");

    stub.busy = 1;
    stub.cut = 1;
    await context.setOffline(false);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    await page.getByRole("heading", { name: "Tanda terima" }).waitFor();
    await picture(page, "receipt");

    // What the desk got is what the crate admits, in this order.
    const said = admitted(stub.notes);
    assert.equal(said.length, 5);
    const [sheet] = bodies(stub.notes, "sheet");
    assert.equal(sheet.station, STATION);
    assert.deepEqual(Object.keys({ ...sheet.values, ...sheet.unread }).sort(), form.fields.map(({ name }) => name).sort());
    assert.equal(sheet.evidence.length, 3);
    assert.equal(stub.photos.size, 3);
    assert.deepEqual(bodies(stub.notes, "capture").map(({ photo }) => photo.sha256).sort(), [...stub.photos.keys()].sort());
    assert.ok(stub.resumed > 0, "the photo that was cut off went on where it was");
    const first = (what) => stub.asked.findIndex((asked) => asked.startsWith(what));
    assert.ok(first("POST /api/statements") < first("POST /api/photos"), "the figures go first");
  }, { camera }));
});

test("a code in the address, as it is printed, is filled in", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await page.goto(`${stub.url}/capture/#${CODE}`);
    await page.reload();
    assert.equal(await page.getByLabel("Kode sekali pakai").inputValue(), CODE);
    await page.getByLabel("Kode sekali pakai").fill("SALAH");
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByText("Kode ini salah atau sudah dipakai.").waitFor();
  }));
});

test("a key whose registration was not answered is not lost, though its code is used", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    stub.silent = true;
    await page.getByLabel("Kode sekali pakai").fill(CODE);
    await page.getByRole("button", { name: "Periksa kode" }).click();
    await page.getByRole("button", { name: "Ya, daftarkan" }).click();
    await page.getByText("Tidak ada jawaban dari server.").or(page.getByRole("heading", { name: "Kunci ponsel ini" })).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Kunci ponsel ini" }).waitFor();
    assert.equal(stub.notes.length, 1);
    const { key } = JSON.parse(stub.notes[0].split("\n")[1]);
    const shown = await page.locator(".fingerprint").textContent();
    const letters = [...createHash("sha256").update(key).digest().subarray(0, 16)].map((byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte & 31]);
    assert.equal(shown, letters.join("").match(/.{4}/g).join("-"));
  }));
});

test("a browser without Ed25519 makes a key of the same kind, and its statements are admitted", async () => {
  const without = () => {
    // No camera either: what comes from a file has no picture of the film to race with.
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
    const own = crypto.subtle.generateKey.bind(crypto.subtle);
    crypto.subtle.generateKey = (how, ...rest) => (how === "Ed25519" || how?.name === "Ed25519")
      ? Promise.reject(new DOMException("not known", "NotSupportedError")) : own(how, ...rest);
  };
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    await page.getByText("Kunci ponsel ini").click();
    await page.getByText("Terenkripsi; peramban ini belum mengenal Ed25519").waitFor();
    assert.equal(admitted(stub.notes).length, 1);
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await kept(page);
    await page.getByText("Belum difoto").click();
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Halaman 1 tersimpan.").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page, { "votes.1": 7 });
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    const [said] = bodies(stub.notes, "key");
    assert.deepEqual(admitted(stub.notes).slice(1).map(({ by }) => by), [[said.key], [said.key]], "the figures and the photo");
    assert.equal(bodies(stub.notes, "sheet")[0].values["votes.1"], 7);
  }, { before: without }));
});

test("a paper that doesn't add up is explained before it is signed, and signed as it is", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    await page.locator("#file").setInputFiles(photos);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor({ timeout: 60_000 });
    await page.locator("#file").setInputFiles(photos[0]);
    await page.getByText("Foto yang sama sudah ada.").waitFor();
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: /perlu diperiksa|Lanjut ke tanda tangan/ }).waitFor();
    const votes = await page.locator('input[name="votes.1"]').inputValue();
    const valid = await page.locator('input[name="valid"]').inputValue();
    await page.locator('input[name="votes.1"]').fill(String(Number(votes) + 1));
    const wrong = `Jumlah perolehan suara harus sama dengan suara sah. Di kertas tidak: ${Number(valid) + 1} dan ${valid}.`;
    await page.getByText(wrong).waitFor();
    await picture(page, "review-fault");
    await confirmAll(page);
    await page.getByText(wrong).waitFor();
    await picture(page, "sign-fault");
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    await page.getByText("1 tidak cocok, ditandatangani apa adanya").waitFor();
    const [sheet] = bodies(stub.notes, "sheet");
    assert.equal(sheet.values["votes.1"], Number(votes) + 1);
    assert.equal(sheet.method["votes.1"], "person");
    assert.equal(sheet.method["votes.2"], "machine");
    assert.equal(sheet.confidence["votes.1"], undefined);
    assert.equal(admitted(stub.notes).length, 5);
  }, { before: blind }));
});

test("without the reader everything is typed; what is not typed is unread and never zero", async () => {
  await desk((stub) => withPhone(stub, async (page, context) => {
    await context.route("**/reader-*.wasm", (route) => route.abort());
    await enrol(page);
    await page.getByText("Belum difoto").click();
    await page.getByText("Formulir ini tidak dibaca otomatis di ponsel ini.").waitFor();
    await page.locator("#file").setInputFiles(photos);
    await page.getByText("Semua halaman sudah difoto. Periksa angkanya.").waitFor();
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: `${form.fields.length} isian perlu diperiksa` }).click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), form.fields[0].name);
    await picture(page, "review-typed");
    await page.locator('input[name="votes.3"]').fill("x7");
    await page.locator('[data-state="open"]').first().getByRole("button", { name: "Tak terbaca" }).click();
    await confirmAll(page, { valid: 7 });
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    const [sheet] = bodies(stub.notes, "sheet");
    assert.deepEqual(sheet.values, { "votes.3": 7, valid: 7 });
    assert.equal(sheet.unread[form.fields[0].name], "illegible");
    assert.equal(Object.keys(sheet.unread).length, form.fields.length - 2);
    assert.equal(admitted(stub.notes).length, 5);
  }));
});

test("a form that the reader doesn't know is photographed and typed", async () => {
  const other = { ...form, contest: "pdpr", form: "c-hasil-dpr/1701" };
  await desk((stub) => withPhone(stub, async (page) => {
    stub.forms = [other];
    await enrol(page);
    await kept(page);
    await page.getByText("Belum difoto").click();
    await page.getByText("Formulir ini tidak dibaca otomatis di ponsel ini.").waitFor();
    await page.locator(".view video").evaluate((video) => new Promise((resolve) => {
      const there = () => (video.videoWidth > 0 ? resolve() : setTimeout(there, 50));
      there();
    }));
    await page.getByRole("button", { name: "Foto", exact: true }).click();
    await page.getByText("Halaman 1 tersimpan.").waitFor();
    await page.locator("#file").setInputFiles(photos.slice(1));
    await page.getByText("Semua halaman sudah difoto.").waitFor();
    await page.getByRole("button", { name: "Periksa angka" }).click();
    await page.getByRole("button", { name: `${form.fields.length} isian perlu diperiksa` }).waitFor();
  }));
});

test("a large photo has a smaller copy, named as evidence of the same page, and the copy is there first", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await atForm(page);
    await page.locator("#file").setInputFiles(large);
    await page.getByText("Halaman 1 tersimpan.").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await sign(page);
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
    const [{ evidence }] = bodies(stub.notes, "sheet");
    assert.deepEqual(evidence.map((one) => one.page), [1, 1]);
    assert.ok(evidence[0].bytes * 2 < evidence[1].bytes, JSON.stringify(evidence));
    assert.deepEqual([...stub.photos.keys()], evidence.map(({ sha256 }) => sha256));
    assert.equal(admitted(stub.notes).length, 4);
  }, { before: blind }));
});

test("what the desk refuses is said, and is not sent again and again", async () => {
  await desk((stub) => withPhone(stub, async (page, context) => {
    await context.route("**/reader-*.wasm", (route) => route.abort());
    await enrol(page);
    stub.keys.clear();
    await page.getByText("Belum difoto").click();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await page.getByText("Tidak ada foto.").waitFor();
    await sign(page);
    await page.getByText("Ditolak server").first().waitFor();
    await page.getByText("isinya tidak sesuai dengan formulir.").waitFor();
    await picture(page, "refused");
    const before = stub.asked.length;
    await page.reload();
    await page.getByText("Ditolak server").first().waitFor();
    assert.equal(stub.asked.slice(before).filter((one) => one === "POST /api/statements").length, 0);
  }));
});

test("a key that waits for a second signature signs already, and what it signed is sent once it is in", async () => {
  await desk((stub) => withPhone(stub, async (page, context) => {
    await context.route("**/reader-*.wasm", (route) => route.abort());
    stub.late = true;
    await enrol(page);
    await page.getByText("Kunci ini menunggu tanda tangan kedua").waitFor();
    await picture(page, "home-waits");
    await page.getByText("Belum difoto").click();
    await page.getByRole("button", { name: "Tanpa foto" }).click();
    await confirmAll(page);
    await sign(page);
    await page.getByText("Kunci ponsel ini belum disahkan").waitFor();
    for (const signed of stub.waiting.values()) signed();
    await page.getByRole("button", { name: "Ke daftar formulir" }).click();
    await page.getByText("Selesai: angka dan semua foto diterima").waitFor();
    assert.equal(await page.getByText("Kunci ini menunggu tanda tangan kedua").count(), 0);
  }));
});

test("a newer version comes in whole when somebody takes it, and one that isn't what it says never does", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    await kept(page);
    const of = (bytes) => createHash("sha256").update(bytes).digest("hex");
    const style = readFileSync(join(DIST, "capture/capture.css"));
    const worker = readFileSync(join(DIST, "capture/sw.js"), "utf8");
    const newer = Buffer.concat([style, Buffer.from("\n:root { --newer: 1; }\n")]);
    const shown = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--newer"));
    /** Looks for a newer version, as a browser does at every visit; what became of the one that was found. */
    const look = () => page.evaluate(async () => {
      const { installing } = await (await navigator.serviceWorker.ready).update();
      while (installing?.state === "installing") await new Promise((on) => setTimeout(on, 10));
      return installing?.state;
    });
    /** A look while another is under way is that one in Chromium, so it is looked again until it comes out as it should. */
    const comesOut = async (as) => {
      for (let times = 0; times < 50; times++) if (await look() === as) return;
      assert.fail(`never ${as}`);
    };
    // Other bytes than the new version's own list says.
    stub.files.set("/capture/sw.js", `${worker}//1`.replace(of(style), "0".repeat(64)).replace(/saksi-program-\w+/, "saksi-program-x"));
    await comesOut("redundant");
    assert.equal(await page.getByRole("button", { name: /Versi baru/ }).count(), 0);
    stub.files.set("/capture/capture.css", newer);
    stub.files.set("/capture/sw.js", worker.replace(of(style), of(newer)).replace(/saksi-program-\w+/, "saksi-program-y"));
    await comesOut("installed");
    await page.getByRole("button", { name: /Versi baru/ }).waitFor();
    await page.reload();
    assert.equal(await shown(), "", "until it is taken the old version runs, whole");
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: /Versi baru/ }).click()]);
    await page.getByRole("heading", { name: PLACE }).waitFor();
    assert.equal(await shown(), "1");
    assert.deepEqual(await page.evaluate(async () => (await caches.keys()).sort()), ["saksi-program-y", "saksi-reader"]);
  }));
});

test("in English, in the dark, by keyboard alone", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await page.getByLabel("One-time code").focus();
    await page.keyboard.type(CODE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Is this your station?" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "This phone's key" }).waitFor();
    if (SCREENS) await page.screenshot({ path: join(SCREENS, "dark-key.png") });
    await page.goto(`${stub.url}/capture/#review/ppwp`);
    await page.getByRole("button", { name: `${form.fields.length} fields to check` }).focus();
    await page.keyboard.press("Enter");
    for (const _ of form.fields) {
      await page.keyboard.type("0");
      await page.keyboard.press("Enter");
    }
    if (SCREENS) await page.waitForTimeout(500).then(() => page.screenshot({ path: join(SCREENS, "dark-review.png") }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^Sign/ }).waitFor();
    await page.getByLabel("These figures are the same as those on the paper.").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Done: figures and all photos are received").waitFor();
    const [sheet] = bodies(stub.notes, "sheet");
    assert.equal(sheet.values.valid, 0);
  }, { language: "en-GB", dark: true }));
});

test("a store that was emptied is noticed, and says what to do", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    await page.evaluate(() => new Promise((resolve) => {
      indexedDB.deleteDatabase("saksi-capture").onblocked = resolve;
      resolve();
    }));
    await page.reload();
    await page.getByText("Data di ponsel ini hilang.").waitFor();
    await picture(page, "lost");
  }));
});

test("what is kept here goes to a second phone by file, keys apart, and is sent from there", async () => {
  await desk(async (stub) => {
    let text = "";
    await withPhone(stub, async (page, context) => {
      await enrol(page);
      await kept(page);
      await page.getByText("Belum difoto").click();
      await page.getByText("Kamera tidak bisa dipakai.").waitFor();
      await page.locator("#file").setInputFiles(photos[0]);
      await page.getByText("Halaman 1 tersimpan.").waitFor();
      await context.setOffline(true);
      await page.getByRole("button", { name: "Tanpa foto" }).click();
      await confirmAll(page);
      await sign(page);
      await page.getByRole("link", { name: "Kembali" }).click();
      await page.getByText("Pindah ke ponsel lain").click();
      await picture(page, "carry");
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Simpan berkas" }).click()]);
      text = readFileSync(await download.path(), "utf8");
      assert.equal(stub.notes.length, 1);
    }, { before: blind });
    assert.ok(!text.includes('"key":{"') && !text.includes("secret"));
    await withPhone(stub, async (page) => {
      await enrol(page, SECOND);
      await page.getByText("Pindah ke ponsel lain").click();
      await page.locator("#carry").setInputFiles({ name: "a.saksi", mimeType: "application/json", buffer: Buffer.from(text.replace(/"base64":"..../, '"base64":"AAAA')) });
      await page.getByText("Berkas ini rusak atau bukan dari aplikasi ini.").waitFor();
      await page.locator("#carry").setInputFiles({ name: "a.saksi", mimeType: "application/json", buffer: Buffer.from(text) });
      await page.getByText("1 formulir masuk.").waitFor();
      await page.getByRole("link", { name: "Kembali" }).click();
      await page.getByText("Selesai: angka dan semua foto diterima").waitFor({ timeout: 60_000 });
      assert.equal(stub.photos.size, 1);
    });
  });
});

/** A browser that keeps everything once it is told to, and not before. */
function keeps() {
  globalThis.asked = 0;
  let kept = false;
  navigator.storage.persist = () => {
    globalThis.asked += 1;
    kept = globalThis.grants === true;
    return Promise.resolve(kept);
  };
  navigator.storage.persisted = () => Promise.resolve(kept);
}

test("readiness says yes or no of each thing, and the PIN asks before anything is shown", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    await kept(page);
    await page.getByText("Siap untuk hari pemungutan suara?").click();
    await page.locator('[data-check="practised"]').waitFor();
    const yes = await page.locator('[data-yes="true"]').evaluateAll((all) => all.map((one) => one.dataset.check));
    assert.deepEqual(yes, ["key", "forms", "lists", "app", "reader", "camera", "space", "clock"]);
    // The browser was asked to keep everything, and said no; asked again, it says yes.
    await page.getByText("Peramban boleh menghapus data ini").waitFor();
    assert.ok(await page.evaluate(() => globalThis.asked) > 0);
    await page.evaluate(() => { globalThis.grants = true; });
    await page.getByRole("button", { name: "Periksa lagi" }).click();
    await page.locator('[data-check="kept"][data-yes="true"]').waitFor();
    await page.locator("#practise").setInputFiles(photos[1]);
    await page.getByText(/Berhasil: halaman 2/).waitFor();
    await page.locator('[data-check="practised"][data-yes="true"]').waitFor();
    await picture(page, "ready");
    await page.getByRole("link", { name: "Kembali" }).click();
    await page.locator('a[href="#pin"]').click();
    await picture(page, "pin");
    await page.getByLabel("PIN baru").fill("2580");
    await page.getByRole("button", { name: "Pakai PIN" }).click();
    await page.getByRole("heading", { name: PLACE }).waitFor();
    await page.reload();
    await page.getByLabel("PIN").fill("1111");
    await page.getByRole("button", { name: "Buka" }).click();
    await page.getByText("PIN salah.").waitFor();
    await picture(page, "locked");
    assert.equal(await page.getByText(PLACE).count(), 0);
    await page.getByLabel("PIN").fill("2580");
    await page.getByRole("button", { name: "Buka" }).click();
    await page.getByRole("heading", { name: PLACE }).waitFor();
  }, { before: keeps }));
});

test("every screen of a practice says so", async () => {
  await desk((stub) => withPhone(stub, async (page) => {
    await enrol(page);
    for (const screen of ["home", "key", "camera/ppwp", "review/ppwp", "ready", "carry", "pin"]) {
      await page.goto(`${stub.url}/capture/#${screen}`);
      await page.getByText("SIMULASI · bukan pemilu sungguhan").waitFor();
    }
  }));
});

test("the first load is under 200 kB, compressed as servers do it; the reader comes after", async () => {
  const { gzipSync } = await import("node:zlib");
  await desk((stub) => withPhone(stub, async (page) => {
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    const asked = [...new Set(stub.asked)].filter((one) => one.startsWith("GET")).map((one) => one.slice(4));
    assert.ok(!asked.some((path) => path.endsWith(".wasm")), "no reader before enrolment");
    const sizes = asked.map((path) => gzipSync(readFileSync(`${DIST}${path.endsWith("/") ? `${path}index.html` : path}`)).length);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`first load: ${asked.length} files, ${all} bytes compressed`);
    assert.ok(all < 200_000, String(all));
  }));
});
