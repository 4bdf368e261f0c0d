// Texts for people, in their language: Indonesian first, English where it is asked for.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export type Language = "id" | "en";

/** Where the choice is kept. */
const CHOICE = "saksi-language";

/** The language that was chosen here, else the browser's, else Indonesian. */
export function language(): Language {
  const chosen = localStorage.getItem(CHOICE);
  if (chosen === "id" || chosen === "en") return chosen;
  return navigator.language.startsWith("en") ? "en" : "id";
}

/** Chooses a language; what is shown already is shown anew by a reload. */
export function choose(language: Language): void {
  localStorage.setItem(CHOICE, language);
}

export class Texts {
  readonly #bundle: FluentBundle;

  constructor(readonly language: Language, files: Record<Language, string>) {
    this.#bundle = new FluentBundle(language, { useIsolating: false });
    this.#bundle.addResource(new FluentResource(files[language]));
  }

  /** Whether there is a text of this id. */
  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }

  /** The text of an id; the id itself where there is none, which the console says and so the tests see. */
  say(id: string, variables: Record<string, FluentVariable> = {}): string {
    const value = this.#bundle.getMessage(id)?.value;
    if (!value) {
      console.error(`no text: ${id}`);
      return id;
    }
    return this.#bundle.formatPattern(value, variables);
  }
}

/** A moment with its day, as people here read it. */
export function moment(texts: Texts, ms: number): string {
  return new Date(ms).toLocaleString(texts.language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}
