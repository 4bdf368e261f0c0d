// Makes `web/dist/`, what the desk's server hands to browsers, and `web/program/`, what publications have for checking one
// statement and for asking the tables. `--watch` makes the former again at every change.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

import * as capture from "./capture/build.mjs";
import * as explorer from "./explorer/build.mjs";
import * as verify from "./verify/build.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Programs: where they begin, and where they are served. */
const PROGRAMS = [
  { in: here("desk/main.ts"), out: "desk" },
  { in: here("capture/main.ts"), out: "capture/capture" },
  { in: here("reader/worker.js"), out: "capture/worker" },
  { in: here("plenary/main.ts"), out: "plenary" },
];
/** Files that go as they are. */
const FILES = [
  ["desk/index.html", "index.html"],
  ["desk/desk.css", "desk.css"],
  ...capture.FILES.map((name) => [`capture/${name}`, `capture/${name}`]),
  ["plenary/plenary.html", "plenary.html"],
  ["plenary/plenary.css", "plenary.css"],
];

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist/capture"), { recursive: true });
for (const [from, to] of FILES) cpSync(here(from), here(`dist/${to}`));

const how = {
  outdir: here("dist"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome84", "firefox90", "safari15"],
  loader: { ".ftl": "text" },
  legalComments: "none",
  logLevel: "warning",
};
await verify.programs(here("program"), how);
await explorer.programs(here("program"), how);
const context = await esbuild.context({
  ...how,
  entryPoints: PROGRAMS,
  define: { READERS: JSON.stringify(capture.readers(here("dist/capture"))) },
  plugins: [{ name: "service worker", setup: ({ onEnd }) => onEnd(serviceWorker) }],
});
if (process.argv.includes("--watch")) await context.watch();
else {
  await context.rebuild();
  await context.dispose();
}

/** After everything else: it knows every other file's hash. */
async function serviceWorker() {
  await esbuild.build({
    ...how,
    entryPoints: [{ in: here("capture/sw.ts"), out: "capture/sw" }],
    define: capture.shell(here("dist/capture")),
  });
  compress(here("dist"));
}

/** Puts a smaller copy beside each file: over a bad line the bytes are what takes time. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) compress(path);
    else if (!entry.name.endsWith(".gz")) {
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
    }
  }
}
