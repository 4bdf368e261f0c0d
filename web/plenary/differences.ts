// The form as somebody typed it from the paper, beside the sums: every field that differs is explained before the plenary closes.

import { post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Difference, type Hall, type View, moment, told, word } from "./data.ts";

export function differences(hall: Hall): View {
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
  const place = make("div");
  const go = make("button", { type: "button", onclick: () => {
    // Who types sees no sums: nothing else is on the page while they do.
    fill(body, typing(hall));
    body.querySelector("input")?.focus();
  } }, texts.say(typed ? "type-again" : "type-form"));
  const body = make("div", {}, told_, make("p", {}, go), place, list);
  return { body };
}

function difference(hall: Hall, one: Difference): HTMLElement {
  const { texts, plenary } = hall;
  const field = plenary.fields.find(({ name }) => name === one.field);
  const id = `why-${one.field}`;
  const input = make("textarea", { id, rows: 2, maxlength: 2000, required: true });
  const go = make("button", { type: "submit", class: "main" }, texts.say("explain"));
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    go.disabled = true;
    post(`${hall.path}/explain${hall.query}`, { field: one.field, text: input.value })
      .then(() => hall.again(), (error: unknown) => hall.failed(error))
      .finally(() => (go.disabled = false));
  } }, make("label", { for: id }, texts.say("why")), input, go);
  const figure = (name: string, value: number | null): HTMLElement =>
    make("div", {}, make("dt", {}, texts.say(name)), make("dd", { class: "figure" }, told(texts, value)));
  return make("section", { class: "difference" },
    make("h3", {}, make("span", { class: "number" }, field?.item), word(texts, field?.label, one.field)),
    make("dl", {}, figure("summed", one.summed),
      (plenary.typed !== null) && figure("typed", one.typed),
      (one.below !== null) && figure("below", one.below)),
    one.explained
      ? make("blockquote", {}, make("p", {}, one.explained.text), make("footer", { class: "quiet" }, texts.say("explained-by", { name: one.explained.by, at: moment(texts, one.explained.at) })))
      : form);
}

/** Typing the whole form, blind to the sums. */
function typing(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const inputs = plenary.fields.map((field) => {
    const id = `typed-${field.name}`;
    const input = make("input", { id, inputmode: "numeric", autocomplete: "off", pattern: "[0-9]*", maxlength: field.digits });
    return { field, input, line: make("p", { class: "cell" }, make("label", { for: id }, make("span", { class: "number" }, field.item), word(texts, field.label, field.name)), input) };
  });
  const go = make("button", { type: "submit", class: "main" }, texts.say("keep-typed"));
  return make("form", { onsubmit: (event) => {
    event.preventDefault();
    go.disabled = true;
    const cells: Record<string, number | "empty"> = {};
    for (const { field, input } of inputs) cells[field.name] = input.value.trim() === "" ? "empty" : Number(input.value.trim());
    post(`${hall.path}/typed${hall.query}`, { cells })
      .then(() => hall.again(), (error: unknown) => hall.failed(error))
      .finally(() => (go.disabled = false));
  }, onkeydown: (event) => {
    // Enter goes to the next box; the form is kept by its button.
    const key = event as KeyboardEvent;
    const place = inputs.findIndex(({ input }) => input === key.target);
    if (key.key !== "Enter" || place < 0) return;
    key.preventDefault();
    (inputs[place + 1]?.input ?? go).focus();
  } },
    make("h2", {}, texts.say("type-title")), make("p", {}, texts.say("type-explain")),
    make("div", { class: "cells" }, ...inputs.map(({ line }) => line)),
    make("div", { class: "buttons" }, go, make("button", { type: "button", onclick: () => void hall.again() }, texts.say("cancel"))));
}
