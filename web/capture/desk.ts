// Every call to the desk.

import { Upload } from "tus-js-client";

import { NO_ANSWER, Problem, get, postText, type Code, type Shapes } from "../common/api.ts";
import type { Shot, Station } from "./model.ts";

export { begin, enrol, isIn, send, type Begun, type Enrolled } from "../common/intake.ts";

export const station = (code: string): Promise<Station> => get<Station>(`/api/station/${encodeURIComponent(code)}`);

/** A statement of a station's figures that the desk has. */
export type HeldSheet = Shapes["HeldSheet"];

/** What the desk has of a station already, whoever sent it. */
export const held = (code: string): Promise<Shapes["Held"]> => get<Shapes["Held"]>(`/api/station/${encodeURIComponent(code)}/held`);

/** The stations of a region. */
export const stations = (region: string): Promise<Shapes["RegionStations"]> =>
  get<Shapes["RegionStations"]>(`/api/region/${encodeURIComponent(region)}/stations`);

/** Says whether this phone is ready: a note of its key's, kept beside the ledger. */
export async function ready(note: string): Promise<void> {
  await postText("/api/ready", "text/plain; charset=utf-8", note);
}

/** The desk's clock, from any answer's head; none without an answer. */
export async function clock(): Promise<Date | undefined> {
  try {
    const answer = await fetch("/capture/", { method: "HEAD", cache: "no-store" });
    const said = answer.headers.get("date");
    return said === null ? undefined : new Date(said);
  } catch {
    return undefined;
  }
}

/** So much of a photo goes at a time: what a bad line loses is at most this. */
const PIECE = 128 * 1024;

/**
 * Uploads a photo, from where an earlier try ended. `begun` is told where it goes on, `went` how many bytes are there.
 * A photo that the desk holds already is done.
 */
export function upload(
  photo: Blob,
  shot: Shot,
  begun: (url: string) => void,
  went: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(photo, {
      endpoint: "/api/photos",
      uploadUrl: shot.upload ?? null,
      metadata: { sha256: shot.sha256, filetype: shot.media },
      headers: { "x-saksi": "1" },
      chunkSize: PIECE,
      // When to try again is the outbox's to say; but whoever begins what the desk holds, or is ahead of it, asks at once how far it is.
      retryDelays: [0],
      onShouldRetry: (error) => error.originalResponse?.getStatus() === 409,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => upload.url && begun(upload.url),
      onProgress: (bytes) => went(bytes),
      onSuccess: () => resolve(),
      onError: (error) => {
        const answer = "originalResponse" in error ? error.originalResponse : null;
        if (!answer) return reject(new Problem(0, NO_ANSWER, ""));
        const said = problem(answer.getBody());
        const after = Number(answer.getHeader("retry-after") ?? Number.NaN);
        reject(new Problem(answer.getStatus(), (said.code ?? "other") as Code, said.detail ?? "", Number.isNaN(after) ? undefined : after));
      },
    });
    upload.start();
  });
}

function problem(body: string): { code?: string; detail?: string } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
