// The reader in a worker of its own, so that the screen never stands still. The first message is the compiled module; each
// further one is `{id, call, with: [...]}`, answered by `{id, answer, memory}` or `{id, error}`.

import { Reader } from "./reader.js";

let reader;

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    reader = new Reader(data);
    return;
  }
  const { id, call, with: given } = data;
  try {
    self.postMessage({ id, answer: reader[call](...given), memory: reader.memory });
  } catch (thrown) {
    self.postMessage({ id, error: String(thrown.message ?? thrown) });
  }
};
