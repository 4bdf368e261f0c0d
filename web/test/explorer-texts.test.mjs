// What is said where the published tables are asked: both languages say the same things, and nothing is there that nobody says.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Messages of a language by their ids; what goes on begins with a space or ends with a brace. */
const messages = (language) => new Map([...readFileSync(here(`../texts/explorer.${language}.ftl`), "utf8").matchAll(/^([a-z][a-z0-9-]*) = (.*(?:\n[ }].*)*)/gm)].map(([, id, text]) => [id, text]));
const [indonesian, english] = [messages("id"), messages("en")];
const variables = (text) => [...new Set([...text.matchAll(/\$([a-z0-9-]+)/g)].map((found) => found[1]))].sort();

test("both languages have the same texts with the same variables", () => {
  assert.deepEqual([...indonesian.keys()], [...english.keys()]);
  for (const [id, text] of indonesian) assert.deepEqual(variables(english.get(id)), variables(text), id);
});

test("every text that the page names is there, and no text is there that it does not name", () => {
  const page = readdirSync(here("../explorer")).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(here(`../explorer/${name}`), "utf8")).join("\n");
  for (const [, id] of page.matchAll(/say\("([^"]+)"/g)) assert.ok(indonesian.has(id), id);
  const errors = /\^\(([A-Za-z |]+)\) Error/.exec(page)[1].split("|").map((kind) => `wrong-${kind.toLowerCase().replaceAll(" ", "-")}`);
  for (const id of errors) assert.ok(indonesian.has(id), id);
  for (const id of indonesian.keys()) assert.ok(page.includes(`"${id}"`) || errors.includes(id), `${id} is never said`);
});
