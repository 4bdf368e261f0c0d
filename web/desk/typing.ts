// Typing sheets: the next one is claimed, typed by keyboard beside its photos, checked, finalised; then the next.

import { type Shapes, get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { Boxes } from "./boxes.ts";
import { findings } from "./findings.ts";
import { type Cells, type Form, heading, label } from "./form.ts";
import { type Held, Keeper, begun, forget, held } from "./keeper.ts";
import { type Office, type Page, moment } from "./office.ts";
import { Photos } from "./photo.ts";
import { again, explained, isProblem } from "../common/problems.ts";

type Claimed = Shapes["Claimed"];

/** `next` goes on with what was begun in this browser, then claims the next sheet; without anything it says how it goes. */
export async function typing(office: Office, which: string | undefined): Promise<Page> {
  const { texts } = office;
  if (which === undefined) return waiting(office);
  try {
    const claimed = which === "next" ? await next(office) : await claim(office, Number(which));
    if (which === "next") history.replaceState(null, "", `#/typing/${claimed.sheet}`);
    const form = await get(`/api/sheets/${claimed.sheet}/form`);
    return new Typing(office, claimed, form).page;
  } catch (error) {
    if (isProblem(error, "no-session", "change-password")) throw error;
    return between(office, texts.say("typing"), explained(texts, error));
  }
}

async function claim(office: Office, sheet: number): Promise<Claimed> {
  try {
    return await post(`/api/sheets/${sheet}/claim`);
  } catch (error) {
    if (lost(error)) forget(office.about.election, office.me.name, sheet);
    throw error;
  }
}

async function next(office: Office): Promise<Claimed> {
  for (const sheet of begun(office.about.election, office.me.name)) {
    try {
      return await claim(office, sheet);
    } catch (error) {
      // Somebody else has it, or is done with it: that is said, and the next one comes.
      if (!lost(error) && !isProblem(error, "others")) throw error;
      office.tell(explained(office.texts, error));
    }
  }
  return post("/api/sheets/next");
}

/** Whether a sheet is nobody's to type any more, whatever is done. */
function lost(error: unknown): boolean {
  return isProblem(error, "done", "waits-for-decision", "same-person", "others-correction", "has-seen", "no-sheet", "not-your-region");
}

/** Before the first sheet: how it goes. */
function waiting(office: Office): Page {
  const { texts } = office;
  const keys = ["keys-enter", "keys-back", "keys-arrows", "keys-illegible", "keys-empty", "keys-finish"];
  const list = make("ul", {}, ...keys.map((id) => make("li", {}, texts.say(id))));
  const page = between(office, texts.say("typing"), texts.say("typing-explain"));
  page.body.append(make("h2", {}, texts.say("keys")), list);
  return page;
}

/** Between two sheets: what came of the last, and the way to the next. */
function between(office: Office, title: string, text: string): Page {
  const next = make("button", { type: "button", class: "main", onclick: () => office.go("#/typing/next") }, office.texts.say("next-sheet"));
  return {
    title,
    body: make("div", { class: "narrow" }, make("p", { role: "status" }, text), make("p", {}, next)),
    shown: () => next.focus(),
  };
}

class Typing {
  readonly page: Page;
  readonly #keeper: Keeper;
  readonly #boxes: Boxes;
  readonly #photos: Photos;
  readonly #standing = make("p", { class: "standing" });
  readonly #count = make("p", { class: "quiet" });
  readonly #findings = make("div", { class: "findings", tabindex: -1 });
  readonly #body = make("div");
  readonly #finish: HTMLButtonElement;
  /** The figures of which was asked whether they stand so on the paper. */
  #asked = "";
  #finishing = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly office: Office, readonly claimed: Claimed, readonly form: Form) {
    const { texts, about, me } = office;
    const kept = held(about.election, me.name, claimed.sheet);
    // What the desk has is newer, unless this browser still holds what it could not send.
    const cells = kept?.unsent ? kept.cells : (claimed.saved ?? {});
    const from: Held = { cells, at: kept?.at ?? "", unsent: kept?.unsent ?? false };
    this.#keeper = new Keeper(about.election, me.name, claimed.sheet, from, () => this.#moved());
    this.#photos = new Photos(texts, `/api/sheets/${claimed.sheet}/photos`, texts.say("photo-none"));
    this.#boxes = new Boxes(texts, form, cells, {
      changed: () => this.#changed(),
      at: (field) => {
        this.#keeper.focus(field.name);
        this.#photos.show(field.page, field.name);
      },
      left: () => void this.#save(),
      end: () => this.#finish.focus(),
      finish: () => void this.#finalise(),
      refused: (text) => office.tell(text),
    });
    const { title, where } = heading(texts, form);
    const words = (cell: "illegible" | "empty", key: string): HTMLButtonElement =>
      // Keeps the focus in the box, and out of the way of who types by keyboard.
      make("button", { type: "button", tabindex: -1, onmousedown: (event) => event.preventDefault(), onclick: () => this.#boxes.say(cell) },
        make("kbd", {}, key), ` ${texts.say(`cell-${cell}`)}`);
    this.#finish = make("button", { type: "button", class: "main", onclick: () => void this.#finalise() }, texts.say("finalise"));
    this.#finish.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp") this.#boxes.focus(form.fields.at(-1)?.name);
    });
    const back = make("button", { type: "button", class: "small", onclick: () => void this.#giveBack() }, texts.say("give-back"));
    const foot = make("div", { class: "foot" },
      make("div", { class: "state" }, this.#standing, this.#count),
      make("div", { class: "buttons" }, words("illegible", "x"), words("empty", "-"), this.#finish));
    const typed = make("div", { class: "typed" }, this.#boxes.element, this.#findings, foot);
    fill(this.#body, make("div", { class: "place" }, make("p", { class: "quiet" }, where), back), make("div", { class: "beside" }, this.#photos.element, typed));
    this.#body.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey && !event.repeat && !event.defaultPrevented) {
        event.preventDefault();
        void this.#finalise();
      }
    });
    this.page = {
      title,
      body: this.#body,
      leave: () => this.#leave(),
      shown: () => {
        this.#boxes.focus(from.at || this.#boxes.untyped());
        this.#moved();
        if (from.unsent) void this.#save();
      },
    };
  }

  /** Saves; what the desk does not take is shown where the standing is. */
  async #save(): Promise<boolean> {
    clearTimeout(this.#quiet);
    try {
      await this.#keeper.save();
      this.#mark();
      return true;
    } catch (error) {
      if (isProblem(error, "no-session")) this.office.over();
      return false;
    }
  }

  #changed(): void {
    const at = document.activeElement?.id.replace(/^box-/, "") ?? "";
    this.#keeper.change(this.#boxes.cells(), this.form.fields.find((field) => field.name.replaceAll(".", "-") === at)?.name ?? "");
    this.#counted();
    // Who stops in the middle of a section is not left unsaved.
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#save(), 15_000);
  }

  #counted(): void {
    this.#count.textContent = this.office.texts.say("typed-of", this.#boxes.count());
  }

  /** Says how far the keeping is. */
  #moved(): void {
    if (!this.page) return;
    const { texts } = this.office;
    this.#counted();
    const standing = this.#keeper.standing;
    const said = (id: string, ...more: (Node | string)[]): void => fill(this.#standing, texts.say(id), ...more);
    this.#standing.className = `standing ${standing.is}`;
    switch (standing.is) {
      case "kept":
        return said("standing-kept", ` ${moment(texts, Date.now())}`);
      case "changed":
        return said("standing-changed");
      case "sending":
        return said("standing-sending");
      case "waiting": {
        const text = `${explained(texts, standing.error)} ${texts.say("standing-waiting")}`;
        this.office.tell(text);
        return fill(this.#standing, text, " ", this.#retry());
      }
      case "refused": {
        if (isProblem(standing.error, "no-session")) return said("standing-changed");
        const text = explained(texts, standing.error);
        this.office.tell(text);
        const go = lost(standing.error)
          ? make("button", { type: "button", class: "small", onclick: () => void this.#drop() }, texts.say("next-sheet"))
          : this.#retry();
        return fill(this.#standing, text, " ", go);
      }
    }
  }

  #retry(): HTMLButtonElement {
    return make("button", { type: "button", class: "small", onclick: () => void this.#save() }, this.office.texts.say("try-again"));
  }

  /** Marks the boxes of checks that fail, and says what does not fit. */
  #mark(): void {
    const { failing } = this.#keeper;
    const cells = this.#boxes.cells();
    const marked = new Map<string, string[]>();
    for (const one of failing) {
      for (const name of this.form.checks.find((check) => check.id === one.check)?.fields ?? []) {
        marked.set(name, [...(marked.get(name) ?? []), `finding-${one.check}`]);
      }
    }
    this.#boxes.mark(marked);
    const list = findings(this.office.texts, this.form, failing, cells, (name) => this.#boxes.focus(name));
    if (failing.length === 0) fill(this.#findings);
    else fill(this.#findings, make("h3", {}, this.office.texts.say("findings", { count: failing.length })), list, this.#asking());
  }

  /** Once somebody wants to finalise: whether the paper is so. */
  #asking(): HTMLElement | undefined {
    const { texts } = this.office;
    if (this.#asked !== JSON.stringify(this.#boxes.cells())) return undefined;
    const yes = make("button", { type: "button", class: "main", onclick: () => void this.#finalise() }, texts.say("so-on-paper"));
    const first = this.#keeper.failing.flatMap((one) => this.form.checks.find((check) => check.id === one.check)?.fields ?? [])[0];
    const no = make("button", { type: "button", onclick: () => this.#boxes.focus(first) }, texts.say("look-again"));
    return make("div", { class: "asking" }, make("p", {}, texts.say("so-on-paper-explain")), make("div", { class: "buttons" }, no, yes));
  }

  async #finalise(): Promise<void> {
    if (this.#finishing) return;
    const { office, form } = this;
    const { texts } = office;
    const missing = this.#boxes.untyped();
    if (missing !== undefined) {
      const field = form.fields.find((one) => one.name === missing);
      this.#boxes.focus(missing);
      return office.tell(texts.say("untyped", { field: field ? label(texts, field) : missing }));
    }
    this.#finishing = true;
    try {
      if (!(await this.#save())) return;
      const now = JSON.stringify(this.#boxes.cells());
      // Asked once about these figures, and answered by finalising them again.
      if (this.#keeper.failing.length > 0 && this.#asked !== now) {
        this.#asked = now;
        this.#mark();
        this.#findings.scrollIntoView({ block: "start" });
        this.#findings.focus({ preventScroll: true });
        return office.tell(texts.say("findings", { count: this.#keeper.failing.length }));
      }
      const state = await this.#finalised();
      this.#gone();
      // Who typed it does not sign it: a third person does.
      this.#show(texts.say(`became-${state}`));
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      if (isProblem(error, "not-claimed", "nothing-saved")) {
        // The desk was started anew between the two: what is typed is sent again, and the sheet claimed.
        this.#keeper.change(this.#boxes.cells(), "");
        this.#finishing = false;
        if (await this.#save()) return this.#finalise();
        return;
      }
      if (lost(error)) {
        this.#gone();
        return this.#show(explained(texts, error));
      }
      office.tell(explained(texts, error));
    } finally {
      this.#finishing = false;
    }
  }

  /** Finalises what is saved; a desk that does not answer or is busy is asked a few times. */
  async #finalised(): Promise<string> {
    for (let tries = 0; ; tries += 1) {
      try {
        return (await post(`/api/sheets/${this.claimed.sheet}/finalise`)).state;
      } catch (error) {
        const ms = again(error, tries);
        if (ms === undefined || tries === 4) throw error;
        this.office.tell(`${explained(this.office.texts, error)} ${this.office.texts.say("finalise-again")}`);
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    }
  }

  async #giveBack(): Promise<void> {
    if (!(await this.#save())) return;
    try {
      await post(`/api/sheets/${this.claimed.sheet}/give-back`);
      this.#gone();
      this.office.go("#/typing");
    } catch (error) {
      if (isProblem(error, "no-session")) return this.office.over();
      this.office.tell(explained(this.office.texts, error));
    }
  }

  async #drop(): Promise<void> {
    this.#gone();
    this.office.go("#/typing/next");
  }

  /** The sheet is not this person's any more: nothing of it is kept here. */
  #gone(): void {
    void this.#keeper.end();
    clearTimeout(this.#quiet);
    forget(this.office.about.election, this.office.me.name, this.claimed.sheet);
    this.page.leave = async () => undefined;
  }

  #show(text: string, more: HTMLElement | false = false): void {
    const page = between(this.office, this.page.title, text);
    if (more) page.body.append(more);
    fill(this.#body, page.body);
    history.replaceState(null, "", "#/typing");
    page.shown?.();
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#quiet);
    await this.#keeper.end();
  }
}
