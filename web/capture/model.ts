// What the phone keeps, as types. A sheet goes one way: open, signed, then received or refused by the desk.

import type { StationTables } from "../reader/client.js";
import type { Receipt } from "../common/intake.ts";
import type { Both, Check } from "../common/checks.ts";
import type { DeviceKey } from "../common/keys.ts";
import type { Signed, Unread } from "../common/statement.ts";

/** For whom this phone signs. */
export interface Enrolment {
  header: string;
  /** Id of the ledger's definition: what is kept under it belongs to this election, and to no practice of the same name. */
  ledger: string;
  election: string;
  practice: boolean;
  role: string;
  /** Whether what this role states of a station can stand; else it lies beside, to be compared. */
  stands: boolean;
  scope: string;
  name: string;
  place: string;
  /** None: it is a region's, and a station is chosen for each sheet. */
  contests: string[];
  key: DeviceKey;
  vkey: string;
  fingerprint: string;
  /** The key's own statement, while it waits for a second signature. */
  waits?: string | undefined;
  at: string;
}

/** A key that was made, and whose registration was not answered yet. */
export interface Pending {
  code: string;
  statement: Signed;
  enrolment: Enrolment;
}

export interface FormField {
  name: string;
  page: number;
  digits: number;
  label: Both;
}

/** One contest's form at a station. */
export interface ContestForm {
  contest: string;
  name?: Both;
  form: string;
  stage?: string;
  fields: FormField[];
  checks: Check[];
}

export interface Station {
  station: string;
  place: string;
  contests: ContestForm[];
  /** What the reader makes these forms of. None where an older program kept them. */
  tables?: StationTables;
}

/**
 * A photo of a page, as it is signed and sent. `delivery` goes one way too: kept, uploaded, named. `lost` is a photo that is named
 * and isn't here: the same file, chosen again, makes it `kept`.
 */
export interface Shot {
  page: number;
  sha256: string;
  bytes: number;
  media: string;
  at: string;
  /** Whether the reader took it for this page of this form. */
  seen: boolean;
  delivery: "kept" | "uploaded" | "named" | "lost";
  /** Where a half upload goes on. */
  upload?: string;
}

/** What stands on the paper at a field, and who says so. */
export type Entry =
  | { says: "figure"; value: number; by: "machine"; confidence: number; sure: boolean; confirmed: boolean }
  | { says: "figure"; value: number; by: "person" }
  | { says: "unread"; why: Unread };

export type Progress =
  | { is: "open" }
  | { is: "signed"; statement: Signed; captures: Signed[]; fails: string[]; at: string }
  | { is: "received"; statement: Signed; captures: Signed[]; fails: string[]; at: string; receipt: Receipt }
  | { is: "refused"; statement: Signed; captures: Signed[]; fails: string[]; at: string; code: string; why: string };

export interface Sheet {
  /** Ledger, station and contest, joined by slashes; what came in beside another sheet of the same has its statement's id behind. */
  key: string;
  ledger: string;
  station: string;
  contest: string;
  place: string;
  shots: Shot[];
  /** Smaller copies of large photos, made when it is signed: over a bad line they are there long before. */
  previews: Shot[];
  entries: Record<string, Entry>;
  /** The photos that were read for the entries, joined; so that they are read once. */
  read: string;
  /** Who else has had the photos: that they brought each, signed by their own key. */
  brought?: Signed[];
  progress: Progress;
}

/** A photo's bytes, beside its sheet. */
export interface KeptPhoto {
  sha256: string;
  blob: Blob;
}

export function sheetKey(ledger: string, station: string, contest: string): string {
  return `${ledger}/${station}/${contest}`;
}

export function newSheet(ledger: string, station: Station, contest: string): Sheet {
  return {
    key: sheetKey(ledger, station.station, contest),
    ledger,
    station: station.station,
    contest,
    place: station.place,
    shots: [],
    previews: [],
    entries: {},
    read: "",
    progress: { is: "open" },
  };
}

/** Pages of a form: as many as its fields stand on. */
export function pagesOf(form: ContestForm): number[] {
  const last = Math.max(1, ...form.fields.map(({ page }) => page));
  return Array.from({ length: last }, (_, at) => at + 1);
}

/** The figures of entries; a field that is unread or open is not among them. */
export function figures(entries: Record<string, Entry>): Record<string, number> {
  const pairs = Object.entries(entries).flatMap(([name, entry]) => entry.says === "figure" ? [[name, entry.value] as const] : []);
  return Object.fromEntries(pairs);
}

/** Whether a person has seen to this entry. */
export function settled(entry: Entry | undefined): boolean {
  if (entry === undefined) return false;
  return entry.says === "unread" || entry.by === "person" || entry.sure || entry.confirmed;
}

/** Everything of it that is to be sent as bytes. */
export function pictures(sheet: Sheet): Shot[] {
  return [...sheet.previews, ...sheet.shots];
}

/** Photos of it that are gone from this phone. A smaller copy is none of them: what it is a copy of says the same. */
export function lost(sheet: Sheet): Shot[] {
  return sheet.shots.filter(({ delivery }) => delivery === "lost");
}

/** Nothing was photographed or typed of it yet. */
export function untouched(sheet: Sheet): boolean {
  return sheet.progress.is === "open" && sheet.shots.length === 0 && Object.keys(sheet.entries).length === 0;
}

/** Everything of a sheet is at the desk: the figures, and every photo. */
export function complete(sheet: Sheet): boolean {
  const there = sheet.shots.every(({ delivery }) => delivery === "named");
  return sheet.progress.is === "received" && there && sheet.previews.every(({ delivery }) => delivery === "named" || delivery === "lost");
}
