// Runs a program of the WebAssembly System Interface, preview 1, that takes arguments and standard input and gives standard
// output, an exit code and, where it fails, a reason. Nothing else of a machine is there for it: no files, no clock, no
// chance (whoever asks for random bytes is given zeros), so that the same input gives the same output.

const DONE = 0;
const BAD_FILE = 8;
const NOT_SUPPORTED = 58;

class Exit extends Error {
  constructor(code) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** The program did not come to its end: it trapped, or there was no memory for it. `cause` is what the engine said. */
export class Trapped extends Error {}

/**
 * Runs a program from its beginning to its end.
 *
 * @param {WebAssembly.Module} module the program
 * @param {string[]} argv its arguments; the first is its own name
 * @param {Uint8Array[]} input standard input, piece by piece
 * @returns {{code: number, output: Uint8Array, error: string, memory: number}} how it ended, what it wrote, and how many
 *   bytes of memory it took at most
 * @throws {Trapped}
 */
export function run(module, argv, input) {
  const text = new TextEncoder();
  const strings = argv.map((argument) => text.encode(`${argument}\0`));
  const pieces = input.filter((piece) => piece.length > 0);
  const written = { 1: [], 2: [] };
  let memory;
  const view = () => new DataView(memory.buffer);
  const bytes = (at, length) => new Uint8Array(memory.buffer, at, length);
  // A list of (address, length), as reading and writing take it.
  const parts = (list, count) =>
    Array.from({ length: count }, (_, at) =>
      bytes(view().getUint32(list + 8 * at, true), view().getUint32(list + 8 * at + 4, true)));

  const host = {
    args_sizes_get(count, size) {
      view().setUint32(count, strings.length, true);
      view().setUint32(size, strings.reduce((sum, string) => sum + string.length, 0), true);
      return DONE;
    },
    args_get(list, at) {
      for (const [index, string] of strings.entries()) {
        view().setUint32(list + 4 * index, at, true);
        bytes(at, string.length).set(string);
        at += string.length;
      }
      return DONE;
    },
    environ_sizes_get(count, size) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return DONE;
    },
    environ_get: () => DONE,
    fd_read(file, list, count, read) {
      if (file !== 0) return BAD_FILE;
      let total = 0;
      for (const part of parts(list, count)) {
        let filled = 0;
        while (filled < part.length && pieces.length > 0) {
          const taken = pieces[0].subarray(0, part.length - filled);
          part.set(taken, filled);
          filled += taken.length;
          pieces[0] = pieces[0].subarray(taken.length);
          if (pieces[0].length === 0) pieces.shift();
        }
        total += filled;
      }
      view().setUint32(read, total, true);
      return DONE;
    },
    fd_write(file, list, count, wrote) {
      if (!(file in written)) return BAD_FILE;
      let total = 0;
      for (const part of parts(list, count)) {
        written[file].push(part.slice());
        total += part.length;
      }
      view().setUint32(wrote, total, true);
      return DONE;
    },
    random_get(at, length) {
      bytes(at, length).fill(0);
      return DONE;
    },
    proc_exit(code) {
      throw new Exit(code);
    },
  };
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = host[name] ?? (() => NOT_SUPPORTED);
  }

  let code = 0;
  try {
    const instance = new WebAssembly.Instance(module, imports);
    memory = instance.exports.memory;
    instance.exports._start();
  } catch (thrown) {
    // No memory, or too deep a stack, is a RangeError.
    if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError) {
      throw new Trapped(new TextDecoder().decode(joined(written[2])).trim(), { cause: thrown });
    }
    if (!(thrown instanceof Exit)) throw thrown;
    code = thrown.code;
  }
  return { code, output: joined(written[1]), error: new TextDecoder().decode(joined(written[2])), memory: memory.buffer.byteLength };
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
