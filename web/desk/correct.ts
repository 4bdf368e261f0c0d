// A station's sheet with everything that was stated of it: corrected, taken back, or decided on.

import { Problem, type Shapes, get, post } from "../common/api.ts";
import { judge } from "../common/checks.ts";
import { fill, make } from "../common/dom.ts";
import { Boxes } from "./boxes.ts";
import { compared } from "./compare.ts";
import { findings } from "./findings.ts";
import { type Cell, type Cells, label } from "./form.ts";
import type { Failing } from "./keeper.ts";
import { type Office, type Page, type Role, roleName, roles, word } from "./office.ts";
import { Photos } from "./photo.ts";
import { explained, isProblem } from "../common/problems.ts";
import { type Reason, type ToSign, signing } from "./signing.ts";
import { type Rule, type Stated, type Version, condition, contestName, photosOf, shape, stated, station } from "./stated.ts";

/** Which station, then which contest, then its sheet. */
export async function correct(office: Office, rest: string | undefined): Promise<Page> {
  const [code, contest] = (rest ?? "").split("/");
  if (!code) return which(office, "");
  const { texts } = office;
  let at;
  try {
    at = await station(code);
  } catch (error) {
    if (isProblem(error, "no-place")) return which(office, code);
    throw error;
  }
  const only = at.contests.length === 1 ? at.contests[0]?.contest : undefined;
  const chosen = contest ?? only;
  if (chosen === undefined) {
    const each = at.contests.map(({ contest, name }) => make("li", {}, make("a", { href: `#/correct/${code}/${contest}` }, word(texts, name) || contest)));
    return { title: at.place, body: make("div", {}, make("p", {}, texts.say("correct-contest")), make("ul", { class: "choices" }, ...each)) };
  }
  const [sheet, { reasons }, names] = await Promise.all([stated(chosen, code), get<{ reasons: Reason[] }>("/api/reasons"), roles()]);
  const page = new Correct(office, sheet, reasons, names);
  return { title: `${contestName(texts, at, chosen)} · ${at.place}`, body: page.body, shown: () => page.start() };
}

function which(office: Office, given: string): Page {
  const { texts } = office;
  const code = make("input", { id: "station", inputmode: "numeric", autocomplete: "off", required: true, value: given, "aria-describedby": "station-hint" });
  const form = make("form", {
    class: "narrow",
    onsubmit: (event) => {
      event.preventDefault();
      office.go(`#/correct/${encodeURIComponent(code.value.replace(/\s/g, ""))}`);
    },
  }, make("p", { class: "asked" }, make("label", { for: "station" }, texts.say("station-code")), code,
    make("span", { class: "quiet", id: "station-hint" }, texts.say("station-hint"))),
  given !== "" && make("p", { class: "wrong", role: "alert" }, texts.say("problem-no-place", { detail: given })),
  make("p", {}, make("button", { class: "main" }, texts.say("correct-look"))));
  return { title: texts.say("correct"), body: make("div", {}, make("p", {}, texts.say("correct-explain")), form), shown: () => code.focus() };
}

class Correct {
  readonly body = make("div");

  constructor(readonly office: Office, readonly sheet: Stated, readonly reasons: Reason[], readonly names: Role[]) {}

  /** What was stated, and what can be done about it. */
  start(): void {
    const { office, sheet } = this;
    const { texts } = office;
    const photos = new Photos(texts, photosOf(sheet));
    const title = make("h2", { tabindex: -1 }, texts.say("stated"));
    const versions = [...sheet.versions].sort((one, other) => Number(other.id === sheet.stands) - Number(one.id === sheet.stands));
    // Each has a letter: its column is as narrow as its figures.
    const figures = versions.filter(({ values }) => values !== null);
    const letters = new Map(figures.map(({ id }, at) => [id, letter(at)]));
    const columns = figures.map(({ id, values }) => ({ head: letters.get(id) ?? "", cells: values ?? {} }));
    const table = columns.length > 0 && compared(texts, shape(sheet), columns, texts.say("stated"), (field) => photos.show(field.page, field.name));
    const list = versions.map((version) => make("li", {}, make("strong", {}, letters.get(version.id) ?? "–"), this.#head(version)));
    const others = versions.filter(({ id, values }) => values !== null && id !== sheet.stands);
    const decides = office.me.acts.includes("resolve");
    const act = (id: string, step: () => void): HTMLButtonElement => make("button", { type: "button", onclick: step }, texts.say(id));
    fill(this.body, make("div", { class: "beside" }, photos.element, make("div", { class: "typed" }, title,
      make("p", {}, `${condition(texts, sheet).join(". ")}.`),
      list.length > 0 ? make("ul", { class: "versions" }, ...list) : make("p", {}, texts.say("nothing-stated")),
      table && table.element,
      make("p", { class: "buttons" },
        decides && act(sheet.stands === null ? "correct-first" : "correct-figures", () => this.#figures()),
        decides && (others.length > 0 || sheet.stands !== null) && act("correct-ruling", () => this.#ruling(others)),
        decides && sheet.stands !== null && act("correct-withdraw", () => this.#withdraw()),
        office.me.acts.includes("redact") && act("correct-redact", () => void this.#redact())))));
    title.focus();
  }

  /** Who stated it, when, and why. */
  #head({ id, role, at, reason, values }: Version): HTMLElement {
    const { texts } = this.office;
    const why = reason === null ? "" : word(texts, this.reasons.find((one) => one.id === reason)?.text) || reason;
    return make("span", { class: "version" }, make("strong", {}, role === null ? "?" : roleName(texts, this.names, role)),
      id === this.sheet.stands && make("span", { class: "good" }, texts.say("stands")),
      values === null && make("span", {}, texts.say("took-back")),
      make("span", { class: "quiet" }, [time(texts.language, at), why].filter((part) => part !== "").join(" · ")));
  }

  /** New figures in the boxes of the form, those that stand in them already. */
  #figures(): void {
    const { office, sheet } = this;
    const { texts } = office;
    const form = shape(sheet);
    const photos = new Photos(texts, photosOf(sheet));
    const found = make("div", { class: "findings", tabindex: -1 });
    const wrong = make("p", { class: "wrong", role: "alert" });
    const check = (): void => {
      const cells = boxes.cells();
      const fails = failing(form.checks, cells);
      const marked = new Map<string, string[]>();
      for (const { check } of fails) {
        for (const name of form.checks.find(({ id }) => id === check)?.fields ?? []) marked.set(name, [...(marked.get(name) ?? []), `finding-${check}`]);
      }
      boxes.mark(marked);
      fill(found, fails.length > 0 && make("h3", {}, texts.say("findings", { count: fails.length })),
        fails.length > 0 && findings(texts, form, fails, cells, (name) => boxes.focus(name)),
        fails.length > 0 && make("p", {}, texts.say("correct-as-paper")));
    };
    const boxes = new Boxes(texts, form, typeable(sheet.values ?? {}), {
      changed: () => check(),
      at: (field) => photos.show(field.page, field.name),
      left: () => undefined,
      end: () => (why?.select ?? go).focus(),
      finish: () => void show(),
      refused: (text) => office.tell(text),
    });
    const why = sheet.stands === null ? undefined : this.#reason("supersede");
    const show = async (): Promise<void> => {
      const missing = boxes.untyped();
      if (missing !== undefined) {
        const field = form.fields.find(({ name }) => name === missing);
        boxes.focus(missing);
        return office.tell(texts.say("untyped", { field: field ? label(texts, field) : missing }));
      }
      if (why && why.select.value === "") {
        why.select.focus();
        return office.tell(texts.say("reason-missing"));
      }
      await this.#sign(wrong, "sheet", { cells: boxes.cells(), ...(why && { reason: why.select.value, text: why.more.value }) });
    };
    const go = make("button", { type: "button", class: "main", onclick: () => void show() }, texts.say("correct-show"));
    fill(this.body, make("div", { class: "beside" }, photos.element, make("div", { class: "typed" },
      make("h2", {}, texts.say(sheet.stands === null ? "correct-first" : "correct-figures")), make("p", {}, texts.say("correct-figures-explain")),
      boxes.element, found, why?.element, wrong, make("p", { class: "buttons" }, go, this.#back()))));
    check();
    boxes.focus(boxes.untyped());
  }

  #withdraw(): void {
    const { texts } = this.office;
    const why = this.#reason("withdrawal");
    this.#asked("correct-withdraw", [make("p", {}, texts.say("correct-withdraw-explain")), why.element], (wrong) =>
      this.#sign(wrong, "withdrawal", { reason: why.select.value, text: why.more.value }));
  }

  /** A photo taken out of what is shown, with the reason. */
  async #redact(): Promise<void> {
    const { office: { texts }, sheet } = this;
    let photos: Shapes["SheetPhoto"][] = [];
    try {
      photos = (await get<Shapes["SheetPhotos"]>(photosOf(sheet))).photos.filter(({ held }) => held);
    } catch (error) {
      if (isProblem(error, "no-session")) return this.office.over();
      if (!(error instanceof Problem)) throw error;
      return this.office.tell(explained(texts, error));
    }
    if (photos.length === 0) return this.office.tell(texts.say("photo-none-yet"));
    const which = photos.map(({ sha256, page }) => make("div", { class: "way" },
      make("input", { type: "radio", name: "photo", id: `photo-${sha256}`, value: sha256, required: true }),
      make("label", { for: `photo-${sha256}` }, texts.say("photo-page", { page: page ?? "?" }),
        make("img", { class: "crop", src: `/api/photos/${sha256}`, alt: "" }))));
    const why = this.#reason("redaction");
    const set = make("fieldset", {}, make("legend", {}, texts.say("correct-redact-which")), ...which);
    this.#asked("correct-redact", [make("p", {}, texts.say("correct-redact-explain")), set, why.element], (wrong) =>
      this.#sign(wrong, "redaction", { sha256: set.querySelector<HTMLInputElement>("input:checked")?.value, reason: why.select.value }));
  }

  #ruling(others: Version[]): void {
    const { office: { texts }, sheet } = this;
    const standing = sheet.versions.filter(({ id }) => id === sheet.stands);
    const ways = [...standing, ...others].filter(({ values }) => values !== null).map((version) => make("div", { class: "way" },
      make("input", { type: "radio", name: "stands", id: `stands-${version.id}`, value: version.id, required: true }),
      make("label", { for: `stands-${version.id}` }, this.#head(version))));
    const why = this.#reason("ruling");
    const set = make("fieldset", {}, make("legend", {}, texts.say("correct-which")), ...ways);
    this.#asked("correct-ruling", [make("p", {}, texts.say("correct-ruling-explain")), set, why.element], (wrong) =>
      this.#sign(wrong, "ruling", { stands: set.querySelector<HTMLInputElement>("input:checked")?.value, reason: why.select.value, text: why.more.value }));
  }

  /** A short form beside the photos, that ends in a text to sign. */
  #asked(title: string, boxes: HTMLElement[], then: (wrong: HTMLElement) => Promise<void>): void {
    const { office: { texts }, sheet } = this;
    const wrong = make("p", { class: "wrong", role: "alert" });
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        void then(wrong);
      },
    }, ...boxes, wrong, make("p", { class: "buttons" }, make("button", { class: "main" }, texts.say("correct-show")), this.#back()));
    fill(this.body, make("div", { class: "beside" }, new Photos(texts, photosOf(sheet)).element, make("div", { class: "typed" }, make("h2", {}, texts.say(title)), form)));
    form.querySelector<HTMLElement>("input, select")?.focus();
  }

  /** A reason of the list, and where a statement has room for it what else is said. */
  #reason(use: string): { element: HTMLElement; select: HTMLSelectElement; more: HTMLTextAreaElement } {
    const { texts } = this.office;
    // That two people typed it is said by the desk, of what two people typed; what a plenary corrects is corrected on its page, with a photo.
    const elsewhere = use === "supersede" ? ["typed-twice", "plenary-correction", "recount"] : ["typed-twice"];
    const fitting = this.reasons.filter(({ id, uses }) => uses.includes(use) && !elsewhere.includes(id));
    const select = make("select", { id: "reason", required: true }, make("option", { value: "" }, texts.say("reason-choose")),
      ...fitting.map(({ id, text }) => make("option", { value: id }, word(texts, text) || id)));
    const more = make("textarea", { id: "said-too", rows: 2, maxlength: 10_000, "aria-describedby": "said-too-hint" });
    return { select, more, element: make("div", {},
      make("p", { class: "asked" }, make("label", { for: "reason" }, texts.say("reason")), select),
      use !== "redaction" && make("p", { class: "asked" }, make("label", { for: "said-too" }, texts.say("correct-text")), more,
        make("span", { class: "quiet", id: "said-too-hint" }, texts.say("correct-text-hint")))) };
  }

  #back(): HTMLButtonElement {
    return make("button", { type: "button", onclick: () => this.start() }, this.office.texts.say("cancel"));
  }

  async #sign(wrong: HTMLElement, kind: ToSign["kind"], said: object): Promise<void> {
    const { office, sheet } = this;
    const { contest, station } = sheet;
    wrong.textContent = "";
    try {
      const text = await post<ToSign>(`/api/compose/${kind}`, { contest, ...(kind === "redaction" ? { place: station } : { station }), ...said });
      const more = (): HTMLElement => make("p", {}, make("button", { type: "button", onclick: () => office.go(`#/correct/${station}/${contest}`) }, office.texts.say("correct-again")));
      await signing(office, this.body, sheet, text, this.reasons, more, this.#back());
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      if (!(error instanceof Problem)) throw error;
      wrong.textContent = explained(office.texts, error);
    }
  }
}

/** What can stand in a box; of other reasons why there is no figure a person says anew what the paper has. */
function typeable(cells: Cells): Cells {
  const fits = (cell: Cell): boolean => typeof cell === "number" || cell === "illegible" || cell === "empty";
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => fits(cell)));
}

/** Checks that fail on these figures. */
function failing(checks: Rule[], cells: Cells): Failing[] {
  const values = Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, typeof cell === "number" ? cell : undefined]));
  return checks.flatMap(({ id, hard, rule }) => {
    const said = judge(rule, values);
    return said.says === "fails" ? [{ check: id, hard, sides: [String(said.left), String(said.right)] as [string, string] }] : [];
  });
}

/** A, B, … and from the 27th on A1, B1, … */
function letter(at: number): string {
  const turn = Math.floor(at / 26);
  return `${String.fromCharCode(65 + (at % 26))}${turn > 0 ? turn : ""}`;
}

function time(language: string, at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}
