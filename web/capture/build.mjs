// What the phone's program needs besides bundling: the reader's modules under their hashes, and the service worker, which
// knows the hash of every file.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Files that go as they are. */
export const FILES = ["index.html", "capture.css", "app.webmanifest", "icon.svg"];

/** Puts the reader's modules into `folder`; gives their hashes, empty where `cargo xtask` has built none. */
export function readers(folder) {
  const target = process.env.CARGO_TARGET_DIR ?? here("../../target");
  const one = (kind) => {
    const built = `${target}/saksi-reader-${kind}.wasm`;
    if (!existsSync(built)) {
      console.log(`without the reader (${kind}): ${built} is not there; on the phone everything is typed`);
      return "";
    }
    const name = hash(readFileSync(built));
    copyFileSync(built, `${folder}/reader-${name}.wasm`);
    return name;
  };
  return { vectors: one("vectors"), plain: one("plain") };
}

/** What the service worker is built with: every file of the program below `/capture/`, the reader's modules apart. */
export function shell(folder) {
  const names = readdirSync(folder).filter((name) => !name.endsWith(".wasm") && !name.endsWith(".gz") && name !== "sw.js").sort();
  const files = names.map((name) => [name === "index.html" ? "/capture/" : `/capture/${name}`, hash(readFileSync(`${folder}/${name}`))]);
  return { FILES: JSON.stringify(Object.fromEntries(files)), BUILT: JSON.stringify(hash(JSON.stringify(files)).slice(0, 16)) };
}
