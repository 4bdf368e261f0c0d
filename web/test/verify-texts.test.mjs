// What is said of one statement: both languages say the same things, and nothing is there that nobody says. That every word of the
// program has its sentence, the crate's own test looks at.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Messages of a language by their ids; what goes on begins with a space or ends with a brace. */
function messages(language) {
  const texts = new Map();
  for (const [, id, text] of readFileSync(here(`../texts/verify.${language}.ftl`), "utf8").matchAll(/^([a-z][a-z0-9-]*) = (.*(?:\n[ }].*)*)/gm)) {
    assert.ok(!texts.has(id), `${id} is there twice`);
    texts.set(id, text);
  }
  return texts;
}

const [indonesian, english] = [messages("id"), messages("en")];
const variables = (text) => [...new Set([...text.matchAll(/\$([a-z0-9-]+)/g)].map((found) => found[1]))].sort();

test("both languages have the same texts with the same variables", () => {
  assert.deepEqual([...indonesian.keys()], [...english.keys()]);
  for (const [id, text] of indonesian) assert.deepEqual(variables(english.get(id)), variables(text), id);
});

test("every text that the pages name is there, and no text is there that neither they nor the program name", () => {
  const pages = readdirSync(here("../verify")).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(here(`../verify/${name}`), "utf8")).join("\n");
  const program = ["report", "public", "dropped"].map((name) => readFileSync(here(`../../crates/proof/src/${name}.rs`), "utf8")).join("\n");
  for (const [, id] of pages.matchAll(/say\("([^"]+)"/g)) assert.ok(indonesian.has(id), id);
  const begun = [...pages.matchAll(/`([a-z]+-)\$\{/g)].map(([, start]) => start);
  for (const id of indonesian.keys()) {
    assert.ok(program.includes(`"${id}"`) || pages.includes(`"${id}"`) || begun.some((start) => id.startsWith(start)), `${id} is never said`);
  }
  // Words that the program makes of names.
  const refusals = [...program.matchAll(/pub enum Refused \{([^}]*)\}/g)].flatMap(([, body]) => [...body.matchAll(/^ {4}([A-Z]\w+),/gm)].map(([, name]) => name));
  assert.ok(refusals.length >= 7);
  for (const name of refusals) assert.ok(indonesian.has(`refused-${name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase()}`), name);
});
