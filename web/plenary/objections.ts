// Objections of the region and everything in it: by when they are answered, and what came of them.

import { get, post } from "../common/api.ts";
import { make } from "../common/dom.ts";
import { type Hall, type Objection, type View, moment } from "./data.ts";

const OUTCOMES = ["upheld", "rejected", "noted", "withdrawn"] as const;

export async function objections(hall: Hall): Promise<View> {
  const { texts, plenary } = hall;
  const { objections } = await get(`/api/objections/${plenary.contest}/${plenary.region}`);
  if (objections.length === 0) return { body: make("p", { class: "large" }, texts.say("no-objections")) };
  return { body: make("div", {}, ...objections.map((one) => objection(hall, one))) };
}

function objection(hall: Hall, one: Objection): HTMLElement {
  const { texts } = hall;
  const answers = one.text?.answers ?? [];
  const late = answers.length === 0 && one.clock?.due !== null && one.clock?.due !== undefined && one.clock.due < Date.now();
  const due = one.clock?.until ? texts.say(`until-${one.clock.until}`) : one.clock?.due ? texts.say("due", { at: moment(texts, one.clock.due) }) : "";
  return make("section", { class: "difference" },
    make("h3", {}, texts.say(`kind-${one.kind}`), ": ", one.place_name),
    make("p", { class: "quiet" }, texts.say("objection-by", { key: one.key, at: moment(texts, Date.parse(one.at)), entry: one.entry })),
    one.text ? make("blockquote", {}, make("p", {}, one.text.text)) : make("p", { class: "quiet" }, texts.say("no-text")),
    one.clock ? make("p", { class: late ? "wrong" : "" }, due, " ", make("small", { class: "quiet" }, one.clock.legal)) : undefined,
    ...answers.map((answer) => make("p", { class: "answer" }, make("strong", {}, texts.say(`outcome-${answer.outcome}`)), ` ${answer.text} `,
      make("small", { class: "quiet" }, texts.say("explained-by", { name: answer.by, at: moment(texts, answer.at) })))),
    one.text ? form(hall, one.text.objection) : undefined);
}

function form(hall: Hall, hash: string): HTMLElement {
  const { texts } = hall;
  const outcome = make("select", { id: `outcome-${hash}` }, ...OUTCOMES.map((one) => make("option", { value: one }, texts.say(`outcome-${one}`))));
  const text = make("textarea", { id: `answer-${hash}`, rows: 2, required: true });
  const go = make("button", { type: "submit" }, texts.say("answer"));
  return make("form", { onsubmit: (event) => {
    event.preventDefault();
    go.disabled = true;
    post(`/api/objections/${hash}/answer`, { outcome: OUTCOMES.find((one) => one === outcome.value) ?? "noted", text: text.value })
      .then(() => hall.again(), (error: unknown) => hall.failed(error))
      .finally(() => (go.disabled = false));
  } },
    make("label", { for: `outcome-${hash}` }, texts.say("outcome")), outcome,
    make("label", { for: `answer-${hash}` }, texts.say("answer-text")), text, go);
}
