// A publication that is served with changes of the test's choice, and a page on it that has the button.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The demonstration's public folder: `saksi demo` made it. */
export const PUBLIC = process.env.SAKSI_PUBLIC ?? here("../../target/test-demo/public");
export const PROGRAM = here("../program");

const KINDS = { css: "text/css", html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", wasm: "application/wasm", json: "application/json" };

/** A station's sheet, with the figures that stand. */
export function sheet(contest, wanted = () => true) {
  const file = `record/${contest}/98/9801/980101/9801012010.json`;
  const { stations } = JSON.parse(readFileSync(`${PUBLIC}/${file}`, "utf8"));
  const { station, stands, versions } = stations.find((station) => station.stands !== undefined && wanted(station));
  return { contest, station, entry: stands, version: versions.find(({ entry }) => entry === stands) };
}

/**
 * Serves the publication below `/mirror/`, the program's files beside it. `change` is given every path with its bytes and gives
 * other ones, or null where there is to be none. `headers` go with every answer.
 */
export async function serve(change = (_, bytes) => bytes, headers = {}) {
  const pages = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/mirror\//, "");
    const place = path.startsWith("program/") ? `${PROGRAM}/${path.slice(8)}` : `${PUBLIC}/${path}`;
    const there = pages.has(path) ? Buffer.from(pages.get(path)) : existsSync(place) && statSync(place).isFile() ? readFileSync(place) : null;
    const bytes = change(path, there);
    if (bytes === null) return response.writeHead(404).end();
    response.writeHead(200, { ...headers, "content-type": KINDS[path.split(".").pop()] ?? "application/octet-stream" }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails leaves it open, and is to end all the same.
  server.unref();
  const address = `http://127.0.0.1:${server.address().port}/mirror/`;
  /** A page three folders deep that names an entry, as published pages do. */
  const page = ({ entry, contest, station }, language = "id") => {
    const button = `<button class="verify" data-entry="${entry}" data-contest="${contest}" data-station="${station}" hidden></button>`;
    pages.set("id/a/b.html", `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="../../assets/style.css"><title>x</title></head>
      <body><main><h1>TPS ${station}</h1>${button}</main><script src="../../program/verify.js" defer></script></body></html>`);
    return `${address}id/a/b.html`;
  };
  return { address, page, end: () => server.close() };
}

/** What was said: each step by its outcome and its words. */
export const steps = (page) =>
  page.locator(".verify-steps li").evaluateAll((lines) => lines.map((line) => [line.className.replace("verify-", ""), line.textContent.replace(/\s+/g, " ").trim()]));
