// Stating the plenary, closing it with the signed paper, opening it again, and printing its minutes.

import { post } from "../common/api.ts";
import { make } from "../common/dom.ts";
import { type Hall, type View, moment } from "./data.ts";
import { type Photo, chosen, send } from "./photo.ts";
import { type Composed, type Signer, state } from "./sign.ts";

/** Reasons by which a plenary takes another's place. */
const REASONS = ["plenary-correction", "recount", "objection-upheld", "typing-error", "ruling"];

export function close(hall: Hall, signer: Signer): View {
  const { texts, plenary } = hall;
  const open = plenary.differences.filter(({ explained }) => explained === null).length;
  const { missing, conflict, disputed } = plenary.opens;
  const line = (good: boolean, text: string): HTMLElement => make("li", { class: good ? "good" : "wrong" }, text);
  const before = make("ul", { class: "flags steps" },
    line(missing === 0, texts.say("count-missing", { count: missing })),
    line(conflict === 0, texts.say("count-conflict", { count: conflict })),
    line(disputed === 0, texts.say("count-disputed", { count: disputed })),
    line(plenary.failing.length === 0, texts.say("count-failing", { count: plenary.failing.length })),
    line(open === 0, texts.say("count-unexplained", { count: open })),
    line(plenary.typed !== null, texts.say(plenary.typed ? "was-typed" : "was-not-typed")));
  return { body: make("div", {}, stands(hall), make("h2", {}, texts.say("before-closing")), before, statement(hall, signer), prints(hall)) };
}

function stands(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const { stands: version } = plenary;
  if (!version) return make("p", { class: "large" }, texts.say("nothing-stated"));
  const changed = plenary.changed?.length ?? 0;
  return make("div", {},
    make("p", { class: "large" }, texts.say(version.closes ? "stands-closed" : "stands-open", { entry: version.entry, key: version.key ?? "", versions: plenary.versions.length })),
    make("p", { class: "quiet" }, make("code", {}, version.id)),
    changed > 0 && make("p", { class: "wrong" }, texts.say("changed-since", { count: changed })));
}

function statement(hall: Hall, signer: Signer): HTMLElement {
  const { texts, plenary } = hall;
  const reason = make("select", { id: "reason" }, ...REASONS.map((one) => make("option", { value: one }, texts.say(`reason-${one}`))));
  const untyped = make("input", { id: "untyped", autocomplete: "off", maxlength: 2000 });
  const files = make("input", { id: "paper", type: "file", accept: "image/jpeg,image/png", multiple: true });
  const buttons = [false, true].map((closes) =>
    make("button", { type: "button", class: closes ? "main" : "", onclick: () => void say(closes) }, texts.say(closes ? "close" : "state-only")));
  const say = async (closes: boolean): Promise<void> => {
    for (const button of buttons) button.disabled = true;
    try {
      const taken: Photo[] = await chosen(files.files);
      const composed = await post<Composed>("/api/compose/plenary", {
        contest: plenary.contest, region: plenary.region, constituency: plenary.constituency, closes,
        reason: plenary.stands ? reason.value : null,
        untyped: untyped.value.trim() === "" ? null : untyped.value,
        evidence: taken.map(({ named }) => named),
      });
      const receipt = await state(signer, composed);
      hall.tell(texts.say("stated", { entry: receipt.entry }));
      for (const photo of taken) await send(photo).catch(() => hall.tell(texts.say("photo-later")));
      await hall.again();
    } catch (error) {
      hall.failed(error);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  };
  return make("div", { class: "narrow" },
    make("h2", {}, texts.say(plenary.stands ? "state-again" : "state-title")),
    make("p", {}, texts.say("state-explain")),
    plenary.stands ? make("p", { class: "asked" }, make("label", { for: "reason" }, texts.say("reason")), reason) : undefined,
    plenary.typed ? undefined : make("p", { class: "asked" }, make("label", { for: "untyped" }, texts.say("untyped")), untyped),
    make("p", { class: "asked" }, make("label", { for: "paper" }, texts.say("signed-paper")), files),
    make("div", { class: "buttons" }, ...buttons));
}

function prints(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const go = make("button", { type: "button", disabled: plenary.stands === null, onclick: () => {
    go.disabled = true;
    post(`${hall.path}/print${hall.query}`).then(() => hall.again(), (error: unknown) => hall.failed(error)).finally(() => (go.disabled = false));
  } }, texts.say("print"));
  const each = plenary.prints.map(({ address, sha256, statement, at, bytes }) =>
    make("li", {}, make("a", { href: address, target: "_blank", rel: "noopener" }, texts.say("print-of", { at: moment(texts, at), kilobytes: Math.ceil(bytes / 1000) })),
      statement === plenary.stands?.id ? "" : ` ${texts.say("print-old")}`, make("br"), make("code", {}, sha256)));
  return make("div", {}, make("h2", {}, texts.say("prints")), make("p", {}, texts.say("print-explain")), make("p", {}, go), make("ul", { class: "prints" }, ...each));
}
