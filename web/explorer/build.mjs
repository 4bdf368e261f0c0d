// What a publication has for asking its tables: `explorer.js` for the page, `explorer-engine.js` and `explorer-worker.js`, which are
// fetched with the first question, and DuckDB itself, compressed once and unpacked by the browser: a publication, a mirror and this program
// carry 4 MB and not 18, and the page can say beforehand what it will fetch, whoever serves it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DUCKDB = "../node_modules/@duckdb/duckdb-wasm";

/** What the whole of it may weigh: the binary carries it. */
const MOST = 5_000_000;

/** Makes the four files in `folder`. */
export async function programs(folder, how) {
  mkdirSync(folder, { recursive: true });
  const plain = readFileSync(here(`${DUCKDB}/dist/duckdb-eh.wasm`));
  const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
  const licence = `/* DuckDB and duckdb-wasm ${JSON.parse(readFileSync(here(`${DUCKDB}/package.json`), "utf8")).version}: MIT licence, https://github.com/duckdb/duckdb-wasm; Apache Arrow: Apache-2.0 */\n`;
  const build = async (entry, more) => {
    const { outputFiles } = await esbuild.build({ ...how, outdir: undefined, target: ["chrome95", "firefox113", "safari16.4"], entryPoints: [here(entry)], write: false, ...more });
    return outputFiles[0].text;
  };
  const engine = licence + (await build("engine.ts", { format: "esm" }));
  // The package's own worker is a script already; bundling would drop it as something without effects.
  const guard = await build("worker.js", { format: "iife", define: { UNPACKED: String(plain.length) } });
  const worker = licence + guard + readFileSync(here(`${DUCKDB}/dist/duckdb-browser-eh.worker.js`), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const program = packed.length + [engine, worker].reduce((sum, text) => sum + gzipSync(text).length, 0);
  const page = await build("main.ts", { format: "iife", define: { PROGRAM_BYTES: String(program) } });
  const files = { "duckdb.wasm.gz": packed, "explorer-engine.js": engine, "explorer-worker.js": worker, "explorer.js": page };
  const weight = Object.values(files).reduce((sum, file) => sum + Buffer.byteLength(file), 0);
  if (weight >= MOST) throw new Error(`what asks the tables has ${weight} bytes; it is to have less than ${MOST}`);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(`${folder}/${name}`, bytes);
}
