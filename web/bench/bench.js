// What is measured inside a browser. `run.mjs` calls these.

import { ReaderBeside } from "../reader/client.js";
import { Reader } from "../reader/reader.js";

const compiled = WebAssembly.compileStreaming(fetch("/reader.wasm"));
const beside = new ReaderBeside(await compiled);

async function bytesOf(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** What comes of some work, how long it takes, and the longest time between two frames meanwhile, milliseconds. */
async function watched(work) {
  let [gap, on] = [0, true];
  const begun = performance.now();
  let last = begun;
  const frame = () => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
    if (on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const outcome = await work().then((answer) => ({ answer }), ({ message }) => ({ error: message }));
  on = false;
  frame();
  return { ...outcome, gap, ms: last - begun, memory: beside.memory };
}

globalThis.bench = {
  /** One page beside the screen. */
  async page(url, name) {
    const photo = await bytesOf(url);
    return watched(() => beside.readPage(photo, { name }));
  },

  /** Boxes beside the screen; how many were read. */
  async boxes(url) {
    const patches = await bytesOf(url);
    return watched(async () => (await beside.readBoxes(patches)).length);
  },

  /** One page where people look, which freezes the screen: only for a throttle that does not reach workers. */
  async pageHere(url) {
    const photo = await bytesOf(url);
    const reader = new Reader(await compiled);
    reader.readPage(photo);
    return { memory: reader.memory };
  },
};
