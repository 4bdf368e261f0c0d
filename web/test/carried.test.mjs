// A carried file, read in the browser as the desk's own program reads it: `node --test web/test/carried.test.mjs`. The files are the seeds
// of the fuzz target.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { outputFiles: [bundled] } = await esbuild.build({ entryPoints: [here("../common/carried.ts")], bundle: true, format: "esm", write: false });
const { about, pieces } = await import(`data:text/javascript;base64,${Buffer.from(bundled.contents).toString("base64")}`);
const three = readFileSync(here("../../fuzz/seeds/carry/three"));

async function read(bytes) {
  const found = [];
  for await (const piece of pieces(new Blob([bytes]))) found.push(piece);
  return found;
}

const wrong = (bytes) => read(bytes).then(() => "whole", (error) => error.wrong);

test("every piece comes in its order", async () => {
  const found = await read(three);
  assert.deepEqual(found.map(({ kind }) => kind), ["head", "note", "photo", "note", "note", "text"]);
  assert.deepEqual(found[0], { kind: "head", ledger: "01".repeat(32), from: 5, size: 8 });
  assert.deepEqual(found[1], { kind: "note", entry: 5, note: "note 5\n" });
  assert.equal(await found[2].blob.text(), "photo");
  assert.deepEqual((await read(readFileSync(here("../../fuzz/seeds/carry/none")))).map(({ kind }) => kind), ["head"]);
});

test("a file that is cut off anywhere, or is another, is told", async () => {
  for (let end = 0; end < three.length - 1_024 - 512; end += 64) {
    const said = await wrong(three.subarray(0, end));
    // 84 bytes of the head stand behind its name.
    assert.equal(said, end < 512 + 84 ? "not-one" : "cut-off", `${end}`);
  }
  assert.equal(await wrong(Buffer.alloc(2_000, "x")), "not-one");
  const newer = Buffer.from(three.toString("latin1").replace("carry/v1", "carry/v2"), "latin1");
  assert.equal(await wrong(newer), "newer");
  // A member taken out, and one whose header was changed.
  const at = three.indexOf("photos/");
  assert.equal(await wrong(Buffer.concat([three.subarray(0, at), three.subarray(at + 1_024)])), "cut-off");
  const changed = Buffer.from(three);
  changed.write("9", three.indexOf("notes/6") + 6);
  assert.equal(await wrong(changed), "cut-off");
});

test("what stands behind the end is no part of it", async () => {
  const at = three.indexOf("notes/5");
  const more = Buffer.concat([three.subarray(0, three.length - 1_024), three.subarray(at, at + 1_024), Buffer.alloc(1_024)]);
  assert.equal(await wrong(more), "member");
});

test("a note is named by what it says of itself", () => {
  assert.equal(about('id-2024/v1 sheet\n{"contest":"ppwp","station":"1701012001001","at":"x"}\n\n'), "sheet ppwp 1701012001001");
  assert.equal(about("not a note"), "note");
});
