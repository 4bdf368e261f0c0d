// The reader on the phone: fetched once, checked against the hash that the program was built with, kept, and run beside
// the screen. Where it can't be had, everything is typed.

import { ReaderBeside, type StationTables } from "../reader/client.js";
import { hex, sha256 } from "../common/bytes.ts";

/** The two modules, by their hashes; the build puts them in. Empty where it had none. */
declare const READERS: { vectors: string; plain: string };

const CACHE = "saksi-reader";

/** A module of one function that needs 128-bit vectors. */
const VECTORS = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

export type Corners = [[number, number], [number, number], [number, number], [number, number]];

/** A frame's page. */
export type Looked = { form: string; page: number; corners: Corners; whole: boolean } | { refused: string };

interface Way {
  value: number | null;
  crop: Corners | null;
}

export interface FieldRead {
  value: number | null;
  confidence: number;
  accept: "yes" | "ask-one" | "ask-two";
  evidence: { boxes?: Way; words?: Way; bubbles?: Way; strokes?: Way };
  photo: number | null;
}

/** What `saksi read form --json` prints. */
export interface Read {
  contest: string;
  form: string;
  station: string | null;
  fields: Record<string, FieldRead>;
  pages: { photo: string; page: number; corners: Corners; surface: "paper" | "screen" }[];
  missing: number[];
}

export type PageRead = { is: "read"; read: Read } | { is: "refused"; code: string } | { is: "no-reader" };

/** Ids of the forms that can be read, and the tables that it takes. */
interface Known {
  forms: string[];
  tables: StationTables | undefined;
}

export class PhoneReader {
  #beside: Promise<ReaderBeside | undefined> | undefined;
  /** What can be read, by the tables of whose station. */
  readonly #known = new Map<string, Promise<Known>>();

  /** Whether the module lies on the phone. */
  async cached(): Promise<boolean> {
    const address = chosen();
    return address !== undefined && (await (await caches.open(CACHE)).match(address)) !== undefined;
  }

  /** Gets the reader ready, from the phone or from the desk; whether it is there. */
  async ready(): Promise<boolean> {
    this.#beside ??= load().catch(() => undefined);
    const beside = await this.#beside;
    if (!beside) this.#beside = undefined;
    return beside !== undefined;
  }

  /** Whether the reader is there and can read this form. One that follows a list of candidates needs the station's tables. */
  async reads(form: string, tables?: StationTables): Promise<boolean> {
    const beside = (await this.ready()) && (await this.#beside);
    if (!beside) return false;
    return (await this.#knows(beside, tables)).forms.some((known) => sameForm(form, known));
  }

  /** What can be read with these tables. Ones that can't be used are none: what needs no list is read without. */
  async #knows(beside: ReaderBeside, tables?: StationTables): Promise<Known> {
    const of = JSON.stringify(tables ?? null);
    const by = async (tables?: StationTables): Promise<Known> => ({ forms: await beside.forms(tables), tables });
    const asked = this.#known.get(of) ?? by(tables).catch(() => by());
    this.#known.set(of, asked);
    try {
      return await asked;
    } catch {
      this.#known.delete(of);
      return { forms: [], tables: undefined };
    }
  }

  /** Looks for a page in a frame of luma. */
  async look(luma: Uint8Array, width: number, height: number): Promise<Looked> {
    const beside = await this.#beside;
    if (!beside) return { refused: "no-reader" };
    try {
      return await beside.look(luma, width, height) as Looked;
    } catch {
      return { refused: "broke" };
    }
  }

  /** Reads photos as pages of one sheet of this station. */
  async read(photos: { name: string; blob: Blob }[], station: string, tables?: StationTables): Promise<PageRead> {
    const beside = (await this.ready()) && (await this.#beside);
    if (!beside) return { is: "no-reader" };
    const usable = (await this.#knows(beside, tables)).tables;
    const pages = await Promise.all(photos.map(async ({ name, blob }) => ({ name, photo: new Uint8Array(await blob.arrayBuffer()) })));
    try {
      return { is: "read", read: await beside.readForm(pages, station, usable) as Read };
    } catch (thrown) {
      const code = (thrown as { code?: string }).code;
      return code === undefined ? { is: "refused", code: "broke" } : { is: "refused", code };
    }
  }
}

/** A form's id at a station goes on after `/` or `@` where its candidates differ. */
export function sameForm(expected: string, seen: string): boolean {
  const base = (form: string) => form.split(/[/@]/, 1)[0];
  return base(expected) === base(seen);
}

/** Where the module for this engine lies. */
function chosen(): string | undefined {
  const hash = WebAssembly.validate(VECTORS) ? READERS.vectors : READERS.plain;
  return hash === "" ? undefined : `/capture/reader-${hash}.wasm`;
}

async function load(): Promise<ReaderBeside | undefined> {
  const address = chosen();
  if (address === undefined) return undefined;
  const cache = await caches.open(CACHE);
  let bytes = await (await cache.match(address))?.arrayBuffer();
  if (bytes === undefined) {
    bytes = await (await fetch(address)).arrayBuffer();
    // Half a module, or another one, is none.
    if (!address.includes(hex(await sha256(new Uint8Array(bytes))))) return undefined;
    await cache.put(address, new Response(bytes, { headers: { "content-type": "application/wasm" } }));
    for (const older of await cache.keys()) if (!older.url.endsWith(address)) await cache.delete(older);
  }
  return new ReaderBeside(await WebAssembly.compile(bytes));
}
