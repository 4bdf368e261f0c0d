// The shapes of the desk's answers about a plenary, and what every view of it has at hand.

import type { Texts } from "../common/texts.ts";

/** A word in every language of the profile. */
export type Words = Record<string, string>;

/** Figures by field; a word where there is none, or nothing. */
export type Figures = Record<string, number | string | null>;

export interface Field {
  name: string;
  item: string;
  digits: number;
  label: Words;
}

export interface Check {
  id: string;
  hard: boolean;
  text: Words;
}

export interface Sheets {
  expected: number;
  counted: number;
  confirmed: number;
  disputed: number;
  conflict: number;
}

export interface Column {
  region: string;
  name: string;
  sheets: Sheets;
  sums: Figures;
  status: string | null;
}

export interface Explained {
  text: string;
  by: string;
  at: number;
}

export interface Difference {
  field: string;
  summed: number | null;
  typed: number | null;
  below: number | null;
  explained: Explained | null;
}

export interface Version {
  id: string;
  entry: number;
  key: string | null;
  at: string;
  closes: boolean;
  supersedes: string | null;
  evidence: { page: number | null; sha256: string }[];
  values: Figures;
}

export type Why = "missing" | "conflict" | "disputed";

export interface Open {
  station: string;
  name: string;
  village: string;
  region: string;
  why: Why;
}

export interface Plenary {
  contest: string;
  region: string;
  constituency: string | null;
  constituencies: { code: string; name: string }[];
  place: string;
  level: string;
  form: string;
  practice: boolean;
  fields: Field[];
  checks: Check[];
  failing: { check: string; sides: [string, string] | null }[];
  sheets: Sheets;
  sums: Figures;
  partial: string[];
  columns: Column[];
  open: Open[];
  opens: Record<Why, number>;
  typed: { version: number; by: string; at: number; values: Figures } | null;
  differences: Difference[];
  stands: Version | null;
  changed: string[] | null;
  versions: Version[];
  rivals: boolean;
  status: string;
  prints: { address: string; sha256: string; statement: string; at: number; bytes: number }[];
}

export interface Station {
  station: string;
  name: string;
  quality: string;
  counted: boolean;
  confirmed: boolean;
  disputed: boolean;
  rivals: boolean;
  open: Why | null;
  stands: string | null;
  values: Figures | null;
  failing: string[];
  photos: { page: number | null; sha256: string }[];
}

export interface Village {
  region: string;
  name: string;
  sums: Figures;
  stations: Station[];
}

export interface Me {
  name: string;
  role: string;
  region: string;
}

/** What every view has. */
export interface Hall {
  readonly texts: Texts;
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

/** A view that is shown, and what keys do on it. */
export interface View {
  body: HTMLElement;
  key?: (event: KeyboardEvent) => void;
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

export function moment(texts: Texts, ms: number): string {
  return new Date(ms).toLocaleString(texts.language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
