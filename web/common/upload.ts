// A file sent to the desk by tus, named by its hash.

import { DetailedError, Upload } from "tus-js-client";

import { NO_ANSWER, Problem } from "./api.ts";

/** Sends one; what an earlier try brought stays. What the desk says against it is a `Problem`. */
export function upload(blob: Blob, sha256: string, media: string): Promise<void> {
  return new Promise((resolve, reject) => {
    new Upload(blob, {
      endpoint: "/api/photos",
      metadata: { sha256, filetype: media },
      headers: { "x-saksi": "1" },
      chunkSize: 256 * 1024,
      retryDelays: [0, 2_000, 10_000],
      storeFingerprintForResuming: false,
      onSuccess: () => resolve(),
      onError: (error) => reject(problem(error)),
    }).start();
  });
}

function problem(error: Error | DetailedError): Problem {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) return new Problem(0, NO_ANSWER, "");
  let said: { code?: Problem["code"]; detail?: string } = {};
  try {
    said = JSON.parse(answer.getBody());
  } catch {
    // A proxy's answer: its status says all there is.
  }
  const after = Number(answer.getHeader("retry-after") ?? Number.NaN);
  return new Problem(answer.getStatus(), said.code ?? "other", said.detail ?? "", Number.isNaN(after) ? undefined : after);
}
