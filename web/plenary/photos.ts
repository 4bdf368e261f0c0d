// Photos of paper: what the telephone wrote into them is taken off, they are named by their hash, and their bytes are at the desk
// before a statement names them.

import { hex, sha256, type Bytes } from "../common/bytes.ts";
import { fill, make } from "../common/dom.ts";
import { stripped } from "../common/jpeg.ts";
import { isPng, strippedPng } from "../common/png.ts";
import type { Texts } from "../common/texts.ts";
import { upload } from "../common/upload.ts";

/** A photo as a statement names it. */
export interface Named {
  page: number;
  sha256: string;
  bytes: number;
  media: string;
}

/** How far a photo is on its way to the desk. */
type State = "going" | "there" | "failed" | "no-picture";

interface Photo {
  readonly name: string;
  readonly blob: Blob;
  readonly named: Named;
  readonly shown: string;
  state: State;
}

/** Photos that somebody takes or chooses, on their way at once. */
export class Photos {
  readonly element: HTMLElement;
  readonly #list = make("ul", { class: "shots" });
  readonly #photos: Photo[] = [];
  /** Files that are no pictures, by name. */
  #refused: string[] = [];

  /** `moved` is told whenever a photo has come or failed. */
  constructor(readonly texts: Texts, readonly id: string, label: string, readonly moved: () => void = () => undefined) {
    const input = (capture: boolean): HTMLInputElement => make("input", {
      id: capture ? `${id}-camera` : id, class: "unseen", tabindex: -1, type: "file", accept: "image/jpeg,image/png", multiple: !capture, "aria-label": texts.say(capture ? "photo-take" : "photo-choose"),
      ...(capture ? { capture: "environment" } : {}),
      onchange: (event) => void this.#take(event.target as HTMLInputElement),
    });
    const [camera, files] = [input(true), input(false)];
    this.element = make("fieldset", { class: "photographed" }, make("legend", {}, label), camera, files,
      make("div", { class: "buttons" },
        make("button", { type: "button", onclick: () => camera.click() }, texts.say("photo-take")),
        make("button", { type: "button", onclick: () => files.click() }, texts.say("photo-choose"))),
      this.#list);
  }

  /** Photos whose bytes are at the desk, in their order. */
  get named(): Named[] {
    return this.#photos.filter(({ state }) => state === "there").map(({ named }) => named);
  }

  /** Whether some are on their way, or did not get there. */
  get open(): "going" | "failed" | undefined {
    const states = this.#photos.map(({ state }) => state);
    return states.includes("going") ? "going" : states.includes("failed") ? "failed" : undefined;
  }

  /** Says of which page of the paper a photo is. */
  isPage(sha256: string, page: number): void {
    const photo = this.#photos.find(({ named }) => named.sha256 === sha256);
    if (photo) photo.named.page = page;
  }

  async #take(input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    input.value = "";
    this.#refused = [];
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer()) as Bytes;
      const png = isPng(bytes);
      const clean = png ? strippedPng(bytes) : stripped(bytes);
      if (!clean) {
        this.#refused.push(file.name);
        continue;
      }
      const media = png ? "image/png" : "image/jpeg";
      const hash = hex(await sha256(clean));
      if (this.#photos.some(({ named }) => named.sha256 === hash)) continue;
      const blob = new Blob([clean], { type: media });
      const named = { page: Math.min(this.#photos.length + 1, 255), sha256: hash, bytes: clean.length, media };
      const photo: Photo = { name: file.name, blob, named, shown: URL.createObjectURL(blob), state: "going" };
      this.#photos.push(photo);
      void this.#send(photo);
    }
    this.#show();
  }

  async #send(photo: Photo): Promise<void> {
    photo.state = "going";
    this.#show();
    photo.state = await upload(photo.blob, photo.named.sha256, photo.named.media).then(() => "there" as const, () => "failed" as const);
    this.#show();
    this.moved();
  }

  #drop(photo: Photo): void {
    this.#photos.splice(this.#photos.indexOf(photo), 1);
    this.#show();
    this.moved();
  }

  #show(): void {
    const { texts } = this;
    const each = this.#photos.map((photo) => make("li", {},
      make("img", { src: photo.shown, alt: texts.say("photo-shot", { name: photo.name }) }),
      make("span", { class: photo.state === "there" ? "good" : photo.state === "failed" ? "wrong" : "", role: "status" }, texts.say(`photo-${photo.state}`)),
      make("span", { class: "buttons" },
        photo.state === "failed" && make("button", { type: "button", class: "small", onclick: () => void this.#send(photo) }, texts.say("try-again")),
        photo.state !== "going" && make("button", { type: "button", class: "small", "aria-label": texts.say("photo-drop-of", { name: photo.name }), onclick: () => this.#drop(photo) }, texts.say("photo-drop")))));
    const refused = this.#refused.map((name) => make("li", { class: "wrong" }, texts.say("photo-no-picture", { name })));
    fill(this.#list, ...each, ...refused);
  }
}
