// The form as somebody typed it from the paper, beside the sums, column by column: every figure that differs is explained before the
// plenary closes.

import { post } from "../common/api.ts";
import { make } from "../common/dom.ts";
import { type Difference, type Hall, type View, moment, told, word } from "./data.ts";
import { isBegun, typing } from "./typing.ts";

/** The differences, or where the address says so the form to type. */
export function differences(hall: Hall, what: string | undefined): View {
  // Who types sees no sums: nothing else is on the page while they do.
  return what === "type" ? typing(hall) : listed(hall);
}

function listed(hall: Hall): View {
  const { texts, plenary } = hall;
  const { typed } = plenary;
  const open = plenary.differences.filter(({ explained }) => explained === null).length;
  const told_ = typed
    ? make("p", {}, texts.say("typed-by", { name: typed.by, at: moment(texts, typed.at), version: typed.version }))
    : make("p", { class: "warn" }, texts.say("nobody-typed"));
  const list = plenary.differences.length === 0
    ? make("p", { class: "good large" }, texts.say(typed ? "all-equal" : "none-to-explain"))
    : make("div", {},
        make("p", { class: open > 0 ? "wrong large" : "good large" }, open > 0 ? texts.say("unexplained", { count: open }) : texts.say("all-explained")),
        ...plenary.differences.map((one) => difference(hall, one)));
  const [before, again] = [typed ? "type-again" : "type-form", "type-on"];
  const go = make("button", { type: "button", onclick: () => hall.go("differences/type") }, texts.say(isBegun(hall) ? again : before));
  const byItsSums = typed !== null && Object.keys(typed.columns).length === 0 && plenary.columns.length > 0;
  const body = make("div", {}, told_, byItsSums && make("p", { class: "warn" }, texts.say("typed-sums-alone")), make("p", {}, go), list);
  return { body };
}

function difference(hall: Hall, one: Difference): HTMLElement {
  const { texts, plenary } = hall;
  const field = plenary.fields.find(({ name }) => name === one.field);
  const id = `why-${one.field}-${one.column ?? ""}`;
  const column = plenary.columns.find(({ region }) => region === one.column)?.name;
  const typed = one.column === null ? plenary.typed?.values : plenary.typed?.columns[one.column];
  const input = make("textarea", { id, rows: 2, maxlength: 2000, required: true });
  const go = make("button", { type: "submit", class: "main" }, texts.say("explain"));
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    go.disabled = true;
    post(`${hall.path}/explain${hall.query}`, { field: one.field, column: one.column, text: input.value })
      .then(() => hall.again().then(next), (error: unknown) => hall.failed(error))
      .finally(() => (go.disabled = false));
  } }, make("label", { for: id }, texts.say("why")), input, go);
  const figure = (name: string, value: number | string | null): HTMLElement =>
    make("div", {}, make("dt", {}, texts.say(name)), make("dd", { class: "figure" }, told(texts, value)));
  return make("section", { class: "difference" },
    make("h3", {}, make("span", { class: "number" }, field?.item), word(texts, field?.label, one.field),
      plenary.columns.length > 0 && make("small", {}, one.column === null ? texts.say("column-sums") : texts.say("column-of", { name: column ?? one.column }))),
    make("dl", {}, figure("summed", one.summed),
      typed !== undefined && figure("typed", typed[one.field] ?? null),
      (one.added !== null && one.added !== one.typed) && figure("added", one.added),
      (one.below !== null) && figure(one.column === null ? "below" : "below-one", one.below)),
    one.explained
      ? make("blockquote", {}, make("p", {}, one.explained.text), make("footer", { class: "quiet" }, texts.say("explained-by", { name: one.explained.by, at: moment(texts, one.explained.at) })))
      : form);
}

/** To the next that is not explained: many are, one after the other. */
function next(): void {
  document.querySelector<HTMLElement>(".difference textarea")?.focus();
}
