// Makes `web/dist/`: what the desk's server hands to browsers. `--watch` makes it again at every change.

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Programs: where they begin, and where they are served. */
const PROGRAMS = [
  { in: here("desk/main.ts"), out: "desk" },
  { in: here("plenary/main.ts"), out: "plenary" },
];
/** Files that go as they are. */
const FILES = [
  ["desk/index.html", "index.html"],
  ["desk/desk.css", "desk.css"],
  ["plenary/plenary.html", "plenary.html"],
  ["plenary/plenary.css", "plenary.css"],
];

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));
for (const [from, to] of FILES) cpSync(here(from), here(`dist/${to}`));

const context = await esbuild.context({
  entryPoints: PROGRAMS,
  outdir: here("dist"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome84", "firefox90", "safari15"],
  loader: { ".ftl": "text" },
  legalComments: "none",
  logLevel: "warning",
});
if (process.argv.includes("--watch")) await context.watch();
else {
  await context.rebuild();
  await context.dispose();
}
