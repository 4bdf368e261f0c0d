// Keeps what is typed: in the browser at once, at the desk soon, and again until the desk has it.
//
// Nothing typed is lost: what the desk has not confirmed stays in the browser, also when it is closed.

import { type Shapes, post, postLast } from "../common/api.ts";
import { typed, type Cells } from "./form.ts";
import { again, isProblem } from "../common/problems.ts";

/** A check that fails on what was saved. */
export type Failing = Shapes["Failing"];

/** How far the keeping is. */
export type Standing =
  | { is: "kept" }
  | { is: "changed" }
  | { is: "sending" }
  /** The desk did not answer or is busy: it is tried again by itself. */
  | { is: "waiting"; error: unknown; ms: number }
  /** The desk will not take it. */
  | { is: "refused"; error: unknown };

/** What the browser holds of a sheet: figures only as long as the desk has not confirmed them. */
export interface Held {
  cells: Cells;
  /** The field that had the focus. */
  at: string;
  /** Whether the desk has not confirmed all of it. */
  unsent: boolean;
}

const PREFIX = "saksi-typing";

function key(election: string, name: string, sheet: number): string {
  return `${PREFIX}:${election}:${name}:${sheet}`;
}

export function held(election: string, name: string, sheet: number): Held | undefined {
  try {
    const text = localStorage.getItem(key(election, name, sheet));
    return text === null ? undefined : (JSON.parse(text) as Held);
  } catch {
    return undefined;
  }
}

export function forget(election: string, name: string, sheet: number): void {
  localStorage.removeItem(key(election, name, sheet));
}

/** Sheets that were begun in this browser and are not finished, those first of which the desk has not confirmed all. */
export function begun(election: string, name: string): number[] {
  const start = `${PREFIX}:${election}:${name}:`;
  const sheets = Object.keys(localStorage).filter((one) => one.startsWith(start)).map((one) => Number(one.slice(start.length)));
  const unsent = (sheet: number): number => Number(held(election, name, sheet)?.unsent ?? false);
  return sheets.sort((one, other) => unsent(other) - unsent(one) || one - other);
}

export class Keeper {
  failing: Failing[] = [];
  standing: Standing = { is: "kept" };
  #cells: Cells;
  #at: string;
  /** Counts changes; what the desk has is as far as the second. */
  #changes = 0;
  #confirmed = 0;
  #sending: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #ended = false;

  constructor(
    readonly election: string,
    readonly name: string,
    readonly sheet: number,
    from: Held,
    readonly moved: () => void,
  ) {
    this.#cells = from.cells;
    this.#at = from.at;
    if (from.unsent) this.change(from.cells, from.at);
    addEventListener("online", this.#online);
    addEventListener("pagehide", this.#hide);
  }

  /** What is typed now. */
  change(cells: Cells, at: string): void {
    this.#cells = cells;
    this.#at = at;
    this.#changes += 1;
    this.#hold();
    // What waits for the desk goes on waiting; it takes the newest with it.
    if (this.standing.is === "kept" || this.standing.is === "refused") this.#stand({ is: "changed" });
  }

  /** Where the focus is: for who comes back. */
  focus(at: string): void {
    this.#at = at;
    this.#hold();
  }

  /** Gives once the desk has everything; fails with why it will not take it. */
  save(): Promise<void> {
    this.#wake();
    this.#sending ??= this.#send().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  /** The last try, before the page goes; what fails stays in the browser. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#wake();
    removeEventListener("online", this.#online);
    removeEventListener("pagehide", this.#hide);
    await this.#sending?.catch(() => undefined);
    if (this.#confirmed < this.#changes) await this.#once().catch(() => undefined);
  }

  #online = (): void => this.#wake();

  #hide = (): void => {
    if (this.#confirmed < this.#changes) postLast(`/api/sheets/${this.sheet}/save`, { cells: typed(this.#cells) });
  };

  #stand(standing: Standing): void {
    this.standing = standing;
    this.moved();
  }

  #hold(): void {
    const unsent = this.#confirmed < this.#changes;
    // What the desk has is not left lying in a browser that the next typist of the sheet may sit at.
    const held: Held = { cells: unsent ? this.#cells : {}, at: this.#at, unsent };
    try {
      localStorage.setItem(key(this.election, this.name, this.sheet), JSON.stringify(held));
    } catch {
      // A browser that keeps nothing: then the desk alone does.
    }
  }

  async #once(): Promise<void> {
    const upTo = this.#changes;
    const { checks } = await post(`/api/sheets/${this.sheet}/save`, { cells: typed(this.#cells) });
    this.failing = checks;
    this.#confirmed = upTo;
    this.#hold();
  }

  async #send(): Promise<void> {
    let tries = 0;
    while (this.#confirmed < this.#changes && !this.#ended) {
      this.#stand({ is: "sending" });
      try {
        await this.#once();
        tries = 0;
      } catch (error) {
        try {
          // The lease ended meanwhile, or the desk was started anew: the sheet may still be ours.
          if (!isProblem(error, "not-claimed")) throw error;
          await post(`/api/sheets/${this.sheet}/claim`);
        } catch (why) {
          const ms = again(why, tries);
          if (ms === undefined) {
            this.#stand({ is: "refused", error: why });
            throw why;
          }
          tries += 1;
          this.#stand({ is: "waiting", error: why, ms });
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
            setTimeout(resolve, ms);
          });
        }
      }
    }
    if (!this.#ended) this.#stand({ is: "kept" });
  }
}
