// `node --test web/test/reader.test.mjs`, with the module's place in SAKSI_READER_WASM.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ReaderBeside } from "../reader/client.js";
import { BrokeDown, Reader, Unread } from "../reader/reader.js";

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

test("what is refused says why in one word too, for interfaces with texts of their own", async () => {
  const code = (bytes) => { try { reader.readPage(bytes); } catch (refused) { return refused.code; } };
  assert.equal(code(new TextEncoder().encode("not a photo")), "no-picture");
  assert.equal(code(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])), "damaged");
  assert.throws(() => reader.readForm([]), (error) => error.code === "no-photo");
  assert.throws(() => reader.readBoxes(new Uint8Array(1023)), (error) => error.code === undefined);
});

test("the forms it can read are named", () => {
  assert.deepEqual(reader.forms(), ["c-hasil-ppwp"]);
});

test("a frame without a form is an answer; one of another size than was said is not", () => {
  assert.deepEqual(reader.look(new Uint8Array(300 * 400).fill(200), 300, 400), { refused: "blank" });
  assert.deepEqual(reader.look(new Uint8Array(300 * 400), 300, 400), { refused: "dark" });
  assert.throws(() => reader.look(new Uint8Array(10), 300, 400), Unread);
  assert.throws(() => reader.look(new Uint8Array(0), 0, 0), Unread);
});

test("a photo loses what says more than the picture, and what is none is refused", () => {
  // A head, a comment, eight by eight pixels, an end, and another file behind it.
  const head = [0xff, 0xd8];
  const words = [0xff, 0xfe, 0, 6, 0x53, 0x69, 0x74, 0x69];
  const picture = [
    0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0, 0xff, 0xd9,
  ];
  const taken = new Uint8Array([...head, ...words, ...picture, 0x50, 0x4b]);
  const alone = new Uint8Array([...head, ...picture]);
  assert.deepEqual(reader.strip(taken), alone);
  assert.deepEqual(reader.strip(alone), alone);
  assert.throws(() => reader.strip(taken.slice(0, 20)), (error) => error instanceof Unread && /cut short/.test(error.message));
});

test("patches that are cut short are refused", () => {
  assert.throws(() => reader.readBoxes(new Uint8Array(1023)), Unread);
});

test("no photo at all is refused", () => {
  assert.throws(() => reader.readForm([]), (error) => error instanceof Unread && /no photo/.test(error.message));
});

/** A program with memory whose beginning is `unreachable`, which is what a panic becomes. */
const trap = new WebAssembly.Module(Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1,
  7, 0x13, 2, 6, ...new TextEncoder().encode("memory"), 2, 0, 6, ...new TextEncoder().encode("_start"), 0, 0,
  0x0a, 5, 1, 3, 0, 0, 0x0b,
]));
const plain = /page2\.jpg: the reader broke down on this; type the numbers yourself/;

test("a reader that breaks down says so in plain words, and which photo it was", () => {
  const photo = new Uint8Array([0xff, 0xd8]);
  assert.throws(() => new Reader(trap).readPage(photo, { name: "page2.jpg" }), (error) => {
    assert.ok(error instanceof BrokeDown && plain.test(error.message), error.message);
    assert.ok(!/unreachable/.test(error.message));
    assert.ok(error.cause.cause instanceof WebAssembly.RuntimeError);
    return true;
  });
});

test("a worker in which the reader breaks down tells the same", async () => {
  // worker.js as a worker of a browser runs it.
  const sent = [];
  globalThis.self = { postMessage: (message) => sent.push(message) };
  await import("../reader/worker.js");
  const work = globalThis.self;
  globalThis.Worker = class {
    postMessage(data) {
      work.onmessage({ data });
      for (const message of sent.splice(0)) queueMicrotask(() => this.onmessage({ data: message }));
    }
    terminate() {}
  };
  const beside = new ReaderBeside(trap);
  const read = beside.readPage(new Uint8Array([0xff, 0xd8]), { name: "page2.jpg" });
  await assert.rejects(read, (error) => error instanceof BrokeDown && plain.test(error.message));
  beside.module = reader.module;
  const refused = beside.readPage(new TextEncoder().encode("not a photo"), { name: "x" });
  await assert.rejects(refused, (error) => error instanceof Unread && !(error instanceof BrokeDown));
});
