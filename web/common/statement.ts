// Statements: signed notes of two lines, as `docs/formats.md` defines them.

import { hex, sha256, utf8 } from "./bytes.ts";
import { signNote } from "./note.ts";
import type { DeviceKey } from "./keys.ts";

/** Why a field has no figure. */
export type Unread = "illegible" | "empty";

/** A photo named by its bytes. */
export interface Photo {
  sha256: string;
  bytes: number;
  media: string;
}

export interface KeyBody {
  key: string;
  role: string;
  scope: string;
  at: string;
}

export interface CaptureBody {
  contest: string;
  station: string;
  page: number;
  photo: Photo;
  at: string;
}

export interface SheetBody {
  contest: string;
  station: string;
  stage: string;
  values: Record<string, number>;
  unread?: Record<string, Unread>;
  evidence?: (Photo & { page: number })[];
  method?: Record<string, string>;
  confidence?: Record<string, number>;
  supersedes?: string;
  reason?: string;
  at: string;
}

export type Said =
  | { kind: "key"; body: KeyBody }
  | { kind: "capture"; body: CaptureBody }
  | { kind: "sheet"; body: SheetBody };

/** A statement as it is sent. */
export interface Signed {
  id: string;
  note: string;
}

/** The two lines. Members that are left out, and empty ones that may be, don't stand in it. */
export function statementText(header: string, said: Said): string {
  const needless = (name: string, value: unknown) =>
    value === undefined || (name !== "values" && typeof value === "object" && value !== null && Object.keys(value).length === 0);
  const members = Object.entries(said.body).filter(([name, value]) => !needless(name, value));
  return `${header} ${said.kind}\n${JSON.stringify(Object.fromEntries(members))}\n`;
}

/** The id of a statement: SHA-256 of its text. */
export async function statementId(text: string): Promise<string> {
  return hex(await sha256(utf8(text)));
}

/** Makes and signs a statement. */
export async function state(header: string, said: Said, name: string, key: DeviceKey): Promise<Signed> {
  const text = statementText(header, said);
  return { id: await statementId(text), note: await signNote(text, name, key) };
}

/** A moment as statements write it: to the second, with this device's offset. */
export function moment(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (number: number) => String(number).padStart(2, "0");
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
