// Everything the phone keeps lies in IndexedDB. Nothing is told to be kept before it is on disk.

import { pictures, type Enrolment, type KeptPhoto, type Pending, type Sheet, type Shot, type Station } from "./model.ts";

const NAME = "saksi-capture";
/** 2: sheets and forms lie under the ledger they belong to. */
const VERSION = 2;
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
  /** Enrolments that another took the place of: their keys stand in the ledger, and what they signed does too. */
  former: Enrolment[];
  pin: Pin;
  practised: string;
}

type Table = "single" | "sheets" | "photos" | "stations";

/** A station's forms as they are kept. */
interface KeptStation {
  key: string;
  ledger: string;
  station: Station;
}

export class Store {
  /** Of which ledger sheets and forms are given: of another one they stay kept, and are seen and sent by nobody. */
  #ledger = "";

  private constructor(readonly database: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore("single");
        request.result.createObjectStore("sheets", { keyPath: "key" });
        request.result.createObjectStore("photos", { keyPath: "sha256" });
      }
      request.result.createObjectStore("stations", { keyPath: "key" });
      if (oldVersion === 1 && request.transaction) underLedger(request.transaction);
    };
    const store = new Store(await done(request));
    store.of((await store.one("enrolment"))?.ledger ?? "");
    return store;
  }

  /** From here on it is this ledger's. */
  of(ledger: string): void {
    this.#ledger = ledger;
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

  /** Sheets of the ledger that the phone is enrolled in. */
  sheets(): Promise<Sheet[]> {
    return this.sheetsOf(this.#ledger);
  }

  async sheetsOf(ledger: string): Promise<Sheet[]> {
    return (await this.#read<Sheet[]>("sheets", (table) => table.getAll())).filter((sheet) => sheet.ledger === ledger);
  }

  async stations(): Promise<Station[]> {
    const kept = await this.#read<KeptStation[]>("stations", (table) => table.getAll());
    return kept.filter(({ ledger }) => ledger === this.#ledger).map(({ station }) => station);
  }

  async keepStation(station: Station): Promise<void> {
    const ledger = this.#ledger;
    await this.#write("stations", (table) => table.put({ key: `${ledger}/${station.station}`, ledger, station } satisfies KeptStation));
  }

  /** Marks the photos that are to be sent or signed, and are not here any more. */
  async noticeLost(): Promise<void> {
    const here = new Set(await this.#read<IDBValidKey[]>("photos", (table) => table.getAllKeys()));
    for (const sheet of await this.sheets()) {
      const gone = (shot: Shot) => shot.delivery === "kept" && !here.has(shot.sha256);
      if (!pictures(sheet).some(gone)) continue;
      await this.change(sheet.key, (kept) => {
        for (const shot of pictures(kept).filter(gone)) shot.delivery = "lost";
      });
    }
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

/**
 * Moves what the first version kept under the ledger that it was enrolled in. That version didn't know the ledger's id; the name and
 * whether it is a practice stand for it, so that a practice's sheets are none of the election's.
 */
function underLedger(transaction: IDBTransaction): void {
  const single = transaction.objectStore("single");
  const asked = single.get("enrolment");
  asked.onsuccess = () => {
    const enrolment: Enrolment | undefined = asked.result;
    const named = (one: Enrolment) => `${one.practice ? "practice" : "election"}:${one.election}`;
    const ledger = enrolment ? named(enrolment) : "unknown";
    if (enrolment) single.put({ ...enrolment, ledger, stands: true } satisfies Enrolment, "enrolment");
    const pending = single.get("pending");
    pending.onsuccess = () => {
      const { enrolment, ...rest }: Pending = pending.result ?? {};
      if (enrolment) single.put({ ...rest, enrolment: { ...enrolment, ledger: named(enrolment), stands: true } }, "pending");
    };
    const station = single.get("station");
    station.onsuccess = () => {
      const kept: Station | undefined = station.result;
      if (kept) transaction.objectStore("stations").put({ key: `${ledger}/${kept.station}`, ledger, station: kept } satisfies KeptStation);
      single.delete("station");
    };
    const sheets = transaction.objectStore("sheets");
    const all = sheets.getAll();
    all.onsuccess = () => {
      for (const sheet of all.result as Sheet[]) {
        sheets.put({ ...sheet, ledger, key: `${ledger}/${sheet.key}` });
        sheets.delete(sheet.key);
      }
    };
  };
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
