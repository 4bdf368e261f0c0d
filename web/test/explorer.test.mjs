// The published tables asked in a real browser, by the publication's own files alone: every ready question is answered, what is answered
// is what the CSV says, and what can go wrong is said. SAKSI_PUBLIC is the demonstration's public folder; `web/program` is built.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { PUBLIC, serve } from "./verify-support.mjs";

const CHROMIUM = execFileSync("which", [process.env.SAKSI_CHROMIUM ?? "chromium"], { encoding: "utf8" }).trim();
const POLICY = readFileSync(fileURLToPath(new URL("../../crates/serve/src/content-security-policy.txt", import.meta.url)), "utf8").trim();
const AXE = readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
let chrome;
let publication;
before(async () => {
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  publication = await serve(undefined, { "content-security-policy": POLICY });
});
after(async () => {
  publication.end();
  await chrome.close();
});

/** The page; whatever it asks of anybody else is refused and written down. */
async function open(path, { width = 1440, scripts = true, dark = false, from = publication } = {}) {
  const context = await chrome.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: scripts, acceptDownloads: true });
  const page = await context.newPage();
  Object.assign(page, { broken: [], elsewhere: [], fetched: [] });
  page.on("pageerror", (error) => page.broken.push(error.message));
  await context.route("**", (route) => {
    const address = route.request().url();
    if (!address.startsWith(from.address)) {
      page.elsewhere.push(address);
      return route.abort();
    }
    page.fetched.push(address.slice(from.address.length));
    return route.continue();
  });
  await page.goto(`${from.address}${path}`);
  return page;
}

const quiet = (page) => assert.deepEqual([page.broken, page.elsewhere], [[], []]);

/** Waits for the answer of what was just run, and gives its columns and cells. */
async function answered(page) {
  await page.waitForFunction(() => document.getElementById("run").getAttribute("aria-disabled") === "false" && document.getElementById("said").textContent !== "");
  const said = (await page.locator("#said").textContent()).trim();
  const columns = await page.locator("#answer thead th").allTextContents();
  const rows = await page.locator("#answer tbody tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return { said, columns, rows };
}

async function ask(page, sql) {
  await page.locator("#sql").fill(sql);
  await page.locator("#run").click();
  return answered(page);
}

/** A table as its CSV has it: one object a row. No cell of these holds a line break. */
function csv(path) {
  const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  const [head, ...lines] = readFileSync(`${PUBLIC}/data/${path}`, "utf8").trimEnd().split("\n");
  const names = cells(`${head},`);
  return lines.map((line) => Object.fromEntries(cells(`${line},`).map((cell, at) => [names[at], cell])));
}

const districts = () => csv("ppwp/98/totals.csv").filter(({ level }) => level === "district");
const number = (text) => Number(text.replaceAll(",", ""));

test("every ready question of every contest is answered in both languages, with nothing fetched from elsewhere", async () => {
  for (const language of ["id", "en"]) {
    const page = await open(`${language}/explorer.html`);
    const heads = new Set();
    for (const contest of ["ppwp", "pdpr"]) {
      await page.locator("#contest").selectOption(contest);
      for (const area of ["", "98"]) {
        await page.locator("#area").selectOption(area);
        const buttons = page.locator("#ready button");
        assert.equal(await buttons.count(), 9);
        for (let at = 0; at < 9; at += 1) {
          await buttons.nth(at).click();
          const { said, columns, rows } = await answered(page);
          assert.match(said, language === "id" ? /^Terjawab: \d+ baris/ : /^Answered: (\d+ rows|one row)/, `${contest} ${at}: ${said}`);
          assert.ok(rows.length > 0 && columns.length > 1, `${contest} ${at}`);
          await page.locator("#answer .picture svg[role=img]").waitFor();
          assert.ok(area === "" || (await page.locator("#sql").inputValue()).includes("_98"));
          heads.add(columns[0]);
        }
      }
    }
    assert.ok(heads.has(language === "id" ? "Wilayah" : "Region"), [...heads].join());
    quiet(page);
    await page.context().close();
  }
});

test("turnout, invalid votes, stations not yet in and votes are what the published CSV says", async () => {
  const page = await open("en/explorer.html");
  const ready = async (id) => {
    await page.locator(`#ready button[data-id="${id}"]`).click();
    return (await answered(page)).rows;
  };
  const by_name = (rows) => Object.fromEntries(rows.map(([name, ...others]) => [name, others.map(number)]));
  await page.locator("#level").selectOption("district");
  const [turnout, invalid, missing] = [by_name(await ready("turnout")), by_name(await ready("invalid")), by_name(await ready("missing"))];
  assert.equal(Object.keys(turnout).length, districts().length);
  const near = (one, two) => assert.ok(Math.abs(one - two) < 0.0051, `${one} ${two}`);
  for (const row of districts()) {
    const figure = (name) => Number(row[name]);
    const [quoted, users, roll, rate] = turnout[row.name];
    assert.deepEqual([quoted, users, roll], ["sound", "sound_voters_used_roll_total", "sound_voters_roll_total"].map(figure));
    near(rate, (100 * users) / roll);
    assert.deepEqual(invalid[row.name].slice(1, 3), ["sound_invalid", "sound_cast"].map(figure));
    near(invalid[row.name][3], (100 * figure("sound_invalid")) / figure("sound_cast"));
    assert.deepEqual(missing[row.name], [figure("expected"), figure("stated"), figure("expected") - figure("stated")]);
  }
  const [nation] = csv("ppwp/totals.csv");
  const votes = (await ready("votes")).map(([, sum]) => number(sum));
  assert.deepEqual(votes, [1, 2, 3].map((option) => Number(nation[`sound_votes_${option}`])).sort((one, two) => two - one));
  const leads = await ready("leads");
  for (const row of districts()) {
    const most = Math.max(...[1, 2, 3].map((option) => Number(row[`sound_votes_${option}`])));
    const [, option, sum] = leads.find(([name]) => name === row.name);
    assert.equal(number(sum), most);
    assert.equal(Number(row[`sound_votes_${option.split(" ")[0]}`]), most);
  }
  // By regency, and of one part alone.
  await page.locator("#level").selectOption("regency");
  await page.locator("#area").selectOption("98");
  const failed = csv("ppwp/anomalies.csv");
  assert.deepEqual((await ready("checks")).map(([, ...counts]) => counts.map(number)), [[new Set(failed.map(({ station }) => station)).size, failed.length]]);
  quiet(page);
});

test("whole numbers stay whole, what is missing is said, and a flag is a word", async () => {
  const page = await open("en/explorer.html");
  const { rows } = await ask(page, "SELECT 9007199254740993 AS large, sum(a) AS sum, NULL AS nothing, true AS flag, 0.5 AS half FROM (VALUES (9007199254740993), (9007199254740993)) AS t(a)");
  assert.deepEqual(rows, [["9,007,199,254,740,993", "18,014,398,509,481,986", "empty", "yes", "0.5"]]);
});

test("a table of every station is shown for its first 1,000 rows and saved whole", async () => {
  const page = await open("id/explorer.html");
  const { said, rows } = await ask(page, "SELECT * FROM ppwp.stations ORDER BY station DESC;");
  assert.match(said, /1200 baris|1\.200 baris/);
  assert.equal(rows.length, 1000);
  assert.match(await page.locator("#shown").textContent(), /1\.000 baris pertama dari 1\.200/);
  const stations = csv("ppwp/98/stations.csv");
  assert.equal(rows[0][0], stations.at(-1).station);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Simpan jawaban (CSV)" }).click()]);
  const lines = readFileSync(await saved.path(), "utf8").trimEnd().split("\n");
  assert.equal(lines.length, stations.length + 1);
  assert.equal(lines[0], Object.keys(stations[0]).join(","));
  assert.equal(lines[1].split(",")[0], stations.at(-1).station);
});

test("a picture goes away with its title, whose figures they are and the cut", async () => {
  const page = await open("id/explorer.html", { dark: true });
  await page.locator('#ready button[data-id="votes"]').click();
  await answered(page);
  const [svg] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "(SVG)" }).click()]);
  const text = readFileSync(await svg.path(), "utf8");
  assert.match(svg.suggestedFilename(), /^suara-setiap-pilihan.*\.svg$/);
  const banner = await page.locator(".banner strong").textContent();
  for (const part of ["Suara setiap pilihan", banner, `Dari potongan ${JSON.parse(readFileSync(`${PUBLIC}/latest.json`, "utf8")).cut.toLocaleString("id")}`]) assert.ok(text.includes(part), part);
  assert.doesNotMatch(text, /<script|href=|url\(/);
  const [png] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "(PNG)" }).click()]);
  assert.equal(readFileSync(await png.path()).subarray(1, 4).toString(), "PNG");
  quiet(page);
});

test("what is wrong with a question is said in words, with the program's own message, and the next one is answered", async () => {
  const page = await open("en/explorer.html");
  const wrong = async (sql, words, message) => {
    const { said } = await ask(page, sql);
    assert.match(said, words);
    if (message) assert.match(said, message);
  };
  await wrong("SELECT * FORM ppwp.totals", /no correct SQL/, /syntax error at or near.*LINE 1: SELECT \* FORM/s);
  await wrong("SELECT * FROM ppwp.nothing", /does not exist/, /nothing/);
  await wrong("SELECT nothing FROM ppwp.totals", /column that is named does not exist/, /LINE 1: SELECT nothing/);
  await wrong("", /SQL box is empty/);
  await wrong("SELECT 1; SELECT 2", /one question at a time/);
  await wrong("ATTACH 'https://elsewhere.example/x.db'", /begin with SELECT/);
  await wrong("SELECT * FROM 'https://elsewhere.example/x.parquet'", /can’t be answered/, /only the published tables/);
  await wrong("SELECT CAST(name AS INTEGER) FROM ppwp.totals", /can’t be turned/);
  assert.deepEqual((await ask(page, "SELECT ';' AS a, count(*) AS b -- a remark; with a semicolon\nFROM ppwp.totals")).rows, [[";", "2"]]);
  quiet(page);
});

test("a question is written, run, sorted and left by the keyboard alone", async () => {
  const page = await open("en/explorer.html", { width: 360 });
  await page.locator("#sql").focus();
  await page.keyboard.type("SELECT name, level, expected FROM ppwp.totals_98 WHERE level = 'district'");
  await page.keyboard.press("Control+Enter");
  const { rows } = await answered(page);
  assert.equal(rows.length, districts().length);
  assert.equal(await page.evaluate(() => document.activeElement.id), "sql");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "run");
  await page.keyboard.press("Enter");
  await answered(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "answer-title");
  const head = page.locator("#answer thead th").nth(2);
  await head.locator("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  const sorted = await page.locator("#answer tbody tr td:last-child").allTextContents();
  assert.deepEqual(sorted.map(number), districts().map(({ expected }) => Number(expected)).sort((one, two) => two - one));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  quiet(page);
});

test("a link carries its question; nothing is run and nothing large fetched before somebody says so", async () => {
  const sql = "SELECT 'a+b & ü' AS \"Text\", 1 AS n";
  const page = await open(`en/explorer.html#sql=${encodeURIComponent(sql)}`);
  assert.equal(await page.locator("#sql").inputValue(), sql);
  await page.waitForFunction(() => /4\.\d MB/.test(document.getElementById("cost").textContent));
  assert.ok(page.fetched.every((path) => !/duckdb|engine|parquet/.test(path)), page.fetched.join(" "));
  await page.locator("#run").click();
  assert.deepEqual((await answered(page)).rows, [["a+b & ü", "1"]]);
  await page.locator("#link").click();
  assert.equal(decodeURIComponent(new URL(page.url()).hash), `#sql=${sql}`);
  assert.match(await page.locator("#cost").textContent(), /in your browser already/);
});

test("every table of the packages is listed with its columns, and looked into", async () => {
  const page = await open("en/explorer.html");
  await page.locator("#area").selectOption("98");
  await page.locator(".there li").first().waitFor();
  const names = await page.locator(".there summary code").allTextContents();
  for (const kind of ["totals_98", "regions_98", "stations_98", "statements_98", "anomalies_98", "figures_9801", "photos_9801"]) assert.ok(names.includes(`ppwp.${kind}`), kind);
  for (const name of names) {
    const table = page.locator(".there li").filter({ has: page.getByText(name, { exact: true }) });
    await table.locator("summary").click();
    await table.locator(".fields code").first().waitFor();
    const columns = await table.locator(".fields code").allTextContents();
    await table.locator("button").click();
    assert.deepEqual((await answered(page)).columns, columns, name);
  }
  quiet(page);
});

test("a table that is not the one its package names is not counted with, and the next question reads the new cut", async () => {
  let moved = true;
  const changed = await serve((path, bytes) => (moved && path === "data/ppwp/98/totals.parquet" ? readFileSync(`${PUBLIC}/data/ppwp/totals.parquet`) : path === "data/pdpr/98/totals.parquet" ? null : bytes));
  const page = await open("en/explorer.html", { from: changed });
  assert.match((await ask(page, "SELECT * FROM ppwp.totals_98")).said, /moved on to its next cut/);
  moved = false;
  assert.match((await ask(page, "SELECT * FROM ppwp.totals_98")).said, /Answered/);
  assert.match((await ask(page, "SELECT * FROM pdpr.totals_98")).said, /can’t be fetched.*data\/pdpr\/98\/totals\.parquet/s);
  changed.end();
});

test("a question that takes too long is stopped, and the next one is answered", async () => {
  const page = await open("en/explorer.html");
  await page.locator("#sql").fill("SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE (a.range * b.range) % 7 = 3");
  await page.locator("#run").click();
  await page.waitForFunction(() => /Working out/.test(document.getElementById("said").textContent));
  await page.locator("#stop").click();
  assert.match(await page.locator("#said").textContent(), /Stopped/);
  assert.deepEqual((await ask(page, "SELECT 1 AS one")).rows, [["1"]]);
});

test("without scripts, and without the program, the page leads to the files and still tells the questions", async () => {
  const without = await serve((path, bytes) => (path.startsWith("program/") ? null : bytes));
  for (const page of [await open("id/explorer.html", { scripts: false }), await open("id/explorer.html", { from: without })]) {
    assert.ok(await page.locator("#without a[href$='data.html']").isVisible());
    assert.ok(await page.locator(".tables a[href$='stations.parquet']").first().isVisible());
    assert.equal(await page.locator("#explorer").isVisible(), false);
    await page.locator("#questions summary").first().click();
    assert.match(await page.locator("#questions code").first().textContent(), /^SELECT/);
  }
  without.end();
});

test("an answer with its picture and table breaks no rule of WCAG 2.2 AA and is no wider than the screen", async () => {
  for (const width of [360, 1440]) {
    for (const dark of [false, true]) {
      const page = await open("id/explorer.html", { width, dark });
      await page.locator('#ready button[data-id="turnout"]').click();
      await answered(page);
      await page.locator(".there summary").first().click();
      await page.evaluate(AXE);
      const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
      assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 150)} ${nodes[0].failureSummary}`), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await ask(page, "SELECT FROM");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.context().close();
    }
  }
});
