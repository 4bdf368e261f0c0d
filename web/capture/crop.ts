// A piece of a photo, upright: what the figure beside it was read from.

import { make } from "../common/dom.ts";
import type { Corners } from "./reader.ts";

/** Around what was read, this part of its width and height is shown. */
const AROUND = 0.3;
/** Width of a crop, pixels: what a small screen shows sharply. */
const WIDE = 560;

/** Photos as pictures, each decoded once and as it lies in its file: the reader's corners are of that. */
export class Pictures {
  readonly #open = new Map<string, Promise<ImageBitmap | undefined>>();

  get(sha256: string, blob: () => Promise<Blob | undefined>): Promise<ImageBitmap | undefined> {
    let picture = this.#open.get(sha256);
    if (!picture) {
      picture = blob().then((found) => found && createImageBitmap(found, { imageOrientation: "none" }).catch(() => undefined));
      this.#open.set(sha256, picture);
    }
    return picture;
  }

  close(): void {
    for (const picture of this.#open.values()) void picture.then((open) => open?.close());
    this.#open.clear();
  }
}

/** Draws what lies between four corners (in 1/256 pixels, from the upper left one clockwise) and a little around it. */
export function crop(picture: ImageBitmap, corners: Corners, described: string): HTMLCanvasElement {
  const [corner, right, , low] = corners.map(([x, y]) => [x / 256, y / 256] as const) as [Pixel, Pixel, Pixel, Pixel];
  const wide = Math.hypot(right[0] - corner[0], right[1] - corner[1]);
  const high = Math.hypot(low[0] - corner[0], low[1] - corner[1]);
  const margin = AROUND * Math.min(wide, high);
  const scale = WIDE / (wide + 2 * margin);
  const canvas = make("canvas", { role: "img", "aria-label": described, width: WIDE, height: Math.max(1, Math.round(scale * (high + 2 * margin))) });
  const pen = canvas.getContext("2d");
  if (!pen || wide < 1 || high < 1) return canvas;
  // Along the piece's upper edge is right, along its left edge is down, however the telephone was held.
  const across = [(right[0] - corner[0]) / wide, (right[1] - corner[1]) / wide] as const;
  const down = [(low[0] - corner[0]) / high, (low[1] - corner[1]) / high] as const;
  const turned = across[0] * down[1] - across[1] * down[0];
  pen.scale(scale, scale);
  pen.translate(margin, margin);
  pen.transform(down[1] / turned, -across[1] / turned, -down[0] / turned, across[0] / turned, 0, 0);
  pen.translate(-corner[0], -corner[1]);
  pen.drawImage(picture, 0, 0);
  return canvas;
}

type Pixel = readonly [number, number];
