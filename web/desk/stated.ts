// What was stated of a station's sheet, as the desk tells it.

import { get } from "../common/api.ts";
import type { Texts } from "../common/texts.ts";
import { type Cells, type Check, type Field, type Shape } from "./form.ts";
import { type Words, word } from "./office.ts";

/** One statement of the sheet. */
export interface Version {
  id: string;
  entry: number;
  role: string | null;
  key: string | null;
  at: string;
  reason: string | null;
  supersedes: string | null;
  /** None: it takes figures back. */
  values: Cells | null;
}

/** A check with its rule, as `common/checks.ts` reads it. */
export interface Rule extends Check {
  rule: string;
  hard: boolean;
}

export interface Stated {
  contest: string;
  station: string;
  place: string;
  fields: Field[];
  checks: Rule[];
  quality: "expected" | "pictured" | "incomplete" | "consistent" | "conflict";
  standing: "first" | "corrected" | "withdrawn";
  confirmed: boolean;
  disputed: boolean;
  rivals: boolean;
  /** Id of the statement that stands. */
  stands: string | null;
  values: Cells | null;
  versions: Version[];
}

/** What is held at a station, in words. */
export interface Station {
  station: string;
  place: string;
  contests: { contest: string; name: Words }[];
}

export const station = (code: string): Promise<Station> => get(`/api/station/${encodeURIComponent(code)}`);

export const stated = (contest: string, code: string): Promise<Stated> =>
  get<Stated>(`/api/standing/${encodeURIComponent(contest)}/${encodeURIComponent(code)}`);

/** Where the photos of a sheet are listed. */
export function photosOf({ contest, station }: Stated): string {
  return `/api/standing/${encodeURIComponent(contest)}/${encodeURIComponent(station)}/photos`;
}

/** The sheet's form. */
export function shape({ fields, checks }: Stated): Shape & { checks: Rule[] } {
  const pages = Math.max(1, ...fields.map(({ page }) => page));
  const relation = (rule: string): Check["relation"] => (/(<=|>=|=)/.exec(rule)?.[1] ?? "=") as Check["relation"];
  return { pages, fields, checks: checks.map((check) => ({ ...check, relation: relation(check.rule) })) };
}

/** A contest's name at a station. */
export function contestName(texts: Texts, at: Station, contest: string): string {
  return word(texts, at.contests.find((one) => one.contest === contest)?.name) || contest;
}

/** How the sheet is, in words: its quality and everything else that is to be known of it. */
export function condition(texts: Texts, sheet: Stated): string[] {
  return [
    texts.say(`quality-${sheet.quality}`),
    sheet.standing !== "first" && texts.say(`stands-${sheet.standing}`),
    sheet.confirmed && texts.say("is-confirmed"),
    sheet.disputed && texts.say("is-disputed"),
    sheet.rivals && texts.say("has-rivals"),
  ].filter((one): one is string => one !== false);
}
