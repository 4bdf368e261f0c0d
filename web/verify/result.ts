// A report in plain words: first what it comes to, then step by step what was shown and what was not, then the figures behind it.

import type { FluentVariable } from "@fluent/bundle";
import { FluentNumber } from "@fluent/bundle";

import type { Texts } from "../common/texts.ts";
import type { Answer, Line, Report } from "./ask.ts";

type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Record<string, string>, ...children: Child[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Everything that is said of an answer. */
export function result(texts: Texts, answer: Answer): HTMLElement {
  if ("refused" in answer) {
    const id = `refused-${answer.refused}`;
    return element("div", { class: "verify-result verify-none" }, element("p", { class: "verify-verdict" }, texts.say(texts.has(id) ? id : "refused-broke-down")));
  }
  const { report, proofs } = answer;
  const verdict = verdictOf(report);
  // By keys that the publication names itself it agrees with itself, and no more.
  const own = report.steps.some(({ says }) => says === "policy-served");
  // What does not hold stands first.
  const steps = [...report.steps.filter(({ outcome }) => outcome === "failed"), ...report.steps.filter(({ outcome }) => outcome !== "failed")];
  return element(
    "div",
    { class: `verify-result verify-${verdict}` },
    ...(report.practice === true ? [element("p", { class: "verify-practice" }, texts.say("practice"))] : []),
    element("p", { class: "verify-verdict" }, texts.say(verdict === "shown" && own ? "verdict-shown-own" : `verdict-${verdict}`)),
    ...adding(texts, report),
    element("ul", { class: "verify-steps" }, ...steps.map((line) => step(texts, line))),
    ...keys(texts, report),
    ...checks(texts, report),
    ...figures(texts, report),
    ...saved(texts, proofs),
  );
}

/** What it comes to: something does not hold; all that can be shown is; or a part of it. */
export function verdictOf({ steps }: Report): "failed" | "shown" | "partly" {
  if (steps.some(({ outcome }) => outcome === "failed")) return "failed";
  const shown = (wanted: string): boolean => steps.some(({ step, outcome }) => step === wanted && outcome === "shown");
  return ["checkpoint", "inclusion", "signature", "authority"].every(shown) ? "shown" : "partly";
}

/** Sums that don't hold are no failure of the proof, and the first thing to know of a sheet. */
function adding(texts: Texts, { checks }: Report): Child[] {
  const fails = checks.filter(({ outcome }) => outcome === "fails");
  if (fails.length === 0) return [];
  return [element("p", { class: "verify-sums" }, texts.say("sums-fail", { fails: fails.length }))];
}

/** Numbers of entries are names: they are written as addresses and files write them. */
const PLAIN = new Set(["index", "asked", "entry"]);

function step(texts: Texts, line: Line): HTMLElement {
  const { step: _, outcome, says, ...facts } = line;
  const variables: Record<string, FluentVariable> = {};
  for (const [name, value] of Object.entries(facts)) {
    const plain = typeof value === "number" && PLAIN.has(name);
    variables[name.replaceAll("_", "-")] = plain ? new FluentNumber(value, { useGrouping: false }) : value;
  }
  if (typeof facts["time_ms"] === "number") variables["time"] = when(texts, facts["time_ms"]);
  if (typeof facts["at"] === "string") variables["at"] = facts["at"].replace("T", " ").replace(/([+-]\d\d:\d\d)$/, " (UTC$1)");
  if (typeof facts["kind"] === "string") {
    const kind = `kind-${facts["kind"]}`;
    variables["kind"] = texts.say(texts.has(kind) ? kind : "kind-other");
  }
  return element(
    "li",
    { class: `verify-${outcome}` },
    element("b", {}, texts.say(`outcome-${outcome}`)),
    " ",
    element("span", {}, texts.say(says, variables),
      ...(typeof facts["what"] === "string" ? [" ", element("small", { lang: "en" }, facts["what"])] : [])),
  );
}

function when(texts: Texts, ms: number): string {
  return new Date(ms).toLocaleString(texts.language, { dateStyle: "long", timeStyle: "long" });
}

function more(summary: string, ...children: Child[]): HTMLElement {
  return element("details", {}, element("summary", {}, summary), ...children);
}

function table(title: string, head: string[], rows: Child[][]): HTMLElement {
  const cells = (row: Child[]): HTMLElement => element("tr", {}, ...row.map((cell) => element("td", {}, cell)));
  const heads = head.map((text) => element("th", { scope: "col" }, text));
  return element("div", { class: "verify-table", tabindex: "0", role: "region", "aria-label": title },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows.map(cells))));
}

function keys(texts: Texts, { keys }: Report): Child[] {
  if (keys.length === 0) return [];
  const line = (key: Report["keys"][number]): HTMLElement =>
    element("li", {}, texts.say("key-line", {
      key: key.key, role: key.label ?? key.role, scope: key.scope, fingerprint: key.fingerprint, entry: new FluentNumber(key.entry, { useGrouping: false }),
    }));
  return [more(texts.say("keys-title"), element("ol", {}, ...keys.map(line)))];
}

function checks(texts: Texts, { checks }: Report): Child[] {
  if (checks.length === 0) return [];
  const number = (text: string): string => Number(text).toLocaleString(texts.language);
  const row = ({ id, outcome, label, text, sides }: Report["checks"][number]): Child[] => [
    element("span", {}, label ?? id, element("br", {}), element("code", {}, text)),
    sides === undefined ? "" : number(sides[0]),
    sides === undefined ? "" : number(sides[1]),
    outcome === "fails" ? element("strong", {}, texts.say(`check-${outcome}`)) : texts.say(`check-${outcome}`),
  ];
  const head = ["check", "left", "right", "says"].map((column) => texts.say(`column-${column}`));
  // What does not hold stands first.
  const order = [...checks.filter(({ outcome }) => outcome === "fails"), ...checks.filter(({ outcome }) => outcome !== "fails")];
  const title = texts.say("checks-title");
  return [more(title, table(title, head, order.map(row)))];
}

function figures(texts: Texts, { figures }: Report): Child[] {
  if (figures.length === 0) return [];
  const row = ({ field, label, value }: Report["figures"][number]): Child[] => [
    element("span", {}, label ?? field),
    value === undefined ? texts.say("unread") : value.toLocaleString(texts.language),
  ];
  const title = texts.say("figures-title");
  return [more(title, table(title, [texts.say("column-field"), texts.say("column-value")], figures.map(row)))];
}

/** What a person may keep, and look at again years later without this site. */
function saved(texts: Texts, proofs: { index: number; text: string }[]): Child[] {
  if (proofs.length === 0) return [];
  const link = ({ index, text }: { index: number; text: string }): HTMLElement => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const name = `${index}.tlog-proof`;
    return element("li", {}, element("a", { href: address, download: name }, name));
  };
  return [more(texts.say("proofs-title"), element("p", {}, texts.say("proofs-about")), element("ul", {}, ...proofs.map(link)))];
}
