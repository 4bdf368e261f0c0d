// The plenary's table: a row an item, a column a region below, and their sum; and what is not in order yet.

import { make } from "../common/dom.ts";
import { type Hall, type View, told, word } from "./data.ts";

/** The table and the checks of its sums. */
export function sums(hall: Hall): View {
  const { texts, plenary } = hall;
  const head = make("tr", {},
    make("th", { scope: "col" }, texts.say("item")),
    make("th", { scope: "col", class: "figure total" }, texts.say("total")),
    ...plenary.columns.map(({ region, name, sheets }) => {
      const missing = sheets.expected - sheets.counted;
      return make("th", { scope: "col", class: "figure" },
        make("a", { href: `#/${at(hall)}/stations/${region}` }, name),
        make("small", { class: missing > 0 ? "wrong" : "good" },
          missing > 0 ? texts.say("missing-count", { count: missing }) : texts.say("all-in")));
    }));
  const stated = plenary.stands?.values;
  const rows = plenary.fields.map((field) => {
    const changed = plenary.changed?.includes(field.name) ?? false;
    const sum = plenary.sums[field.name];
    return make("tr", { class: /^votes\.[^.]+$/.test(field.name) ? "option" : "" },
      make("th", { scope: "row" }, make("span", { class: "number" }, field.item), word(texts, field.label, field.name)),
      make("td", { class: "figure total" }, told(texts, sum),
        changed && make("small", { class: "wrong" }, texts.say("was-stated", { figure: told(texts, stated?.[field.name]) })),
        plenary.partial.includes(field.name) && make("small", { class: "wrong" }, texts.say("partial"))),
      ...plenary.columns.map((column) => make("td", { class: "figure" }, told(texts, column.sums[field.name]))));
  });
  const table = make("table", {}, make("caption", { class: "unseen" }, texts.say("sums")), make("thead", {}, head), make("tbody", {}, ...rows));
  const body = make("div", {}, failing(hall),
    make("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": texts.say("sums") }, table));
  return { body };
}

/** Where the views of this plenary are. */
export function at({ plenary }: Hall): string {
  return [plenary.contest, plenary.region, ...(plenary.constituency ? [plenary.constituency] : [])].join("/");
}

function failing(hall: Hall): HTMLElement | undefined {
  const { texts, plenary } = hall;
  if (plenary.failing.length === 0) return make("p", { class: "good" }, texts.say("checks-hold"));
  const rows = plenary.failing.map(({ check, sides }) => {
    const text = word(texts, plenary.checks.find(({ id }) => id === check)?.text, check);
    return make("li", {}, text, sides ? ` ${texts.say("sides", { left: told(texts, Number(sides[0])), right: told(texts, Number(sides[1])) })}` : "");
  });
  return make("div", { class: "findings" }, make("h2", {}, texts.say("checks-fail")), make("ul", {}, ...rows));
}

/** Stations to look at before it closes. */
export function open(hall: Hall): View {
  const { texts, plenary } = hall;
  const { missing, conflict, disputed } = plenary.opens;
  const all = missing + conflict + disputed;
  if (all === 0) return { body: make("p", { class: "good large" }, texts.say("nothing-open")) };
  const rows = plenary.open.map((one) =>
    make("tr", {},
      make("th", { scope: "row" }, make("a", { href: `#/${at(hall)}/stations/${one.region}/${one.station}` }, `${one.name}, ${one.village}`)),
      make("td", { class: `why ${one.why}` }, texts.say(`why-${one.why}`))));
  const more = all - plenary.open.length;
  return {
    body: make("div", {},
      make("p", { class: "large" }, texts.say("open-counts", { missing, conflict, disputed })),
      make("table", { class: "list" },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.say("station")), make("th", { scope: "col" }, texts.say("what")))),
        make("tbody", {}, ...rows)),
      more > 0 && make("p", { class: "quiet" }, texts.say("more", { count: more }))),
  };
}
