// What the WebAssembly reader says of a folder's photos and boxes, for `cargo xtask test` to hold against the machine's own:
// `node identity.mjs MODULE FOLDER` prints of every JPEG a line `NAME CODE`, what it wrote and an empty line, then the
// boxes' lines.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { run } from "../reader/wasi.js";

const [, , program, folder] = process.argv;
const module = new WebAssembly.Module(readFileSync(program));
const text = new TextDecoder();

for (const name of readdirSync(folder).filter((name) => name.endsWith(".jpg")).sort()) {
  const photo = readFileSync(join(folder, name));
  const { code, output, error } = run(module, ["saksi-reader", "photos", `${name}=${photo.length}`], [photo]);
  process.stdout.write(`${name} ${code}\n${text.decode(output)}${error}\n`);
}
const { output } = run(module, ["saksi-reader", "boxes"], [readFileSync(join(folder, "boxes"))]);
process.stdout.write(output);
