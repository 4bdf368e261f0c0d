// The keys that people have in this browser: an account has its own, and another account of the same browser never signs by it.

import type { OwnKey } from "./intake.ts";

/** How far a key is: sent and not answered yet, waiting for a second signature, in the ledger. */
export type State = "sent" | "waits" | "in";

/** A key as this browser keeps it. */
export interface Held extends OwnKey {
  /** The code it is registered by. */
  code: string;
  role: string;
  scope: string;
  place: string;
  state: State;
}

const NAME = "saksi-desk";
const TABLE = "keys";
/** Set outside the database, so that a database that was emptied is noticed. */
const MARK = "saksi-key";

/** Whose key: an account of an election. */
export interface Holder {
  readonly about: { election: string };
  readonly me: { name: string };
}

function whose({ about, me }: Holder): string {
  return `${about.election}:${me.name}`;
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return done(request);
}

/** The account's key in this browser. */
export async function ownHeld(holder: Holder): Promise<Held | undefined> {
  const database = await open();
  try {
    return await done<Held | undefined>(database.transaction(TABLE).objectStore(TABLE).get(whose(holder)));
  } finally {
    database.close();
  }
}

/** Keeps the account's key; a key before it is gone then. It is on disk when this ends. */
export async function keep(holder: Holder, held: Held): Promise<void> {
  const database = await open();
  try {
    const transaction = database.transaction(TABLE, "readwrite", { durability: "strict" });
    transaction.objectStore(TABLE).put(held, whose(holder));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
  localStorage.setItem(`${MARK}:${whose(holder)}`, held.at);
  await navigator.storage?.persist?.();
}

/** Since when there was a key that is gone: the browser, or a person, emptied its store. */
export function lostSince(holder: Holder): string | undefined {
  return localStorage.getItem(`${MARK}:${whose(holder)}`) ?? undefined;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
