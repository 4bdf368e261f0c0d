// What is to be sent goes by itself: the statements of all sheets first, they are small; then their photos, the smallest first;
// and once a photo is there, the statement that says so. What doesn't get through stays kept and is tried again.

import { Problem } from "../common/api.ts";
import * as desk from "./desk.ts";
import { complete, pictures, type Sheet, type Shot } from "./model.ts";
import type { Store } from "./store.ts";

/** Seconds until the next try, where the desk says nothing: doubled each time up to the last. */
const FIRST_WAIT = 4;
const LAST_WAIT = 300;

/** What the outbox is doing. `next` is when it tries again. */
export type Doing =
  | { is: "idle" }
  | { is: "sending"; what: "statement" | "photo"; sheet: string; part: number }
  | { is: "waiting"; why: "no-answer" | "busy" | "unknown-key" | "other"; next: number };

export class Outbox {
  doing: Doing = { is: "idle" };
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failed = 0;
  #again = false;
  #running = false;

  constructor(readonly store: Store) {
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
  }

  /** Calls back at every change; what it returns ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tries now: somebody signed, asked for it, or the network is back. */
  hurry(): void {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return;
    }
    void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      // Of several tabs one sends.
      if (navigator.locks) await navigator.locks.request("saksi-outbox", () => this.#sendAll());
      else await this.#sendAll();
      this.#failed = 0;
      this.#tell({ is: "idle" });
    } catch (problem) {
      this.#wait(problem);
    } finally {
      this.#running = false;
    }
    if (this.#again) {
      this.#again = false;
      this.hurry();
    }
  }

  async #sendAll(): Promise<void> {
    const open = (await this.store.sheets()).filter((sheet) => !complete(sheet));
    const faults = new Faults();
    for (const sheet of open) await faults.after(() => this.#sendStatement(sheet));
    const received = (await this.store.sheets()).filter(({ progress }) => progress.is === "received");
    const shots = received.flatMap((sheet) => pictures(sheet).map((shot) => ({ sheet, shot })));
    shots.sort((one, other) => one.shot.bytes - other.shot.bytes);
    for (const { sheet, shot } of shots) {
      await faults.after(async () => {
        if (shot.delivery === "kept") await this.#sendPhoto(sheet, shot);
        if (shot.delivery === "uploaded") await this.#namePhoto(sheet, shot);
      });
    }
    faults.end();
  }

  async #sendStatement(sheet: Sheet): Promise<void> {
    const { progress } = sheet;
    if (progress.is !== "signed") return;
    this.#tell({ is: "sending", what: "statement", sheet: sheet.key, part: 0 });
    try {
      const receipt = await desk.send(progress.statement.note);
      await this.store.change(sheet.key, (kept) => { kept.progress = { ...progress, is: "received", receipt }; });
    } catch (problem) {
      if (!refused(problem)) throw problem;
      await this.store.change(sheet.key, (kept) => { kept.progress = { ...progress, is: "refused", code: problem.code, why: problem.detail }; });
    }
    this.#tell(this.doing);
  }

  async #sendPhoto(sheet: Sheet, shot: Shot): Promise<void> {
    const photo = await this.store.photo(shot.sha256);
    if (!photo) {
      // Said, with what to do, where the sheet is shown; the others go on.
      shot.delivery = "lost";
      await this.#change(sheet, shot, (kept) => { kept.delivery = "lost"; });
      return this.#tell(this.doing);
    }
    const change = (how: (shot: Shot) => void) => this.#change(sheet, shot, how);
    const told = (part: number) => this.#tell({ is: "sending", what: "photo", sheet: sheet.key, part });
    told(0);
    try {
      await desk.upload(photo, shot, (url) => void change((kept) => { kept.upload = url; }), (bytes) => told(bytes / shot.bytes));
    } catch (problem) {
      // An upload that the desk no longer knows begins anew at the next try.
      const forgotten = problem instanceof Problem && (problem.status === 404 || problem.status === 410);
      if (forgotten) await change((kept) => { delete kept.upload; });
      throw problem;
    }
    shot.delivery = "uploaded";
    await change((kept) => { kept.delivery = "uploaded"; });
    this.#tell(this.doing);
  }

  async #namePhoto(sheet: Sheet, shot: Shot): Promise<void> {
    if (sheet.progress.is === "open") return;
    // Who photographed it says so, and who brought it beside.
    const captures = [...sheet.progress.captures, ...(sheet.brought ?? [])].filter(({ note }) => note.includes(shot.sha256));
    for (const { note } of captures) {
      try {
        await desk.send(note);
      } catch (problem) {
        // The photo is there, and the figures name it; no other word of this phone's changes that.
        if (!refused(problem)) throw problem;
      }
    }
    shot.delivery = "named";
    await this.#change(sheet, shot, (kept) => { kept.delivery = "named"; });
    this.#tell(this.doing);
  }

  #change({ key }: Sheet, { sha256 }: Shot, how: (shot: Shot) => void): Promise<unknown> {
    return this.store.change(key, (sheet) => {
      const kept = pictures(sheet).find((one) => one.sha256 === sha256);
      if (kept) how(kept);
    });
  }

  #wait(problem: unknown): void {
    const known = problem instanceof Problem ? problem : undefined;
    const own = Math.min(LAST_WAIT, FIRST_WAIT * 2 ** this.#failed);
    this.#failed += 1;
    // Not all phones of a country at the same second.
    const seconds = (known?.retryAfter ?? own) * (1 + Math.random() / 2);
    const busy = known?.status === 503 || known?.status === 429;
    const why = known?.status === 0 ? "no-answer" : busy ? "busy" : known?.code === UNKNOWN_KEY ? UNKNOWN_KEY : "other";
    this.#tell({ is: "waiting", why, next: Date.now() + 1_000 * seconds });
    this.#timer = setTimeout(() => this.hurry(), 1_000 * seconds);
  }

  #tell(doing: Doing): void {
    this.doing = doing;
    for (const listener of this.#listeners) listener();
  }
}

/** What one sheet's fault is keeps no other from being sent; a line that is down, or a busy desk, ends the round. */
class Faults {
  #first: unknown;

  async after(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status === 0 || problem.status === 429 || problem.status >= 500) throw problem;
      this.#first ??= problem;
    }
  }

  end(): void {
    if (this.#first !== undefined) throw this.#first;
  }
}

/** The key waits for a second signature: what it signed is kept until then. */
const UNKNOWN_KEY = "unknown-key";

/** The desk has understood a statement and will not have it: trying again changes nothing. */
function refused(problem: unknown): problem is Problem {
  return problem instanceof Problem && problem.code !== UNKNOWN_KEY && [400, 403, 409, 413, 422].includes(problem.status);
}
