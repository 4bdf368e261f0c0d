// What the phone's tests in a browser share: phones, the film that their camera sees, and the ways through the screens.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

import { CODE, HEADER, PLACE, Stub } from "./capture-stub.mjs";

export const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const PHOTOS = process.env.SAKSI_PHOTOS;
export const SCREENS = process.env.SAKSI_SCREENS;
/** Frames of the fake camera's film that show one page: three seconds. */
const FRAMES = 90;

export const phone = (args, input) => execFileSync(process.env.SAKSI_PHONE, args, { input, maxBuffer: 1 << 28, encoding: "utf8" });
const names = readdirSync(PHOTOS).filter((name) => name.endsWith(".jpg")).sort();
export const photos = names.map((name) => join(PHOTOS, name));
export const form = JSON.parse(phone(["form", "ppwp"]));
export const folder = mkdtempSync(join(tmpdir(), "saksi-capture-"));
export const DIST = new URL("../dist", import.meta.url).pathname;

if (SCREENS) mkdirSync(SCREENS, { recursive: true });
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Draws photos anew: `times` as large, of JPEG `quality`, blurred by so many pixels.
 * @param drawings photo, times, quality and blur of each
 */
export async function drawn(...drawings) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const pictures = [];
  for (const { photo, times = 1, quality = 0.85, blur = 0 } of drawings) {
    const base64 = await page.evaluate(async ([base64, times, quality, blur]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(1_440 * times, 2_176 * times);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#777";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.scale(times, times);
      if (blur > 0) pen.filter = `blur(${blur}px)`;
      pen.drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
      const out = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < out.length; at += 4_096) text += String.fromCharCode(...out.subarray(at, at + 4_096));
      return btoa(text);
    }, [readFileSync(photo).toString("base64"), times, quality, blur]);
    pictures.push(Buffer.from(base64, "base64"));
  }
  await browser.close();
  return pictures;
}

/** A film for the fake camera: picture after picture, all frames of one size. */
export function film(name, pictures) {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(pictures.flatMap((picture) => Array(FRAMES).fill(picture))));
  return path;
}

/** A phone without a camera: what comes from a file has no picture of the film to race with. */
export function blind() {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
}

/** A phone: a browser with a profile of its own. `before` runs in every page first. */
export async function withPhone(stub, work, { before, language = "id-ID", dark = false, camera } = {}) {
  const profile = mkdtempSync(join(folder, "phone-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
      ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : [])],
    viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: language,
    colorScheme: dark ? "dark" : "light", permissions: ["camera"], acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  const [page] = context.pages();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  if (before) await context.addInitScript(before);
  try {
    await page.goto(`${stub.url}/capture/`);
    await work(page, context);
    assert.deepEqual(faults, []);
  } catch (fault) {
    // What the phone showed is most of why.
    fault.message += `\n${page.url()}\n${await page.innerText("body").catch(() => "")}\n${faults.join("\n")}`;
    throw fault;
  } finally {
    await context.close();
  }
}

export async function desk(work) {
  const stub = new Stub([form]);
  await stub.listen();
  try {
    await work(stub);
  } finally {
    stub.close();
  }
}

export async function enrol(page, code = CODE) {
  await page.getByLabel("Kode sekali pakai").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Periksa kode" }).click();
  await page.getByRole("heading", { name: "Apakah ini TPS Anda?" }).waitFor();
  await picture(page, "whose");
  await page.getByRole("button", { name: "Ya, daftarkan" }).click();
  await page.getByRole("heading", { name: "Kunci ponsel ini" }).waitFor();
  await picture(page, "key");
  await page.getByRole("button", { name: "Ke daftar formulir" }).click();
  await page.getByRole("heading", { name: PLACE }).waitFor();
}

/** The program and the reader are on the phone. */
export async function kept(page) {
  await page.waitForFunction(async () =>
    navigator.serviceWorker.controller !== null && (await (await caches.open("saksi-reader")).keys()).length === 1);
}

/** At the form, on a phone without a camera: what comes is chosen from files. */
export async function atForm(page) {
  await enrol(page);
  await kept(page);
  await page.getByText("Belum difoto").click();
  await page.getByText("Kamera tidak bisa dipakai.").waitFor();
}

/** Nothing is wider than the screen; and a picture of it, where one is asked for. */
export async function picture(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${name}: ${wide} pixels wide`);
  const wrong = await page.evaluate(() => [...document.querySelectorAll("button, input, a, summary, canvas[role]")]
    .filter((one) => one.checkVisibility() && !one.closest(".hidden"))
    .filter((one) => {
      const name = one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent.trim();
      const { height, width } = (one.type === "checkbox" ? one.parentElement : one).getBoundingClientRect();
      return name === "" || (one.localName !== "canvas" && (height < 40 || width < 40));
    }).map((one) => one.outerHTML));
  assert.deepEqual(wrong, [], `${name}: without a name, or too small for a thumb`);
  const first = await page.evaluate(() => [document.querySelectorAll("h1").length, document.documentElement.lang]);
  assert.deepEqual(first, [1, "id"], name);
  if (!SCREENS) return;
  await page.screenshot({ path: join(SCREENS, `${name}.png`) });
  await page.screenshot({ path: join(SCREENS, `${name}-whole.png`), fullPage: true });
}

export const admitted = (notes) => phone(["admit"], notes.join("\0")).trim().split("\n").map((line) => JSON.parse(line));
export const bodies = (notes, kind) => notes.filter((note) => note.startsWith(`${HEADER} ${kind}\n`)).map((note) => JSON.parse(note.split("\n")[1]));

/** Through the review: every doubtful figure is confirmed, every open one is typed. */
export async function confirmAll(page, typed = {}) {
  await page.getByRole("button", { name: /perlu diperiksa|Lanjut ke tanda tangan/ }).waitFor();
  for (const row of await page.locator(".field").all()) {
    const name = await row.locator("input").getAttribute("name");
    if (typed[name] !== undefined) await row.locator("input").fill(String(typed[name]));
    const state = await row.getAttribute("data-state");
    if (state === "doubt") await row.getByRole("button", { name: "Benar" }).click();
    if (state === "open") await row.getByRole("button", { name: "Kosong" }).click();
  }
  await page.getByRole("button", { name: "Lanjut ke tanda tangan" }).click();
}

export async function sign(page) {
  await page.getByLabel("Angka-angka ini sama dengan yang tertulis di kertas.").check();
  await page.getByRole("button", { name: "Tanda tangani dan kirim" }).click();
  await page.getByRole("heading", { name: "Untuk saksi dan pengawas" }).waitFor();
}

