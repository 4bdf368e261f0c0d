// Asks the program (`wasm/verify`), in a worker, so that the screen never stands still. The same script is the page's and the worker's:
// where there is no document, it answers.

import { run } from "../reader/wasi.js";

/** What a step is, as `crates/proof` says it: its word, and the facts of it. */
export type Line = { step: string; outcome: "shown" | "failed" | "not-shown"; says: string } & Record<string, string | number>;

export interface Report {
  practice?: boolean;
  steps: Line[];
  keys: { key: string; fingerprint: string; role: string; label?: string; scope: string; entry: number; by: string[] }[];
  checks: { id: string; outcome: string; hard: boolean; text: string; label?: string; sides?: [string, string] }[];
  figures: { field: string; label?: string; value?: number }[];
}

/** A report and the proofs to keep; or in one word why there is none. */
export type Answer = { report: Report; proofs: { index: number; text: string }[] } | { refused: string };

/** An entry of a publication, whose root is an address that ends in `/`. */
export interface Entry {
  root: string;
  language: string;
  entry: string;
  contest: string;
  station: string;
}

export interface Held {
  name: string;
  bytes: Uint8Array;
}

/** The program: where it is, or its bytes. */
export type Program = string | Uint8Array;
type Question = { program: Program; entry: Entry } | { program: Program; language: string; files: Held[] };

/** Asks in a worker of its own, which ends with the answer. `script` is this very script. */
export function ask(script: string, question: Question): Promise<Answer> {
  return new Promise((resolve) => {
    const worker = new Worker(script);
    const end = (answer: Answer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.onerror = () => end({ refused: "broke-down" });
    worker.onmessageerror = () => end({ refused: "broke-down" });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => end(data);
    worker.postMessage(question);
  });
}

/** In a worker: answers one question. */
export function answer(): void {
  self.onmessage = ({ data }: MessageEvent<Question>) => {
    answered(data).then(
      (given) => self.postMessage(given),
      (error: unknown) => self.postMessage({ refused: error instanceof Unfetched ? "not-fetched" : "broke-down" }),
    );
  };
}

async function answered(question: Question): Promise<Answer> {
  const { program } = question;
  const bytes = typeof program === "string" ? await fetched(program, MOST_PROGRAM) : program;
  if (bytes === undefined) return { refused: "not-fetched" };
  const module = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  if ("entry" in question) return entry(module, question.entry);
  const { language, files } = question;
  const names = files.map(({ name, bytes }) => `${name.replaceAll("\0", "")}=${bytes.length}`);
  return said(module, ["files", language, ...names], files.map(({ bytes }) => bytes)) as Answer;
}

/** More rounds than any way from a statement to the first entry has. */
const MOST_ROUNDS = 32;
const MOST_PROGRAM = 8_000_000;

interface Needs {
  needs: { path: string; most: number }[];
}

/** Fetches what the program needs, until it needs nothing more. */
async function entry(module: WebAssembly.Module, { root, language, entry, contest, station }: Entry): Promise<Answer> {
  const files = new Map<string, Uint8Array | undefined>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const names = [...files].map(([path, bytes]) => `${path}=${bytes?.length ?? "-"}`);
    const given = said(module, ["entry", language, entry, contest, station, ...names], [...files.values()].filter((bytes) => bytes !== undefined));
    if (!("needs" in given)) return given;
    await Promise.all(given.needs.map(async ({ path, most }) => files.set(path, await fetched(new URL(path, root).href, most))));
  }
  return { refused: "broke-down" };
}

function said(module: WebAssembly.Module, command: string[], input: Uint8Array[]): Answer | Needs {
  const { code, output, error } = run(module, ["saksi-verify", ...command], input);
  if (code !== 0) throw new Error(error);
  return JSON.parse(new TextDecoder().decode(output)) as Answer | Needs;
}

class Unfetched extends Error {}

/** A file of the publication; undefined where it is not there, or longer than it may be. */
async function fetched(address: string, most: number): Promise<Uint8Array | undefined> {
  let response: Response;
  try {
    // What was newest a minute ago is not what the page shows now.
    response = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error" });
  } catch {
    throw new Unfetched(address);
  }
  if (response.status === 404 || response.status === 410) return undefined;
  if (!response.ok || response.body === null) throw new Unfetched(address);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
