// QR codes, drawn: for the app that makes codes.

import { encode } from "uqr";

/** Empty modules around a code (ISO/IEC 18004). */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/** A QR code as one path: sharp at any size. What it says stands beside it as text. */
export function qr(text: string, kind: string): Element {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const dark = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${size + 2 * QUIET} ${size + 2 * QUIET}`);
  picture.setAttribute("shape-rendering", "crispEdges");
  picture.setAttribute("class", kind);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark.join(""));
  picture.append(path);
  return picture;
}
