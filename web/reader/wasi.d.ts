/** `wasi.js`, as programs in TypeScript see it. */
export class Trapped extends Error {}
export function run(
  module: WebAssembly.Module,
  argv: string[],
  input: Uint8Array[],
): { code: number; output: Uint8Array; error: string; memory: number };
