// Smaller copies of photos: as large as somebody needs who types from them, a tenth of the bytes.

import { hex, sha256, type Bytes } from "../common/bytes.ts";
import { make } from "../common/dom.ts";
import type { App } from "./app.ts";
import type { Sheet, Shot } from "./model.ts";

/** A photo of fewer bytes goes as it is. */
const LARGE = 600_000;
/** Longest side, pixels: two a millimetre of the largest form, which is what reading needs. */
const SIDE = 1_800;
const QUALITY = 0.7;

/** Makes and keeps a copy of every large photo that is worth one; where the browser can't, there is none. */
export async function previews(app: App, sheet: Sheet): Promise<Shot[]> {
  const made: Shot[] = [];
  for (const shot of sheet.shots) {
    if (shot.bytes <= LARGE || shot.delivery === "lost") continue;
    const blob = await app.store.photo(shot.sha256);
    const small = blob && (await smaller(blob).catch(() => undefined));
    if (!small || small.size * 2 > shot.bytes) continue;
    const hash = hex(await sha256(new Uint8Array(await small.arrayBuffer()) as Bytes));
    await app.store.keepPhoto({ sha256: hash, blob: small });
    made.push({ ...shot, sha256: hash, bytes: small.size, media: "image/jpeg" });
  }
  return made;
}

/** A photo's smaller copy: of the same photo, on the same phone, the same. */
export async function smaller(photo: Blob): Promise<Blob | undefined> {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", QUALITY));
}
