// Objections and reports: by when they are answered, what came of them; written and answered by statements that the key in this
// browser signs. Everybody may read the words; the ledger has their salted hash.

import { type Shapes, get, post } from "./api.ts";
import { fill, make } from "./dom.ts";
import { type Holder, ownHeld } from "./held.ts";
import { send } from "./intake.ts";
import { signNote } from "./note.ts";
import { Photos } from "./photos.ts";
import { receipt } from "./receipt.ts";
import { saysTheSame, words } from "./said.ts";
import { signer } from "./signer.ts";
import { type Texts, moment } from "./texts.ts";

type Objection = Shapes["Objection"];
type Act = Shapes["Act"];

/** What a page gives that shows them. */
export interface Around extends Holder {
  readonly texts: Texts;
  readonly me: { name: string; acts: Act[] };
  /** Where the account's own key is made. */
  readonly keyPage: string;
  /** Shows the same anew. */
  again(): void;
  /** Says what went wrong. */
  failed(error: unknown): void;
}

const OUTCOMES = ["upheld", "rejected", "noted", "withdrawn"] as const;
const KINDS = ["objection", "finding", "error-report"] as const;

/** Every objection about a place and what lies in it; who may answers them here. */
export async function listed(around: Around, contest: string, place: string): Promise<HTMLElement> {
  const { texts } = around;
  const path = `/api/objections/${encodeURIComponent(contest)}/${encodeURIComponent(place)}`;
  const { objections, next, at } = await get<Shapes["Objections"]>(path);
  if (objections.length === 0) return make("p", { class: "large" }, texts.say("no-objections"));
  const list = make("div", {}, ...objections.map((one) => shown(around, one, at)));
  if (typeof next === "number") list.append(more(around, path, next));
  return list;
}

/** Those that did not fit into the answer, when they are asked for. */
function more(around: Around, path: string, from: number): HTMLElement {
  const button = make("button", { type: "button", onclick: () => {
    button.disabled = true;
    get<Shapes["Objections"]>(`${path}?from=${from}`).then(({ objections, next, at }) => {
      button.replaceWith(...objections.map((one) => shown(around, one, at)), ...(typeof next === "number" ? [more(around, path, next)] : []));
    }, (error: unknown) => {
      button.disabled = false;
      around.failed(error);
    });
  } }, around.texts.say("objections-more"));
  return button;
}

function shown(around: Around, one: Objection, at: number): HTMLElement {
  const { texts } = around;
  const { clock } = one;
  const late = one.answers.length === 0 && typeof clock?.due === "number" && clock.due < at;
  const due = clock?.until ? texts.say(`until-${clock.until}`) : clock?.due ? texts.say("due", { at: moment(texts, clock.due) }) : "";
  return make("section", { class: "difference objection", "aria-labelledby": one.id },
    make("h3", { id: one.id }, texts.say(`kind-${one.kind}`), ": ", one.place_name),
    make("p", { class: "quiet" }, texts.say("objection-by", { key: one.key, at: moment(texts, one.stated), entry: one.entry })),
    quoted(texts, one.text),
    pictures(around, one.photos),
    clock ? make("p", { class: late ? "wrong" : "" }, due, " ", make("small", { class: "quiet" }, clock.legal)) : undefined,
    ...one.answers.map((answer) => make("div", { class: "answer" },
      make("p", {}, make("strong", {}, texts.say(`outcome-${answer.outcome}`)), " ",
        make("small", { class: "quiet" }, texts.say("answered-by", { key: answer.key, at: moment(texts, answer.stated) }))),
      quoted(texts, answer.text), pictures(around, answer.photos))),
    around.me.acts.includes("answer") && answering(around, one));
}

function quoted(texts: Texts, said: Shapes["Said"] | null | undefined): HTMLElement {
  return said ? make("blockquote", {}, make("p", {}, said.text)) : make("p", { class: "quiet" }, texts.say("no-text"));
}

/** Its photos; who may not look at photos sees that there are some. */
function pictures({ texts, me }: Around, photos: Shapes["NamedPhoto"][]): HTMLElement | undefined {
  if (photos.length === 0) return undefined;
  const links = photos.map(({ sha256 }, at) => {
    const name = texts.say("objection-photo", { number: at + 1 });
    return make("li", {}, me.acts.includes("see") ? make("a", { href: `/api/photos/${sha256}`, target: "_blank", rel: "noopener" }, name) : name);
  });
  return make("ul", { class: "prints", "aria-label": texts.say("objection-photos") }, ...links);
}

function answering(around: Around, one: Objection): HTMLElement {
  const { texts } = around;
  const own = (part: string): string => `${part}-${one.id}`;
  const outcome = make("select", { id: own("outcome") }, ...OUTCOMES.map((word) => make("option", { value: word }, texts.say(`outcome-${word}`))));
  const text = make("textarea", { id: own("answer"), rows: 2, required: true, maxlength: 10_000, "aria-describedby": own("hint") });
  const photos = new Photos(texts, own("paper"), texts.say("objection-paper"), undefined, true);
  const place = make("div");
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    const chosen = OUTCOMES.find((word) => word === outcome.value) ?? "noted";
    const asked = { contest: one.contest, place: one.place, objection: one.id, outcome: chosen, text: text.value, evidence: photos.named };
    void sign(around, place, form, "answer", asked, photos, `${one.place_name}: ${texts.say(`outcome-${chosen}`)}`);
  } },
    make("p", { class: "asked" }, make("label", { for: outcome.id }, texts.say("outcome")), outcome),
    make("p", { class: "asked" }, make("label", { for: text.id }, texts.say("answer-text")), text,
      make("span", { class: "quiet", id: own("hint") }, texts.say("objection-text-hint"))),
    photos.element, make("p", { class: "buttons" }, make("button", { type: "submit" }, texts.say("objection-show"))));
  fill(place, form);
  return make("details", {}, make("summary", {}, texts.say("answer")), place);
}

/** A form in which somebody objects to what stands at a place, or reports something. */
export function objecting(around: Around, contest: string, code: string, name: string, stands: string | null): HTMLElement {
  const { texts } = around;
  const kind = make("select", { id: "kind" }, ...KINDS.map((word) => make("option", { value: word }, texts.say(`kind-${word}`))));
  const against = make("select", { id: "against" },
    ...(stands === null ? [] : [make("option", { value: stands }, texts.say("objection-against"))]),
    make("option", { value: "" }, texts.say("objection-against-none")));
  const text = make("textarea", { id: "objection-text", rows: 5, required: true, maxlength: 10_000, "aria-describedby": "objection-hint" });
  const photos = new Photos(texts, "objection-paper", texts.say("objection-paper"), undefined, true);
  const place = make("div");
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    const chosen = KINDS.find((word) => word === kind.value) ?? "objection";
    const asked = { contest, place: code, kind: chosen, against: against.value === "" ? null : against.value, text: text.value, evidence: photos.named };
    void sign(around, place, form, "objection", asked, photos, `${texts.say(`kind-${chosen}`)}: ${name}`);
  } },
    make("p", { class: "asked" }, make("label", { for: "kind" }, texts.say("objection-kind")), kind),
    make("p", { class: "asked" }, make("label", { for: "against" }, texts.say("objection-against-what")), against),
    make("p", { class: "asked" }, make("label", { for: "objection-text" }, texts.say("objection-text")), text,
      make("span", { class: "quiet", id: "objection-hint" }, texts.say("objection-text-hint"))),
    photos.element, make("p", { class: "buttons" }, make("button", { type: "submit", class: "main" }, texts.say("objection-show"))));
  fill(place, form);
  return make("section", {}, make("h2", {}, texts.say("objection-new")), place);
}

/** Shows the words before they are signed, signs them, sends their photos after them, and shows the receipt. */
async function sign(
  around: Around, place: HTMLElement, form: HTMLFormElement, kind: "objection" | "answer", asked: { text: string }, photos: Photos, about: string,
): Promise<void> {
  const { texts } = around;
  const submit = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (submit) submit.disabled = true;
  try {
    const [composed, held] = await Promise.all([post<Shapes["ToSign"]>(`/api/compose/${kind}`, asked), ownHeld(around).catch(() => undefined)]);
    const same = await saysTheSame(composed);
    const title = make("h3", { tabindex: -1 }, texts.say(kind === "answer" ? "answer-signs" : "objection-signs"));
    const go = make("button", { type: "button", class: "main", onclick: () => {
      if (!held) return;
      go.disabled = true;
      signNote(composed.text, held.name, held.key).then(send).then((got) => done(got), (error: unknown) => around.failed(error)).finally(() => (go.disabled = false));
    } }, texts.say("words-send"));
    const done = async (got: Shapes["Receipt"]): Promise<void> => {
      const kept = receipt(texts, { ...got, proof: got.proof ?? null });
      const wrong = make("p", { class: "wrong", role: "alert" });
      const again = make("button", { type: "button", onclick: () => void deliver() }, texts.say("try-again"));
      const deliver = async (): Promise<void> => {
        again.disabled = true;
        const all = await photos.send();
        again.disabled = false;
        again.hidden = all;
        fill(wrong, all ? "" : texts.say("words-photos-failed"));
      };
      again.hidden = true;
      fill(place, kept, photos.named.length > 0 && photos.element, wrong, make("p", { class: "buttons" }, again,
        make("button", { type: "button", class: "main", onclick: () => around.again() }, texts.say("words-done"))));
      kept.focus();
      await deliver();
    };
    fill(place, title,
      make("dl", { class: "facts" },
        make("dt", {}, texts.say("words-place")), make("dd", {}, about)), words(texts, composed),
      photos.named.length > 0 && photos.element,
      make("details", {}, make("summary", {}, texts.say("sign-whole")), make("pre", { class: "text", tabindex: 0 }, composed.text)),
      same ? signer(texts, held, around.keyPage) : make("p", { class: "wrong", role: "alert" }, texts.say("words-differ")),
      make("p", { class: "buttons" }, same && held?.state === "in" && go,
        make("button", { type: "button", onclick: () => {
          if (submit) submit.disabled = false;
          fill(place, form);
        } }, texts.say("cancel"))));
    title.focus();
  } catch (error) {
    around.failed(error);
  } finally {
    if (submit) submit.disabled = false;
  }
}
