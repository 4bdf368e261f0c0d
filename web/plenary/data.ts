// What every view of a plenary has at hand. The shapes of the desk's answers are its own.

import type { Shapes } from "../common/api.ts";
import type { Texts } from "../common/texts.ts";

/** A word in every language of the profile. */
export type Words = Record<string, string>;

/** Figures by field; a word where there is none, or nothing. */
export type Figures = Record<string, number | string | null>;

export type Plenary = Shapes["Plenary"];
export type Field = Shapes["Field"];
export type Difference = Shapes["PlenaryDifference"];
export type Version = Shapes["PlenaryVersion"];
export type Station = Shapes["PlenaryStation"];
export type Village = Shapes["PlenaryVillage"];
export type Objection = Shapes["Objection"];
export type Me = Shapes["Me"];
export type About = Shapes["About"];

/** What every view has. */
export interface Hall {
  readonly texts: Texts;
  readonly about: About;
  readonly me: Me;
  readonly plenary: Plenary;
  /** Where the plenary is asked for: `/api/plenary/ppwp/980101`. */
  readonly path: string;
  /** What goes behind a path to name the constituency. */
  readonly query: string;
  /** Says something to everybody, also to who can't see. */
  tell(text: string): void;
  /** Says what went wrong. */
  failed(error: unknown): void;
  /** Asks the desk anew and shows the same view. */
  again(): Promise<void>;
  /** Goes to another view: `stations/9801012001/3`. */
  go(view: string): void;
}

/** A view, what keys do on it, and what is done once it is shown. */
export interface View {
  body: HTMLElement;
  key?: (event: KeyboardEvent) => void;
  /** Once it is on the page. */
  shown?: () => void;
}

/** A word in the language of the page. */
export function word(texts: Texts, words: Words | undefined, otherwise = ""): string {
  return words?.[texts.language] ?? Object.values(words ?? {})[0] ?? otherwise;
}

/** A figure as people read it; a dash where there is none. */
export function told(texts: Texts, figure: number | string | null | undefined): string {
  if (typeof figure === "number") return figure.toLocaleString(texts.language);
  if (typeof figure === "string") return texts.say(`unread-${figure}`);
  return "–";
}

/** Whether a field is about votes; the others are about voters and ballots. */
export function ofVotes(field: Field): boolean {
  return /^(votes\.|valid$|invalid$|cast$)/.test(field.name);
}

/** The sum of figures by field: what is none adds nothing, and where all are none there is no sum. */
export function summed(fields: Field[], columns: (Figures | null)[]): Figures {
  const sums: Figures = {};
  for (const { name } of fields) {
    let sum: number | null = null;
    for (const column of columns) {
      const figure = column?.[name];
      if (typeof figure === "number") sum = (sum ?? 0) + figure;
    }
    sums[name] = sum;
  }
  return sums;
}

export { moment } from "../common/texts.ts";

/** Whether it was closed, and is open again by a later statement. */
export function isReopened({ stands, versions }: Plenary): boolean {
  return stands !== null && !stands.closes && versions.some(({ closes, entry }) => closes && entry < stands.entry);
}
