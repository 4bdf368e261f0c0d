// Photographing a form's pages: the page's outline is drawn over the live picture, and once it lies still the photo is taken by
// itself. A press takes it at any time; a file does as well.

import { fill, make } from "../common/dom.ts";
import { button, contestName, go, said, show, where, type App, type Leave, type Screen } from "./app.ts";
import { newSheet, pagesOf, type ContestForm, type Sheet } from "./model.ts";
import { sameForm, type Corners, type Looked } from "./reader.ts";
import { take } from "./shot.ts";
import { formsOf } from "./stations.ts";

/** Longest side, pixels, of the frames that are looked at. */
const FRAME = 1_100;
/** A page lies still when no corner has moved by more than this part of the picture, three looks long. */
const STILL = 0.012;
const LOOKS = 3;
/** Milliseconds between looks, so that a slow phone's screen stays quick. */
const PAUSE = 120;

export const camera: Screen = async (app, contest = "", code = app.enrolment?.scope ?? "") => {
  const { texts, store, enrolment } = app;
  const station = await formsOf(app, code);
  const form = station?.contests.find((one) => one.contest === contest);
  if (!station || !form || !enrolment) return go("home");
  const fresh = newSheet(enrolment.ledger, station, contest);
  const sheet = (await store.sheet(fresh.key)) ?? fresh;
  if (sheet.progress.is !== "open") return go("receipt", sheet.key);
  return new CameraScreen(app, form, sheet).begin(texts.say("camera-title", { contest: contestName(app, contest) }));
};

class CameraScreen {
  readonly #video = make("video", { playsinline: true, muted: true, autoplay: true, "aria-hidden": "true" });
  readonly #outline = make("canvas", { class: "outline", "aria-hidden": "true" });
  readonly #hint = said();
  readonly #pages = make("ol", { class: "pages" });
  readonly #answer = make("div", { class: "answer" });
  readonly #next: HTMLButtonElement;
  readonly #shutter: HTMLButtonElement;
  #wanted: number;
  /** The page that is to be photographed once more. */
  #over: number | undefined;
  #stream: MediaStream | undefined;
  #busy = false;
  #left = false;
  #last: Corners | undefined;
  #still = 0;

  constructor(readonly app: App, readonly form: ContestForm, public sheet: Sheet) {
    const { texts } = app;
    this.#wanted = this.#missing()[0] ?? 1;
    this.#next = button(texts.say("camera-review"), () => go(...where(app, "review", form.contest, sheet.station)), "main");
    this.#shutter = button(texts.say("camera-shutter"), () => void this.#shoot(true), "main");
    this.#shutter.classList.add("shutter");
  }

  async begin(title: string): Promise<Leave> {
    const { app } = this;
    const file = make("input", { type: "file", accept: "image/jpeg,image/png", multiple: true, id: "file", class: "hidden" });
    file.addEventListener("change", () => {
      const chosen = [...(file.files ?? [])];
      // The same file chosen again is a choice as well.
      file.value = "";
      void this.#files(chosen);
    });
    show(
      app,
      title,
      "home",
      this.#pages,
      make("div", { class: "view" }, this.#video, this.#outline),
      this.#hint,
      this.#answer,
      make("div", { class: "bar three" },
        file,
        make("label", { for: "file", class: "button" }, app.texts.say("camera-file")),
        this.#shutter,
        this.#next),
    );
    document.querySelector("main")?.classList.add("camera");
    this.#update();
    void this.#start();
    return () => this.#leave();
  }

  #leave(): void {
    this.#left = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }

  async #start(): Promise<void> {
    const { app } = this;
    const reads = await app.reader.reads(this.form.form, app.stations.get(this.sheet.station)?.tables);
    if (this.#left) return;
    if (!reads) this.#say("camera-no-reader");
    try {
      // The camera's own picture, not one cut to these sizes.
      const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 2_560 }, height: { ideal: 1_920 }, resizeMode: { ideal: "none" } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch {
      this.#shutter.disabled = true;
      this.#say("camera-none");
      return;
    }
    if (this.#left) return this.#leave();
    this.#video.srcObject = this.#stream;
    await this.#video.play().catch(() => undefined);
    while (reads && !this.#left) {
      if (!this.#busy) await this.#look();
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async #look(): Promise<void> {
    const { videoWidth: wide, videoHeight: high } = this.#video;
    if (wide === 0 || document.hidden) return;
    const scale = Math.min(1, FRAME / Math.max(wide, high));
    const [width, height] = [Math.round(wide * scale), Math.round(high * scale)];
    const looked = await this.app.reader.look(luma(this.#video, width, height), width, height);
    if (this.#left || this.#busy) return;
    this.#draw(looked, width, height);
    if ("refused" in looked) {
      this.#still = 0;
      if (looked.refused !== "no-reader" && this.#answer.childElementCount === 0) this.#say(texted(this.app, `look-${looked.refused}`, "look-other"));
      return;
    }
    if (!sameForm(this.form.form, looked.form)) return this.#say("look-other-form");
    const there = looked.page !== this.#over && this.#there(looked.page);
    if (there) {
      this.#still = 0;
      if (this.#answer.childElementCount === 0) this.#say(this.#missing().length === 0 ? "look-all" : "look-there", { page: looked.page, wanted: this.#wanted });
      return;
    }
    if (!looked.whole) return this.#say("look-cut-off");
    this.#still = this.#last !== undefined && near(this.#last, looked.corners, Math.max(width, height)) ? this.#still + 1 : 1;
    this.#last = looked.corners;
    this.#say("look-hold", { page: looked.page });
    if (this.#still >= LOOKS) await this.#shoot(false);
  }

  #draw(looked: Looked, width: number, height: number): void {
    this.#outline.width = width;
    this.#outline.height = height;
    const pen = this.#outline.getContext("2d");
    if (!pen || "refused" in looked) return;
    pen.lineWidth = width / 90;
    pen.lineJoin = "round";
    pen.strokeStyle = looked.whole ? "#28c76f" : "#ffb020";
    pen.beginPath();
    for (const [x, y] of looked.corners) pen.lineTo(x / 256, y / 256);
    pen.closePath();
    pen.stroke();
  }

  async #shoot(pressed: boolean): Promise<void> {
    if (this.#busy || !this.#stream) return;
    this.#busy = true;
    this.#still = 0;
    this.#say("camera-taking");
    try {
      const photo = await still(this.#stream, this.#video);
      if (photo) await this.#took(photo, pressed, false);
    } finally {
      this.#busy = false;
    }
  }

  async #files(files: File[]): Promise<void> {
    this.#busy = true;
    try {
      for (const file of files) await this.#took(file, true, false);
    } finally {
      this.#busy = false;
    }
  }

  /** `meant`: somebody pressed, and would rather have this photo than the one before. */
  async #took(photo: Blob, meant: boolean, anyway: boolean): Promise<void> {
    const { app } = this;
    fill(this.#answer);
    this.#say("camera-reading");
    const outcome = await take(app, this.sheet, this.form, photo, { wanted: this.#wanted, over: meant || this.#over !== undefined, anyway });
    if (this.#left) return;
    if (outcome.is === "taken") {
      this.sheet = outcome.sheet;
      this.#over = undefined;
      this.#wanted = this.#missing()[0] ?? outcome.page;
      navigator.vibrate?.(80);
      this.#update();
      this.#say(this.#missing().length === 0 ? "look-all" : "camera-took", { page: outcome.page, wanted: this.#wanted });
      return;
    }
    // A photo the camera took by itself is simply tried again.
    const reason = texted(app, `refused-${outcome.code}`, "refused-other");
    this.#say(reason, { page: outcome.page ?? this.#wanted });
    if (!meant) return;
    fill(
      this.#answer,
      outcome.anyway && button(app.texts.say("camera-anyway", { page: this.#wanted }), () => void this.#took(photo, true, true)),
      button(app.texts.say("camera-again"), () => fill(this.#answer), "quiet"),
    );
  }

  #missing(): number[] {
    return pagesOf(this.form).filter((page) => !this.#there(page));
  }

  /** Whether a page is photographed, and its photo still here. */
  #there(page: number): boolean {
    return this.sheet.shots.some((shot) => shot.page === page && shot.delivery !== "lost");
  }

  #update(): void {
    const { texts } = this.app;
    const pages = pagesOf(this.form).map((page) => {
      const shot = this.#there(page);
      const press = () => {
        this.#wanted = page;
        this.#over = shot ? page : undefined;
        fill(this.#answer);
        this.#update();
      };
      const state = shot && page !== this.#over ? "taken" : page === this.#wanted ? "wanted" : "missing";
      const chip = button(String(page), press, "quiet");
      chip.dataset["state"] = state;
      chip.setAttribute("aria-label", texts.say(`page-${state}`, { page }));
      return make("li", {}, chip);
    });
    fill(this.#pages, ...pages);
    this.#showWanted();
    const all = this.#missing().length === 0;
    this.#next.textContent = texts.say(all ? "camera-review" : "camera-review-without");
    this.#next.className = all ? "main" : "quiet";
    this.#shutter.className = all ? "shutter plain" : "shutter main";
  }

  /** A form of many pages has more chips than fit: the one that is asked for is in sight, with its neighbours. */
  #showWanted(): void {
    const list = this.#pages;
    const chip = list.children[this.#wanted - 1];
    if (chip instanceof HTMLElement) list.scrollLeft = chip.offsetLeft - list.offsetLeft - (list.clientWidth - chip.offsetWidth) / 2;
  }

  #say(id: string, variables: Record<string, string | number> = {}): void {
    const text = this.app.texts.say(id, variables);
    if (this.#hint.textContent !== text) this.#hint.textContent = text;
  }
}

function texted(app: App, id: string, otherwise: string): string {
  return app.texts.has(id) ? id : otherwise;
}

function near(one: Corners, other: Corners, side: number): boolean {
  return one.every(([x, y], at) => {
    const [toX, toY] = other[at] ?? [0, 0];
    return Math.hypot(x - toX, y - toY) / 256 < STILL * side;
  });
}

/** A frame's luma (ITU-R BT.601, in whole numbers). */
function luma(video: HTMLVideoElement, width: number, height: number): Uint8Array {
  const canvas = make("canvas", { width, height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const grey = new Uint8Array(width * height);
  if (!pen) return grey;
  pen.drawImage(video, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  for (let at = 0; at < grey.length; at += 1) {
    const from = 4 * at;
    grey[at] = (77 * (data[from] ?? 0) + 150 * (data[from + 1] ?? 0) + 29 * (data[from + 2] ?? 0)) >> 8;
  }
  return grey;
}

interface PhotoTaker {
  takePhoto(): Promise<Blob>;
}

/** A photo at the camera's full size where the browser can take one, else the live picture's. */
async function still(stream: MediaStream, video: HTMLVideoElement): Promise<Blob | undefined> {
  const [track] = stream.getVideoTracks();
  const Taker = (globalThis as { ImageCapture?: new (track: MediaStreamTrack) => PhotoTaker }).ImageCapture;
  if (Taker && track) {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 4_000, undefined));
    const photo = await Promise.race([new Taker(track).takePhoto().catch(() => undefined), late]);
    if (photo && photo.size > 0 && photo.type === "image/jpeg") return photo;
  }
  const canvas = make("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", 0.92));
}
