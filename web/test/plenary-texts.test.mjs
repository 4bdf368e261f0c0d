// The plenary's texts: both languages say the same things, and everything that its page names is said.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Messages of a file by their ids; lines that go on begin with a space. */
function messages(file, language) {
  const texts = new Map();
  for (const [, id, text] of readFileSync(here(`../texts/${file}.${language}.ftl`), "utf8").matchAll(/^([a-z][a-z0-9-]*) = (.*(?:\n .*)*)/gm)) {
    assert.ok(!texts.has(id), `${id} is there twice`);
    texts.set(id, text);
  }
  return texts;
}

const [indonesian, english] = [messages("plenary", "id"), messages("plenary", "en")];
/** What its page has beside its own texts. */
const shared = new Set(["problems", "signing", "objections"].flatMap((file) => [...messages(file, "id").keys()]));
const variables = (text) => [...new Set([...text.matchAll(/\$([a-z]+)/g)].map((found) => found[1]))].sort();
const sources = (folder) => readdirSync(here(`../${folder}`)).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(here(`../${folder}/${name}`), "utf8")).join("\n");
const pages = sources("plenary");

test("both languages have the same texts with the same variables", () => {
  assert.deepEqual([...indonesian.keys()], [...english.keys()]);
  for (const [id, text] of indonesian) assert.deepEqual(variables(english.get(id)), variables(text), id);
});

test("every text that the page names is there, and no text is there that it doesn't name", () => {
  for (const [, id] of pages.matchAll(/say\("([^"]+)"/g)) assert.ok(indonesian.has(id) || shared.has(id), id);
  const named = new Set([...pages.matchAll(/"([a-z][a-z0-9-]*)"/g)].map((found) => found[1]));
  const begun = [...pages.matchAll(/`([a-z]+-)\$\{/g)].map(([, start]) => start);
  // Its own words for a problem stand before those of every page.
  for (const id of indonesian.keys()) assert.ok((id.startsWith("problem-") && shared.has(id)) || named.has(id) || begun.some((start) => id.startsWith(start)), `${id} is never said`);
});

test("what every page that signs says is in both languages, and no page says it otherwise", () => {
  const [one, other] = [messages("signing", "id"), messages("signing", "en")];
  assert.deepEqual([...one.keys()], [...other.keys()]);
  const common = ["photos", "receipt", "said", "signer"].map((name) => readFileSync(here(`../common/${name}.ts`), "utf8")).join("\n");
  for (const [, id] of common.matchAll(/say\("([^"]+)"/g)) assert.ok(one.has(id) || indonesian.has(id), id);
  for (const id of one.keys()) assert.ok(!indonesian.has(id), id);
});

test("every reason, outcome and view has its words", () => {
  for (const [, list, prefix] of [
    ...[...pages.matchAll(/const REASONS = \[([^\]]+)\]/g)].map(([all, list]) => [all, list, "reason-"]),
    ...[...pages.matchAll(/const OUTCOMES = \[([^\]]+)\]/g)].map(([all, list]) => [all, list, "outcome-"]),
  ]) {
    for (const [, word] of list.matchAll(/"([^"]+)"/g)) assert.ok(indonesian.has(prefix + word), prefix + word);
  }
});
