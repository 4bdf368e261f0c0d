// What goes into the ledger through the desk: keys by one-time codes, and signed statements. The same on a phone and at a desk.

import { hex } from "./bytes.ts";
import { get, post, postText } from "./api.ts";
import { fingerprint, makeKey, vkey, type DeviceKey } from "./keys.ts";
import { moment, state, type Signed } from "./statement.ts";

/** What the desk answered to a statement. */
export interface Receipt {
  id: string;
  entry: number;
  /** None where the desk could not make it yet. */
  proof: string | null;
}

/** What a one-time code stands for. */
export interface Begun {
  header: string;
  /** Id of the ledger's definition. */
  ledger: string;
  election: string;
  practice: boolean;
  role: string;
  scope: string;
  name: string;
  place: string;
  contests: string[];
  /** Whether what the role states of a station can stand. */
  stands: boolean;
  /** Keys that the role has had at this place already. */
  before: { name: string; fingerprint: string; revoked: boolean }[];
}

/** A key that was registered, or one that waits for a second signature: from polling day on another key of a place needs two. */
export interface Enrolled extends Partial<Receipt> {
  id: string;
  fingerprint: string;
}

export const begin = (code: string): Promise<Begun> => post("/api/enrol/begin", { code });

export const enrol = (code: string, note: string): Promise<Enrolled> => post("/api/enrol", { code, note });

/** Sends a statement; one that is in already is answered the same. */
export async function send(note: string): Promise<Receipt> {
  return JSON.parse(await postText("/api/statements", "text/plain; charset=utf-8", note)) as Receipt;
}

/** Whether a statement is in the ledger. */
export function isIn(id: string): Promise<boolean> {
  return get<Receipt>(`/api/statements/${id}`).then(() => true, () => false);
}

/** A key of one's own, with the statement that asks for its registration. */
export interface OwnKey {
  name: string;
  key: DeviceKey;
  vkey: string;
  fingerprint: string;
  at: string;
  statement: Signed;
}

/** Makes a key for what a code stands for. */
export async function ownKey({ header, role, scope, name: start }: Begun): Promise<OwnKey> {
  // A second key of a place has a name of its own.
  const name = `${start}/${hex(crypto.getRandomValues(new Uint8Array(2)))}`;
  const key = await makeKey();
  const text = await vkey(name, key.public);
  const at = moment(new Date());
  const statement = await state(header, { kind: "key", body: { key: text, role, scope, at } }, name, key);
  return { name, key, vkey: text, fingerprint: await fingerprint(text), at, statement };
}
