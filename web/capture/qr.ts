// Texts as QR codes for another telephone's camera. A long text is cut into several, each with its number, so that every
// one can be scanned from a small screen.

import { encode } from "uqr";

import { fill, make } from "../common/dom.ts";
import { utf8 } from "../common/bytes.ts";
import { button, type App } from "./app.ts";

/** Bytes of text a code: at 360 pixels a module is still three pixels wide. */
const MOST = 640;
/** Empty modules around a code (ISO/IEC 18004). */
const QUIET = 4;
const MODULE = 6;

/** The texts of the codes: `SAKSI 2/3 <mark>`, a line feed, and a part. Put behind each other the parts are the text. */
export function parts(text: string, mark: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  let length = 0;
  for (const character of text) {
    const size = utf8(character).length;
    if (length + size > MOST) {
      pieces.push(piece);
      [piece, length] = ["", 0];
    }
    piece += character;
    length += size;
  }
  pieces.push(piece);
  return pieces.map((piece, at) => `SAKSI ${at + 1}/${pieces.length} ${mark}\n${piece}`);
}

/** A text's codes, one shown at a time. */
export function codes(app: App, text: string, mark: string): HTMLElement {
  const { texts } = app;
  const all = parts(text, mark);
  const place = make("div", { class: "qr" });
  const count = make("p", { role: "status", "aria-live": "polite" });
  let at = 0;
  const turn = (by: number) => {
    at = (at + by + all.length) % all.length;
    fill(place, draw(all[at] ?? "", texts.say("qr-described", { part: at + 1, parts: all.length })));
    count.textContent = all.length > 1 ? texts.say("qr-part", { part: at + 1, parts: all.length }) : "";
  };
  turn(0);
  return make("div", {}, place, count,
    all.length > 1 && make("div", { class: "turn" },
      button(texts.say("qr-before"), () => turn(-1)), button(texts.say("qr-next"), () => turn(1))));
}

function draw(text: string, described: string): HTMLCanvasElement {
  const { data, size } = encode(text, { ecc: "L", border: 0 });
  const side = MODULE * (size + 2 * QUIET);
  const canvas = make("canvas", { width: side, height: side, role: "img", "aria-label": described });
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = "#000";
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) if (dark) pen.fillRect(MODULE * (x + QUIET), MODULE * (y + QUIET), MODULE, MODULE);
  }
  return canvas;
}
