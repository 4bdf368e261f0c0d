// Signed notes (C2SP signed-note): a text, an empty line, and a line a signature.

import { base64, fromBase64, joined, utf8, type Bytes } from "./bytes.ts";
import { keyId, parseVkey, signBytes, verifyBytes, type DeviceKey } from "./keys.ts";

/** Before name and base64 on a signature line: an em dash and a space. */
const DASH = "\u2014 ";

/** The note of a text, signed by one key under its name. The text ends in a line feed. */
export async function signNote(text: string, name: string, key: DeviceKey): Promise<string> {
  const signature = joined(await keyId(name, key.public), await signBytes(key, utf8(text)));
  return `${text}\n${DASH}${name} ${base64(signature)}\n`;
}

/** Text and signature lines of a note, unchecked; none where it is no note. */
export function parseNote(note: string): { text: string; lines: { name: string; bytes: Bytes }[] } | undefined {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) return undefined;
  const lines = [];
  for (const line of note.slice(at + 2, -1).split("\n")) {
    const [name, encoded, ...rest] = line.startsWith(DASH) ? line.slice(DASH.length).split(" ") : [];
    const bytes = fromBase64(encoded ?? "");
    if (!name || bytes === undefined || bytes.length < 5 || rest.length > 0) return undefined;
    lines.push({ name, bytes });
  }
  return { text: note.slice(0, at + 1), lines };
}

/** The text of a note, if this key signed it. */
export async function openNote(note: string, by: string): Promise<string | undefined> {
  const parsed = parseNote(note);
  const key = await parseVkey(by);
  if (!parsed || !key) return undefined;
  const id = await keyId(key.name, key.open);
  for (const { name, bytes } of parsed.lines) {
    const theirs = name === key.name && id.every((byte, index) => bytes[index] === byte);
    if (theirs && (await verifyBytes(key.open, utf8(parsed.text), bytes.slice(4)))) return parsed.text;
  }
  return undefined;
}
