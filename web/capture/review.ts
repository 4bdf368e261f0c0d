// What was read, beside the photo: the officer confirms what is doubtful, or types what the paper says. Checks that fail are
// explained at once; what the paper says stays what is stated. Without the reader everything is typed, right here.

import { judge, type Check } from "../common/checks.ts";
import { fill, make } from "../common/dom.ts";
import { button, contestName, go, said, show, where, type App, type Leave, type Screen } from "./app.ts";
import { Pictures, crop } from "./crop.ts";
import { figures, newSheet, pagesOf, settled, type ContestForm, type Entry, type FormField, type Sheet, type Shot } from "./model.ts";
import type { FieldRead, Read } from "./reader.ts";
import { formsOf } from "./stations.ts";

export const review: Screen = async (app, contest = "", code = app.enrolment?.scope ?? "") => {
  const { texts, store, enrolment } = app;
  const station = await formsOf(app, code);
  const form = station?.contests.find((one) => one.contest === contest);
  if (!station || !form || !enrolment) return go("home");
  const fresh = newSheet(enrolment.ledger, station, contest);
  const sheet = (await store.sheet(fresh.key)) ?? fresh;
  if (sheet === fresh) await store.keepSheet(sheet);
  if (sheet.progress.is !== "open") return go("receipt", sheet.key);
  const title = texts.say("review-title", { contest: contestName(app, contest) });
  show(app, title, where(app, "camera", contest, code).join("/"), said(texts.say("review-reading")));
  const read = await readSheet(app, sheet);
  const kept = (await store.sheet(sheet.key)) ?? sheet;
  return new Review(app, form, kept, read).begin(title);
};

/** The photos that the reader took for pages of this form, and that are here. */
function readable(sheet: Sheet): Shot[] {
  return sheet.shots.filter((shot) => shot.seen && shot.delivery !== "lost");
}

/** Reads the photos together, and makes entries of what was read; what a person said stays. */
async function readSheet(app: App, sheet: Sheet): Promise<Read | undefined> {
  const seen = readable(sheet);
  if (seen.length === 0) return undefined;
  const photos = [];
  for (const { sha256, page } of seen) {
    const blob = await app.store.photo(sha256);
    if (blob) photos.push({ name: `page${page}`, blob });
  }
  const answer = await app.reader.read(photos, sheet.station, app.stations.get(sheet.station)?.tables);
  if (answer.is !== "read") return undefined;
  const of = seen.map(({ sha256 }) => sha256).join(" ");
  await app.store.change(sheet.key, (kept) => {
    if (kept.read === of) return;
    kept.read = of;
    for (const [name, field] of Object.entries(answer.read.fields)) {
      const before = kept.entries[name];
      const person = before !== undefined && (before.says === "unread" || before.by === "person");
      if (person) continue;
      const entry = entryOf(field);
      if (entry) kept.entries[name] = entry;
      else delete kept.entries[name];
    }
  });
  return answer.read;
}

/** What the reader doesn't see is no entry: never a zero, and never unread before a person said so. */
function entryOf({ value, confidence, accept }: FieldRead): Entry | undefined {
  return value === null ? undefined : { says: "figure", value, by: "machine", confidence, sure: accept === "yes", confirmed: false };
}

/** Checks that don't hold of the figures so far. */
export function failing(form: ContestForm, entries: Record<string, Entry>): { check: Check; left: bigint; right: bigint }[] {
  const values = figures(entries);
  return form.checks.flatMap((check) => {
    const outcome = judge(check.rule, values);
    return outcome.says === "fails" ? [{ check, left: outcome.left, right: outcome.right }] : [];
  });
}

/** A failed check in a sentence, with the two numbers. */
export function explained(app: App, { check, left, right }: { check: Check; left: bigint; right: bigint }): string {
  return app.texts.say(check.hard ? "check-fails" : "check-unusual", {
    check: check.text[app.texts.language], left: String(left), right: String(right),
  });
}

class Review {
  readonly #rows = new Map<string, { row: HTMLElement; input: HTMLInputElement; state: HTMLElement; act: HTMLElement }>();
  readonly #faults = make("ul", { class: "faults" });
  readonly #faultsTitle = make("h2", {});
  readonly #bar: HTMLButtonElement;
  readonly #pictures = new Pictures();
  #kept: Promise<unknown> = Promise.resolve();

  constructor(readonly app: App, readonly form: ContestForm, readonly sheet: Sheet, readonly read: Read | undefined) {
    this.#bar = button("", () => this.#forward(), "main");
  }

  begin(title: string): Leave {
    const { app, form, sheet } = this;
    const { texts } = app;
    const sections = pagesOf(form).map((page) => make(
      "section",
      {},
      make("h2", {}, texts.say("page", { page })),
      this.#photo(page),
      ...form.fields.filter((field) => field.page === page).map((field) => this.#row(field)),
    ));
    show(
      app,
      title,
      where(app, "camera", form.contest, this.sheet.station).join("/"),
      make("p", {}, texts.say(this.read ? "review-about" : "review-about-typed")),
      ...sections,
      make("section", { "aria-live": "polite" }, this.#faultsTitle, this.#faults),
      make("div", { class: "bar" }, this.#bar),
    );
    this.#update();
    void this.#crops();
    return () => this.#pictures.close();
  }

  #photo(page: number): HTMLElement | undefined {
    const { texts, store } = this.app;
    const shot = this.sheet.shots.find((one) => one.page === page);
    if (!shot || shot.delivery === "lost") return make("p", { class: "help" }, texts.say(shot ? "page-photo-lost" : "page-no-photo"));
    const details = make("details", { class: "photo" }, make("summary", {}, texts.say("page-photo", { page })));
    details.addEventListener("toggle", () => void (async () => {
      if (!details.open || details.querySelector("img")) return;
      const blob = await store.photo(shot.sha256);
      if (!blob) return;
      const url = URL.createObjectURL(blob);
      const image = make("img", { alt: texts.say("page-photo", { page }), src: url });
      image.addEventListener("load", () => URL.revokeObjectURL(url));
      details.append(make("div", { class: "pan", tabindex: "0" }, image));
    })());
    return details;
  }

  #row(field: FormField): HTMLElement {
    const { texts } = this.app;
    const id = `f-${field.name.replaceAll(".", "-")}`;
    const input = make("input", {
      id, name: field.name, inputmode: "numeric", pattern: "[0-9]*", autocomplete: "off", maxlength: Math.max(field.digits, 1),
      "aria-describedby": `${id}-state`,
    });
    const state = make("span", { id: `${id}-state`, class: "state" });
    const act = make("span", { class: "acts" });
    input.addEventListener("input", () => {
      const digits = input.value.replace(/[^0-9]/g, "");
      if (digits !== input.value) input.value = digits;
      this.#enter(field.name, digits === "" ? undefined : { says: "figure", value: Number(digits), by: "person" });
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#after(field.name);
    });
    const row = make("div", { class: "field" },
      make("label", { for: id }, field.label[texts.language]),
      make("div", { class: "crop" }),
      make("div", { class: "value" }, input, act),
      state);
    this.#rows.set(field.name, { row, input, state, act });
    return row;
  }

  async #crops(): Promise<void> {
    const { read, sheet, app, form } = this;
    if (!read) return;
    const seen = readable(sheet);
    for (const field of form.fields) {
      const found = read.fields[field.name];
      const shot = found?.photo == null ? undefined : seen[found.photo];
      const row = this.#rows.get(field.name)?.row.querySelector(".crop");
      if (!found || !shot || !row) continue;
      const picture = await this.#pictures.get(shot.sha256, () => app.store.photo(shot.sha256));
      if (!picture) continue;
      const described = app.texts.say("crop-of", { field: field.label[app.texts.language] });
      // The words say what the digits say; where there is doubt both are shown.
      const ways = found.accept === "yes" ? [found.evidence.boxes] : [found.evidence.boxes, found.evidence.words];
      for (const way of ways) if (way?.crop) row.append(crop(picture, way.crop, described));
    }
  }

  #enter(name: string, entry: Entry | undefined): void {
    if (entry) this.sheet.entries[name] = entry;
    else delete this.sheet.entries[name];
    const entries = this.sheet.entries;
    this.#kept = this.#kept.then(() => this.app.store.change(this.sheet.key, (kept) => { kept.entries = entries; }));
    this.#update();
  }

  #update(): void {
    const { app, form, sheet } = this;
    const { texts } = app;
    const faults = failing(form, sheet.entries);
    const at = new Set(faults.filter(({ check }) => check.hard).flatMap(({ check }) => check.fields));
    for (const [name, { row, input, state, act }] of this.#rows) {
      const entry = sheet.entries[name];
      const how = howOf(entry);
      if (row.dataset["state"] !== how || row.dataset["fault"] !== String(at.has(name))) {
        row.dataset["state"] = how;
        row.dataset["fault"] = String(at.has(name));
        this.#acts(name, act, how, entry);
      }
      const text = entry?.says === "figure" ? String(entry.value) : "";
      if (input.value !== text && document.activeElement !== input) input.value = text;
      const words = [texts.say(`field-${how}`), ...(at.has(name) ? [texts.say("field-fault")] : [])].join(" ");
      if (state.textContent !== words) state.textContent = words;
    }
    this.#faultsTitle.textContent = faults.length === 0 ? "" : texts.say("faults-title", { count: faults.length });
    fill(this.#faults, ...faults.map((fault) => make("li", { "data-hard": String(fault.check.hard) }, explained(app, fault))));
    const open = form.fields.filter(({ name }) => !settled(sheet.entries[name])).length;
    this.#bar.textContent = open > 0 ? texts.say("review-next", { open }) : texts.say("review-done");
    this.#bar.dataset["open"] = String(open);
  }

  #acts(name: string, act: HTMLElement, how: How, entry: Entry | undefined): void {
    const { texts } = this.app;
    const unread = (why: "empty" | "illegible") =>
      button(texts.say(`mark-${why}`), () => this.#enter(name, { says: "unread", why }), "quiet");
    switch (how) {
      case "doubt":
        return fill(act, button(texts.say("confirm"), () => {
          if (entry?.says === "figure" && entry.by === "machine") this.#enter(name, { ...entry, confirmed: true });
          this.#after(name);
        }));
      case "open":
        return fill(act, unread("empty"), unread("illegible"));
      case "empty":
      case "illegible":
        return fill(act, button(texts.say("mark-not"), () => this.#enter(name, undefined), "quiet"));
      case "sure":
      case "confirmed":
      case "typed":
        return fill(act);
    }
  }

  /** On to the next field that needs a person, from this one. */
  #after(name: string): void {
    const names = this.form.fields.map((field) => field.name);
    const from = names.indexOf(name) + 1;
    const next = [...names.slice(from), ...names.slice(0, from)].find((one) => !settled(this.sheet.entries[one]));
    if (next === undefined) this.#bar.focus();
    else this.#focus(next);
  }

  #focus(name: string): void {
    const { row, input } = this.#rows.get(name) ?? {};
    row?.scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
  }

  #forward(): void {
    const open = this.form.fields.find(({ name }) => !settled(this.sheet.entries[name]));
    if (open) this.#focus(open.name);
    else void this.#kept.then(() => go(...where(this.app, "sign", this.form.contest, this.sheet.station)));
  }
}

type How = "sure" | "doubt" | "confirmed" | "typed" | "open" | "empty" | "illegible";

function howOf(entry: Entry | undefined): How {
  if (entry === undefined) return "open";
  if (entry.says === "unread") return entry.why;
  if (entry.by === "person") return "typed";
  return entry.confirmed ? "confirmed" : entry.sure ? "sure" : "doubt";
}
