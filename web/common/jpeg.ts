// A JPEG without what the telephone wrote into it: place, time, model, a small picture of the same. The picture's own bytes
// stay as they are, and so does which way is up.

import { joined, type Bytes } from "./bytes.ts";

/** The photo without what it says beside the picture; none where it is no JPEG that can be gone through. */
export function stripped(file: Bytes): Bytes | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const kept: Uint8Array[] = [file.subarray(0, 2)];
  let turned = 1;
  let at = 2;
  for (;;) {
    const marker = file[at + 1];
    if (file[at] !== 0xff || marker === undefined) return undefined;
    if (marker === 0xff) {
      // Markers may be preceded by any number of fill bytes.
      at += 1;
      continue;
    }
    const length = 2 + ((file[at + 2] ?? 0) << 8) + (file[at + 3] ?? 0);
    if (length < 4 || at + length > file.length) return undefined;
    const segment = file.subarray(at, at + length);
    if (marker === 0xe1) turned = orientation(segment) ?? turned;
    // JFIF (APP0), colour profiles (APP2) and Adobe's way of colours (APP14) belong to the picture; others tell of the telephone.
    const told = (marker >= 0xe1 && marker <= 0xef && !isProfile(marker, segment)) || marker === 0xfe;
    if (!told) kept.push(segment);
    at += length;
    if (marker === 0xda) {
      const scan = at;
      at = nextMarker(file, at);
      kept.push(file.subarray(scan, at));
    }
    if (file[at] === 0xff && file[at + 1] === 0xd9) break;
  }
  // Beyond the end marker nothing belongs to the picture: a film, a second picture.
  kept.push(file.subarray(at, at + 2));
  if (turned !== 1) kept.splice(1, 0, upright(turned));
  return joined(...kept);
}

/** Where the coded pixels end: at the first marker that is neither a stuffed byte nor a restart. */
function nextMarker(file: Bytes, from: number): number {
  let at = from;
  for (; at + 1 < file.length; at += 1) {
    const next = file[at + 1] ?? 0;
    if (file[at] === 0xff && next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
  }
  return at;
}

function isProfile(marker: number, segment: Uint8Array): boolean {
  const begins = (word: string) => [...word].every((letter, at) => segment[4 + at] === letter.charCodeAt(0));
  return (marker === 0xe2 && begins("ICC_PROFILE")) || (marker === 0xee && begins("Adobe"));
}

/** Which way is up, 1 to 8, as an EXIF segment says (EXIF 2.3, tag 0x0112). */
function orientation(segment: Uint8Array): number | undefined {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  const tiff = 10;
  if (segment.length < tiff + 8 || view.getUint32(4) !== 0x45786966) return undefined;
  const little = view.getUint16(tiff) === 0x4949;
  const table = tiff + view.getUint32(tiff + 4, little);
  if (table + 2 > segment.length) return undefined;
  const count = view.getUint16(table, little);
  for (let entry = table + 2; entry + 12 <= segment.length && entry < table + 2 + 12 * count; entry += 12) {
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const turned = view.getUint16(entry + 8, little);
    return turned >= 1 && turned <= 8 ? turned : undefined;
  }
  return undefined;
}

/** An EXIF segment that says which way is up and nothing else. */
function upright(turned: number): Uint8Array {
  return new Uint8Array([
    0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00, // "Exif"
    0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, // big-endian, the table at byte 8
    0x00, 0x01, // one entry:
    0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, turned, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, // no further table
  ]);
}
