// What a question comes to.

import type { Table } from "./catalogue.ts";

export type Kind = "number" | "flag" | "text";

export interface Answer {
  columns: { name: string; kind: Kind }[];
  /** The first rows; every value as text, empty ones null. */
  rows: (string | null)[][];
  /** How many rows there are in all. */
  count: number;
}

/** Who answers; see `engine.ts`, which is fetched with the first question. */
export interface Engine {
  has(path: string): boolean;
  take(table: Table, files: Map<string, Uint8Array>): Promise<void>;
  ask(sql: string): Promise<Answer>;
  csv(): Promise<Uint8Array>;
  end(): void;
}

/** A number as people here read it, every digit kept. */
export function figure(text: string, language: string): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) return text;
  const [, sign, whole = "", rest] = found;
  const [group, decimal] = language === "id" ? [".", ","] : [",", "."];
  return `${sign === "-" ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, group)}${rest === undefined ? "" : decimal + rest}`;
}
