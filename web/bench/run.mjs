// Measures the reader in Chromium: `node run.mjs CHROMIUM MODULE PHOTOS LARGE_PHOTOS BOXES` prints lines of a name and what was
// measured. Pages are measured in a worker by its processor time, because other programs on the machine don't lengthen that much; what a person
// would wait for (`phone`) and frames by the clock.

import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { Chromium, SCREEN, WORKER } from "./chromium.mjs";

const [, , program, module, photos, large, boxes] = process.argv;
const web = dirname(dirname(fileURLToPath(import.meta.url)));
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const jpegs = (folder) => readdirSync(folder).filter((name) => name.endsWith(".jpg")).sort();
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
/** How many times slower a telephone is taken to be. */
const PHONE = 6;

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const places = [["/reader.wasm", module], ["/boxes", boxes], ["/photos/", photos], ["/large/", large]];
  const [from, to] = places.find(([from]) => path.startsWith(from)) ?? ["/", web];
  try {
    const bytes = readFileSync(join(to, path.slice(from.length)));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${server.address().port}/bench/index.html`;

const chromium = new Chromium(program);
try {
  const say = (name, value) => console.log(`${name} ${value}`);
  let page = await chromium.open(site);
  const measured = (expression) => chromium.measured(WORKER, () => page.evaluate(expression));
  const read = (place, name) => measured(`bench.page(${JSON.stringify(`/${place}/${name}`)}, ${JSON.stringify(name)})`);
  const rounds = async (place, names, count) => {
    const least = new Map(names.map((name) => [name, Infinity]));
    for (let round = 0; round < count; round++) {
      for (const name of names) least.set(name, Math.min(least.get(name), (await read(place, name)).cpu));
    }
    return median([...least.values()]);
  };

  // What can't be read is no page that was read quickly. These are also run by code that is not yet made fast.
  const readable = async (place, folder) => {
    const names = [];
    for (const name of jpegs(folder)) if (!(await read(place, name)).error) names.push(name);
    if (names.length === 0) throw new Error(`no photo of ${folder} can be read`);
    return names;
  };
  const [small, big] = [await readable("photos", photos), await readable("large", large)];
  say("page_us", Math.round(1000 * (await rounds("photos", small, 3))));
  say("large_us", Math.round(1000 * (await rounds("large", big, 2))));
  const rates = [];
  for (let round = 0; round < 4; round++) {
    const { answer, cpu, error } = await measured("bench.boxes('/boxes')");
    if (error) throw new Error(error);
    rates.push(Math.round((1000 * answer) / cpu));
  }
  say("boxes", Math.max(...rates));
  for (const name of small) say(`answer ${name}`, JSON.stringify((await read("photos", name)).answer));

  // Forty pages in a row, in a new page of its own.
  page = await chromium.open(site);
  const held = [];
  let most = 0;
  for (let at = 0; at < 40; at++) {
    most = Math.max(most, (await read("large", big[at % big.length])).memory);
    held.push(chromium.memory().now);
  }
  say("row_memory_kib", most / 1024);
  // The fullest that the page's process was in the first and in the last twenty.
  say("row_first_mib", Math.max(...held.slice(0, 20)));
  say("row_last_mib", Math.max(...held.slice(20)));

  // A slower machine: Chromium's throttle reaches the screen's thread and no worker, so the frames are those of a slow screen
  // while the worker reads, and the time is that of the same page read on the slow thread itself: its processor time,
  // which is what the throttle lengthens.
  const [name] = big;
  await page.slow(PHONE);
  const { gap, cpu } = await read("large", name);
  const place = JSON.stringify(`/large/${name}`);
  const slow = await chromium.measured(SCREEN, () => page.evaluate(`bench.pageHere(${place})`));
  say("phone_times", PHONE);
  say("phone_worker_us", Math.round(1000 * cpu));
  say("phone_gap_ms", Math.round(gap));
  say("phone_us", Math.round(1000 * slow.cpu));
  say("phone_memory_kib", slow.memory / 1024);
} finally {
  await chromium.close();
  server.close();
}
