// The officers' texts: both languages say the same things, and everything that the pages and the desk name is said.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function messages(language) {
  const texts = new Map();
  const lines = ["desk", "problems", "signing", "objections"].flatMap((file) => readFileSync(here(`../texts/${file}.${language}.ftl`), "utf8").split("\n"));
  for (const line of lines) {
    const message = /^([a-z][a-z0-9-]*) = (.+)$/.exec(line);
    if (message) {
      assert.ok(!texts.has(message[1]), `${message[1]} is there twice`);
      texts.set(message[1], message[2]);
    } else assert.match(line, /^(#.*)?$/, `a line that is no message: ${line}`);
  }
  return texts;
}

const [indonesian, english] = [messages("id"), messages("en")];
const variables = (text) => [...text.matchAll(/\{ \$([a-z]+) \}/g)].map((found) => found[1]).sort();

test("both languages have the same texts with the same variables", () => {
  assert.deepEqual([...indonesian.keys()], [...english.keys()]);
  for (const [id, text] of indonesian) assert.deepEqual(variables(english.get(id)), variables(text), id);
});

const pages = ["desk", "common"].flatMap((folder) => readdirSync(here(`../${folder}`)).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => readFileSync(here(`../${folder}/${name}`), "utf8"))).join("\n");

test("every text that the pages name is there, and no text is there that they don't name", () => {
  const named = new Set([...pages.matchAll(/"([a-z][a-z0-9-]*)"/g)].map((found) => found[1]));
  const begun = [...pages.matchAll(/`((?:[a-z]+-)+)\$\{[^}]*\}(-[a-z]+)?`/g)].map(([, start, end]) => ({ start, end: end ?? "" }));
  for (const [, id] of pages.matchAll(/say\(\s*"([^"]+)"/g)) assert.ok(indonesian.has(id), id);
  for (const { start } of begun.filter(({ start }) => !["box-", "finding-", "same-", "ask-"].includes(start))) {
    assert.ok([...indonesian.keys()].some((id) => id.startsWith(start)), start);
  }
  for (const id of indonesian.keys()) {
    const used = named.has(id) || begun.some(({ start, end }) => id.startsWith(start) && id.endsWith(end));
    assert.ok(used, `nothing says ${id}`);
  }
});

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? sources(`${folder}/${entry.name}`) : readFileSync(`${folder}/${entry.name}`, "utf8")).join("\n");
}

test("every problem of the desk has its text, and nothing else is called one", () => {
  const listed = [...readFileSync(here("../../docs/problems.md"), "utf8").matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  // Where nobody answers, and where what answers is no desk.
  const all = [...listed, "no-answer", "other"].map((code) => `problem-${code}`).sort();
  assert.ok(all.length > 80);
  assert.deepEqual([...indonesian.keys()].filter((id) => id.startsWith("problem-")).sort(), all);
});

test("every act of the desk has its text", () => {
  const desk = sources(here("../../crates/desk/src"));
  for (const [, act] of desk.matchAll(/what: "([a-z-]+)"/g)) assert.ok(indonesian.has(`act-${act}`), act);
});
