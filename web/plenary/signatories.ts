// Who was to sign the paper: who did, and who did not and why. It stands in the words that are published with what closes.

import type { Shapes } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";

type Signatory = Shapes["SentSignatory"];

interface Row {
  readonly name: HTMLInputElement;
  readonly office: HTMLInputElement;
  readonly refused: HTMLInputElement;
}

function text(box: HTMLInputElement): string {
  return box.value.trim();
}

/** Rows to write them in. */
export class Signatories {
  readonly element: HTMLElement;
  readonly #list = make("div");
  readonly #rows: Row[] = [];

  constructor(readonly texts: Texts) {
    this.element = make("fieldset", { class: "signatories" }, make("legend", {}, texts.say("signatories")),
      make("p", { class: "quiet" }, texts.say("signatories-explain")), this.#list,
      make("p", { class: "buttons" }, make("button", { type: "button", class: "small", onclick: () => this.#add().name.focus() }, texts.say("signatory-add"))));
    this.#add();
  }

  /** What was written; rows in which nothing is are none. */
  get said(): Signatory[] {
    return this.#written().map(({ name, office, refused }) => ({ name: text(name), office: text(office), refused: text(refused) || null }));
  }

  /** Whether somebody is written down, and everybody with name and office; else it goes to what is missing. */
  whole(): boolean {
    const rows = this.#written();
    const boxes = (rows.length > 0 ? rows : this.#rows).flatMap(({ name, office }) => [name, office]);
    const missing = boxes.find((box) => text(box) === "");
    missing?.focus();
    return missing === undefined;
  }

  #written(): Row[] {
    return this.#rows.filter((row) => Object.values(row).some((box: HTMLInputElement) => text(box) !== ""));
  }

  #add(): Row {
    const input = (maxlength: number): HTMLInputElement => make("input", { autocomplete: "off", maxlength });
    const row = { name: input(200), office: input(200), refused: input(2_000) };
    this.#rows.push(row);
    this.#show();
    return row;
  }

  #show(): void {
    const { texts } = this;
    fill(this.#list, ...this.#rows.map((row, at) => {
      const asked = (word: "name" | "office" | "refused"): HTMLElement => {
        const id = `signatory-${word}-${at + 1}`;
        row[word].id = id;
        return make("p", { class: "asked" }, make("label", { for: id }, texts.say(`signatory-${word}`)), row[word]);
      };
      return make("div", { class: "signatory" }, asked("name"), asked("office"), asked("refused"),
        this.#rows.length > 1 && make("button", { type: "button", class: "small", "aria-label": texts.say("signatory-drop", { number: at + 1 }), onclick: () => {
          this.#rows.splice(at, 1);
          this.#show();
        } }, texts.say("signatory-drop-this")));
    }));
  }
}
