// `node --test web/test/reader.test.mjs`, with the module's place in SAKSI_READER_WASM.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reader, Unread } from "../reader/reader.js";

const reader = new Reader(new WebAssembly.Module(readFileSync(process.env.SAKSI_READER_WASM)));

test("an even box is empty or illegible, and every class has its log-probability", () => {
  const [one, two] = reader.readBoxes(new Uint8Array(2 * 1024).fill(200));
  assert.deepEqual(one, two);
  assert.ok(["empty", "illegible"].includes(one.shows), one.shows);
  assert.equal(one.log.length, 17);
});

test("what is no photo is refused with a reason", () => {
  const refused = (bytes, words) =>
    assert.throws(() => reader.readPage(bytes, { name: "x" }), (error) => error instanceof Unread && words.test(error.message));
  refused(new TextEncoder().encode("not a photo"), /x: it is no JPEG or PNG/);
  refused(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), /damaged or cut short/);
  refused(new Uint8Array(), /no JPEG or PNG/);
});

test("patches that are cut short are refused", () => {
  assert.throws(() => reader.readBoxes(new Uint8Array(1023)), Unread);
});

test("no photo at all is refused", () => {
  assert.throws(() => reader.readForm([]), (error) => error instanceof Unread && /no photo/.test(error.message));
});
