// What was stated without a network, carried from desk to desk as a file: taken away at one, brought in at the other. Notes first in their
// order, photos and texts as they stand in the file; each is answered, and what is refused is told with why. Done again it adds nothing.

import { Problem, get, post, postText } from "../common/api.ts";
import { about, lengthSent, pieces, WrongFile, type Piece } from "../common/carried.ts";
import { fill, make } from "../common/dom.ts";
import { parseNote } from "../common/note.ts";
import { again, explained, isProblem } from "../common/problems.ts";
import { statementId } from "../common/statement.ts";
import type { Texts } from "../common/texts.ts";
import { upload } from "../common/upload.ts";
import type { Office, Page } from "./office.ts";
import { scrolled } from "./table.ts";

export function carry(office: Office): Page {
  const { texts } = office;
  const bringing = new Bringing(office);
  const body = make("div", {}, make("p", {}, texts.say("carry-explain")), away(texts), bringing.element);
  return { title: texts.say("carry"), body, leave: () => bringing.leave() };
}

/** The file is made by the desk while it is saved: it may be larger than this machine's memory. */
function away(texts: Texts): HTMLElement {
  const link = make("a", { class: "button main", href: "/api/carry/0", download: true }, texts.say("carry-away"));
  const from = make("input", {
    id: "from", type: "number", min: 0, step: 1, value: 0, inputmode: "numeric",
    oninput: () => link.setAttribute("href", `/api/carry/${Math.max(Math.trunc(from.valueAsNumber) || 0, 0)}`),
  });
  return make("section", { class: "narrow" }, make("h2", {}, texts.say("carry-away-title")), make("p", {}, texts.say("carry-away-explain")), make("p", {}, link),
    make("details", {}, make("summary", {}, texts.say("carry-from")),
      make("p", { class: "asked" }, make("label", { for: "from" }, texts.say("carry-from-entry")), from)));
}

/** Notes of one request at most, and their length in it. */
const NOTES = 50;
const LENGTH = 180 * 1024;

/** Times something is asked for again before that is told. */
const TRIES = 8;

type Counts = Record<"new" | "known" | "refused", number>;

/** The page was left, or the session is over: nothing more is sent. */
class Left extends Error {}

class Bringing {
  readonly element: HTMLElement;
  readonly #file: HTMLInputElement;
  readonly #go: HTMLButtonElement;
  readonly #state = make("p", { role: "status", "aria-live": "polite" });
  readonly #told = make("div");
  #left = false;
  #running: Promise<void> | undefined;
  #counts: Record<"notes" | "photos" | "texts", Counts> = none();
  #refused: [what: string, why: string][] = [];
  #conflicts: { contest: string; place: string; what: string }[] = [];
  #waiting: { entry: number; note: string }[] = [];
  #length = 0;

  constructor(readonly office: Office) {
    const { texts } = office;
    this.#file = make("input", { id: "file", type: "file", accept: ".tar,application/x-tar", required: true });
    this.#go = make("button", { class: "main" }, texts.say("carry-in"));
    const form = make("form", {
      class: "narrow",
      onsubmit: (event) => {
        event.preventDefault();
        const file = this.#file.files?.[0];
        if (file) this.#running = this.#bring(file);
      },
    }, make("p", { class: "asked" }, make("label", { for: "file" }, texts.say("carry-file")), this.#file), make("p", {}, this.#go));
    this.element = make("section", {}, make("h2", {}, texts.say("carry-in-title")), make("p", {}, texts.say("carry-in-explain")), form, this.#state, this.#told);
  }

  async leave(): Promise<void> {
    this.#left = true;
    await this.#running;
  }

  async #bring(file: File): Promise<void> {
    const { office, office: { texts } } = this;
    this.#go.disabled = true;
    [this.#counts, this.#refused, this.#conflicts, this.#waiting, this.#length] = [none(), [], [], [], 0];
    fill(this.#told);
    this.#state.className = "";
    this.#progress();
    let wrong = "";
    try {
      for await (const piece of pieces(file)) await this.#take(piece);
      await this.#send();
    } catch (error) {
      if (error instanceof Left) return;
      if (isProblem(error, "no-session")) return office.over();
      // A stick that was pulled out says so by an error of the browser's.
      wrong = error instanceof WrongFile ? texts.say(`carry-wrong-${error.wrong}`)
        : error instanceof DOMException ? texts.say("carry-wrong-cut-off") : explained(texts, error);
    } finally {
      this.#go.disabled = false;
    }
    this.#state.className = wrong !== "" || this.#refused.length > 0 ? "wrong" : "good";
    this.#state.textContent = wrong !== "" ? wrong : texts.say(this.#refused.length > 0 ? "carry-some-refused" : "carry-all-in", { count: this.#refused.length });
    this.#show();
  }

  async #take(piece: Piece): Promise<void> {
    const { texts } = this.office;
    switch (piece.kind) {
      case "head": {
        const { notes: [first = ""] } = await this.#insist(() => get("/api/notes/0"));
        const note = parseNote(first);
        if (!note || (await statementId(note.text)) !== piece.ledger) throw new WrongFile("election");
        return;
      }
      case "note": {
        const length = lengthSent(piece.note);
        // The desk would refuse the others of the request with it; no statement is so long.
        if (length > LENGTH) return this.#refuse(piece, this.#why("statement-length", ""));
        if (this.#waiting.length >= NOTES || this.#length + length > LENGTH) await this.#send();
        this.#waiting.push(piece);
        this.#length += length;
        return;
      }
      case "photo":
        await this.#send();
        return this.#one("photos", texts.say("carry-photo", { hash: piece.sha256.slice(0, 16) }), () => upload(piece.blob, piece.sha256, "image/jpeg"));
      case "text":
        await this.#send();
        return this.#one("texts", texts.say("carry-text", { id: piece.statement.slice(0, 16) }),
          () => postText(`/api/statements/${piece.statement}/text`, "text/plain", piece.text));
    }
  }

  /** The notes that wait, in one request. */
  async #send(): Promise<void> {
    const sent = this.#waiting;
    if (sent.length === 0) return;
    [this.#waiting, this.#length] = [[], 0];
    const { taken, conflicts } = await this.#insist(() => post("/api/notes", { notes: sent.map(({ note }) => note) }));
    taken.forEach((one, at) => {
      const { entry, note } = sent[at] ?? { entry: 0, note: "" };
      if ("code" in one) this.#refuse({ entry, note }, this.#why(one.code, one.detail));
      else this.#counts.notes[one.new ? "new" : "known"] += 1;
    });
    for (const one of conflicts) {
      if (!this.#conflicts.some(({ contest, place, what }) => contest === one.contest && place === one.place && what === one.what)) this.#conflicts.push(one);
    }
    this.#progress();
  }

  #refuse({ entry, note }: { entry: number; note: string }, why: string): void {
    this.#counts.notes.refused += 1;
    this.#refused.push([`${this.office.texts.say("carry-entry", { entry: String(entry) })} ${about(note)}`, why]);
  }

  /** A photo or a text; what the desk has against it is told, and keeps nothing else out. */
  async #one(kind: "photos" | "texts", name: string, bring: () => Promise<unknown>): Promise<void> {
    try {
      await this.#insist(bring);
      // Whether it came in just now or was there, the desk does not say of photos.
      this.#counts[kind].known += 1;
    } catch (error) {
      if (!(error instanceof Problem) || error.status < 400 || error.status >= 500 || error.code === "no-session") throw error;
      this.#counts[kind].refused += 1;
      this.#refused.push([name, explained(this.office.texts, error)]);
    }
    this.#progress();
  }

  /** The desk's words for a refusal that came as a row. */
  #why(code: string, detail: string): string {
    const { texts } = this.office;
    return texts.has(`problem-${code}`) ? texts.say(`problem-${code}`, { detail, seconds: 0 }) : detail;
  }

  /** Asks again where the desk puts it off, or the line breaks. */
  async #insist<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      if (this.#left) throw new Left();
      try {
        return await ask();
      } catch (error) {
        const wait = again(error, tries);
        if (wait === undefined || tries >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  #progress(): void {
    const { notes, photos, texts } = this.#counts;
    const all = [notes, photos, texts].reduce((sum, counts) => sum + counts.new + counts.known + counts.refused, 0);
    this.#state.textContent = this.office.texts.say("carry-going", { count: all });
  }

  #show(): void {
    const { texts } = this.office;
    const number = (count: number): string => new Intl.NumberFormat(texts.language).format(count);
    const rows = [
      ["carry-notes-new", this.#counts.notes.new], ["carry-notes-known", this.#counts.notes.known], ["carry-notes-refused", this.#counts.notes.refused],
      ["carry-photos-there", this.#counts.photos.known], ["carry-photos-refused", this.#counts.photos.refused],
      ["carry-texts-there", this.#counts.texts.known], ["carry-texts-refused", this.#counts.texts.refused],
    ] as const;
    const facts = rows.flatMap(([id, count]) => [make("dt", {}, texts.say(id)), make("dd", {}, number(count))]);
    const refused = this.#refused.map(([what, why]) => make("tr", {}, make("th", { scope: "row" }, what), make("td", {}, why)));
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.say("carry-what")), make("th", { scope: "col" }, texts.say("carry-why"))));
    const conflicts = this.#conflicts.map(({ contest, place, what }) =>
      make("li", {}, texts.say(what === "rivals" ? "carry-rivals" : "carry-changed", { contest, place })));
    fill(this.#told, make("dl", { class: "facts" }, ...facts),
      conflicts.length > 0 && make("div", { class: "notice" }, make("h3", {}, texts.say("carry-look")), make("ul", {}, ...conflicts)),
      refused.length > 0 && scrolled(texts.say("carry-refused"), make("table", {}, make("caption", {}, texts.say("carry-refused")), head, make("tbody", {}, ...refused))));
  }
}

function none(): Record<"notes" | "photos" | "texts", Counts> {
  const counts = (): Counts => ({ new: 0, known: 0, refused: 0 });
  return { notes: counts(), photos: counts(), texts: counts() };
}
