// Forms that follow a list, read by the station's tables alone: the same bytes as `saksi read form` prints with the whole
// election at hand. `node --test web/test/councils.test.mjs`, with the program in SAKSI, the reader as a program in SAKSI_READER,
// modules in SAKSI_READER_WASM (with a colon between), and what `councils` (an example of `simulate`) made in SAKSI_COUNCILS.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { Reader, Unread } from "../reader/reader.js";
import { run } from "../reader/wasi.js";

const { SAKSI, SAKSI_READER, SAKSI_READER_WASM, SAKSI_COUNCILS: FOLDER } = process.env;
const STATION = "1701012001001";
const modules = SAKSI_READER_WASM.split(":").map((path) => new WebAssembly.Module(readFileSync(path)));
const reader = new Reader(modules[0]);
const tables = JSON.parse(readFileSync(join(FOLDER, "tables.json"), "utf8"));
const bytes = Buffer.from(JSON.stringify(tables));
const folder = mkdtempSync(join(tmpdir(), "saksi-councils-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const table = (name) => join(FOLDER, `${name}.csv`);
const election = join(folder, "count");
execFileSync(SAKSI, ["init", election, "--profile", "id-2024", "--practice", "--places", table("regions"), "--stations", table("stations"),
  "--constituencies", table("constituencies"), "--candidates", table("candidates")]);

const pages = (contest) => readdirSync(FOLDER).filter((name) => name.startsWith(`${contest}-`)).sort()
  .map((name) => ({ name, photo: readFileSync(join(FOLDER, name)) }));

for (const [contest, form, count] of [["pdpd", "c-hasil-dpd/17", 4], ["pdpr", "c-hasil-dpr/1701", 20]]) {
  test(`a sheet of ${contest} is read by the station's tables to the bytes that the whole election gives`, () => {
    const all = pages(contest);
    assert.equal(all.length, count);
    const whole = spawnSync(SAKSI, ["read", "form", "--json", "--folder", election, "--station", STATION, ...all.map(({ name }) => name)],
      { cwd: FOLDER, encoding: "utf8", maxBuffer: 1 << 26 });
    assert.ok(whole.status === 0 || whole.status === 1, whole.stderr);
    const photos = all.map(({ photo }) => photo);
    const said = ["photos", "--tables", String(bytes.length), "--station", STATION, ...all.map(({ name, photo }) => `${name}=${photo.length}`)];
    for (const plain of [[], ["--plain"]]) {
      const native = spawnSync(SAKSI_READER, [...plain, ...said], { input: Buffer.concat([bytes, ...photos]), encoding: "utf8", maxBuffer: 1 << 26 });
      assert.equal(native.stdout, whole.stdout, `natively ${plain} ${native.stderr}`);
      assert.equal(native.status, whole.status);
    }
    for (const module of modules) {
      const { code, output, error } = run(module, ["saksi-reader", ...said], [bytes, ...photos]);
      assert.equal(new TextDecoder().decode(output), whole.stdout, `in WebAssembly ${error}`);
      assert.equal(code, whole.status);
    }
    const read = reader.readForm(all, STATION, tables);
    assert.deepEqual(read, JSON.parse(whole.stdout));
    assert.deepEqual([read.contest, read.form, read.station, read.missing], [contest, form, STATION, []]);
    assert.ok(Object.values(read.fields).filter(({ accept }) => accept === "yes").length > 20, "hardly anything was read");
  });
}

test("pages of which there is no photo are named", () => {
  const [first, , third] = pages("pdpd");
  assert.deepEqual(reader.readForm([third, first], STATION, tables).missing, [2, 4]);
});

test("a page says its station itself, and is read without anybody saying it", () => {
  const { station, fields } = reader.readPage(pages("pdpr")[3].photo, { tables });
  assert.equal(station, STATION);
  assert.ok(Object.keys(fields).every((name) => name.startsWith("votes.3")), Object.keys(fields).join(" "));
});

test("without its list a form is not read, and says so in one word", () => {
  const [page] = pages("pdpr");
  const code = (tables) => { try { reader.readPage(page.photo, { tables }); } catch (refused) { return refused instanceof Unread && refused.code; } };
  assert.equal(code(undefined), "other-form");
  const [header] = tables.candidates.split("\n");
  assert.equal(code({ ...tables, candidates: `${header}\n` }), "no-form");
  assert.equal(code({ ...tables, stations: "" }), "bad-tables");
  assert.equal(code({ ...tables, more: "" }), "bad-tables");
});

test("tables of another station are refused, and so is a page of another", () => {
  const [page] = pages("pdpr");
  const other = JSON.parse(JSON.stringify(tables).replaceAll(STATION, "1701012001002"));
  assert.throws(() => reader.readForm([page], STATION, other), ({ code }) => code === "bad-tables");
  assert.throws(() => reader.readForm([page], "1701012001002", other), ({ code }) => code === "other-station");
});

test("the forms that can be read are those of the station's lists as well", () => {
  assert.deepEqual(reader.forms(tables), ["c-hasil-ppwp", "c-hasil-dpr/1701", "c-hasil-dpd/17"]);
  assert.deepEqual(reader.forms(), ["c-hasil-ppwp"]);
  assert.throws(() => reader.forms({ ...tables, regions: "" }), ({ code }) => code === "bad-tables");
});
