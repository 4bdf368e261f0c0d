// The form as somebody types it from the paper: one column at a time, blind to the sums, by keyboard alone.
//
// A box that nobody has said anything of is not zero and not empty: the form is kept once a figure, `x` (illegible) or `-` (empty on
// the paper) is in every box of every column. Until then what is typed stays in this browser, also when it is closed.

import { type Shapes, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Field, type Hall, type View, word } from "./data.ts";

const ILLEGIBLE = "x";
const EMPTY = "-";

/** A column of the paper. */
interface Column {
  /** Code of its region; none: the sums. */
  region: string;
  name: string;
}

/** What was typed: boxes by their fields, of each column by its region. */
type Boxes = Record<string, Record<string, string>>;

const SUMS = "";

/** What this browser holds of a form that was begun here and not kept yet. */
class Draft {
  readonly #key: string;
  readonly boxes: Boxes;

  constructor({ about, me, plenary }: Hall) {
    const whose = [plenary.contest, plenary.region, plenary.constituency ?? ""].join("/");
    this.#key = `saksi-plenary:${about.election}:${me.name}:${whose}`;
    this.boxes = read(localStorage.getItem(this.#key));
  }

  get begun(): boolean {
    return Object.values(this.boxes).some((column) => Object.values(column).some((box) => box !== ""));
  }

  put(column: Column, field: Field, value: string): void {
    (this.boxes[column.region] ??= {})[field.name] = value;
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.boxes));
    } catch {
      // A browser that keeps nothing: then what is typed is on the page alone.
    }
  }

  forget(): void {
    localStorage.removeItem(this.#key);
  }
}

function read(kept: string | null): Boxes {
  try {
    return kept === null ? {} : (JSON.parse(kept) as Boxes);
  } catch {
    return {};
  }
}

/** Whether somebody has begun to type it in this browser. */
export function isBegun(hall: Hall): boolean {
  return new Draft(hall).begun;
}

/** Typing the whole form; what was typed here before is in its boxes. */
export function typing(hall: Hall): View {
  const form = new Form(hall);
  return { body: form.element, shown: () => form.begin() };
}

class Form {
  readonly element: HTMLElement;
  readonly #columns: Column[];
  readonly #draft: Draft;
  readonly #which = make("select", { id: "typed-column" });
  readonly #name = make("h3", { "aria-live": "polite" });
  readonly #far = make("p", { class: "quiet" });
  readonly #cells = make("div", { class: "cells" });
  readonly #wrong = make("p", { class: "wrong", role: "alert" });
  readonly #next: HTMLButtonElement;
  #inputs: { field: Field; input: HTMLInputElement; said: () => void }[] = [];
  #now = 0;
  /** The box that had the focus: what the buttons say is said of it. */
  #box: HTMLInputElement | undefined;

  constructor(readonly hall: Hall) {
    const { texts, plenary } = hall;
    const below = plenary.columns.map(({ region, name }) => ({ region, name }));
    this.#columns = [...below, { region: SUMS, name: texts.say("column-sums") }];
    this.#draft = new Draft(hall);
    this.#which.addEventListener("change", () => this.#show(this.#which.selectedIndex));
    this.#next = make("button", { type: "submit", class: "main" });
    const step = (by: number, name: string, sign: string): HTMLElement =>
      make("button", { type: "button", class: "step", "aria-label": texts.say(name), title: texts.say(name), onclick: () => this.#show(this.#now + by) }, sign);
    const one = below.length === 0;
    this.element = make("form", { class: "typing", autocomplete: "off", onsubmit: (event) => {
      event.preventDefault();
      if (this.#now + 1 < this.#columns.length) this.#show(this.#now + 1);
      else void this.#keep();
    } },
      make("h2", {}, texts.say("type-title")),
      make("p", {}, texts.say("type-explain")),
      make("p", { class: "quiet keys" }, texts.say("type-keys")),
      make("div", { class: "turn", hidden: one },
        step(-1, "column-before", "‹"), make("div", { class: "which" }, this.#name, this.#far), step(1, "column-after", "›")),
      make("p", { class: "asked", hidden: one }, make("label", { for: "typed-column" }, texts.say("column")), this.#which),
      this.#cells,
      make("div", { class: "foot" }, this.#wrong,
        make("div", { class: "buttons" }, this.#says(ILLEGIBLE, "illegible"), this.#says(EMPTY, "empty"), this.#next,
          make("button", { type: "button", onclick: () => hall.go("differences") }, texts.say("type-later")))));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Goes to the first box that nothing is said of. */
  begin(): void {
    const open = this.#columns.findIndex((column) => this.#open(column) > 0);
    this.#show(Math.max(open, 0));
  }

  /** How many boxes of a column nothing is said of. */
  #open({ region }: Column): number {
    const boxes = this.#draft.boxes[region] ?? {};
    return this.hall.plenary.fields.filter(({ name }) => !boxes[name]).length;
  }

  /** A button for who has no such key on the telephone. */
  #says(sign: string, name: string): HTMLElement {
    // The focus stays in its box.
    return make("button", { type: "button", tabindex: -1, onmousedown: (event) => event.preventDefault(), onclick: () => {
      const input = this.#box;
      if (!input) return;
      input.value = sign;
      input.dispatchEvent(new Event("input"));
      this.#step(input, 1);
    } }, make("kbd", {}, sign), ` ${this.hall.texts.say(`unread-${name}`)}`);
  }

  #show(which: number): void {
    const column = this.#columns[which];
    if (!column) return;
    const { texts, plenary } = this.hall;
    this.#now = which;
    fill(this.#wrong);
    fill(this.#name, column.region === SUMS ? column.name : texts.say("column-of", { name: column.name }));
    fill(this.#far, texts.say("column-far", { number: which + 1, all: this.#columns.length }));
    fill(this.#next, texts.say(which + 1 < this.#columns.length ? "column-next" : "keep-typed"));
    this.#inputs = plenary.fields.map((field) => this.#input(column, field));
    fill(this.#cells, ...this.#inputs.map(({ field, input }) =>
      make("p", { class: "cell" },
        make("label", { for: input.id }, make("span", { class: "number" }, field.item), word(texts, field.label, field.name)),
        make("span", { class: "said", id: `${input.id}-said` }), input)));
    for (const { said } of this.#inputs) said();
    this.#told();
    (this.#inputs.find(({ input }) => input.value === "") ?? this.#inputs[0])?.input.focus();
  }

  #input(column: Column, field: Field): { field: Field; input: HTMLInputElement; said: () => void } {
    const { texts } = this.hall;
    const id = `typed-${field.name}`;
    const input = make("input", { id, inputmode: "numeric", autocomplete: "off", spellcheck: "false", enterkeyhint: "next", "aria-describedby": `${id}-said` });
    let before = this.#draft.boxes[column.region]?.[field.name] ?? "";
    input.value = before;
    const said = (): void => {
      const place = document.getElementById(`${id}-said`);
      if (place) fill(place, input.value === ILLEGIBLE ? texts.say("unread-illegible") : input.value === EMPTY ? texts.say("unread-empty") : "");
    };
    input.addEventListener("input", () => {
      const value = clean(input.value);
      const long = value.length > field.digits;
      if (long) this.hall.tell(texts.say("too-many-digits", { digits: field.digits }));
      else before = value;
      if (input.value !== before) input.value = before;
      input.classList.remove("untyped");
      this.#draft.put(column, field, before);
      said();
      this.#told();
    });
    input.addEventListener("focus", () => {
      this.#box = input;
      input.select();
    });
    return { field, input, said };
  }

  /** How far each column is. */
  #told(): void {
    const { texts, plenary } = this.hall;
    const all = plenary.fields.length;
    fill(this.#which, ...this.#columns.map((column, at) => {
      const open = this.#open(column);
      const far = open === 0 ? texts.say("column-whole") : texts.say("column-part", { typed: all - open, all });
      return make("option", { selected: at === this.#now }, `${column.name}: ${far}`);
    }));
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      return this.#show(this.#now + (event.key === "PageDown" ? 1 : -1));
    }
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const step = event.key === "Enter" ? (event.shiftKey ? -1 : 1) : event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    this.#step(box, step);
  }

  /** The next box; after a column's last the next column, and after the last of all the button that keeps. */
  #step(from: HTMLInputElement, by: 1 | -1): void {
    const place = this.#inputs.findIndex(({ input }) => input === from);
    const next = this.#inputs[place + by]?.input;
    if (next) next.focus();
    else if (by > 0 && this.#now + 1 < this.#columns.length) this.#show(this.#now + 1);
    else if (by > 0) this.#next.focus();
  }

  async #keep(): Promise<void> {
    const { hall } = this;
    const { texts, plenary } = hall;
    const open = this.#columns.reduce((sum, column) => sum + this.#open(column), 0);
    if (open > 0) {
      this.begin();
      for (const { input } of this.#inputs) input.classList.toggle("untyped", input.value === "");
      fill(this.#wrong, texts.say("boxes-open", { count: open }));
      return this.#box?.scrollIntoView({ block: "center" });
    }
    const typed = ({ region }: Column): Record<string, Shapes["SentCell"]> =>
      Object.fromEntries(plenary.fields.map(({ name }) => [name, cell(this.#draft.boxes[region]?.[name] ?? "")]));
    const columns = this.#columns.filter(({ region }) => region !== SUMS);
    this.#next.disabled = true;
    try {
      await post(`${hall.path}/typed${hall.query}`, {
        cells: typed({ region: SUMS, name: "" }),
        columns: Object.fromEntries(columns.map((column) => [column.region, typed(column)])),
      });
      this.#draft.forget();
      hall.go("differences");
    } catch (error) {
      hall.failed(error);
    } finally {
      this.#next.disabled = false;
    }
  }
}

/** What a box says. */
function cell(box: string): Shapes["SentCell"] {
  return box === ILLEGIBLE ? "illegible" : box === EMPTY || box === "" ? "empty" : Number(box);
}

/** What may stand in a box: digits, or the one sign that was typed last. */
function clean(value: string): string {
  const last = value.slice(-1).toLowerCase();
  return last === ILLEGIBLE || last === EMPTY ? last : value.replace(/[^0-9]/g, "");
}
