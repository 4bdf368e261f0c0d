// A sheet's photos beside its boxes: the page that is typed, nearer where the focus is when its place is known.

import { Problem, type Shapes, get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { explained } from "../common/problems.ts";

type Shot = Shapes["SheetPhoto"] & {
  /** Where fields stand on it, if that is known: left, top, width and height in thousandths of the photo. */
  boxes?: Record<string, [number, number, number, number]>;
};

/** Who may photograph a sheet beside those who count; every other is named as one who watches. */
const ROLES = ["saksi", "bawaslu", "observer"];

const NEARER = [1, 1.5, 2, 3, 4];

export class Photos {
  readonly element: HTMLElement;
  readonly #view: HTMLElement;
  readonly #line: HTMLElement;
  /** The field that has the focus, as it stands on the paper, and whose photo that is. */
  readonly #crop: HTMLImageElement;
  readonly #whose: HTMLElement;
  /** Which field was asked for last: an answer that comes late shows nothing. */
  #asked = "";
  readonly #choice: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #nearer: HTMLButtonElement;
  readonly #farther: HTMLButtonElement;
  #shots: Shot[] = [];
  #shown: Shot | undefined;
  #page = 1;
  #field = "";
  #zoom = 0;
  #image: HTMLImageElement | undefined;

  /** `from` is where the desk lists the photos; `none` is said where there is none. */
  constructor(readonly texts: Texts, readonly from: string, readonly none = texts.say("photo-none-yet")) {
    const button = (text: string, label: string, step: () => void): HTMLButtonElement =>
      make("button", { type: "button", class: "small", "aria-label": label, title: label, onclick: step }, text);
    this.#view = make("div", { class: "view", tabindex: 0, role: "region", "aria-label": texts.say("photo") });
    this.#line = make("p", { class: "quiet" });
    this.#choice = make("span", { class: "choice" });
    this.#nearer = button("+", texts.say("photo-nearer"), () => this.#zoomed(1));
    this.#farther = button("−", texts.say("photo-farther"), () => this.#zoomed(-1));
    this.#tools = make("div", { class: "tools", hidden: true }, this.#choice, this.#farther, this.#nearer);
    this.#crop = make("img", { class: "crop", alt: texts.say("photo-field"), hidden: true });
    this.#crop.addEventListener("load", () => { this.#crop.hidden = false; });
    this.#crop.addEventListener("error", () => { this.#crop.hidden = true; });
    this.#whose = make("p", { class: "quiet", hidden: true });
    this.element = make("aside", { class: "photos", "aria-label": texts.say("photos") }, this.#crop, this.#whose, this.#tools, this.#line, this.#view);
    this.#view.hidden = true;
    void this.#load();
  }

  /** Shows the page of a field, and the field where its place is known. */
  show(page: number, field: string): void {
    this.#page = page;
    // Of a sheet that somebody types; a station's alone has no queue's number.
    if (this.from.startsWith("/api/sheets/") && field !== "" && (field !== this.#field || this.#crop.hidden) && this.#shots.some(({ held }) => held)) {
      void this.#cut(field);
    }
    this.#field = field;
    this.#choose(this.#shots.find((shot) => shot.page === page && shot === this.#shown)
      ?? this.#shots.find((shot) => shot.page === page && shot.held)
      ?? this.#shots.find((shot) => shot.page === page)
      // Nobody has said of which page it is: it may be of this one.
      ?? this.#shots.find((shot) => shot.page === null));
  }

  /** Shows a field as it stands on the paper, and says where that is nobody's of the election but who watches it. */
  async #cut(field: string): Promise<void> {
    this.#asked = field;
    const answer = await fetch(`${this.from.slice(0, -"photos".length)}crops/${encodeURIComponent(field)}`).catch(() => undefined);
    const picture = answer?.ok ? await answer.blob().catch(() => undefined) : undefined;
    if (this.#asked !== field) return;
    if (this.#crop.src !== "") URL.revokeObjectURL(this.#crop.src);
    if (!picture) {
      // Where no photo shows the field by its form's layout, the whole page is there below.
      this.#crop.hidden = true;
      this.#whose.hidden = true;
      return;
    }
    this.#crop.src = URL.createObjectURL(picture);
    const shot = this.#shots.find(({ sha256 }) => sha256 === answer?.headers.get("x-saksi-photo"));
    this.#whose.textContent = shot && !shot.official && shot.by.length > 0 ? this.#by(shot) : "";
    this.#whose.hidden = this.#whose.textContent === "";
  }

  /** Whose photo one is that no body of the election has taken. */
  #by(shot: Shot): string {
    return this.texts.say("photo-beside", { by: shot.by.map((role) => this.texts.say(`photo-by-${ROLES.includes(role) ? role : "other"}`)).join(", ") });
  }

  async #load(): Promise<void> {
    this.#line.textContent = this.texts.say("photo-loading");
    try {
      this.#shots = (await get<{ photos: Shot[] }>(this.from)).photos;
    } catch (error) {
      // A sheet without photos, and a desk that has none at all, are the same to who types.
      if (!(error instanceof Problem && error.status === 404)) {
        this.#failed(explained(this.texts, error));
        return;
      }
    }
    const each = this.#shots.map((shot, at) => {
      const twice = this.#shots.filter((other) => other.page === shot.page).length > 1;
      const number = shot.page ?? "?";
      const name = twice ? `${number}${String.fromCharCode(97 + this.#shots.slice(0, at).filter((one) => one.page === shot.page).length)}` : `${number}`;
      return make("button", {
        type: "button", class: "small", "aria-label": this.texts.say("photo-page", { page: name }),
        onclick: () => this.#choose(shot),
      }, name);
    });
    fill(this.#choice, this.#shots.length > 0 && this.texts.say("photo-pages"), ...each);
    this.#tools.hidden = this.#shots.length === 0;
    this.show(this.#page, this.#field);
  }

  #failed(why: string): void {
    const retry = make("button", { type: "button", class: "small", onclick: () => void this.#load() }, this.texts.say("try-again"));
    fill(this.#line, `${this.texts.say("photo-failed")} ${why} `, retry);
  }

  #choose(shot: Shot | undefined): void {
    for (const [at, button] of [...this.#choice.querySelectorAll("button")].entries()) {
      button.setAttribute("aria-pressed", String(this.#shots[at] === shot));
    }
    if (!shot || !shot.held) {
      this.#shown = shot;
      this.#view.hidden = true;
      fill(this.#view);
      this.#line.textContent = this.#shots.length === 0 ? this.none : this.texts.say(shot ? (shot.redacted ? "photo-redacted" : "photo-not-held") : "photo-no-page", { page: this.#page });
      return;
    }
    if (this.#shown !== shot) {
      this.#shown = shot;
      this.#line.textContent = shot.official || shot.by.length === 0 ? "" : this.#by(shot);
      const image = make("img", { src: `/api/photos/${shot.sha256}`, alt: this.texts.say("photo-page", { page: shot.page ?? "?" }) });
      image.addEventListener("error", () => {
        this.#shown = undefined;
        this.#view.hidden = true;
        this.#failed("");
      });
      image.addEventListener("load", () => this.#place());
      this.#image = image;
      fill(this.#view, image);
      this.#view.hidden = false;
    }
    this.#place();
  }

  #zoomed(by: 1 | -1): void {
    this.#zoom = Math.min(Math.max(this.#zoom + by, 0), NEARER.length - 1);
    this.#place();
  }

  /** Sizes the picture, and brings the field into the middle. */
  #place(): void {
    const image = this.#image;
    const box = this.#shown?.boxes?.[this.#field];
    if (!image) return;
    this.#farther.disabled = this.#zoom === 0 && !box;
    this.#nearer.disabled = this.#zoom === NEARER.length - 1;
    // Where the place is known it fills a quarter of the width, unless somebody wants it nearer.
    const wanted = box ? Math.min(Math.max(250 / box[2], 1), 4) : 1;
    const zoom = Math.max(NEARER[this.#zoom] ?? 1, wanted);
    image.style.width = `${zoom * 100}%`;
    let mark = this.#view.querySelector<HTMLElement>(".here");
    if (!box) {
      mark?.remove();
      return;
    }
    if (!mark) {
      mark = make("div", { class: "here" });
      this.#view.append(mark);
    }
    const [left, top, width, height] = box;
    const [full, high] = [image.clientWidth, image.clientHeight];
    mark.style.left = `${(left * full) / 1000}px`;
    mark.style.top = `${(top * high) / 1000}px`;
    mark.style.width = `${(width * full) / 1000}px`;
    mark.style.height = `${(height * high) / 1000}px`;
    this.#view.scrollTo({
      left: ((left + width / 2) * full) / 1000 - this.#view.clientWidth / 2,
      top: ((top + height / 2) * high) / 1000 - this.#view.clientHeight / 2,
    });
  }
}
