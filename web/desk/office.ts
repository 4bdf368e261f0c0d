// What every page of the desk has at hand.

import { get, type Shapes } from "../common/api.ts";
import type { Texts } from "../common/texts.ts";

/** A word in every language of the profile. */
export type Words = Record<string, string>;

export type Act = Shapes["Act"];
export type About = Shapes["About"];
export type Me = Shapes["Me"];

/** A page that is shown: what it does before another takes its place. */
export interface Page {
  title: string;
  body: HTMLElement;
  /** Keeps what is not kept yet; the next page waits for it. */
  leave?: () => Promise<void>;
  /** Once the body is in the document. */
  shown?: () => void;
}

export interface Office {
  readonly texts: Texts;
  readonly about: About;
  readonly me: Me;
  /** Says something to everybody, also to who can't see. */
  tell(text: string): void;
  /** Goes to another page. */
  go(hash: string): void;
  /** The session is over: asks to log in again, and then shows this page anew. */
  over(): void;
}

/** A word in the language of the page. */
export function word(texts: Texts, words: Words | null | undefined): string {
  if (!words) return "";
  return words[texts.language] ?? Object.values(words)[0] ?? "";
}

/** A role as the profile has it. */
export interface Role {
  id: string;
  name: Words;
  /** Kinds of statements that its keys may sign. */
  may: string[];
  by_code: boolean;
}

/** All roles; asked for once. */
export function roles(): Promise<Role[]> {
  known ??= get<{ roles: Role[] }>("/api/roles").then(({ roles }) => roles, (error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

let known: Promise<Role[]> | undefined;

/** What a role is called. */
export function roleName(texts: Texts, all: Role[], id: string): string {
  return word(texts, all.find((role) => role.id === id)?.name) || id;
}

/** Making one of these costs more than a thousand uses of it. */
let clocks: { language: string; time: Intl.DateTimeFormat; day: Intl.DateTimeFormat } | undefined;

/** A moment as people here read it. */
export function moment(texts: Texts, ms: number): string {
  const { language } = texts;
  if (clocks?.language !== language) {
    const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
    clocks = { language, time, day: new Intl.DateTimeFormat(language, { day: "numeric", month: "short" }) };
  }
  const at = new Date(ms);
  const time = clocks.time.format(at);
  return at.toDateString() === new Date().toDateString() ? time : `${clocks.day.format(at)}, ${time}`;
}
