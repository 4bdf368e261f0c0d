// A PNG without what was written beside the picture: texts, times, EXIF. Every other chunk stays as it is.

import { joined, type Bytes } from "./bytes.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks by which the picture is drawn (ISO/IEC 15948, 4.2.2). */
const DRAWN = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB"];

export function isPng(file: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => file[at] === byte);
}

/** The picture alone; none where the file can't be gone through to its end. */
export function strippedPng(file: Bytes): Bytes | undefined {
  if (!isPng(file)) return undefined;
  const kept: Uint8Array[] = [file.subarray(0, SIGNATURE.length)];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = SIGNATURE.length;
  // Length, name, content, checksum.
  while (at + 12 <= file.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) return undefined;
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (DRAWN.includes(name)) kept.push(file.subarray(at, end));
    if (name === "IEND") return joined(...kept);
    at = end;
  }
  return undefined;
}
