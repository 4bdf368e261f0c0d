// The boxes of a form: one a number, filled by keyboard alone.
//
// A box that nobody has said anything of is not zero and not empty: it stays untyped until a figure, `x` (illegible) or `-`
// (empty on the paper) is in it.

import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { type Cell, type Cells, type Field, type Shape, label, paper, shortLabel } from "./form.ts";

const ILLEGIBLE = "x";
const EMPTY = "-";

interface Box {
  field: Field;
  input: HTMLInputElement;
  note: HTMLElement;
  section: number;
  line: number;
  column: number;
}

export interface BoxEvents {
  /** Something was typed. */
  changed(): void;
  /** A box has the focus. */
  at(field: Field): void;
  /** The focus left a section. */
  left(): void;
  /** Beyond the last box. */
  end(): void;
  /** The whole sheet is to be finalised. */
  finish(): void;
  /** A key that does nothing here, and why. */
  refused(text: string): void;
}

export class Boxes {
  readonly element: HTMLElement;
  readonly #boxes: Box[] = [];
  #now: Box | undefined;

  constructor(readonly texts: Texts, form: Shape, cells: Cells, readonly events: BoxEvents) {
    let section = 0;
    let line = 0;
    const pages = paper(texts, form).map((sheet) => {
      const sections = sheet.sections.map((one) => {
        section += 1;
        const lines = one.lines.map((each) => {
          line += 1;
          const boxes = each.fields.map((field, column) => this.#box(field, cells[field.name], section, line, column));
          if (boxes.length === 1) return make("div", { class: "line single" }, ...boxes);
          return make("fieldset", { class: "line" }, make("legend", {}, each.label), make("div", { class: "boxes" }, ...boxes));
        });
        return make("section", {}, make("h3", {}, one.title), ...lines);
      });
      const title = texts.say("page", { page: sheet.page, pages: form.pages });
      return make("section", { class: "paper" }, make("h2", {}, title), ...sections);
    });
    this.element = make("div", { class: "form" }, ...pages);
  }

  /** What is typed. */
  cells(): Cells {
    const cells: Cells = {};
    for (const { field, input } of this.#boxes) {
      const cell = read(input.value);
      if (cell !== undefined) cells[field.name] = cell;
    }
    return cells;
  }

  /** How many boxes there are, and how many of them something is said of. */
  count(): { typed: number; all: number } {
    return { typed: this.#boxes.filter(({ input }) => input.value !== "").length, all: this.#boxes.length };
  }

  /** The first box that nothing is said of. */
  untyped(): string | undefined {
    return this.#boxes.find(({ input }) => input.value === "")?.field.name;
  }

  focus(name: string | undefined): void {
    (this.#boxes.find((box) => box.field.name === name) ?? this.#boxes[0])?.input.focus();
  }

  /** Says of the box that has the focus why there is no figure, and goes on. */
  say(cell: "illegible" | "empty"): void {
    const box = this.#now;
    if (!box) return;
    this.#put(box, cell === "illegible" ? ILLEGIBLE : EMPTY);
    this.#go(box, 1);
  }

  /** Marks boxes whose checks fail: their names, and the ids of the texts that say why. */
  mark(failing: Map<string, string[]>): void {
    for (const box of this.#boxes) {
      const why = failing.get(box.field.name);
      box.input.classList.toggle("failing", why !== undefined);
      if (why) box.input.setAttribute("aria-describedby", [box.note.id, ...why].join(" "));
      else box.input.setAttribute("aria-describedby", box.note.id);
      this.#noted(box);
    }
  }

  #box(field: Field, cell: Cell | undefined, section: number, line: number, column: number): HTMLElement {
    const id = `box-${field.name.replaceAll(".", "-")}`;
    const note = make("span", { class: "note", id: `${id}-note` });
    const input = make("input", {
      id, type: "text", inputmode: "numeric", autocomplete: "off", autocorrect: "off", spellcheck: "false",
      enterkeyhint: "next", size: Math.max(field.digits, 3), "aria-describedby": note.id,
    });
    input.value = typeof cell === "number" ? String(cell) : cell === "illegible" ? ILLEGIBLE : cell === "empty" ? EMPTY : "";
    const box: Box = { field, input, note, section, line, column };
    this.#boxes.push(box);
    input.addEventListener("beforeinput", (event) => this.#before(box, event));
    input.addEventListener("input", () => {
      const cleaned = clean(input.value, field.digits);
      if (cleaned !== input.value) input.value = cleaned;
      this.#noted(box);
      this.events.changed();
    });
    input.addEventListener("focus", () => {
      if (this.#now && this.#now.section !== section) this.events.left();
      this.#now = box;
      input.select();
      this.events.at(field);
    });
    input.addEventListener("blur", () => {
      input.classList.toggle("untyped", input.value === "");
      this.#noted(box);
    });
    input.addEventListener("keydown", (event) => this.#key(box, event));
    this.#noted(box);
    const short = shortLabel(this.texts, field);
    const full = label(this.texts, field);
    const shown = make("label", { for: id }, short);
    if (short !== full) input.setAttribute("aria-label", full);
    return make("div", { class: "box" }, shown, input, note);
  }

  #before(box: Box, event: InputEvent): void {
    const text = event.data;
    if (event.isComposing || text === null || !event.inputType.startsWith("insert")) return;
    if (text.toLowerCase() === ILLEGIBLE || text === EMPTY) {
      event.preventDefault();
      this.#put(box, text.toLowerCase());
    } else if (!/^[0-9]+$/.test(text)) {
      if (event.inputType !== "insertFromPaste") {
        event.preventDefault();
        this.events.refused(this.texts.say("digits-only"));
      }
    } else if (read(box.input.value) === "illegible" || read(box.input.value) === "empty") {
      // A figure takes the word's place.
      box.input.value = "";
    } else {
      const { selectionStart, selectionEnd, value } = box.input;
      const left = value.length - ((selectionEnd ?? 0) - (selectionStart ?? 0));
      if (left + text.length > box.field.digits) {
        event.preventDefault();
        this.events.refused(this.texts.say("too-many-digits", { digits: box.field.digits }));
      }
    }
  }

  #put(box: Box, value: string): void {
    box.input.value = value;
    box.input.classList.remove("untyped");
    this.#noted(box);
    this.events.changed();
  }

  #noted({ input, note }: Box): void {
    const cell = read(input.value);
    const word = typeof cell === "string" ? this.texts.say(`cell-${cell}`)
      : cell === undefined && input.classList.contains("untyped") ? this.texts.say("not-typed") : "";
    note.textContent = input.classList.contains("failing") ? `⚠ ${word}` : word;
  }

  #key(box: Box, event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.metaKey) return;
    const { selectionStart, selectionEnd, value } = box.input;
    const steps: Record<string, () => void> = {
      Enter: () => {
        if (!event.ctrlKey) this.#go(box, event.shiftKey ? -1 : 1);
        // A key that is held down does not answer what it has just been asked.
        else if (!event.repeat) this.events.finish();
      },
      ArrowDown: () => this.#line(box, 1),
      ArrowUp: () => this.#line(box, -1),
    };
    if (!event.shiftKey && selectionEnd === value.length) steps.ArrowRight = () => this.#go(box, 1);
    if (!event.shiftKey && selectionStart === 0) steps.ArrowLeft = () => this.#go(box, -1);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  #go(from: Box, by: 1 | -1): void {
    const next = this.#boxes[this.#boxes.indexOf(from) + by];
    if (next) next.input.focus();
    else if (by > 0) this.events.end();
  }

  /** The line below or above, in the same column where it has one. */
  #line(from: Box, by: 1 | -1): void {
    const line = this.#boxes.filter((box) => box.line === from.line + by);
    const next = line.find((box) => box.column === from.column) ?? line.at(-1);
    if (next) next.input.focus();
    else if (by > 0) this.events.end();
  }
}

function read(value: string): Cell | undefined {
  if (value === "") return undefined;
  if (value === ILLEGIBLE) return "illegible";
  return value === EMPTY ? "empty" : Number(value);
}

/** What may stand in a box of so many digits. */
function clean(value: string, digits: number): string {
  if (value === ILLEGIBLE || value === EMPTY) return value;
  return value.replace(/[^0-9]/g, "").slice(0, digits);
}
