// A file of carried work (`docs/formats.md`, "A carried file"), read piece by piece as it lies on the stick: no more than one piece is in
// memory. What is in it is judged by the desk that takes it in; here it is only made sure that the file is whole.

import { utf8 } from "./bytes.ts";

export type Piece =
  | { kind: "head"; ledger: string; from: number; size: number }
  | { kind: "note"; entry: number; note: string }
  | { kind: "photo"; sha256: string; blob: Blob }
  | { kind: "text"; statement: string; text: string };

/** What is wrong with a file, in one word. */
export type Wrong = "not-one" | "newer" | "cut-off" | "member" | "election";

export class WrongFile extends Error {
  constructor(readonly wrong: Wrong) {
    super(wrong);
  }
}

const BLOCK = 512;
const FORM = "saksi-carry/v1";

/** Bytes at most, by the first word of a member's name. */
const MOST: Record<string, number> = { "saksi-carry": 256, end: 256, notes: 65_535, photos: 12 * 1024 * 1024, texts: 240 * 1024 };

/** The pieces in their order, the head first. A file that is not whole ends in `WrongFile`; what came before it was. */
export async function* pieces(file: Blob): AsyncGenerator<Piece> {
  let at = 0;
  let members = 0;
  let head: { from: number; size: number } | undefined;
  let entry = 0;
  while (at + BLOCK <= file.size) {
    const member = read(new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer()), head !== undefined);
    if (member === undefined) break;
    const { name, length } = member;
    const [word = "", rest = ""] = [name.split("/")[0], name.split("/").slice(1).join("/")];
    const most = MOST[word];
    if (most === undefined || length > most) throw new WrongFile(head ? "member" : "not-one");
    const body = file.slice(at + BLOCK, at + BLOCK + length);
    if (body.size !== length) throw new WrongFile(head ? "cut-off" : "not-one");
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK;
    if (!head) {
      if (name !== "saksi-carry") throw new WrongFile("not-one");
      const piece = begun(await body.text());
      head = piece;
      entry = piece.from;
      yield piece;
    } else if (word === "notes" && rest === String(Number(rest)) && entry <= Number(rest) && Number(rest) < head.size) {
      entry = Number(rest) + 1;
      yield { kind: "note", entry: Number(rest), note: await body.text() };
    } else if (word === "photos" && isHash(rest)) {
      yield { kind: "photo", sha256: rest, blob: body };
    } else if (word === "texts" && isHash(rest)) {
      yield { kind: "text", statement: rest, text: await body.text() };
    } else if (name === "end") {
      if ((await body.text()) !== `${members}\n`) throw new WrongFile("cut-off");
      // Nothing stands behind it.
      if (at + BLOCK <= file.size && read(new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer()), true)) throw new WrongFile("member");
      return;
    } else throw new WrongFile("member");
    members += 1;
  }
  throw new WrongFile(head ? "cut-off" : "not-one");
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** A header of tar; none: the archive ends here. */
function read(block: Uint8Array, within: boolean): { name: string; length: number } | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const broken = new WrongFile(within ? "cut-off" : "not-one");
  const field = (from: number, to: number): string => {
    const bytes = block.subarray(from, to);
    const end = bytes.indexOf(0);
    return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
  };
  const number = (from: number, to: number): number => {
    const digits = field(from, to).trim();
    if (!/^[0-7]+$/.test(digits)) throw broken;
    return parseInt(digits, 8);
  };
  const sum = block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== number(148, 156)) throw broken;
  const kind = block[156];
  // An ordinary file, under a name that fits.
  if ((kind !== 0x30 && kind !== 0) || field(345, 500) !== "") throw new WrongFile(within ? "member" : "not-one");
  return { name: field(0, 100), length: number(124, 136) };
}

function begun(text: string): Extract<Piece, { kind: "head" }> {
  const [form = "", ledger = "", from = "", size = "", ...rest] = text.split("\n");
  if (form !== FORM) throw new WrongFile(form.startsWith("saksi-carry/") ? "newer" : "not-one");
  const whole = (text: string): number => (/^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN);
  const head = { kind: "head" as const, ledger, from: whole(from), size: whole(size) };
  if (!isHash(ledger) || !(head.from <= head.size) || rest.join() !== "") throw new WrongFile("not-one");
  return head;
}

/** How long a note is as it is sent. */
export const lengthSent = (note: string): number => utf8(JSON.stringify(note)).length + 1;

/** What a note says it is: kind, contest, place. It is only named by it. */
export function about(note: string): string {
  const [first = "", second = ""] = note.split("\n");
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(second);
    if (typeof parsed === "object" && parsed !== null) body = parsed as Record<string, unknown>;
  } catch {
    // It is no statement: the desk says so.
  }
  const said = ["contest", "station", "region", "place", "role", "scope"].map((name) => body[name]).filter((value) => typeof value === "string");
  return [first.split(" ").at(-1) ?? "", ...said].join(" ");
}
