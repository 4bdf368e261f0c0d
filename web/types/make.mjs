// Makes `web/common/desk-api.d.ts` from what the desk says of its API. `--check` says when it is out of date.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const HEAD = "// What the desk takes and gives. Made by `npm run types` from the desk's own document.\n\n";

const project = fileURLToPath(new URL("../..", import.meta.url));
const place = fileURLToPath(new URL("../common/desk-api.d.ts", import.meta.url));
const told = execFileSync("cargo", ["run", "--quiet", "--release", "--locked", "--package", "desk", "--example", "openapi"], {
  cwd: project, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "inherit"],
});
const made = HEAD + astToString(await openapiTS(JSON.parse(told), { arrayLength: true }));
if (!process.argv.includes("--check")) writeFileSync(place, made);
else if (readFileSync(place, "utf8") !== made) {
  console.error("web/common/desk-api.d.ts is not what the desk says of its API; `npm --prefix web run types` makes it anew");
  process.exit(1);
}
