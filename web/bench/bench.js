// What is measured inside a browser. `run.mjs` calls these.

import { Reader } from "../reader/reader.js";

const compiled = WebAssembly.compileStreaming(fetch("/reader.wasm"));
const worker = new Worker("../reader/worker.js", { type: "module" });
const waiting = new Map();
let next = 0;

worker.onmessage = ({ data }) => {
  waiting.get(data.id)(data);
  waiting.delete(data.id);
};

function ask(call, given, transfer = []) {
  const id = next++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, call, with: given }, transfer);
  });
}

async function bytesOf(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** The longest time between two frames while something goes on, milliseconds. */
async function watched(work) {
  let [longest, last, on] = [0, performance.now(), true];
  const frame = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const answer = await work();
  on = false;
  frame();
  return { ...answer, gap: longest };
}

globalThis.bench = {
  /** Hands the module to the worker. */
  async start() {
    worker.postMessage(await compiled);
    return true;
  },

  /** One page in the worker: what it said, how long it took, and the longest time without a frame. */
  async page(url, name) {
    const photo = await bytesOf(url);
    return watched(async () => {
      const begun = performance.now();
      const { answer, error, memory } = await ask("readPage", [photo, { name }], [photo.buffer]);
      return { ms: performance.now() - begun, answer, error, memory };
    });
  },

  /** Boxes in the worker. */
  async boxes(url) {
    const patches = await bytesOf(url);
    const count = patches.length / 1024;
    const begun = performance.now();
    const { answer, error } = await ask("readBoxes", [patches], [patches.buffer]);
    return { ms: performance.now() - begun, count, read: answer?.length, error };
  },

  /** One page where people look, which freezes the screen: only for a throttle that does not reach workers. */
  async pageHere(url) {
    const photo = await bytesOf(url);
    const reader = new Reader(await compiled);
    const begun = performance.now();
    reader.readPage(photo);
    return { ms: performance.now() - begun, memory: reader.memory };
  },
};
