// The plenary's texts: both languages say the same things, and everything that its page names is said.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Messages by their ids; lines that go on begin with a space. */
function messages(language) {
  const texts = new Map();
  for (const [, id, text] of readFileSync(here(`../texts/plenary.${language}.ftl`), "utf8").matchAll(/^([a-z][a-z0-9-]*) = (.*(?:\n .*)*)/gm)) {
    assert.ok(!texts.has(id), `${id} is there twice`);
    texts.set(id, text);
  }
  return texts;
}

const [indonesian, english] = [messages("id"), messages("en")];
const variables = (text) => [...new Set([...text.matchAll(/\$([a-z]+)/g)].map((found) => found[1]))].sort();
const pages = readdirSync(here("../plenary")).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(here(`../plenary/${name}`), "utf8")).join("\n");

test("both languages have the same texts with the same variables", () => {
  assert.deepEqual([...indonesian.keys()], [...english.keys()]);
  for (const [id, text] of indonesian) assert.deepEqual(variables(english.get(id)), variables(text), id);
});

test("every text that the page names is there, and no text is there that it doesn't name", () => {
  for (const [, id] of pages.matchAll(/say\("([^"]+)"/g)) assert.ok(indonesian.has(id), id);
  const named = new Set([...pages.matchAll(/"([a-z][a-z0-9-]*)"/g)].map((found) => found[1]));
  const begun = [...pages.matchAll(/`([a-z]+-)\$\{/g)].map(([, start]) => start);
  for (const id of indonesian.keys()) assert.ok(named.has(id) || begun.some((start) => id.startsWith(start)), `${id} is never said`);
});

test("every reason, outcome and view has its words", () => {
  for (const [, list, prefix] of [
    ...[...pages.matchAll(/const REASONS = \[([^\]]+)\]/g)].map(([all, list]) => [all, list, "reason-"]),
    ...[...pages.matchAll(/const OUTCOMES = \[([^\]]+)\]/g)].map(([all, list]) => [all, list, "outcome-"]),
  ]) {
    for (const [, word] of list.matchAll(/"([^"]+)"/g)) assert.ok(indonesian.has(prefix + word), prefix + word);
  }
});
