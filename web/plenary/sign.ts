// A text before it is signed: what stands, what will stand, where they differ, the photos; then one button signs it with the key in
// this browser, and the receipt is there to be taken away. Where a committee's key is on another machine the text is carried there
// and back by hand.

import type { Shapes } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Held, ownHeld } from "../common/held.ts";
import { type Receipt, send } from "../common/intake.ts";
import { signNote } from "../common/note.ts";
import { explained } from "../common/problems.ts";
import { receipt } from "../common/receipt.ts";
import { saysTheSame, words } from "../common/said.ts";
import { signer } from "../common/signer.ts";
import { type Field, type Figures, type Hall, told, word } from "./data.ts";
import type { Named } from "../common/photos.ts";

/** A text that the desk wrote, and what there is to be seen of it. */
export interface Asked {
  readonly composed: Shapes["ToSign"];
  /** What it does, in words. */
  readonly title: string;
  /** Why. */
  readonly reason: string | null;
  /** Whose figures: a station's or the region's. */
  readonly place: string;
  readonly fields: readonly Field[];
  /** Figures that stand now; none: nothing does. */
  readonly stands: Figures | null;
  readonly photos: readonly Named[];
}

/** Whoever was to sign did not. */
export class Cancelled extends Error {}

interface Said {
  values?: Record<string, number>;
  unread?: Record<string, string>;
  supersedes?: string;
}

/** Shows it, has it signed, hands it in, and gives the receipt once that was seen. */
export async function state(hall: Hall, asked: Asked): Promise<Receipt> {
  const [held, same] = await Promise.all([ownHeld(hall).catch(() => undefined), saysTheSame(asked.composed)]);
  return new Promise((resolve, reject) => new Signing(hall, asked, held, same, resolve, () => reject(new Cancelled())).show());
}

class Signing {
  readonly #dialog: HTMLDialogElement;
  readonly #wrong = make("p", { class: "wrong", role: "alert" });
  #receipt: Receipt | undefined;

  constructor(readonly hall: Hall, readonly asked: Asked, readonly held: Held | undefined, readonly same: boolean, readonly done: (receipt: Receipt) => void, readonly left: () => void) {
    this.#dialog = make("dialog", { "aria-labelledby": "sign-title" });
    this.#dialog.addEventListener("close", () => {
      this.#dialog.remove();
      if (this.#receipt) this.done(this.#receipt);
      else this.left();
    });
  }

  show(): void {
    const { asked, held, same, hall: { texts } } = this;
    const said = JSON.parse(asked.composed.text.split("\n")[1] ?? "{}") as Said;
    const isIn = held?.state === "in";
    const go = make("button", { type: "button", class: "main", onclick: () => {
      if (held) void this.#busy(go, signNote(asked.composed.text, held.name, held.key));
    } }, texts.say("sign-go"));
    const facts: [string, string | HTMLElement][] = [["sign-place", asked.place]];
    if (asked.reason !== null) facts.push(["reason", texts.say(`reason-${asked.reason}`)]);
    if (said.supersedes !== undefined) facts.push(["sign-replaces", make("code", {}, said.supersedes)]);
    fill(this.#dialog,
      make("h2", { id: "sign-title", tabindex: -1 }, asked.title),
      make("dl", { class: "facts" }, ...facts.flatMap(([name, fact]) => [make("dt", {}, texts.say(name)), make("dd", {}, fact)])),
      compared(this.hall, asked, figures(asked.fields, said)),
      words(texts, asked.composed),
      asked.photos.length > 0 && make("div", { class: "shots" }, ...asked.photos.map(({ sha256, page }) =>
        make("figure", {}, make("img", { src: `/api/photos/${sha256}`, alt: texts.say("page", { page }) }), make("figcaption", {}, texts.say("page", { page }))))),
      make("details", {}, make("summary", {}, texts.say("sign-whole")), make("pre", { class: "text", tabindex: 0 }, asked.composed.text)),
      same && this.#elsewhere(),
      // Always in sight, however long what is to be seen before it.
      make("div", { class: "foot" },
        same ? signer(texts, held, "/#/key") : make("p", { class: "wrong", role: "alert" }, texts.say("words-differ")), this.#wrong,
        make("div", { class: "buttons" }, same && isIn && go, make("button", { type: "button", onclick: () => this.#dialog.close() }, texts.say("cancel")))));
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.querySelector<HTMLElement>("h2")?.focus();
  }

  /** By a program on another machine: the text is copied there, and what it makes of it is pasted here. */
  #elsewhere(): HTMLElement {
    const { asked: { composed: { text } }, hall: { texts } } = this;
    const shown = make("textarea", { id: "sign-text", readonly: true, rows: 5 }, text);
    const note = make("textarea", { id: "sign-note", rows: 5, spellcheck: "false" });
    const go = make("button", { type: "button", onclick: () => {
      const signed = `${note.value.trim()}\n`;
      // A note is its text, an empty line, and signatures: another text is another statement.
      if (signed.startsWith(`${text}\n— `)) void this.#busy(go, Promise.resolve(signed));
      else fill(this.#wrong, texts.say("sign-other"));
    } }, texts.say("sign-send"));
    return make("details", { class: "elsewhere" },
      make("summary", {}, texts.say("sign-elsewhere")),
      make("p", {}, texts.say("sign-explain")),
      make("label", { for: "sign-text" }, texts.say("sign-text")), shown,
      make("p", {}, make("button", { type: "button", class: "small", onclick: () => void navigator.clipboard.writeText(text) }, texts.say("sign-copy"))),
      make("label", { for: "sign-note" }, texts.say("sign-note")), note,
      make("div", { class: "buttons" }, go));
  }

  async #busy(button: HTMLButtonElement, note: Promise<string>): Promise<void> {
    const { texts } = this.hall;
    fill(this.#wrong);
    button.disabled = true;
    try {
      const got = await send(await note);
      this.#receipt = got;
      const shown = receipt(texts, got);
      fill(this.#dialog, make("h2", { id: "sign-title", class: "unseen" }, this.asked.title), shown,
        make("div", { class: "buttons" }, make("button", { type: "button", class: "main", onclick: () => this.#dialog.close() }, texts.say("sign-done"))));
      shown.focus();
    } catch (error) {
      fill(this.#wrong, explained(texts, error));
    } finally {
      button.disabled = false;
    }
  }
}

/** Figures as a text states them; a group that is unread is said by its name alone. */
function figures(fields: readonly Field[], { values = {}, unread = {} }: Said): Figures {
  const why = (name: string): string | null => {
    const group = Object.keys(unread).find((one) => name === one || name.startsWith(`${one}.`));
    return group === undefined ? null : (unread[group] ?? null);
  };
  return Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? why(name)]));
}

/** What stands beside what will; what is the same on both is folded away. */
function compared({ texts }: Hall, { fields, stands }: Asked, will: Figures): HTMLElement {
  const differ = fields.filter(({ name }) => (stands?.[name] ?? null) !== will[name]);
  const row = (field: Field): HTMLElement => {
    const different = stands !== null && differ.includes(field);
    const shown = told(texts, will[field.name]);
    return make("tr", { class: different ? "different" : "" },
      make("th", { scope: "row" }, different && make("span", { "aria-hidden": "true" }, "≠ "), make("span", { class: "number" }, field.item), word(texts, field.label, field.name)),
      stands !== null && make("td", { class: "figure" }, told(texts, stands[field.name])),
      make("td", { class: "figure" }, different ? make("mark", {}, shown) : shown));
  };
  const table = (rows: readonly Field[]): HTMLElement => make("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": texts.say("will-stand") },
    make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.say("item")),
      stands !== null && make("th", { scope: "col", class: "figure" }, texts.say("stands-now")),
      make("th", { scope: "col", class: "figure" }, texts.say("will-stand")))), make("tbody", {}, ...rows.map(row))));
  if (stands === null) return make("div", {}, make("p", {}, texts.say("nothing-stands")), table(fields));
  return make("div", {},
    make("p", { class: differ.length > 0 ? "large" : "good" }, texts.say("differ-count", { count: differ.length })),
    differ.length > 0 && table(differ),
    make("details", {}, make("summary", {}, texts.say("all-figures")), table(fields)));
}
