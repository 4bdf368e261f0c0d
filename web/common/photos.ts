// Photos of paper: what the telephone wrote into them is taken off, and they are named by their hash. Who types or leads a plenary
// brings their bytes before a statement names them; everybody else after it, once it is in.

import { hex, sha256, type Bytes } from "./bytes.ts";
import { fill, make } from "./dom.ts";
import { stripped } from "./jpeg.ts";
import { isPng, strippedPng } from "./png.ts";
import type { Texts } from "./texts.ts";
import { upload } from "./upload.ts";

/** A photo as a statement names it. */
export interface Named {
  page: number;
  sha256: string;
  bytes: number;
  media: string;
}

/** How far a photo is on its way to the desk. */
type State = "kept" | "going" | "there" | "failed";

interface Photo {
  readonly name: string;
  readonly blob: Blob;
  readonly named: Named;
  readonly shown: string;
  state: State;
}

/** Photos that somebody takes or chooses, on their way at once or when they are told to go. */
export class Photos {
  readonly element: HTMLElement;
  readonly #list = make("ul", { class: "shots" });
  readonly #choose: HTMLElement;
  /** Once a statement names them none is added and none is dropped. */
  #sealed = false;
  readonly #photos: Photo[] = [];
  /** Files that are no pictures, by name. */
  #refused: string[] = [];

  /** `moved` is told whenever a photo has come or failed; `later` keeps them here until `send`. */
  constructor(readonly texts: Texts, readonly id: string, label: string, readonly moved: () => void = () => undefined, readonly later = false) {
    const input = (capture: boolean): HTMLInputElement => make("input", {
      id: capture ? `${id}-camera` : id, class: "unseen", tabindex: -1, type: "file", accept: "image/jpeg,image/png", multiple: !capture, "aria-label": texts.say(capture ? "shot-take" : "shot-choose"),
      ...(capture ? { capture: "environment" } : {}),
      onchange: (event) => void this.#take(event.target as HTMLInputElement),
    });
    const [camera, files] = [input(true), input(false)];
    this.#choose = make("div", { class: "buttons" },
      make("button", { type: "button", onclick: () => camera.click() }, texts.say("shot-take")),
      make("button", { type: "button", onclick: () => files.click() }, texts.say("shot-choose")));
    this.element = make("fieldset", { class: "photographed" }, make("legend", {}, label), camera, files, this.#choose, this.#list);
  }

  /** Photos that a statement can name, in their order: those whose bytes are at the desk, and those that are to follow it. */
  get named(): Named[] {
    return this.#photos.filter(({ state }) => this.later || state === "there").map(({ named }) => named);
  }

  /** Sends those that are not at the desk; whether all are there now. */
  async send(): Promise<boolean> {
    this.#sealed = true;
    this.#choose.hidden = true;
    for (const photo of this.#photos.filter(({ state }) => state !== "there")) await this.#send(photo);
    return this.#photos.every(({ state }) => state === "there");
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
      const photo: Photo = { name: file.name, blob, named, shown: URL.createObjectURL(blob), state: this.later ? "kept" : "going" };
      this.#photos.push(photo);
      if (!this.later) void this.#send(photo);
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
      make("img", { src: photo.shown, alt: texts.say("shot-name", { name: photo.name }) }),
      make("span", { class: photo.state === "there" ? "good" : photo.state === "failed" ? "wrong" : "", role: "status" }, texts.say(`shot-${photo.state}`)),
      make("span", { class: "buttons" },
        photo.state === "failed" && make("button", { type: "button", class: "small", onclick: () => void this.#send(photo) }, texts.say("try-again")),
        photo.state !== "going" && !this.#sealed && make("button", { type: "button", class: "small", "aria-label": texts.say("shot-drop-of", { name: photo.name }), onclick: () => this.#drop(photo) }, texts.say("shot-drop")))));
    const refused = this.#refused.map((name) => make("li", { class: "wrong" }, texts.say("shot-no-picture", { name })));
    fill(this.#list, ...each, ...refused);
  }
}
