// Everything the phone keeps lies in IndexedDB. Nothing is told to be kept before it is on disk.

import type { Enrolment, KeptPhoto, Pending, Sheet, Station } from "./model.ts";

const NAME = "saksi-capture";
const VERSION = 1;
/** Set outside the database, so that a database that was emptied is noticed. */
const MARK = "saksi-kept";

/** A code that guards the screen. */
export interface Pin {
  salt: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  sealed: Uint8Array<ArrayBuffer>;
}

interface Single {
  enrolment: Enrolment;
  pending: Pending;
  station: Station;
  pin: Pin;
  practised: string;
}

type Table = "single" | "sheets" | "photos";

export class Store {
  private constructor(readonly database: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("single");
      request.result.createObjectStore("sheets", { keyPath: "key" });
      request.result.createObjectStore("photos", { keyPath: "sha256" });
    };
    return new Store(await done(request));
  }

  one<K extends keyof Single>(name: K): Promise<Single[K] | undefined> {
    return this.#read("single", (table) => table.get(name));
  }

  async keepOne<K extends keyof Single>(name: K, value: Single[K]): Promise<void> {
    await this.#write("single", (table) => table.put(value, name));
    if (name === "enrolment") localStorage.setItem(MARK, new Date().toISOString());
  }

  async dropOne(name: keyof Single): Promise<void> {
    await this.#write("single", (table) => table.delete(name));
  }

  sheet(key: string): Promise<Sheet | undefined> {
    return this.#read("sheets", (table) => table.get(key));
  }

  sheets(): Promise<Sheet[]> {
    return this.#read("sheets", (table) => table.getAll());
  }

  async keepSheet(sheet: Sheet): Promise<void> {
    await this.#write("sheets", (table) => table.put(sheet));
  }

  /** Changes a sheet as it is kept now, so that the screen and the outbox never overwrite each other. */
  async change(key: string, how: (sheet: Sheet) => void): Promise<Sheet | undefined> {
    const transaction = this.#transaction("sheets", "readwrite");
    const table = transaction.objectStore("sheets");
    const sheet: Sheet | undefined = await done(table.get(key));
    if (sheet) {
      how(sheet);
      table.put(sheet);
    }
    await ended(transaction);
    return sheet;
  }

  async photo(sha256: string): Promise<Blob | undefined> {
    const kept: KeptPhoto | undefined = await this.#read("photos", (table) => table.get(sha256));
    return kept?.blob;
  }

  async keepPhoto(photo: KeptPhoto): Promise<void> {
    await this.#write("photos", (table) => table.put(photo));
  }

  async dropPhoto(sha256: string): Promise<void> {
    await this.#write("photos", (table) => table.delete(sha256));
  }

  /** When this phone was enrolled, if what it kept since is gone: the browser, or a person, emptied its store. */
  async lost(): Promise<string | undefined> {
    const mark = localStorage.getItem(MARK);
    return mark !== null && (await this.one("enrolment")) === undefined ? mark : undefined;
  }

  /** The loss was told. */
  forgetLoss(): void {
    localStorage.removeItem(MARK);
  }

  #transaction(table: Table, mode: IDBTransactionMode): IDBTransaction {
    // Strict: a kept photo survives a battery that dies in the next second.
    return this.database.transaction(table, mode, { durability: "strict" });
  }

  async #read<T>(table: Table, ask: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return done(ask(this.#transaction(table, "readonly").objectStore(table)));
  }

  async #write(table: Table, change: (table: IDBObjectStore) => void): Promise<void> {
    const transaction = this.#transaction(table, "readwrite");
    change(transaction.objectStore(table));
    await ended(transaction);
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
