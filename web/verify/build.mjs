// What a publication has for checking one statement: `verify.js` for its pages, `verify.wasm`, and `verify.html`, which is all of
// it in one file. Where `cargo xtask` could not build the program there is none of them, and a line says so.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import worker from "lzma/src/lzma_worker.js";

import { toText } from "./text85.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What one file of all may weigh. */
const MOST = 400_000;

/** Makes the three files in `folder`, or none. */
export async function programs(folder, how) {
  rmSync(folder, { recursive: true, force: true });
  const target = process.env.CARGO_TARGET_DIR ?? here("../../target");
  const built = `${target}/saksi-verify.wasm`;
  if (!existsSync(built)) {
    console.log(`without the check of one statement: ${built} is not there`);
    return;
  }
  mkdirSync(folder, { recursive: true });
  copyFileSync(built, `${folder}/verify.wasm`);
  const scripts = { ...how, outdir: undefined, format: "iife", loader: { ...how.loader, ".css": "text" }, write: false };
  const script = async (entry) => (await esbuild.build({ ...scripts, entryPoints: [here(entry)] })).outputFiles[0].text;
  writeFileSync(`${folder}/verify.js`, await script("page.ts"));
  const parts = {
    style: (await esbuild.transform(readFileSync(here("verify.css"), "utf8") + readFileSync(here("result.css"), "utf8"), { loader: "css", minify: true })).code.trim(),
    program: toText(packed(readFileSync(built), target)),
    // What ends a script, or a string in it, must not stand in it.
    script: (await script("offline.ts")).trim().replaceAll("</script", "<\\/script"),
  };
  const page = readFileSync(here("verify.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
  writeFileSync(`${folder}/verify.html`, page);
  const weight = Buffer.byteLength(page);
  if (weight >= MOST) throw new Error(`verify.html has ${weight} bytes; it is to have less than ${MOST}`);
}

/** LZMA, which takes a quarter of a minute: once for each program. */
function packed(bytes, target) {
  const kept = `${target}/saksi-verify-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.lzma`;
  if (!existsSync(kept)) writeFileSync(kept, Uint8Array.from(worker.LZMA.compress(bytes, 9), (byte) => byte & 0xff));
  return readFileSync(kept);
}
