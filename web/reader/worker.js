// The reader in a worker of its own, so that the screen never stands still; client.js starts it. The first message is the
// compiled module; each further one is `{call, with: [...]}`, answered by `{answer, memory}` or `{error, broke, code}`: what
// is to be said, whether the reader itself broke down, and if not, in one word why.

import { BrokeDown, Reader } from "./reader.js";

let reader;

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    reader = new Reader(data);
    return;
  }
  try {
    self.postMessage({ answer: reader[data.call](...data.with), memory: reader.memory });
  } catch (thrown) {
    self.postMessage({ error: String(thrown.message ?? thrown), broke: thrown instanceof BrokeDown, code: thrown.code });
  }
};
