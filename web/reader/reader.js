// The reader, as a page or a worker calls it. Every call is a program that begins with nothing and leaves nothing behind, so
// a hundred pages take no more memory than one. Calls are synchronous and take up to seconds: call them in a worker
// (worker.js), never where people look.

import { Trapped, run } from "./wasi.js";

/**
 * A photo that can't be read, or photos that don't belong together: the message says why and what to do, `code` says it in
 * one word where it is the photo's fault.
 */
export class Unread extends Error {
  constructor(message, { code, cause } = {}) {
    super(message, { cause });
    this.code = code;
  }
}

/** A photo on which the reader itself broke down, by its own fault or for want of memory: no other photo is concerned. */
export class BrokeDown extends Unread {}

export class Reader {
  /** @param {WebAssembly.Module} module the compiled `saksi-reader.wasm` */
  constructor(module) {
    this.module = module;
    /** Most bytes of memory that a call has taken. */
    this.memory = 0;
  }

  /**
   * Reads one page.
   *
   * @param {Uint8Array} photo a JPEG or PNG
   * @param {{name?: string, station?: string, tables?: object}} about the photo's name in the answer; the station that the
   *   sender says; its tables, as in `readForm`
   * @returns {object} as `saksi read page --json` prints it
   */
  readPage(photo, { name = "photo", station, tables } = {}) {
    return this.readForm([{ name, photo }], station, tables);
  }

  /**
   * Reads the pages of one sheet together.
   *
   * @param {{name: string, photo: Uint8Array}[]} pages in any order
   * @param {string} [station] the station that the sender says
   * @param {object} [tables] the station's part of the election, as `/api/station/{station}` gives it: with it the forms that
   *   follow a list of candidates are read too
   * @returns {object} as `saksi read form --json` prints it
   */
  readForm(pages, station, tables) {
    const said = station === undefined ? [] : ["--station", station];
    const [flags, before] = given(tables);
    const names = pages.map(({ name, photo }) => `${name}=${photo.length}`);
    const all = pages.map(({ name }) => name).join(", ");
    return JSON.parse(this.#run(["photos", ...flags, ...said, ...names], [...before, ...pages.map(({ photo }) => photo)], all));
  }

  /**
   * Reads single boxes.
   *
   * @param {Uint8Array} patches 32 × 32 luma values a box, row by row, one box behind the other
   * @returns {{shows: string, log: number[]}[]} of each box the likeliest class, and every class's log-probability in
   *   thousandths
   */
  readBoxes(patches) {
    const lines = this.#run(["boxes"], [patches], "these boxes").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  }

  /**
   * @param {object} [tables] as in `readForm`
   * @returns {string[]} ids of the forms that it can read; a photo of another is refused as `other-form` or `no-tag`
   */
  forms(tables) {
    const [flags, before] = given(tables);
    return [...new Set(this.#run(["forms", ...flags], before, "the forms").split("\n"))].filter((form) => form !== "");
  }

  /**
   * Looks for a form's page in a camera's frame.
   *
   * @param {Uint8Array} luma a byte a pixel, row by row
   * @returns {{form: string, page: number, corners: number[][], whole: boolean} | {refused: string}} the page, its corners in
   *   1/256 pixels; or in one word why none was found
   */
  look(luma, width, height) {
    return JSON.parse(this.#run(["look", String(width), String(height)], [luma], "this picture"));
  }

  /**
   * A photo without what says more than the picture: place, device, previews, comments. How the telephone was held stays, and
   * every pixel. What was stripped is left as it is.
   *
   * @param {Uint8Array} photo a JPEG or PNG
   * @returns {Uint8Array}
   */
  strip(photo) {
    return this.#bytes(["strip"], [photo], "photo");
  }

  #run(command, input, what) {
    return new TextDecoder().decode(this.#bytes(command, input, what));
  }

  #bytes(command, input, what) {
    const { code, output, error, memory } = this.#ended(command, input, what);
    this.memory = Math.max(this.memory, memory);
    if (code > 1) throw new Unread(error.trim(), { code: output.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(output)).refused });
    return output;
  }

  #ended(command, input, what) {
    try {
      return run(this.module, ["saksi-reader", ...command], input);
    } catch (thrown) {
      if (!(thrown instanceof Trapped)) throw thrown;
      throw new BrokeDown(`${what}: the reader broke down on this; type the numbers yourself`, { cause: thrown });
    }
  }
}

/** A station's tables as arguments, and as the input that they stand for. */
function given(tables) {
  if (tables === undefined) return [[], []];
  const bytes = new TextEncoder().encode(JSON.stringify(tables));
  return [["--tables", String(bytes.length)], [bytes]];
}
