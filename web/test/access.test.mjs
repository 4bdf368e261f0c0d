// What axe (https://github.com/dequelabs/axe-core) finds on each kind of the public's pages: nothing that breaks WCAG 2.2 A or AA, on a
// telephone and on a desk's screen, by day and in the dark. SAKSI_PUBLIC is the demonstration's public folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { kinds } from "./page-kinds.mjs";
import { serve } from "./verify-support.mjs";

const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const AXE = readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
let chrome;
let publication;
before(async () => {
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  publication = await serve();
});
after(async () => {
  publication.end();
  await chrome.close();
});

/** What axe finds on the page: each rule, with the first element that breaks it. */
async function broken(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  assert.ok(passes.length > 5, "axe looked at nothing");
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 120)} ${nodes[0].failureSummary.slice(0, 160)}`);
}

for (const width of [360, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`no kind of page breaks WCAG 2.2 AA at ${width} pixels, ${colorScheme}`, async () => {
      const context = await chrome.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      const found = [];
      for (const path of kinds()) {
        await page.goto(`${publication.address}${path}`);
        // What is folded up is not looked at, and few would read a page on which everything is open.
        await page.locator("details").evaluateAll((all) => all.slice(0, 40).forEach((one) => (one.open = true)));
        found.push(...(await broken(page)).map((line) => `${path}: ${line}`));
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

test("a page without names, contrast and language is found", async () => {
  const page = await chrome.newPage();
  await page.goto(`${publication.address}id/search.html`);
  await page.evaluate(() => {
    document.documentElement.removeAttribute("lang");
    document.querySelectorAll("label").forEach((label) => label.replaceWith(...label.childNodes));
    document.querySelectorAll("p").forEach((text) => text.style.setProperty("color", "#999"));
  });
  const found = (await broken(page)).map((line) => line.split(" ")[0]);
  for (const rule of ["html-has-lang", "label", "color-contrast"]) assert.ok(found.includes(rule), `${rule} of ${found.join(" ")}`);
  await page.close();
});
