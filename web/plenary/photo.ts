// Photos of paper: named by their hash before anything is signed, sent once the statement that names them is in.

import { Upload } from "tus-js-client";

/** A photo as a statement names it. */
export interface Named {
  page: number;
  sha256: string;
  bytes: number;
  media: string;
}

export interface Photo {
  named: Named;
  file: File;
}

/** Photos that somebody has chosen, in their order. */
export async function chosen(files: FileList | null, firstPage = 1): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const file of files ?? []) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    photos.push({ file, named: { page: firstPage + photos.length, sha256, bytes: file.size, media: file.type } });
  }
  return photos;
}

/** Sends one; what an earlier try brought stays. */
export function send({ named, file }: Photo): Promise<void> {
  return new Promise((resolve, reject) => {
    new Upload(file, {
      endpoint: "/api/photos",
      metadata: { sha256: named.sha256, filetype: named.media },
      headers: { "x-saksi": "1" },
      chunkSize: 256 * 1024,
      retryDelays: [0, 2_000, 10_000],
      storeFingerprintForResuming: false,
      onSuccess: () => resolve(),
      onError: (error) => reject(error),
    }).start();
  });
}
