// A desk that runs, and people at browsers of their own.
//
// The program is `crates/desk/examples/pages.rs`, built in release; the pages are those in `web/dist`.

import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const PROGRAM = process.env.SAKSI_PAGES_PROGRAM ?? here("../../target/release/examples/pages");

export const PASSWORD = "kotak suara nomor 7";

/** Starts a desk of so many stations; at `address` where it takes the place of one that ended. */
export async function desk(stations = 3) {
  const process_ = spawn(PROGRAM, [String(stations)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, SAKSI_PAGES: here("../dist") },
  });
  const [line] = await new Promise((resolve, reject) => {
    createInterface({ input: process_.stdout }).once("line", (line) => resolve([line]));
    process_.once("exit", () => reject(new Error(`${PROGRAM} ended: build it first`)));
  });
  const { address, code } = JSON.parse(line);
  return { address, code, end: () => process_.stdin.end() };
}

export function browser() {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
}

/** A page of its own browser, that fails the test where the page breaks. */
export async function person(chrome, desk, { width = 1400, height = 900, locale = "id-ID", dark = false } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, locale, colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  page.broken = [];
  page.on("pageerror", (error) => page.broken.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Uncaught|no text/.test(message.text())) page.broken.push(message.text());
  });
  await page.goto(desk.address);
  return page;
}

/** Makes the first administrator, by the code on the console. */
export async function firstStart(page, code) {
  await page.locator("#code").fill(code);
  await page.locator("#name").fill("pengurus");
  await page.locator("#password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("#table").waitFor();
}

/** Makes accounts from a table; gives their one-time passwords by name. */
export async function accounts(page, rows) {
  await page.locator("#table").fill(`name,role,region\n${rows}`);
  await page.locator("form button.main").click();
  const shown = page.locator("a[download]");
  await shown.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), shown.click()]);
  const csv = readFileSync(await download.path(), "utf8");
  return Object.fromEntries(csv.trim().split("\n").slice(1).map((line) => line.split(",")));
}

/** Logs in with a first password, and takes an own one. */
export async function logIn(page, name, first) {
  await page.locator("#name").fill(name);
  await page.locator("#password").fill(first);
  await page.keyboard.press("Enter");
  await page.locator("#old").fill(first);
  await page.locator("#new").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("#old").waitFor({ state: "detached" });
}

/** Photos of a sheet, as the desk would hand them out. */
export async function withPhotos(page) {
  const rows = Array.from({ length: 14 }, (_, at) => `<text x="60" y="${150 + at * 55}">Isian ${at + 1}</text><rect x="420" y="${120 + at * 55}" width="120" height="40" fill="none" stroke="#333"/><text x="440" y="${150 + at * 55}">${at * 7}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="900" font-family="sans-serif" font-size="22"><rect width="600" height="900" fill="#f4f0e6"/><text x="60" y="70" font-size="34">SIMULASI C.HASIL</text>${rows.join("")}</svg>`;
  await page.route("**/api/sheets/*/photos", (route) => route.fulfill({
    json: {
      photos: [
        { page: 1, sha256: "a".repeat(64), held: true, redacted: null, by: ["kpps"], official: true, boxes: { "voters.roll.female": [700, 194, 200, 44] } },
        { page: 2, sha256: "b".repeat(64), held: false, redacted: null, by: ["kpps"], official: true },
      ],
    },
  }));
  await page.route("**/api/photos/*", (route) => route.fulfill({ contentType: "image/svg+xml", body: svg }));
}

/** What a person sees of the page that no screen reader may miss, in words. */
export function unnamed(page) {
  return page.evaluate(() => {
    const wrong = [];
    for (const input of document.querySelectorAll("input, textarea, select")) {
      const named = input.getAttribute("aria-label") || [...(input.labels ?? [])].map((label) => label.textContent).join("").trim();
      if (!named) wrong.push(`${input.outerHTML.slice(0, 80)} has no name`);
    }
    for (const button of document.querySelectorAll("button, a[href]")) {
      if (!(button.getAttribute("aria-label") || button.textContent.trim())) wrong.push(`${button.outerHTML.slice(0, 80)} has no name`);
    }
    for (const image of document.querySelectorAll("img:not([alt])")) wrong.push(`${image.src} has no text`);
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) wrong.push(`the id ${id} is there twice`);
    for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
      const named = `${one.getAttribute("aria-describedby") ?? ""} ${one.getAttribute("aria-labelledby") ?? ""}`.trim().split(/\s+/);
      for (const id of named) if (!document.getElementById(id)) wrong.push(`nothing has the id ${id}`);
    }
    if (document.querySelectorAll("h1").length !== 1) wrong.push("there is not one h1");
    if (!document.documentElement.lang) wrong.push("the page has no language");
    return wrong;
  });
}

/** Texts whose contrast is below WCAG's AA: 4.5, or 3 where they are large. */
export function pale(page) {
  return page.evaluate(() => {
    const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour) => {
      const [red, green, blue] = numbers(colour).map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const clear = (colour) => numbers(colour)[3] === 0;
    const wrong = [];
    for (const one of document.querySelectorAll("body *")) {
      const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "") || one.matches("input");
      if (!text || !one.checkVisibility() || one.disabled || one.closest(".unseen, option")) continue;
      const style = getComputedStyle(one);
      let behind = one;
      while (behind.parentElement && clear(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
      const [ink, paper] = [light(style.color), light(getComputedStyle(behind).backgroundColor)];
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (large ? 3 : 4.5)) wrong.push(`${contrast.toFixed(1)}: ${one.outerHTML.slice(0, 90)}`);
    }
    return wrong;
  });
}

/** Whether the page scrolls sideways. */
export function tooWide(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return "";
    const culprit = [...document.querySelectorAll("body *")].find((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scrolled, .view"));
    return `${wide} px too wide: ${culprit?.outerHTML.slice(0, 100)}`;
  });
}
