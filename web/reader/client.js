// The reader beside the screen: the same calls as reader.js, each answered when its worker is done. Every call has a worker of
// its own, which ends before the next begins: only then is its memory given back at once, and not when the engine gets
// round to it.

import { BrokeDown, Unread } from "./reader.js";

export class ReaderBeside {
  #worker;
  #give = () => undefined;
  #last = Promise.resolve();

  /** @param {WebAssembly.Module} module the compiled `saksi-reader.wasm` */
  constructor(module) {
    this.module = module;
    /** Bytes of memory that the last call took at most. */
    this.memory = 0;
  }

  /** As `Reader.readPage`. The photo's bytes move to the worker and are gone here. */
  readPage(photo, about = {}) {
    return this.#call("readPage", [photo, about], [photo.buffer]);
  }

  /** As `Reader.readForm`. The photos' bytes move to the worker and are gone here. */
  readForm(pages, station = undefined, tables = undefined) {
    return this.#call("readForm", [pages, station, tables], pages.map(({ photo }) => photo.buffer));
  }

  /** As `Reader.readBoxes`. The patches move to the worker and are gone here. */
  readBoxes(patches) {
    return this.#call("readBoxes", [patches], [patches.buffer]);
  }

  /** As `Reader.forms`. */
  forms(tables = undefined) {
    return this.#call("forms", [tables], []);
  }

  /** As `Reader.look`. The frame moves to the worker and is gone here. */
  look(luma, width, height) {
    return this.#call("look", [luma, width, height], [luma.buffer]);
  }

  /** As `Reader.strip`. The photo's bytes move to the worker and are gone here. */
  strip(photo) {
    return this.#call("strip", [photo], [photo.buffer]);
  }

  /** Gives back what the last call still holds. One that is not done is given up. */
  release() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#give(new Error("given up"));
  }

  #call(call, given, moved) {
    const answer = this.#last.then(() => new Promise((resolve, reject) => {
      this.release();
      this.#give = reject;
      this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
      this.#worker.onerror = ({ message }) => reject(new Error(message));
      this.#worker.onmessageerror = () => reject(new Error("an answer that can't be read"));
      this.#worker.onmessage = ({ data: { answer, memory, error, broke, code } }) => {
        this.memory = memory ?? 0;
        if (error === undefined) resolve(answer);
        else reject(broke ? new BrokeDown(error) : new Unread(error, { code }));
      };
      this.#worker.postMessage(this.module);
      this.#worker.postMessage({ call, with: given }, moved);
    }));
    // One after the other, whether the one before was read or not.
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
